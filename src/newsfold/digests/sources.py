"""Puts the articles that a digest rests on in order: by time, by whose account each is, by what their titles share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from newsfold.model import Article, Counts, Lineage, Member, Owner, voice
from newsfold.text.tokens import terms

Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class Sources:
    """Articles in the order of time, with their lineages and the words of their titles.

    `lineage_of` and `titles` are by article id. Every article is in one lineage, and no lineage holds an article that
    is not here. `main` is the language of most articles, the earlier of two that have as many; None where none has one.
    `unusable` are those of which only the title is the outlet's report. `counts` counts articles, voices (each unknown outlet
    is its own) and independent accounts; `owner` says which outlets count as one.
    """

    articles: tuple[Article, ...]
    lineages: tuple[Lineage, ...]
    lineage_of: Mapping[str, str]
    titles: Mapping[str, Words]
    main: str | None
    unusable: frozenset[str]
    counts: Counts
    owner: Owner = voice

    def title_shares(self) -> dict[str, float]:
        """For each word of a title, the share of the lineages that have it in a title."""
        carriers: dict[str, set[str]] = {}
        for article in self.articles:
            for word in self.titles[article.id]:
                carriers.setdefault(word, set()).add(self.lineage_of[article.id])
        return {word: len(lineages) / len(self.lineages) for word, lineages in carriers.items()}


def sources(articles: Iterable[Article], lineages: Iterable[Lineage], owner: Owner = voice) -> Sources:
    """Put articles, given in any order, in the order of time; one that no lineage knows is a lineage of its own."""
    ordered = tuple(sorted(articles, key=lambda article: article.time_order))
    present = _restricted(lineages, {article.id: place for place, article in enumerate(ordered)})
    return Sources(
        articles=ordered,
        lineages=present,
        lineage_of={member.article: lineage.id for lineage in present for member in lineage.members},
        titles={article.id: frozenset(terms(article.title, article.lang)) for article in ordered},
        main=_main_language(ordered),
        unusable=frozenset(one.article for lineage in present for one in lineage.members if not one.usable),
        counts=Counts.of(ordered, present, owner),
        owner=owner,
    )


def _restricted(lineages: Iterable[Lineage], order: Mapping[str, int]) -> tuple[Lineage, ...]:
    """Restrict lineages to some articles, given with their places in the order of time.

    Where the origin is not among the articles, the earliest member that is stands for it.
    """
    present: list[Lineage] = []
    for lineage in lineages:
        members = tuple(sorted((m for m in lineage.members if m.article in order), key=lambda m: order[m.article]))
        if members:
            origin = lineage.origin if lineage.origin in order else members[0].article
            present.append(replace(lineage, members=members, origin=origin))
    covered = {member.article for lineage in present for member in lineage.members}
    alone = [Lineage(id_, id_, (Member(id_, "independent", 1.0),)) for id_ in order if id_ not in covered]
    return tuple(sorted([*present, *alone], key=lambda lineage: order[lineage.members[0].article]))


def _main_language(articles: Sequence[Article]) -> str | None:
    counts = Counter(article.lang for article in articles if article.lang)
    return max(counts, key=lambda lang: counts[lang], default=None)

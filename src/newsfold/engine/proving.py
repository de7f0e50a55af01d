"""Fetches what a reader asks to see behind a digest: the stored words of an excerpt, and the decisions that made a story."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from newsfold.model import Article, Digest, InPlace, Join, Merge, Reason, StoredWords, Veto
from newsfold.store import Store


@dataclass(frozen=True, slots=True)
class Decided:
    """The decisions about a story in the order in which they were made, and the articles that they name, by id."""

    reasons: tuple[Reason, ...] = ()
    articles: Mapping[str, Article] = field(default_factory=dict)


def in_place(store: Store, digest: Digest, number: int) -> InPlace | None:
    """Find the stored words that an excerpt of a digest stands in, by its number from 1.

    None where there is no such excerpt, or where its revision's words are no longer kept.
    """
    if not 1 <= number <= len(digest.excerpts):
        return None
    words = digest.excerpts[number - 1]
    revisions = store.revisions(words.article)
    found = next((one for one in revisions if one.id == words.span.revision), None)
    if found is None:
        return None
    return InPlace(
        words,
        number,
        len(digest.excerpts),
        StoredWords(words.article, found.id, found.title, found.text),
        seen=found.seen or store.article(words.article).first_seen,
        latest=store.article(words.article).revision.id == found.id,
    )


def decided(store: Store, story_id: str) -> Decided:
    """Gather the decisions about a story; none about one that is unknown."""
    reasons = tuple(store.reasons(story_id))
    named = dict.fromkeys(one for reason in reasons for one in _articles_of(reason))
    return Decided(reasons, {article.id: article for article in store.articles(named)})


def likened(store: Store, story_id: str, most: int = 5) -> dict[str, Article]:
    """Give the stories that were most like this one and were kept apart from it, each by an article that it has, latest first.

    A reader who would merge it finds the other one among these most often.
    """
    found: dict[str, str] = {}
    here = store.living(story_id)
    for reason in reversed(store.vetoes(story_id)):
        other, article = store.living(reason.refused), reason.nearest
        if other == here:
            other, article = store.living(reason.story), reason.article
        if other != here:
            found.setdefault(other, article)
    chosen = dict(list(found.items())[:most])
    articles = {article.id: article for article in store.articles(chosen.values())}
    return {other: articles[article] for other, article in chosen.items() if article in articles}


def _articles_of(reason: Reason) -> tuple[str, ...]:
    match reason:
        case Merge():
            return ()
        case Join(article=article, nearest=nearest) | Veto(article=article, nearest=nearest):
            return article, nearest
        case _:
            return (reason.article,)

"""Tells whether two figures are surely of one quantity of one event, so that they can be held against each other.

Most false conflicts come from taking two events for one, so what is not sure is not compared.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from newsfold.digests.conflicts.claims import Sentence
from newsfold.digests.conflicts.conflictwords import families, tables
from newsfold.digests.conflicts.figureclaims import Figure
from newsfold.text.tokens import terms

# Shares of the weight of the words around two figures that they must have in common to be of one quantity.
_ALIKE = 0.5
_FEWEST_SHARED = 3
# Terms that the openings of two articles share, for what is counted place by place; names that two articles share, for what is not.
_FEWEST_OPENING, _FEWEST_NAMES = 6, 2
# A name that so many of a story's accounts have says nothing of which part of it a sentence is about.
_STORY_WIDE = 0.5
_SIDE_BY_SIDE = 3
# Who says that nobody was hurt has overlooked a few, and means another event than one of hundreds.
_MOST_OVERLOOKED = 20


# The title and the sentences that say what an article is about.
_OPENING = 3


@dataclass(frozen=True)
class Story:
    """What of a whole story decides whether two figures can be compared. `stated` are the sentences of each article.

    Each part is worked out when it is first asked for: most stories have nothing to compare.
    """

    stated: Sequence[Sequence[Sentence]]

    @cached_property
    def rarity(self) -> Mapping[str, float]:
        """Weigh each term by how few of the story's sentences have it."""
        sentences = [sentence for article in self.stated for sentence in article]
        having = Counter(term for sentence in sentences for term in sentence.terms)
        return {term: math.log(1 + len(sentences) / count) for term, count in having.items()}

    @cached_property
    def having(self) -> Mapping[str, Sequence[Sentence]]:
        """Give the sentences that have a term, titles included, in the order of time."""
        found: dict[str, list[Sentence]] = defaultdict(list)
        for article in self.stated:
            for sentence in article:
                for term in sorted(sentence.terms):
                    found[term].append(sentence)
        return found

    @cached_property
    def gists(self) -> Mapping[str, frozenset[str]]:
        """Give the terms of the title and of the opening of each article, by its id."""
        return {
            found[0].article.id: frozenset(
                term for sentence in found if sentence.place < _OPENING for term in sentence.terms
            )
            for found in self.stated
            if found
        }

    @cached_property
    def names(self) -> Mapping[str, frozenset[str]]:
        """Give the names in each article, by its id."""
        return {
            found[0].article.id: frozenset().union(*(sentence.names for sentence in found))
            for found in self.stated
            if found
        }

    @cached_property
    def plain(self) -> frozenset[str]:
        """Give the words that the story has without a capital."""
        return frozenset(
            word.key for article in self.stated for sentence in article for word in sentence.words if word.raw.islower()
        )

    @cached_property
    def common_names(self) -> frozenset[str]:
        """Give the names that half of the story's accounts have."""
        of: dict[str, frozenset[str]] = {}
        for found in self.stated:
            if found:
                of[found[0].account] = of.get(found[0].account, frozenset()) | self.names[found[0].article.id]
        return common_names(of.values())


def comparable(one: Figure, other: Figure, story: Story) -> bool:
    """Tell whether two figures with one key are surely of one quantity."""
    if other.against is one:
        return True
    if 0.0 in (one.bounds.high, other.bounds.high):
        return _is_none_of(one, other, story)
    if one.sentence.article is other.sentence.article:
        return _side_by_side(one, other, story)
    if not independent(one, other) or on_other_days(one, other):
        return False
    return _is_denied_by(one, other) or _is_denied_by(other, one) or _is_one_quantity(one, other, story)


def apart(one: Figure, other: Figure) -> bool:
    """Tell whether two figures exclude each other; "at least nine" and 14 do where the 14 is said because the other is wrong."""
    if one.bounds.disjoint(other.bounds):
        return True
    for known, corrected in ((one, other), (other, one)):
        exact = math.isfinite(corrected.bounds.high) and math.isinf(known.bounds.high)
        if corrected.corrects and exact and corrected.bounds.low > known.bounds.low:
            return independent(one, other)
    return False


def on_other_days(one: Figure, other: Figure) -> bool:
    """Tell whether the sentences of two figures both name days, and none that is the same."""
    here, there = one.sentence.days, other.sentence.days
    return bool(here and there and not here & there)


def _is_one_quantity(one: Figure, other: Figure, story: Story) -> bool:
    # Who was aboard or how strong the quake was is asked of the whole event; the dead are counted place by place as well.
    by_place = not one.family or one.family in families("growing") | families("changing")
    if by_place and _one_day_of_both(one, other, story):
        return True
    if by_place and not _names_agree(one.names, other.names, story):
        return False
    if one.family == "age":
        return True
    return _one_event(one, other, story) if one.family else _alike(one, other, story)


def _one_day_of_both(one: Figure, other: Figure, story: Story) -> bool:
    """Tell whether what is counted by the day is counted for one day that both name, by articles that share names."""
    here, there = (story.names.get(figure.sentence.article.id, frozenset()) for figure in (one, other))
    days = one.sentence.days
    return (
        one.family in families("by_day")
        and len(days) == 1
        and days == other.sentence.days
        and bool(here & there)
        and _are_known(one.names - story.common_names, there, story)
        and _are_known(other.names - story.common_names, here, story)
    )


def _are_known(names: frozenset[str], article: frozenset[str], story: Story) -> bool:
    """Tell whether most of some names stand in the other article too, or are written as any word elsewhere ("Airport")."""
    known = names & article | {name for name in names if name in story.plain}
    return len(known) * 2 >= len(names)


def _is_denied_by(one: Figure, other: Figure) -> bool:
    """Tell whether another account names a figure of the same unit only to say that it is not so."""
    return other.instead_of is not None and one.bounds.low <= other.instead_of <= one.bounds.high < math.inf


def _is_none_of(one: Figure, other: Figure, story: Story) -> bool:
    """Tell whether that nobody was hurt is what an article opens with, and the other gives no more than could be overlooked."""
    none, some = (one, other) if one.bounds.high == 0.0 else (other, one)
    here = story.names.get(none.sentence.article.id, frozenset())
    return (
        independent(none, some)
        and leads(none)
        and some.bounds.low <= _MOST_OVERLOOKED
        and not on_other_days(none, some)
        and some.names <= here
        and _one_event(none, some, story, fixed=True)
    )


def _one_event(one: Figure, other: Figure, story: Story, *, fixed: bool = False) -> bool:
    """Tell whether the sentences and titles of two figures, or the openings of their articles, have words in common beside the
    figures; not across languages.
    """
    if one.sentence.lists.lang != other.sentence.lists.lang:
        return True
    here, there = (figure.sentence.terms | figure.sentence.title_terms for figure in (one, other))
    if len({term for term in here & there if not term[0].isdigit()} - _family_terms(one)) >= _FEWEST_SHARED:
        return True
    here, there = (story.gists.get(figure.sentence.article.id, frozenset()) for figure in (one, other))
    shared = len({term for term in here & there if not term[0].isdigit()} - _family_terms(one))
    if one.family in passing() and not fixed:
        return shared >= (_FEWEST_SHARED if one.corrects or other.corrects else _FEWEST_OPENING)
    if shared >= _FEWEST_SHARED + 1:
        return True
    here, there = (story.names.get(figure.sentence.article.id, frozenset()) for figure in (one, other))
    return len(here & there) >= _FEWEST_NAMES


@cache
def _terms_of(family: str, lang: str) -> frozenset[str]:
    lists = tables().get(lang, {})
    listed = [lists.get(table, {}).get(family, "") for table in ("counted", "before", "measured")]
    return frozenset(terms(" ".join([*listed, lists.get("persons", "")]), lang))


def _family_terms(figure: Figure) -> frozenset[str]:
    return _terms_of(figure.family, figure.sentence.lists.lang)


def _side_by_side(one: Figure, other: Figure, story: Story) -> bool:
    """Tell whether one article sets two sources against each other: close together, on nothing that either names alone."""
    if not one.family or one.family == "age" or not one.source or not other.source or one.source & other.source:
        return False
    near = (
        abs(one.sentence.place - other.sentence.place) <= _SIDE_BY_SIDE
        and one.sentence.place >= 0 <= other.sentence.place
    )
    by_place = one.family in families("growing") | families("changing")
    return near and (one.sentence.names ^ other.sentence.names) <= (frozenset() if by_place else story.common_names)


def _names_agree(here: frozenset[str], there: frozenset[str], story: Story) -> bool:
    return (here ^ there) <= story.common_names and bool(here & there or not here or not there)


def independent(one: Figure, other: Figure) -> bool:
    """Tell whether two figures are of two accounts: other texts of other outlets, or other sources that are named."""
    here, there = one.sentence, other.sentence
    return here.account != there.account and here.article.voice != there.article.voice


def _alike(one: Figure, other: Figure, story: Story) -> bool:
    shared = (one.context & other.context) - set(terms(one.key, one.sentence.lists.lang))
    if len(shared) < _FEWEST_SHARED:
        return False
    weigh = story.rarity
    smaller = min(sum(weigh.get(term, 1.0) for term in side) for side in (one.context, other.context))
    return sum(weigh.get(term, 1.0) for term in shared) >= _ALIKE * smaller


def leads(figure: Figure) -> bool:
    """Tell whether a figure stands in a title or in the sentences that open the text."""
    return figure.sentence.place <= 1


@cache
def passing() -> frozenset[str]:
    """Name the families whose figures hold for some hours only."""
    return families("growing") | families("changing") | {"magnitude"}


def common_names(names_of_accounts: Iterable[frozenset[str]]) -> frozenset[str]:
    """Give the names that half of a story's accounts have."""
    listed = list(names_of_accounts)
    counts = Counter(name for names in listed for name in names)
    return frozenset(name for name, count in counts.items() if count >= _STORY_WIDE * len(listed))

"""Takes out of one article what the tracing of copies compares. Pure and the costly part, so it may run in other processes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from newsfold.copies.shingles import shingles, title_key
from newsfold.copies.words import Hashes
from newsfold.model import Article

# A longer text is looked for by a quarter of its shingles, chosen by hash so that both texts of a pair choose alike. Of 20
# shared ones fewer than two are among them in 2 cases of 100.
ALL_UP_TO: Final = 128
ONE_OF: Final = 4
# The beginning is looked for in full: it is what a teaser or a truncated feed item keeps.
LEAD: Final = 48
# A text of fewer characters is a headline's remains: "Read more", a byline, a picture credit.
BARE_BELOW: Final = 40


@dataclass(frozen=True, slots=True, eq=False)
class Fingerprint:
    """What is compared of one article: distinct shingles, ascending, and which of them it is looked for by (same length).

    `voice` is whose article it is. `day` is its time in days since 1970, None when undated. `title` is folded to its words,
    empty when it is too short to say anything. `bare` says that there is no more than a headline: no text, or the title again.
    `quoted` are the distinct shingles that touch a quotation, ascending; none of them is among the others. `length` is
    how many shingles there were before boilerplate was taken out: an article with a text may have none left.
    """

    article: str
    voice: str
    day: float | None
    title: str
    bare: bool
    shingles: Hashes
    keys: npt.NDArray[np.bool_]
    quoted: Hashes
    length: int


def fingerprint(article: Article) -> Fingerprint:
    """Take the fingerprint of an article; one without a text, or with nothing but quotations, has no shingles."""
    title = title_key(article.title, article.lang)
    bare = _is_bare(article, title)
    found = shingles("" if bare else article.text, article.lang)
    quoted = _distinct(found.quoted)
    distinct = _distinct(found.told)
    distinct = distinct[~_having(distinct, quoted)]
    keys = distinct % np.uint64(ONE_OF) == 0
    if len(distinct) <= ALL_UP_TO:
        keys[:] = True
    lead = found.told[: 2 * LEAD]
    keys[np.searchsorted(distinct, lead[~among(lead, quoted)][:LEAD])] = True
    at = article.at
    return Fingerprint(
        article=article.id,
        voice=article.voice,
        day=at.timestamp() / 86_400 if at else None,
        title=title,
        bare=bare,
        shingles=distinct,
        keys=keys,
        quoted=quoted,
        length=len(distinct),
    )


def _having(ascending: Hashes, few: Hashes) -> npt.NDArray[np.bool_]:
    """Say of each hash of an ascending array whether it is among a few others."""
    found = np.zeros(len(ascending), dtype=np.bool_)
    if len(ascending):
        places = np.minimum(np.searchsorted(ascending, few), len(ascending) - 1)
        found[places[ascending[places] == few]] = True
    return found


def among(hashes: Hashes, ascending: Hashes) -> npt.NDArray[np.bool_]:
    """Say of each hash whether it is in an ascending array."""
    if not len(ascending):
        return np.zeros(len(hashes), dtype=np.bool_)
    found: npt.NDArray[np.bool_] = ascending[np.searchsorted(ascending[:-1], hashes)] == hashes
    return found


def is_bare(article: Article) -> bool:
    """Whether an article is no more than a headline: it has no text to speak of, or the title again."""
    return _is_bare(article, title_key(article.title, article.lang))


def _is_bare(article: Article, title: str) -> bool:
    text = article.text.strip()
    return len(text) < BARE_BELOW or (
        len(text) < BARE_BELOW + 2 * len(title) and title == title_key(text, article.lang)
    )


def _distinct(hashes: Hashes) -> Hashes:
    """Sort and drop what is there twice; three times as fast as `np.unique`, which builds a table first."""
    ordered = np.sort(hashes)
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))] if len(ordered) else ordered

"""Whether an article that was just seen is new, a new revision, or one that is known: pure, one decision a value.

No clock and no store: the caller looks up what is known under the article's keys and acts on the verdict. When in doubt
two pieces stay two: a false merge loses an article, a missed one only shows it twice.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from newsfold.model import Article, Revision

# The share of all words of two titles or two texts that are in both (Jaccard). Of 323 edits of two outlets in a week 317
# reach it, the rest being live pages; so do 188 of 40,000 pairs of other pieces of one outlet (617 at 0.5). It was set on
# these same pairs.
ALIKE = 0.6
# Text of less than this share of what is known is a summary of it, unless the title changed too: then it is an edit. Of
# 290 edits of texts over 300 characters none left less than 0.65.
SUMMARY = 0.5
# Two texts under one guid whose addresses and titles differ are one edited piece from this share on, if they have so many words.
# Of 54,192 pairs of other pieces of one feed (200 captured feeds, texts of a lead's length) none reaches even .6.
SAME_TEXT = 0.9
WORDS_TO_TELL = 20
# How feeds mark a summary that they cut.
CUT_MARKS = " .…[]()"
# A site that moves to https moves its guids too.
_SCHEME = re.compile(r"(?<=[:|])https?://")
KINDS_OF_KEYS = ("record:", "url:", "guid:", "words:")


@dataclass(frozen=True, slots=True)
class Added:
    """An article that was not known."""

    article: Article


@dataclass(frozen=True, slots=True)
class Revised:
    """A known article with other words than before. `previous` is its revision until now."""

    article: Article
    previous: Revision


@dataclass(frozen=True, slots=True)
class Merged:
    """A known article, seen again; `article` has the keys of both, `why` is "same words" or "shorter form"."""

    article: Article
    why: str


Verdict = Added | Revised | Merged


def identified(article: Article) -> Article:
    """Give an article the id that its strongest key makes: a record's own, else 16 hex digits of the key's SHA-256."""
    strongest = article.keys[0]
    if strongest.startswith("record:"):
        return replace(article, id=strongest.removeprefix("record:"))
    return replace(article, id=hashlib.sha256(strongest.encode("utf-8", "surrogatepass")).hexdigest()[:16])


def closest(seen: Article, candidates: Iterable[Article]) -> Article | None:
    """Choose the one for `decide` among the articles that have any key of `seen`; None where there are none.

    The same piece goes before another one; after that the strongest key in common decides.
    """
    ranked = sorted(candidates, key=lambda known: (not _same_piece(seen, known), _first_shared(seen, known), known.id))
    return ranked[0] if ranked else None


def decide(seen: Article, known: Article | None, former: Collection[str] = ()) -> Verdict:
    """Decide what becomes of an article, given the one that is known under one of its keys, if any.

    `former` are the ids of the revisions that the known article had before. Words that it had once become current again only
    where the outlet dates them later; else an older capture was read after a newer one, and the newer words stay.

    The first published date that was known stays; the keys of both are kept. An article that has a key in common but is
    another piece (a recycled guid, an address that all items share) is added without that key, under an id of its own.
    """
    if known is None:
        return Added(seen)
    if not _same_piece(seen, known):
        own = tuple(key for key in seen.keys if key not in known.keys)
        return Added(identified(replace(seen, keys=own or (f"words:{seen.revision.id}",))))
    joined = _joined(seen, known)
    if seen.revision.id == known.revision.id:
        return Merged(joined, "same words")
    if _is_shorter_form(seen, known):
        return Merged(joined, "shorter form")
    if seen.revision.id in former and not _is_dated_later(seen, known):
        return Merged(joined, "former words")
    revision = replace(
        seen.revision,
        published=joined.published,
        lang=seen.lang or known.lang,
        byline=seen.revision.byline or known.revision.byline,
        credit=seen.revision.credit or known.revision.credit,
    )
    return Revised(replace(joined, revision=revision, kind=seen.kind), known.revision)


def _same_piece(seen: Article, known: Article) -> bool:
    """Whether the keys in common are enough.

    A record's id is; an address is, unless the guids speak against it; a guid is only where title or words agree.
    """
    shared = [key for key in seen.keys if key in known.keys]
    if any(key.startswith(("record:", "words:")) for key in shared):
        return True
    if any(key.startswith("url:") for key in shared):
        return not _other_guid(seen, known) or _alike(seen, known)
    if seen.url and known.url and seen.url != known.url:
        return _folded(seen.title) == _folded(known.title) or _is_same_text(seen.text, known.text)
    return bool(seen.url and known.url) or _alike(seen, known)


def is_other_entry(seen: Article, known: Article) -> bool:
    """Whether two entries of one feed, as it was fetched once, are two pieces: they have other words and no address in common.

    A guid alone says nothing then, as the feed gives it twice.
    """
    if seen.kind != "feed" or seen.revision.id == known.revision.id:
        return False
    return not any(key in known.keys and not key.startswith("guid:") for key in seen.keys)


def _other_guid(seen: Article, known: Article) -> bool:
    """Whether one feed gave both a guid, and not the same one."""
    ours, theirs = ([_SCHEME.sub("", key) for key in _of(one, "guid:")] for one in (seen, known))
    feeds = {_feed_of(key) for key in ours} & {_feed_of(key) for key in theirs}
    return bool(feeds) and not set(ours) & set(theirs)


def _of(article: Article, kind: str) -> list[str]:
    return [key for key in article.keys if key.startswith(kind)]


def _feed_of(guid_key: str) -> str:
    return guid_key.partition("|")[0]


def _first_shared(seen: Article, known: Article) -> int:
    return next((place for place, key in enumerate(seen.keys) if key in known.keys), len(seen.keys))


def _alike(seen: Article, known: Article) -> bool:
    return _likeness(seen.title, known.title) >= ALIKE or _likeness(seen.text, known.text) >= ALIKE


def _is_same_text(one: str, other: str) -> bool:
    """Whether two texts are one that was edited a little: two that follow one form differ in names, each having its own."""
    if min(len(set(text.casefold().split())) for text in (one, other)) < WORDS_TO_TELL:
        return False
    ours, theirs = ({word for word in text.split() if word[0].isupper()} for text in (one, other))
    return _likeness(one, other) >= SAME_TEXT and (ours <= theirs or theirs <= ours)


def _likeness(one: str, other: str) -> float:
    first, second = set(one.casefold().split()), set(other.casefold().split())
    return len(first & second) / len(first | second) if first and second else 0.0


def _joined(seen: Article, known: Article) -> Article:
    """The known article with the keys of both; its date and language are filled in where they were not known.

    A date that cannot be gives way to one that can.
    """
    keys = dict.fromkeys((*known.keys, *seen.keys))
    revision = known.revision
    if (revision.published.at is None or known.is_ahead) and seen.published.at is not None and not seen.is_ahead:
        revision = replace(revision, published=seen.published)
    if revision.lang is None:
        revision = replace(revision, lang=seen.lang)
    return replace(
        known,
        revision=revision,
        outlet=known.outlet or seen.outlet,
        url=known.url or seen.url,
        keys=tuple(sorted(keys, key=_strength)),
        group=known.group or seen.group,
    )


def _strength(key: str) -> int:
    return next(place for place, kind in enumerate(KINDS_OF_KEYS) if key.startswith(kind))


def _is_shorter_form(seen: Article, known: Article) -> bool:
    """Whether what is known says it all already: a title without text, a summary beside the article.

    A page or a record that only lost its last lines has been edited, as nobody shows less of those by habit.
    """
    ours, theirs = _folded(seen.text).rstrip(CUT_MARKS), _folded(known.text)
    if not ours:
        return bool(theirs)
    if ours == theirs.rstrip(CUT_MARKS):
        return False  # it is the title that was edited
    is_summary = len(ours) < SUMMARY * len(theirs)
    if ours in theirs:
        return seen.kind == "feed" or is_summary
    return seen.kind == "feed" and is_summary and _folded(seen.title) == _folded(known.title)


def _is_dated_later(seen: Article, known: Article) -> bool:
    if seen.revision.updated.at is None or known.revision.updated.at is None:
        return False
    ours, theirs = seen.revision.changed, known.revision.changed  # no later than they were seen, whatever a date says
    return ours is not None and theirs is not None and ours > theirs


def _folded(text: str) -> str:
    return " ".join(text.split())

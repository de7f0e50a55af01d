"""Between digests and what is kept of them: a document that has all of a digest but its words. Pure.

The words that a digest shows are kept as rows, which `verify` proves; the titles in its list are those of the revisions. The
document names words by their numbers, so there is one copy of each, and none that is not proved.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Final, get_type_hints

from newsfold.model import (
    Change,
    Counts,
    Date,
    Digest,
    Excerpt,
    Headline,
    Pick,
    Range,
    Span,
    Summary,
    Verbatim,
)

if TYPE_CHECKING:
    from cattrs import Converter

_WORDS: Final = "#"  # the key under which a document names words, by their number among the details
_BETWEEN: Final = "\n"  # stands in no JSON that is written on one line


@dataclass(frozen=True, slots=True)
class Written:
    """Whose the words of a revision are, as a digest says beside them."""

    outlet: str
    url: str | None
    published: Date
    lang: str | None


@dataclass(frozen=True, slots=True)
class KeptWords:
    """Words as a row has them; the cuts and `pick` are those of an excerpt."""

    article: str
    span: Span
    text: str
    cut_before: bool = False
    cut_after: bool = False
    pick: Pick = Pick(0.0)


@dataclass(frozen=True, slots=True)
class Wording:
    """All words that are kept of a digest: its headline, its excerpts, what it has beside them by number, and what gives the titles
    of articles, by article and revision.
    """

    headline: str
    excerpts: Sequence[KeptWords]
    details: Mapping[int, KeptWords]
    titles: Callable[[Sequence[str]], Mapping[tuple[str, str], str]]


_Whose = Mapping[tuple[str, str], Written]


def packed(digest: Digest) -> bytes:
    """Make the document of a story's digest. What is new since a visit is left out."""
    numbers = {words: number for number, (_, words) in enumerate(digest.details(), 1)}
    shown: list[Verbatim] = [*digest.excerpts, *numbers]
    written = {(one.article, one.span.revision): Written(one.outlet, one.url, one.published, one.lang) for one in shown}
    wordless = replace(
        digest,
        headline=replace(digest.headline, text=""),
        excerpts=(),
        articles=tuple(replace(line, title="") for line in digest.articles),
        new=(),
        since=None,
    )
    converter = _converter()
    parts = [[*key, converter.unstructure(found)] for key, found in written.items()], converter.unstructure(wordless)
    document = _BETWEEN.join(_json(part, numbers) for part in parts)
    return zlib.compress(document.encode("utf-8", "surrogatepass"))


def _json(plain: object, numbers: Mapping[Verbatim, int]) -> str:
    def numbered(words: Verbatim) -> dict[str, int]:
        return {_WORDS: numbers[words]}

    return json.dumps(plain, default=numbered, ensure_ascii=False, separators=(",", ":"))


def unpacked(document: bytes, wording: Wording) -> Digest:
    """Make the digest again that a document was made of.

    What cannot be read, or lists a revision that has no title here, raises ValueError.
    """
    try:
        return _unpacked(document, wording)
    except (zlib.error, LookupError, TypeError, AttributeError) as error:
        raise ValueError(f"not the document of a digest: {error!r}") from error


def _unpacked(document: bytes, wording: Wording) -> Digest:
    first, second = zlib.decompress(document).decode("utf-8", "surrogatepass").split(_BETWEEN)
    converter = _converter()
    whose = {(article, revision): converter.structure(one, Written) for article, revision, one in json.loads(first)}

    def worded(plain: dict[str, Any]) -> dict[str, Any] | Verbatim:
        return _verbatim(wording.details[plain[_WORDS]], whose) if _WORDS in plain else plain

    plain = json.loads(second, object_hook=worded)
    titles = wording.titles([line["id"] for line in plain["articles"]])
    for line in plain["articles"]:
        line["title"] = titles[line["id"], line["revision"]]
    found = converter.structure(plain, Digest)
    return replace(
        found,
        headline=replace(found.headline, text=wording.headline),
        excerpts=tuple(excerpt(one, whose[one.article, one.span.revision]) for one in wording.excerpts),
    )


def _verbatim(words: KeptWords, whose: _Whose) -> Verbatim:
    written = whose[words.article, words.span.revision]
    return Verbatim.kept(
        text=words.text,
        article=words.article,
        outlet=written.outlet,
        span=words.span,
        url=written.url,
        published=written.published,
        lang=written.lang,
    )


def excerpt(words: KeptWords, written: Written) -> Excerpt:
    """Make an excerpt of the row that it was kept in."""
    return Excerpt.kept(
        text=words.text,
        article=words.article,
        outlet=written.outlet,
        span=words.span,
        url=written.url,
        published=written.published,
        lang=written.lang,
        cut_before=words.cut_before,
        cut_after=words.cut_after,
        story=None,
        pick=words.pick,
    )


# --- summaries --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Brief:
    """What is kept of a summary beside its words: `lead` says whose those of the first excerpt are."""

    headline: Headline
    counts: Counts
    first: Date
    last: Date
    lead: Written | None


def brief(digest: Digest) -> str:
    """Write what a list shows of a digest, without its words."""
    lead = next((Written(one.outlet, one.url, one.published, one.lang) for one in digest.excerpts), None)
    wordless = Brief(replace(digest.headline, text=""), digest.counts, digest.first, digest.last, lead)
    return _json(_converter().unstructure(wordless), {})


def summary(story: str, raw: str, headline: str, lead: KeptWords | None, updated: datetime | None) -> Summary:
    """Make a summary again, with its words. What cannot be read raises ValueError."""
    try:
        found = _converter().structure(json.loads(raw), Brief)
    except (LookupError, TypeError, AttributeError) as error:
        raise ValueError(f"not the summary of a digest: {error!r}") from error
    first = excerpt(lead, found.lead) if lead and found.lead else None
    head = replace(found.headline, text=headline)
    return Summary(story, head, found.counts, found.first, found.last, first, updated)


# --- the form of both -------------------------------------------------------------------------------------------------


@cache
def _converter() -> Converter:
    from cattrs.preconf.json import make_converter  # noqa: PLC0415 - some 0.1 s to load
    from cattrs.strategies import configure_tagged_union  # noqa: PLC0415 - the same

    made = make_converter(detailed_validation=False)
    # Words go in as numbers and come out as they were kept, on this side of JSON and on that.
    made.register_unstructure_hook(Verbatim, lambda words: words)
    made.register_structure_hook(Verbatim, lambda words, _: words)
    made.register_structure_hook(Range, lambda plain, _: Range(*plain))
    configure_tagged_union(Change, made)
    return made


@cache
def form() -> str:
    """Name the form of documents by all fields of what stands in one, so that one of another form is told and not read."""
    seen: dict[str, list[str]] = {}
    _gather(Digest, seen)
    _gather(Brief, seen)
    return hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()[:8]


def _gather(kind: Any, seen: dict[str, list[str]]) -> None:
    for part in getattr(kind, "__args__", ()):
        _gather(part, seen)
    if is_dataclass(kind) and isinstance(kind, type) and kind.__name__ not in seen:
        hints = get_type_hints(kind)
        seen[kind.__name__] = [f"{one.name}: {hints[one.name]}" for one in fields(kind)]
        for one in fields(kind):
            _gather(hints[one.name], seen)

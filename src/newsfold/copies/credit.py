"""An article -> the agency that it names as its source, and where it says so.

By the form of the words alone; no table of agencies yet. A dateline's bracket is read only where the dateline is one, since
brackets also hold ages, parties, countries and pictures; when in doubt, nobody is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from newsfold.model import Article, Range, Revision
from newsfold.text.folding import fold

Where = Literal["source", "byline", "dateline"]

# A dateline stands in the first line, or under a picture's caption and credit.
DATELINE_WITHIN: Final = 150
_DATELINE: Final = re.compile(
    r"^[ \t]*(?P<place>[^()\n]{0,60}?)[ \t]*"
    r"\((?P<who>[^()\n\d]{2,30})\)"
    r"(?P<end>[ \t]*[.:]?[ \t]*(?:[-–—―]+|:)|[ \t]+(?=\w))",
    re.MULTILINE,
)
# "Dec 1", "March 2", "2 de marzo", "1. Dezember": a date, which no person's or club's name before a bracket has.
_DATED: Final = re.compile(r"\b\d{1,2}\b")
# Words of a dateline that have no capital: months and joining words ("ciudad de México, 2 de marzo").
_SMALL: Final = re.compile(
    r"\W*(?:\d+\W*|[^\W\d_]{1,3}|enero|febrero|marzo|abril|mayo|junio|julio|agosto|sept\w*|octubre|noviembre|diciembre|"
    r"janvier|f[ée]vrier|mars|avril|juin|juillet|ao[ûu]t|octobre|novembre|d[ée]cembre|janeiro|fevereiro|março|maio|"
    r"junho|julho|setembro|outubro|novembro|dezembro)\W*"
)
_CAPITALS: Final = re.compile(r"[^\W\d_a-zß-öø-ÿ]{2,10}")
_SMALL_LETTERS: Final = re.compile(r"[a-zäöü]{3,5}(?:[/-][a-zA-Z]{2,5})?")
_NAME: Final = re.compile(r"[^\W\d_][^\W\d_]{2,20}")
_AGENCY: Final = re.compile(r"(?i)\b(?:agency|agencia|agence|agenzia|agência|\w*agentur)\b")
_PRESS: Final = re.compile(rf"(?i)\b(?:news|press|presse|prensa)\b|{_AGENCY.pattern[4:]}")
_PREFIX: Final = re.compile(r"(?i)^(?:agencia|agence|agenzia|agência|agentur)\s+(?:de\s+\w+\s+)?(?=\S)")
_SEPARATORS: Final = re.compile(r"\s*[,/;&|·]\s*|\s+(?:and|y|e|et|und|with|con|avec|mit)\s+")
# What stands in brackets behind a name and a dash without being an agency: parties, unions of states, kinds of item.
_NO_AGENCY: Final = re.compile(
    r"cdu|csu|spd|fdp|afd|bsw|fpo|ovp|spo|svp|psoe|pp|vox|erc|pnv|psc|snp|dup|gop|ldp|bjp|inc|ump|lr|rn|ps|udi|pd|pdl|fdi|"
    r"psd|pan|pri|pt|mdb|psdb|gerb|syriza|pis|udc|sp|"
    r"nrw|us|usa|uk|eu|un|uae|drc|nato|uno|onu|ue|otan|gb|ger|fra|esp|ita|usd|eur|"
    r"photos?|fotos?|videos?|audio|live|updated?|pdf|poll|map|graphic|infografik|red|neu|news|press|"
    r"opinion|analysis|editorial|exclusive|kommentar|anzeige|adv|ad"
)
_OURS: Final = re.compile(r"(?i)\b(?:our|unser\w*|nos|notre|nuestr\w+|nostr\w+|staff)\b")


@dataclass(frozen=True, slots=True)
class Credit:
    """An agency as an article names it. `range` is where the name stands in the text, the byline or the `<source>`."""

    name: str
    where: Where
    range: Range


def credit(article: Article) -> Credit | None:
    """Find the agency that an article names: in its dateline, else in its feed's `<source>`, else in its byline.

    >>> from newsfold.model import Article, Revision
    >>> credit(Article("a", "x.example", Revision("r", "Dam holds", "VELMAR, March 2 (MNA) - The dam held.")))
    Credit(name='MNA', where='dateline', range=Range(start=17, end=20))
    """
    revision = article.revision
    return dateline(revision.text) or _source(article) or _byline(revision)


def dateline(text: str) -> Credit | None:
    """Find the agency in the bracket of a dateline: "VELMAR, March 2 (MNA) -", "Welden (wpd) -", "SAN TELMO (Istmo) El ..."."""
    for match in _DATELINE.finditer(text[: 2 * DATELINE_WITHIN]):
        who = match["who"].strip()
        if match.start("who") < DATELINE_WITHIN and _is_dateline(match["place"], who, match["end"].strip()):
            start = match.start("who") + match["who"].index(who)
            return Credit(_canonical(who), "dateline", Range(start, start + len(who)))
    return None


def same_agency(one: str, other: str) -> bool:
    """Whether two names are of one agency: the same when folded, or one the initials of the other's words.

    >>> same_agency("MNA", "Meridian News Agency"), same_agency("MNA", "Istmo")
    (True, False)
    """
    first, second = fold(one), fold(other)
    return first == second or first == _initials(second) or second == _initials(first)


def is_by(article: Article, agency: str) -> bool:
    """Whether an article is the agency's own: its outlet has the agency's name or initials, or a label of its domain has."""
    outlet = fold(article.outlet)
    name = fold(agency)
    labels = outlet.split(".")[:-1]  # none in a name without a stop
    return bool(outlet) and (
        same_agency(outlet, name) or bool({name.replace(" ", ""), _initials(name)}.intersection(labels))
    )


def _is_dateline(place: str, who: str, end: str) -> bool:
    """Decide whether a bracket behind a few words names an agency.

    Before a bare name or two letters the place must be in capitals, dated or missing: "Valencia (Spain) -" is no credit.
    """
    if _NO_AGENCY.fullmatch(fold(who)) or not _is_place(place):
        return False
    in_capitals = place.isupper()
    if not end:
        return in_capitals and _is_name(who)
    if in_capitals or not place or _DATED.search(place):
        return _is_name(who)
    return _is_mark(who) or bool(_PRESS.search(who) and who[0].isupper())


def _is_place(words: str) -> bool:
    return all(word[:1].isupper() or word[:1] in "/-–(" or _SMALL.fullmatch(word) for word in words.split())


def _is_name(who: str) -> bool:
    return bool(
        _CAPITALS.fullmatch(who) or _is_mark(who) or (who[0].isupper() and (_NAME.fullmatch(who) or _PRESS.search(who)))
    )


def _is_mark(who: str) -> bool:
    """Whether it is written as only abbreviations are: "MNA", "wpd", "dpa/lby"."""
    return bool((len(who) > 2 and _CAPITALS.fullmatch(who)) or _SMALL_LETTERS.fullmatch(who))


def _source(article: Article) -> Credit | None:
    """Take the `<source>`, unless it is the outlet itself, as where an aggregator names whom it lists."""
    given = (article.revision.credit or "").strip()
    if not given or is_by(article, given):
        return None
    start = (article.revision.credit or "").index(given)
    return Credit(_canonical(given), "source", Range(start, start + len(given)))


def _byline(revision: Revision) -> Credit | None:
    """Find a part of the byline that is an abbreviation in capitals or calls itself an agency ("Herald staff and MNA")."""
    for part in _parts(revision.byline or ""):
        words = part.of(revision.byline or "")
        abbreviation = _CAPITALS.fullmatch(words) and len(words) > 2
        if (abbreviation or _names_agency(words)) and not _NO_AGENCY.fullmatch(fold(words)):
            return Credit(_canonical(words), "byline", part)
    return None


def _names_agency(words: str) -> bool:
    return bool(_AGENCY.search(words)) and len(words.split()) > 1 and not _OURS.search(words)


def _parts(byline: str) -> Iterator[Range]:
    here = 0
    for separator in _SEPARATORS.finditer(byline):
        if here < separator.start():
            yield Range(here, separator.start())
        here = separator.end()
    end = len(byline.rstrip())
    if here < end:
        yield Range(here, end)


def _canonical(name: str) -> str:
    """Bring a name to one form: without "Agencia" before it, spaces single. Capitals stay as they are given."""
    return " ".join(_PREFIX.sub("", name).split())


def _initials(folded: str) -> str:
    words = re.findall(r"\w+", folded)
    return "".join(word[0] for word in words) if len(words) > 1 else ""

"""An article -> the agency that it names as its source, and where it says so.

Agencies are known by a table (`newsfold.copies.agencies`), and those that are not in it by the form of the words. A dateline's
bracket is read only where the dateline is one, since brackets also hold ages, parties, countries and pictures; when in doubt,
nobody is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from newsfold.copies.agencies import Agencies, known
from newsfold.model import Article, Range, Revision
from newsfold.text.folding import fold

Where = Literal["source", "byline", "dateline", "credit line"]

# A dateline stands in the first line, or under a picture's caption and credit.
DATELINE_WITHIN: Final = 150
PLACE_WORDS: Final = 7
# A credit line is the last of a text, and short; what leads to the name in it is in many languages the same few words.
CREDIT_WITHIN: Final = 80
_LAST_LINE: Final = re.compile(r"(?:^|\n)[^\w\n]*(?P<line>\w[^\n]*?)\W*$")
_LAST_BRACKET: Final = re.compile(r"[(/\[](?P<line>[^()\[\]\n/]{2,40}(?:/[\w-]{2,12})?)[)/\]]\W*$")
_LEADS_TO_CREDIT: Final = re.compile(
    r"(?i)^(?:sources?|quellen?|fuentes?|fontes?|fonti?|bron|nguồn|theo|źródło|kaynak|источник|джерело|المصدر|সূত্র|स्रोत|来源|來源|"
    r"with (?:files|material|reporting) (?:from|by)|mit material von|con información de|avec|von|by|por|par|di|da|via)"
    r"(?:\s*[:：]\s*|\s+)"
)
_PICTURE: Final = re.compile(r"(?i)\b(?:photos?|fotos?|images?|bild|picture|video|getty)\b")
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
# What a newsroom hangs on its name in its domain: "wmbfnews", "kfvs12", "kron4".
_CALLED: Final = re.compile(r"(?<=...)(?:news|online|radio|live|tv|\d{1,2})$")
_OURS: Final = re.compile(r"(?i)\b(?:our|unser\w*|nos|notre|nuestr\w+|nostr\w+|staff)\b")


@dataclass(frozen=True, slots=True)
class Credit:
    """An agency as an article names it. `range` is where the name stands in the text, the byline or the `<source>`."""

    name: str
    where: Where
    range: Range


def credit(article: Article, agencies: Agencies | None = None) -> Credit | None:
    """Find the agency that an article names: in its dateline, else in its feed's `<source>`, its byline or its last line.

    agencies: a table in the place of the shipped one.

    >>> from newsfold.model import Article, Revision
    >>> credit(Article("a", "x.example", Revision("r", "Dam holds", "VELMAR, March 2 (MNA) - The dam held.")))
    Credit(name='MNA', where='dateline', range=Range(start=17, end=20))
    """
    revision, listed = article.revision, agencies or known()
    return (
        dateline(revision.text, article.lang, listed)
        or _source(article, listed)
        or _byline(revision, listed)
        or _credit_line(revision.text, article.lang, listed)
    )


def dateline(text: str, lang: str | None = None, agencies: Agencies | None = None) -> Credit | None:
    """Find the agency in the bracket of a dateline: "VELMAR, March 2 (MNA) -", "Welden (wpd) -", "SAN TELMO (Istmo) El ..."."""
    table = agencies or known()
    for match in _DATELINE.finditer(text[: 2 * DATELINE_WITHIN]):
        if match.start("who") >= DATELINE_WITHIN:
            continue
        who = match["who"].strip()
        start = match.start("who") + match["who"].index(who)
        form = _is_dateline(match["place"], who, match["end"].strip())
        sure = table.within(who) is not None and _may_be_place(match["place"])
        listed = _listed(who, start, lang, table) if form or sure else None
        if listed:
            return Credit(listed[0], "dateline", listed[1])
        if form:
            return Credit(_canonical(who), "dateline", Range(start, start + len(who)))
    return None


def _listed(words: str, start: int, lang: str | None, agencies: Agencies) -> tuple[str, Range] | None:
    """Find the first part of a credit that the table of agencies has: as it is written there, and where it stands."""
    for part in (Range(0, len(words)), *_parts(words)):
        name = part.of(words)
        if agencies.named(name, lang):
            return name, Range(start + part.start, start + part.end)
    return None


def _credit_line(text: str, lang: str | None, agencies: Agencies) -> Credit | None:
    """Find the agency that a text names at its end: a last line of its own, or a last bracket."""
    begin = max(0, len(text) - CREDIT_WITHIN)
    end = text[begin:]
    bracket, line = _LAST_BRACKET.search(end), _LAST_LINE.search(end)
    for match in (bracket, line if line and (begin == 0 or line.start() > 0) else None):
        if match is None or _PICTURE.search(match["line"]):
            continue
        words, start = match["line"], begin + match.start("line")
        lead = _LEADS_TO_CREDIT.match(words)
        if lead:
            words, start = words[lead.end() :], start + lead.end()
        if listed := _listed(words, start, lang, agencies):
            return Credit(listed[0], "credit line", listed[1])
    return None


def same_agency(one: str, other: str, agencies: Agencies | None = None) -> bool:
    """Whether two names are of one agency: the same when folded, or one the initials of the other's words.

    >>> same_agency("MNA", "Meridian News Agency"), same_agency("MNA", "Istmo")
    (True, False)
    """
    table = agencies or known()
    listed = table.named(one), table.named(other)
    if listed[0] and listed[1]:
        return listed[0] == listed[1]
    first, second = fold(one), fold(other)
    return first == second or first == _initials(second) or second == _initials(first)


def is_by(article: Article, agency: str, agencies: Agencies | None = None) -> bool:
    """Whether an article is the agency's own: its outlet has the agency's name or initials, or a label of its domain has."""
    table = agencies or known()
    listed = table.named(agency, article.lang)
    if listed and (article.outlet in listed.domains or table.named(article.outlet, article.lang) == listed):
        return True
    outlet = fold(article.outlet)
    name = fold(agency)
    labels = outlet.split(".")[:-1]  # none in a name without a stop
    marks = {name.replace(" ", ""), _initials(name)} - {""}
    called = {*labels, *(_CALLED.sub("", label) for label in labels)}
    return bool(outlet) and (same_agency(outlet, name, table) or bool(marks & called))


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


def _may_be_place(words: str) -> bool:
    """Whether a few words may be a place and a date, in any script: they begin a line and not in the middle of a sentence."""
    return not words[:1].islower() and len(words.split()) <= PLACE_WORDS


def _is_name(who: str) -> bool:
    return bool(
        _CAPITALS.fullmatch(who) or _is_mark(who) or (who[0].isupper() and (_NAME.fullmatch(who) or _PRESS.search(who)))
    )


def _is_mark(who: str) -> bool:
    """Whether it is written as only abbreviations are: "MNA", "wpd", "dpa/lby"."""
    return bool((len(who) > 2 and _CAPITALS.fullmatch(who)) or _SMALL_LETTERS.fullmatch(who))


def _source(article: Article, agencies: Agencies) -> Credit | None:
    """Take the `<source>`, unless it is the outlet itself, as where an aggregator names whom it lists."""
    given = (article.revision.credit or "").strip()
    if not given or is_by(article, given, agencies):
        return None
    start = (article.revision.credit or "").index(given)
    return Credit(_canonical(given), "source", Range(start, start + len(given)))


def _byline(revision: Revision, agencies: Agencies) -> Credit | None:
    """Find a part of the byline that is an abbreviation in capitals or calls itself an agency ("Herald staff and MNA")."""
    byline = revision.byline or ""
    if found := agencies.within(byline):
        return Credit(found.of(byline), "byline", found)
    for part in _parts(byline):
        words = part.of(byline)
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

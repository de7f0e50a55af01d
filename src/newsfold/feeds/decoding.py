"""Bytes -> text, for feeds and pages whose declared encoding may be wrong. Prefers a rejection to a wrong word.

What is declared is believed unless the bytes speak against it; a UTF-8 file with a few stray bytes stays UTF-8; and
where only a guess is left, text that does not look Western is refused, as it would come out as other letters.
"""

from __future__ import annotations

import codecs
import re

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# The first characters of an XML document without a mark (XML 1.0, appendix F).
UNMARKED = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)

# What the web means by these labels (WHATWG Encoding Standard): supersets of what they name.
MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis_620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    # A document whose declaration could be read byte by byte is not in UTF-16.
    "utf-16": "utf-8",
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}

# Codecs that turn bytes into other words, or that take quadratic time: no document is written in them.
NOT_FOR_DOCUMENTS = frozenset({"unicode_escape", "raw_unicode_escape", "idna", "punycode", "undefined", "utf-7"})

CJK = frozenset({"gb18030", "cp932", "cp949", "big5hkscs", "euc_jp", "iso2022_jp", "hz"})

# Short Chinese text in GBK can be valid UTF-8 by chance: of 2,700 stretches of real text 53 of two characters were, one of
# four, none of eight.
UTF8_PROOF = 8

# The share of bytes outside of ASCII that stand in runs of three. Western text has accented letters one at a time: of
# 301 real pages re-encoded as Windows-1252 those with ten such bytes or more had at most 0.32 (quotation marks beside
# dots), and 28 Cyrillic, Arabic, Chinese and Japanese ones in their legacy codes had 0.80 to 0.98.
MAX_RUNS = 0.5

HIGH = re.compile(rb"[\x80-\xff]")
HIGH_RUN = re.compile(rb"[\x80-\xff]{3,}")
ESCAPED = re.compile("[\udc80-\udcff]+")

XML_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?\bencoding\s*=\s*["']([A-Za-z][\w.:-]{0,40})["']""")
HTML_DECLARED = re.compile(rb"""<meta\b[^>]{0,200}?\bcharset\s*=\s*["']?\s*([A-Za-z][\w.:-]{0,40})""", re.IGNORECASE)


def declared(data: bytes) -> str | None:
    """Find the encoding that a document declares for itself, in its XML declaration or an HTML meta element.

    >>> declared(b"<?xml version='1.0' encoding='ISO-8859-2'?><rss/>")
    'ISO-8859-2'
    """
    head = data[:4096]
    found = XML_DECLARED.search(head) or HTML_DECLARED.search(head)
    return found[1].decode("ascii") if found else None


def decode(data: bytes) -> str | None:
    """Decode a document by its mark, its declaration and its bytes, in this order; None where only a guess is left.

    Bytes that no encoding explains become U+FFFD. The mark itself is not part of the text.

    >>> decode("caf\u00e9".encode("cp1252"))
    'café'
    >>> decode("Мадрид и Лима".encode("cp1251")) is None
    True
    """
    for mark, marked in BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(marked, "replace")
    for start, unmarked in UNMARKED:
        if data.startswith(start):
            return data.decode(unmarked, "replace")
    codec = _codec(declared(data))
    if not HIGH.search(data) and codec not in CJK:
        return data.decode("ascii")
    return _by_bytes(data, codec)


def _by_bytes(data: bytes, codec: str | None) -> str | None:
    """Decode data that has bytes outside of ASCII and no mark."""
    as_utf8 = _strict(data, "utf-8")
    if as_utf8 is not None and (codec not in CJK or _sequences(as_utf8) >= UTF8_PROOF):
        return as_utf8
    if codec in (None, "utf-8"):
        patched = _patched(data)
        if patched is not None:
            return patched
        codec = "cp1252"
    if codec == "cp1252":
        return _western(data)
    return _strict(data, codec or "cp1252") or _patched(data)


def _codec(label: str | None) -> str | None:
    """The codec that a label means on the web; None for no label and for one that is not known."""
    if label is None:
        return None
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return None
    return None if name in NOT_FOR_DOCUMENTS else MEANT.get(name, name)


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeDecodeError, LookupError):
        # LookupError: "hex" and "zlib" are codecs, but not of text
        return None


def _sequences(text: str) -> int:
    return sum(1 for char in text if char > "\x7f")


def _patched(data: bytes) -> str | None:
    """Decode UTF-8 with stray bytes in it; None when the stray ones are not the exception.

    A byte that stands alone is read as Windows-1252, where such bytes come from; a run of them is a cut or spoilt
    character, and becomes U+FFFD.
    """
    text = data.decode("utf-8", "surrogateescape")
    stray = sum(len(run) for run in ESCAPED.findall(text))
    return ESCAPED.sub(_reread, text) if _sequences(text) > 2 * stray else None


def _reread(run: re.Match[str]) -> str:
    stray = run[0].encode("utf-8", "surrogateescape")
    return stray.decode("cp1252", "replace") if len(stray) == 1 else "\ufffd"


def _western(data: bytes) -> str | None:
    """Decode Windows-1252; None when its accented letters come in runs, as no Western language writes them."""
    high = len(HIGH.findall(data))
    in_runs = sum(len(run) for run in HIGH_RUN.findall(data))
    return data.decode("cp1252", "replace") if in_runs <= MAX_RUNS * high else None

"""Links to an outlet's article, and into it at the very words of an excerpt.

The second kind follows the text fragments of the W3C community group (https://wicg.github.io/scroll-to-text-fragment/):
`#:~:text=start,end`. A browser that does not know them opens the article at its top. Only http and https become links.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

# Up to this many words an excerpt is given whole; beyond it, by its first and last few, for links that stay readable.
_WHOLE = 12
_EDGE = 5
# A "word" longer than this is text in a script that writes no spaces; it is cut at its own punctuation instead.
_LONGEST_WORD = 40
_UNSPACED_PAUSES = re.compile("[\u3001\u3002\uff0c\uff01\uff1f\uff1b\uff1a\u300c\u300d\u300e\u300f\u2026\u104a\u104b]+")

_NEVER_IN_A_URL = re.compile("[\x00-\x20\x7f-\x9f\ud800-\udfff\\\\]")
_NOT_TO_BE_FOUND = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def web_link(url: str | None) -> str | None:
    """The URL if it is one that may be a link on a page: http or https, with a host and no user name; else None.

    >>> web_link("https://orrin.example/a"), web_link("javascript:alert(1)"), web_link("https://a.example@b.example/")
    ('https://orrin.example/a', None, None)
    """
    if not url or _NEVER_IN_A_URL.search(url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:  # "http://[": a host that is none
        return None
    usable = parts.scheme in ("http", "https") and host and "@" not in parts.netloc
    return url if usable else None


def link_at_words(url: str | None, words: str) -> str | None:
    """Link to where the words stand in the article; None where the URL cannot be a link.

    A URL that has a fragment of its own stays as it is: a browser that knows no text fragments would lose the place.

    >>> link_at_words("https://orrin.example/a", "Ferries stop at six, so hurry.")
    'https://orrin.example/a#:~:text=Ferries%20stop%20at%20six%2C%20so%20hurry.'
    """
    link = web_link(url)
    if link is None or "#" in link or _NOT_TO_BE_FOUND.search(words) or not words.strip():
        return link
    directive = ",".join(_encode(part) for part in _landmarks(words))
    return f"{link}#:~:text={directive}"


def _landmarks(words: str) -> tuple[str, ...]:
    """What to look for: the whole, or (start, end). Neither may cross a line, for a match must lie within one block."""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    if len(lines) == 1 and len(lines[0].split()) <= _WHOLE and len(lines[0]) <= _LONGEST_WORD * 3:
        return (lines[0],)
    start, end = _edge(lines[0], first=True), _edge(lines[-1], first=False)
    if len(lines) == 1 and len(start) + len(end) >= len(lines[0]):
        return (lines[0],)
    return start, end


def _edge(line: str, *, first: bool) -> str:
    """The first or last few words of a line, verbatim; of a script without spaces, up to its nearest pause."""
    found = list(re.finditer(r"\S+", line))
    near = found[:_EDGE] if first else found[-_EDGE:]
    piece = line[near[0].start() : near[-1].end()]
    if len(piece) <= _LONGEST_WORD * 2:
        return piece
    clauses = [clause.strip() for clause in _UNSPACED_PAUSES.split(line) if clause.strip()]
    return (clauses[0] if first else clauses[-1]) if clauses else piece


def _encode(words: str) -> str:
    """Percent-encode for a text directive, where "-", "," and "&" have a meaning; runs of white space are one space."""
    return quote(" ".join(words.split()), safe="").replace("-", "%2D")

"""Whether a feed's entry gives only the beginning of an article that has a page of its own. Pure."""

from __future__ import annotations

import re
from typing import Final

from newsfold.model import Item

# Characters of words. Of entries that give whole articles few are shorter; of those that give a lead few are longer.
SHORT: Final = 500
_TAG: Final = re.compile(r"<[^<>]*>")
# "...", a lone ellipsis, "[...]" or "[&hellip;]", perhaps with an invitation to read on behind it.
_CUT: Final = re.compile(r"(?:\.\.\.|…|&hellip;|&#8230;|&#x2026;)\s*[\])]?\W*(?:[\w'’]+(?:\W+|$)){0,6}$", re.IGNORECASE)


def is_truncated(item: Item) -> bool:
    """Whether the article of an entry is to be looked for on its page: its words break off, or are a lead and no more.

    >>> is_truncated(Item("harbour.xml", "feed", url="https://harbour.example/1", body="The ferry turned back when [&hellip;]"))
    True
    """
    if not (item.url or "").startswith(("http://", "https://")):
        return False
    words = " ".join(_TAG.sub(" ", item.body or item.summary or "").split())
    return len(words) < SHORT or bool(_CUT.search(words[-120:]))

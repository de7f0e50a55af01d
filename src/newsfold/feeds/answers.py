"""The body of an answer -> items and rejections, for an address that is subscribed to. Only a feed is one.

A log-in page, an error page and a list of subscriptions are refused, so that nothing that a server puts in a feed's place is taken
for news.
"""

from __future__ import annotations

from typing import Final

from newsfold.feeds import declared, decoding
from newsfold.feeds.dispatch import ADAPTERS, Format, sniff
from newsfold.feeds.limits import MAX_FILE, SNIFF
from newsfold.model import Feed, Item, Rejected

NOT_A_FEED: Final = "not-a-feed"
"""The reason of a rejection of what is something else than a feed."""

_INSTEAD: Final[dict[Format, str]] = {
    "page": "it is a web page, not a feed",
    "opml": "it is a subscription list, not a feed",
    "records": "it is no feed",
    "empty": "the answer is empty",
    "unknown": "it is no feed",
}


def form_of(body: bytes) -> Format:
    """Tell what an answer is, by its first bytes."""
    return sniff(body[:SNIFF])


def refused(body: bytes, url: str) -> Rejected | None:
    """Why an answer is no feed, by its first bytes; None for what seems to be one."""
    instead = _INSTEAD.get(form_of(body))
    return Rejected(url, NOT_A_FEED, instead) if instead else None


def parse(body: bytes, url: str) -> list[Item | Feed | Rejected]:
    """Read a feed in this process: an item or a rejection for every entry, or one rejection for what is no feed.

    Behind the rejection of a web page stand the feeds that it declares.
    """
    if len(body) > MAX_FILE:
        return [Rejected(url, "too-large", f"a feed is read up to {MAX_FILE:,} bytes")]
    if instead := refused(body, url):
        return [instead, *(declared.feeds_of(body, url) if form_of(body) == "page" else ())]
    return [one for one in ADAPTERS[form_of(body)](body, url) if isinstance(one, Item | Rejected)]


def text_of(page: bytes) -> str | None:
    """Decode a page; None where its encoding could only be guessed."""
    return decoding.decode(page)

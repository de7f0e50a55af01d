"""Files, folders, the standard input and the answers of servers -> items, feeds and rejections: one adapter per foreign format.

The only door through which news comes in, and the only package that opens a socket to fetch it. `newsfold.feeds.manners` decides
whom to ask when, and what follows from an answer.
"""

from newsfold.feeds.answers import NOT_A_FEED, form_of, parse, refused, text_of
from newsfold.feeds.channel import Channel
from newsfold.feeds.channel import read as channel_of
from newsfold.feeds.declared import feeds_of
from newsfold.feeds.health import CONDITIONS, Health, health
from newsfold.feeds.sources import read
from newsfold.feeds.subscriptions import write as write_opml
from newsfold.feeds.truncated import is_truncated

__all__ = [
    "CONDITIONS",
    "NOT_A_FEED",
    "Channel",
    "Health",
    "channel_of",
    "feeds_of",
    "form_of",
    "health",
    "is_truncated",
    "parse",
    "read",
    "refused",
    "text_of",
    "write_opml",
]

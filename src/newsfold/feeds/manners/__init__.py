"""How feeds are polled with good manners: when one is due, with which validators, and what follows from an answer.

Pure: no clock, no store, no socket and no randomness. The caller gives the time, carries out what is decided and keeps the
`FeedState` that comes back, together with what the answer brought and never before it.
"""

from newsfold.feeds.manners.after import After, Read, after
from newsfold.feeds.manners.entries import unseen
from newsfold.feeds.manners.headers import wait_asked
from newsfold.feeds.manners.moves import FOR_GOOD, place_of
from newsfold.feeds.manners.offline import OFFLINE, is_ours, uncounted, unreached
from newsfold.feeds.manners.turns import a_minute, asks, due, next_due, turns

__all__ = [
    "FOR_GOOD",
    "OFFLINE",
    "After",
    "Read",
    "a_minute",
    "after",
    "asks",
    "due",
    "is_ours",
    "next_due",
    "place_of",
    "turns",
    "uncounted",
    "unreached",
    "unseen",
    "wait_asked",
]

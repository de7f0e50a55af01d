"""Turns the articles of a story, or those that answer a query, into a digest: headline and verbatim excerpts.

Pure: no clock, no store, no randomness. The same articles give the same digest in whatever order they come.
"""

from newsfold.digests.compose import compose, with_edits, with_new
from newsfold.digests.headline import faults, headline_of
from newsfold.digests.material import Wanted
from newsfold.digests.quotes import said_in
from newsfold.digests.topic import compose_topic
from newsfold.digests.verify import Proof, verify

COMPOSING = 1
"""Raised when the same articles come to give another digest: those that are kept are then composed anew, also within a version."""

__all__ = [
    "COMPOSING",
    "Proof",
    "Wanted",
    "compose",
    "compose_topic",
    "faults",
    "headline_of",
    "said_in",
    "verify",
    "with_edits",
    "with_new",
]

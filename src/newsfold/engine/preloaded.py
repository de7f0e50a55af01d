"""What processes need that build and compare articles, imported once by the one that they are forked from: they share its memory.

Imported by nobody else, as the model of languages takes half a second and 70 MB to load (`newsfold.engine.intake.BUILDING`).
"""

from __future__ import annotations

import gc

from newsfold import articles, copies, stories
from newsfold.text import language

__all__ = ["articles", "copies", "stories"]

language.load()
# What is never collected is never written to, and stays shared.
gc.collect()
gc.freeze()

"""What all processes beside this one need, imported once by the one that they are forked from, so that they share its memory.

Imported by nobody else: loading the model of languages takes half a second and 70 MB.
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

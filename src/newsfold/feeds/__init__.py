"""Files, folders and the standard input -> items, feeds and rejections: one adapter per foreign format.

The only door through which news comes in, and the only package that will ever open a socket to fetch it.
"""

from newsfold.feeds.sources import read

__all__ = ["read"]

"""Reads what strangers send in processes of their own, with limits of time and memory: what goes over one is a rejection.

Needs a POSIX system; the limit of memory holds on Linux.
"""

from newsfold.feeds.apart.parser import PAGES, Limits, Parser

__all__ = ["PAGES", "Limits", "Parser"]

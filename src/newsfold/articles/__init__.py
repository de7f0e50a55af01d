"""Items -> articles and their revisions: body, address, outlet, date and language, and which article an item is.

Pure but for reading the HTML of pages, which happens in memory and offline; words are taken over and never rewritten.
"""

from newsfold.articles.build import build
from newsfold.articles.dates import read as read_date
from newsfold.articles.identity import Added, Merged, Revised, Verdict, closest, decide, identified, is_other_entry
from newsfold.articles.urls import domain

__all__ = [
    "Added",
    "Merged",
    "Revised",
    "Verdict",
    "build",
    "closest",
    "decide",
    "domain",
    "identified",
    "is_other_entry",
    "read_date",
]

"""The schema's history, one module a revision, run by Alembic. Loading this package loads none of it.

A released revision is never edited: what it did is what files out there have been through. A change of `schema.py`
takes a new module in `versions/` and its number at the end of REVISIONS; tests hold these three to agree.
"""

from __future__ import annotations

REVISIONS = (
    "0001",
    "0002",
    "0003",
    "0004",
    "0005",
    "0006",
    "0007",
    "0008",
    "0009",
    "0010",
    "0011",
    "0012",
    "0013",
    "0014",
    "0015",
    "0016",
)
"""Every schema revision that there has been, oldest first."""

HEAD = REVISIONS[-1]

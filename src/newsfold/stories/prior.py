"""Says how common a term is in articles of any kind, before a stream has taught it: "police" and "bank" are not rare.

Read once from prior.txt, which tools/make_prior.py makes; its licence is in prior.txt.license, beside it. It decides nothing
and knows no names that have come up since (docs/notes/0009-background-prior.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources


def share(term: str) -> float:
    """Give the share of articles, from 0 to 1, that can be expected to hold a term; 0 for one that is not known.

    A term is as `newsfold.text.tokens.terms` gives it: folded and stemmed.

    >>> share("polic") > share("accid") > share("velmar") == 0
    True
    """
    return _shares().get(term, 0.0)


@cache
def _shares() -> Mapping[str, float]:
    """Read the file: lines of a share and the terms that have it (38,000 in some 20 ms, 5 MB)."""
    shares: dict[str, float] = {}
    for line in resources.files(__package__).joinpath("prior.txt").read_text("utf-8").split("\n"):
        if line and not line.startswith("#"):
            value, *terms = line.split(" ")
            shares.update(dict.fromkeys(terms, float(value)))
    return shares

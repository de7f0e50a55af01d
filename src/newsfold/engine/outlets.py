"""Says by which names an operator can mean an outlet: what it is called, and its registrable domain."""

from __future__ import annotations

from newsfold import articles


def names(outlet: str, url: str | None) -> tuple[str, ...]:
    """Give the names of the outlet of an article with this outlet and address, casefolded; none where nothing is known.

    >>> names("Harbour Post", "https://news.harbourpost.example/1")
    ('harbour post', 'harbourpost.example')
    """
    return tuple(name for name in (outlet.casefold(), articles.domain(url) or "") if name)

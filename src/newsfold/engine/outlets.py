"""Says by which names an operator can mean an outlet, what it is called and its registrable domain, and which are hidden. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from newsfold import articles
from newsfold.model import Correction, HideOutlet
from newsfold.stories.corrections import in_force


def names(outlet: str, url: str | None) -> tuple[str, ...]:
    """Give the names of the outlet of an article with this outlet and address, casefolded; none where nothing is known.

    >>> names("Harbour Post", "https://news.harbourpost.example/1")
    ('harbour post', 'harbourpost.example')
    """
    return tuple(name for name in (outlet.casefold(), articles.domain(url) or "") if name)


def hiding(made: Sequence[Correction]) -> dict[str, int]:
    """Give the outlets that corrections hide, by the casefolded name that was given, with the correction's number."""
    return {one.change.outlet.casefold(): one.number for one in in_force(made) if isinstance(one.change, HideOutlet)}

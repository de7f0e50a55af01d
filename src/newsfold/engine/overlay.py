"""Keeps what a store shows in step with how it was grouped and what was corrected.

Called inside the transaction that changed either, so no reader ever sees one without the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from newsfold.engine.outlets import names
from newsfold.model import Correction, HideOutlet, Overlay
from newsfold.store import Store
from newsfold.stories import corrections as laid


def seen_in(grouped: Mapping[str, str], overlay: Overlay) -> dict[str, str]:
    """Give the story in which each article is seen; hidden ones are seen in none. grouped: how they were grouped."""
    shown = {**grouped, **overlay.stories}
    return {one: story for one, story in shown.items() if one not in overlay.hidden} if overlay.hidden else shown


def redrawn(store: Store, grouped: Mapping[str, str]) -> dict[str, str]:
    """Lay all corrections over how articles are grouped now, keep that, and give the story in which each is seen."""
    made = store.corrections()
    if not made:
        return seen_in(grouped, Overlay())
    how = laid.Grouped(
        grouped, store.story_ids(), store.mergers(), store.redirects(), store.nearest(laid.followers(grouped, made))
    )
    overlay = replace(laid.overlay(how, made), hidden=_hidden(store, made))
    store.save_overlay(overlay)
    return seen_in(grouped, overlay)


def moved(before: Mapping[str, str], after: Mapping[str, str]) -> set[str]:
    """Give the articles that are seen in another story than before, or in one where there was none."""
    return {one for seen in (before, after) for one in seen if before.get(one) != after.get(one)}


def stories_of(articles: Iterable[str], *seen: Mapping[str, str]) -> set[str]:
    """Give the stories in which articles are seen."""
    wanted = set(articles)
    return {view[one] for view in seen for one in wanted if one in view}


def _hidden(store: Store, made: Sequence[Correction]) -> frozenset[str]:
    """Find the articles of the outlets that are hidden."""
    changes = (correction.change for correction in laid.in_force(made))
    outlets = {change.outlet.casefold() for change in changes if isinstance(change, HideOutlet)}
    if not outlets:
        return frozenset()
    published = store.publishers().items()
    return frozenset(one for one, (outlet, url) in published if not outlets.isdisjoint(names(outlet, url)))

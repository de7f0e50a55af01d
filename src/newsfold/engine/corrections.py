"""Carries out what an operator corrects in a store: two stories are one, one is two, a headline stays, an outlet is not shown.

Each is one transaction: it is recorded, what is shown is drawn anew, and the digests of the stories that it touches are dropped.
They are then composed again; where that is cut off, the next ingest or correction does it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from newsfold.engine.ingest import compose
from newsfold.engine.outlets import names
from newsfold.engine.overlay import moved, redrawn, seen_in, stories_of
from newsfold.errors import NotFound, UsageError
from newsfold.model import (
    Change,
    Correction,
    HideOutlet,
    MergeStories,
    PinHeadline,
    Signature,
    SplitStory,
    Story,
    Undo,
)
from newsfold.store import Store
from newsfold.stories.corrections import in_force


def merge(store: Store, one: str, other: str, signed: Signature) -> Correction:
    """Make two stories one, under the id of the older."""

    def change() -> Change:
        first, second = store.story(one), store.story(other)
        if first.id == second.id:
            raise UsageError(f"{one} and {other} are one story already", resource=f"story {first.id}")
        age = {story: number for number, story in enumerate(store.story_ids())}
        kept, absorbed = sorted((first, second), key=lambda story: age[story.id])
        return MergeStories(kept.id, absorbed.id, kept.articles + absorbed.articles)

    return _correct(store, change, signed)


def split(store: Store, story_id: str, articles: Sequence[str], signed: Signature) -> Correction:
    """Make some articles of a story one of their own, with a new id."""

    def change() -> Change:
        story = store.story(story_id)
        _check_all_in(story, articles)
        wanted = frozenset(articles)
        taken = tuple(one for one in story.articles if one in wanted)
        stayed = tuple(one for one in story.articles if one not in wanted)
        if not stayed:
            raise UsageError(
                "these are all of its articles, and none would be left in it", resource=f"story {story.id}"
            )
        number = len(store.corrections()) + 1
        return SplitStory(story.id, _new_id(taken, number), taken, stayed, _whole(store, wanted))

    return _correct(store, change, signed)


def pin(store: Store, story_id: str, article_id: str, signed: Signature) -> Correction:
    """Make an article's title the headline of its story, until this is undone or another is pinned."""

    def change() -> Change:
        story = store.story(story_id)
        _check_all_in(story, [article_id])
        if not store.article(article_id).title.strip():
            raise UsageError("has no title", resource=f"article {article_id}")
        if article_id in store.overlay().hidden:
            raise UsageError("is of a hidden outlet", resource=f"article {article_id}")
        return PinHeadline(story.id, article_id)

    return _correct(store, change, signed)


def hide(store: Store, outlet: str, signed: Signature) -> Correction:
    """Show nothing of an outlet, by its name or its registrable domain, in any digest."""

    def change() -> Change:
        called = outlet.strip().casefold()
        for made in in_force(store.corrections()):
            if isinstance(made.change, HideOutlet) and made.change.outlet.casefold() == called:
                raise UsageError(f"is hidden already, by correction {made.number}", resource=f'outlet "{outlet}"')
        if not any(called in names(name, url) for name, url in store.publishers().values()):
            raise NotFound("has published no article that is known", resource=f'outlet "{outlet}"')
        return HideOutlet(outlet.strip())

    return _correct(store, change, signed)


def undo(store: Store, number: int, signed: Signature) -> Correction:
    """Take a correction back; an undo can be taken back as well."""

    def change() -> Change:
        made = store.corrections()
        if number not in {one.number for one in made}:
            raise NotFound("was never made", resource=f"correction {number}")
        if by := undone_by(made).get(number):
            raise UsageError(f"is undone already, by correction {by}", resource=f"correction {number}")
        return Undo(number)

    return _correct(store, change, signed)


def undone_by(made: Sequence[Correction]) -> dict[int, int]:
    """Give, for each correction that does not hold, the undo that took it back."""
    undone: dict[int, int] = {}
    for correction in reversed(made):
        if isinstance(correction.change, Undo) and correction.number not in undone:
            undone[correction.change.of] = correction.number
    return undone


def _correct(store: Store, change: Callable[[], Change], signed: Signature) -> Correction:
    """Decide and record in one transaction, as another process may be writing, and drop the digests that it touches."""
    with store.transaction():
        grouped = store.grouped()
        correction = store.record_correction(change(), signed)
        before = seen_in(grouped, store.overlay())
        after = redrawn(store, grouped)
        store.drop_digests(sorted(stories_of(moved(before, after), before, after) | _headed(store, correction)))
    compose(store)
    return correction


def _headed(store: Store, correction: Correction) -> set[str]:
    """Give the story whose headline a correction changes, pinned or taken back."""
    made = {one.number: one for one in store.corrections()}
    while isinstance(correction.change, Undo):
        correction = made[correction.change.of]
    return {store.living(correction.change.story)} if isinstance(correction.change, PinHeadline) else set()


def _check_all_in(story: Story, articles: Sequence[str]) -> None:
    strange = [one for one in articles if one not in story.articles]
    if strange:
        raise UsageError(f"is not in story {story.id}", resource=f"article {strange[0]}")


def _new_id(articles: Sequence[str], number: int) -> str:
    """Name a story that is split off by the first of its articles and by the correction, so that no other is ever called so."""
    stem = hashlib.sha256(articles[0].encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"s{stem}-c{number}"


def _whole(store: Store, articles: frozenset[str]) -> tuple[str, ...]:
    """Give the grouping's own stories all of whose articles are among these."""
    grouped = store.grouped()
    others = {story for one, story in grouped.items() if one not in articles}
    return tuple(sorted({grouped[one] for one in articles} - others))

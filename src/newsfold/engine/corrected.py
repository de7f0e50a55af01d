"""Says what was corrected of each story: which article's title heads it, and what its page tells of corrections. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from newsfold.engine.outlets import names
from newsfold.model import Article, Corrected, Correction, HideOutlet, MergeStories, PinHeadline, SplitStory, Story
from newsfold.stories.corrections import in_force


@dataclass(frozen=True, slots=True)
class Told:
    """What was corrected of one story. `pinned`: the article whose title is its headline; `corrections`: what its page tells."""

    pinned: str | None = None
    corrections: tuple[Corrected, ...] = ()


NOTHING = Told()


def told(
    stories: Iterable[Story],
    articles: Mapping[str, Article],
    hidden: Collection[str],
    corrections: Sequence[Correction],
    living: Callable[[str], str],
) -> dict[str, Told]:
    """Say of each story what was corrected; those of which nothing was are left out.

    Stories and `articles`, which are by id, are whole, with those that are `hidden`; `living` says to which story an id leads.
    """
    holding = in_force(corrections)
    about = {story.id: _Story(story, articles, hidden) for story in stories}
    for correction in holding:
        for story_id in dict.fromkeys(map(living, _stories(correction))):
            if story_id in about:
                about[story_id].take(correction)
        if isinstance(correction.change, HideOutlet):
            for story in about.values():
                story.take(correction)
    return {story_id: found for story_id, story in about.items() if (found := story.told()) != NOTHING}


def _stories(correction: Correction) -> tuple[str, ...]:
    match correction.change:
        case MergeStories(kept=story) | PinHeadline(story=story):
            return (story,)
        case SplitStory(story=story, into=into):
            return story, into
        case _:
            return ()


class _Story:
    """One story while what was corrected of it is put together."""

    def __init__(self, story: Story, articles: Mapping[str, Article], hidden: Collection[str]) -> None:
        self._story = story
        self._articles = articles
        self._hidden = hidden
        self._taken: list[Correction] = []

    def take(self, correction: Correction) -> None:
        self._taken.append(correction)

    def told(self) -> Told:
        pin = next(filter(self._pins, reversed(self._taken)), None)
        found = [one for correction in self._taken if (one := self._corrected(correction, pin))]
        return Told(next(self._named(pin), None) if pin else None, tuple(found))

    def _pins(self, correction: Correction) -> bool:
        """Whether a correction pins a headline that can be shown."""
        if not isinstance(correction.change, PinHeadline):
            return False
        return any(one not in self._hidden for one in self._named(correction))

    def _corrected(self, correction: Correction, pin: Correction | None) -> Corrected | None:
        """Say what the page tells of a correction; None where that has nothing to do with this story any more."""
        named = tuple(self._named(correction))
        match correction.change:
            case PinHeadline():
                overruled = pin is not None and pin.number > correction.number
                return None if overruled else Corrected(correction, named, holds=pin is correction)
            case HideOutlet():
                return Corrected(correction, named) if named else None
            case _:
                return Corrected(correction, named)

    def _named(self, correction: Correction) -> Iterator[str]:
        """Give the articles of the story that a correction is about."""
        match correction.change:
            case MergeStories(articles=given) | SplitStory(articles=given):
                wanted: Collection[str] = set(given)
            case PinHeadline(article=article):
                wanted = (article,)
            case HideOutlet(outlet=outlet):
                called = outlet.casefold()
                hidden = (self._articles[one] for one in self._story.articles if one in self._hidden)
                wanted = {article.id for article in hidden if called in names(article.outlet, article.url)}
            case _:
                return
        yield from (one for one in self._story.articles if one in wanted)

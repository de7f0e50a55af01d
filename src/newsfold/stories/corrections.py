"""Lays an operator's corrections over how articles were grouped: which story each article is shown in, and where ids lead.

Pure, and made anew from the grouping and all corrections whenever either changes, so grouping never learns of a correction and
taking all of them back leaves what it says. Corrections hold in the order in which they were made, and later ones before earlier:

- what a correction names stays where it put it, whatever the grouping makes of it later;
- what came later goes with the article that it joined, as long as both are in one story of the grouping's;
- all else goes with its own story, which a merger, the operator's or the grouping's, leads into another one;
- what stayed behind at a split is never shown together with what was split off, unless a later correction says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from newsfold.model import Correction, MergeStories, Overlay, SplitStory, Undo


@dataclass(frozen=True, slots=True)
class Grouped:
    """How articles were grouped.

    stories: the story of every article. founded: every story id that was ever given, in the order of founding. mergers: for each
    story that the grouping merged away, the one that took it in, in the order in which it did. redirects: where ended ids lead.
    nearest: the article that an article joined, for those that `followers` names and that joined one.
    """

    stories: Mapping[str, str]
    founded: Sequence[str] = ()
    mergers: Mapping[str, str] = field(default_factory=dict)
    redirects: Mapping[str, str] = field(default_factory=dict)
    nearest: Mapping[str, str] = field(default_factory=dict)


def in_force(corrections: Sequence[Correction]) -> list[Correction]:
    """Give the corrections that hold, in their order: those that no undo took back that holds itself."""
    undone: set[int] = set()
    holding: list[Correction] = []
    for correction in reversed(corrections):
        if correction.number in undone:
            continue
        if isinstance(correction.change, Undo):
            undone.add(correction.change.of)
        else:
            holding.append(correction)
    return holding[::-1]


def followers(stories: Mapping[str, str], corrections: Sequence[Correction]) -> list[str]:
    """Give the articles for which it matters whom they joined: those that no correction names, beside some that one does."""
    named = set(_named(in_force(corrections)))
    beside = {stories[article] for article in named if article in stories}
    return [article for article, story in stories.items() if story in beside and article not in named]


def overlay(grouped: Grouped, corrections: Sequence[Correction]) -> Overlay:
    """Say which articles are shown elsewhere than they were grouped, and where ids lead; no article is hidden by it."""
    holding = in_force(corrections)
    replayed = _Replayed(grouped, holding)
    shown = replayed.shown() if any(_named(holding)) else dict(grouped.stories)
    elsewhere = {article: story for article, story in shown.items() if story != grouped.stories[article]}
    return Overlay(elsewhere, dict(_leads(grouped, corrections, replayed, shown)))


def _named(corrections: Iterable[Correction]) -> Iterator[str]:
    for correction in corrections:
        if isinstance(correction.change, MergeStories | SplitStory):
            yield from correction.change.articles


class _Replayed:
    """What the corrections that hold say of stories and articles.

    Ids of one story are a class, named by the oldest that was not merged away by the grouping. `_image` is the id that stands for
    a story of the grouping's, where it is not its own.
    """

    def __init__(self, grouped: Grouped, corrections: Sequence[Correction]) -> None:
        self._grouped = grouped
        self._parent: dict[str, str] = {}
        self._image: dict[str, str] = {}
        self._put: dict[str, str] = {}
        self._splits: list[SplitStory] = []
        self._stayed: dict[str, list[SplitStory]] = defaultdict(list)
        self._absorbed: set[str] = set()
        for correction in corrections:
            self._replay(correction)
        living = set(grouped.stories.values())
        for absorbed, story in grouped.mergers.items():
            if absorbed not in living:
                self._merged_by_grouping(absorbed, story)

    def _replay(self, correction: Correction) -> None:
        change = correction.change
        if isinstance(change, MergeStories):
            self._unite(change.kept, change.absorbed)
            self._put.update(dict.fromkeys(change.articles, change.kept))
        elif isinstance(change, SplitStory):
            self._splits.append(change)
            self._put.update(dict.fromkeys(change.articles, change.into))
            self._image.update(dict.fromkeys(change.whole, change.into))
            for article in change.stayed:
                self._stayed[article].append(change)

    def _merged_by_grouping(self, absorbed: str, story: str) -> None:
        """Follow a merger of the grouping's, unless an operator has kept the two apart."""
        one, other = self._root(self._stands_for(absorbed)), self._root(self._stands_for(story))
        kept_apart = ({self._root(split.into), self._root(split.story)} for split in self._splits)
        if one == other or {one, other} not in kept_apart:
            self._unite(other, one)
            self._absorbed.add(absorbed)

    def _unite(self, one: str, other: str) -> None:
        one, other = self._root(one), self._root(other)
        if one != other:
            self._parent[other] = one

    def _root(self, story: str) -> str:
        while story in self._parent:
            story = self._parent[story]
        return story

    def _stands_for(self, story: str) -> str:
        return self._image.get(story, story)

    def name(self, story: str) -> str:
        """Give the id under which a story of the grouping's is shown, or one that a correction names."""
        return self._names.get(self._root(self._stands_for(story)), self._stands_for(story))

    @cached_property
    def _names(self) -> dict[str, str]:
        """Name every class of several ids, by its root."""
        classes: dict[str, list[str]] = defaultdict(list)
        for story in self._grouped.founded:
            if story in self._parent or story in self._roots:
                classes[self._root(story)].append(story)
        return {root: next((one for one in ids if one not in self._absorbed), ids[0]) for root, ids in classes.items()}

    @cached_property
    def _roots(self) -> set[str]:
        return {self._root(story) for story in self._parent}

    # --- articles -----------------------------------------------------------------------------------------------------

    def shown(self) -> dict[str, str]:
        """Give the story that each article is shown in, in the order of the articles."""
        shown: dict[str, str] = {}
        for article in self._grouped.stories:
            for one, joined in self._path(article, shown):
                shown[one] = self._place(one, shown.get(joined) if joined else None)
        return {article: shown[article] for article in self._grouped.stories}

    def _path(self, article: str, shown: Mapping[str, str]) -> list[tuple[str, str | None]]:
        """Give an article and those that it depends on, each with the one that it goes with, so that this one comes first."""
        path: dict[str, str | None] = {}
        one: str | None = article
        while one is not None and one not in shown and one not in path:
            joined = self._joined(one)
            path[one], one = joined, joined
        return [*path.items()][::-1]

    def _joined(self, article: str) -> str | None:
        """Give the article that one goes with: none where a correction names it, or where the two are in one story no longer."""
        joined = None if article in self._put else self._grouped.nearest.get(article)
        stories = self._grouped.stories
        return joined if joined is not None and stories.get(joined) == stories[article] else None

    def _place(self, article: str, with_joined: str | None) -> str:
        if article in self._put:
            return self.name_of_id(self._put[article])
        own = self.name(self._grouped.stories[article])
        places = [with_joined, own] if with_joined else [own]
        return next((one for one in places if self._refuge(article, one) is None), self._refuge(article, own) or own)

    def _refuge(self, article: str, story: str) -> str | None:
        """Where an article is to stay that was left behind when this story was split off; None where it may be in it."""
        for split in reversed(self._stayed.get(article, ())):
            apart, home = self.name_of_id(split.into), self.name_of_id(split.story)
            if apart == story != home:
                return home
        return None

    def name_of_id(self, story: str) -> str:
        """Give the id under which the story is shown that a correction calls by this one."""
        return self._names.get(self._root(story), story)


def _leads(
    grouped: Grouped, corrections: Sequence[Correction], replayed: _Replayed, shown: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Give the ids that lead elsewhere than by the grouping alone: to what took them in, or to where their first article is."""
    living = set(shown.values())
    first = _first_articles(grouped, corrections)

    def end(story: str) -> str | None:
        by_grouping = grouped.redirects.get(story, story)
        ids = dict.fromkeys((story, by_grouping))
        ends = [story, *(replayed.name(one) for one in ids), *(replayed.name_of_id(one) for one in ids)]
        ends += [shown[first[one]] for one in ids if one in first]
        return next((one for one in ends if one in living), None)

    for story in grouped.founded:
        if (found := end(story)) is not None and found != grouped.redirects.get(story, story):
            yield story, found


def _first_articles(grouped: Grouped, corrections: Sequence[Correction]) -> dict[str, str]:
    """Give an article of each story that has one or that a correction names, also one that was taken back."""
    first: dict[str, str] = {}
    for article, story in grouped.stories.items():
        first.setdefault(story, article)
    for correction in corrections:
        change = correction.change
        if isinstance(change, SplitStory):
            for story, articles in ((change.into, change.articles), (change.story, change.stayed)):
                _note(first, story, articles, grouped)
        elif isinstance(change, MergeStories):
            for story in (change.kept, change.absorbed):
                _note(first, story, change.articles, grouped)
    return first


def _note(first: dict[str, str], story: str, articles: Iterable[str], grouped: Grouped) -> None:
    known = next((one for one in articles if one in grouped.stories), None)
    if known is not None:
        first.setdefault(story, known)

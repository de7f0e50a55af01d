"""Corrections laid over a grouping: they hold whatever the grouping does later, and taken back they leave no trace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from newsfold.model import Change, Correction, MergeStories, Overlay, Signature, SplitStory, Undo
from newsfold.stories.corrections import Grouped, followers, in_force, overlay

NOON = Signature("editor", datetime(2026, 3, 2, 12, tzinfo=UTC))


@dataclass
class World:
    """A grouping that grows and changes its mind, and what an operator says of it."""

    grouped: dict[str, str] = field(default_factory=dict)
    founded: list[str] = field(default_factory=list)
    mergers: dict[str, str] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)
    nearest: dict[str, str] = field(default_factory=dict)
    corrections: list[Correction] = field(default_factory=list)

    # --- what the grouping does ---

    def begins(self, article: str) -> str:
        """An article comes and begins a story of its name."""
        self.founded.append(f"s-{article}")
        self.grouped[article] = self.founded[-1]
        return self.founded[-1]

    def joins(self, article: str, nearest: str) -> None:
        """An article comes and joins the story of another."""
        self.grouped[article] = self.grouped[nearest]
        self.nearest[article] = nearest

    def moves(self, article: str, story: str) -> None:
        """An article goes into another story of the grouping's; one that is left by all leads there."""
        left, self.grouped[article] = self.grouped[article], story
        if left not in self.grouped.values():
            self._ends(left, story)

    def merges(self, kept: str, absorbed: str) -> None:
        """Two stories of the grouping's become one; it may know another of them as the older than a store does."""
        self.grouped = {article: kept if story == absorbed else story for article, story in self.grouped.items()}
        self.mergers[absorbed] = kept
        self._ends(absorbed, kept)

    def _ends(self, old: str, new: str) -> None:
        self.redirects = {one: new if end == old else end for one, end in self.redirects.items()} | {old: new}

    # --- what the operator says ---

    def corrects(self, change: Change) -> int:
        self.corrections.append(Correction(len(self.corrections) + 1, change, NOON))
        return len(self.corrections)

    def merge(self, one: str, other: str) -> int:
        kept, absorbed = sorted((one, other), key=self.founded.index)
        members = self.members()
        return self.corrects(MergeStories(kept, absorbed, members[kept] + members[absorbed]))

    def split(self, story: str, *articles: str) -> int:
        into = f"c-{len(self.corrections) + 1}"
        self.founded.append(into)
        stayed = tuple(one for one in self.members()[story] if one not in articles)
        others = {own for one, own in self.grouped.items() if one not in articles}
        whole = {self.grouped[one] for one in articles} - others
        return self.corrects(SplitStory(story, into, articles, stayed, tuple(sorted(whole))))

    def undo(self, number: int) -> int:
        return self.corrects(Undo(number))

    # --- what is shown ---

    def overlay(self) -> Overlay:
        wanted = followers(self.grouped, self.corrections)
        joined = {one: self.nearest[one] for one in wanted if one in self.nearest}
        return overlay(Grouped(self.grouped, self.founded, self.mergers, self.redirects, joined), self.corrections)

    def shown(self) -> dict[str, str]:
        return {**self.grouped, **self.overlay().stories}

    def members(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for article, story in self.shown().items():
            found[story] = (*found.get(story, ()), article)
        return found

    def leads(self, story: str) -> str:
        """Where an id leads, as a store would follow it."""
        return self.overlay().leads.get(story) or self.redirects.get(story, story)

    def together(self) -> list[set[str]]:
        return [set(articles) for articles in self.members().values()]


def a_ferry_and_a_strike() -> World:
    """Two stories of two articles each: s-a with a and b, s-x with x and y."""
    world = World()
    world.begins("a")
    world.begins("x")
    world.joins("b", nearest="a")
    world.joins("y", nearest="x")
    return world


# --- mergers ----------------------------------------------------------------------------------------------------------


def test_without_corrections_nothing_differs() -> None:
    """What is shown is what was grouped, and ids lead where the grouping says."""
    world = a_ferry_and_a_strike()
    world.merges("s-a", "s-x")
    assert world.overlay() == Overlay()


def test_merged_stories_are_shown_under_the_id_of_the_older() -> None:
    """The other id leads there; whichever is named first."""
    world = a_ferry_and_a_strike()
    world.merge("s-x", "s-a")
    assert world.members() == {"s-a": ("a", "x", "b", "y")}
    assert world.leads("s-x") == "s-a"


def test_what_comes_later_to_either_of_two_merged_stories_is_in_the_one() -> None:
    """Whether it joined what was there or was moved there by a repair."""
    world = a_ferry_and_a_strike()
    world.begins("g")
    world.merge("s-a", "s-x")
    world.joins("c", nearest="b")
    world.joins("z", nearest="y")
    world.moves("g", "s-x")
    assert world.together() == [{"a", "b", "c", "x", "y", "z", "g"}]
    assert world.leads("s-g") == "s-a"


def test_a_merger_outlasts_the_grouping_letting_go_of_what_was_merged() -> None:
    """Articles that were merged stay together, and no story that the grouping puts one of them into is drawn in."""
    world = a_ferry_and_a_strike()
    world.begins("g")
    world.joins("h", nearest="g")
    world.merge("s-a", "s-x")
    world.moves("x", "s-g")
    world.moves("y", "s-a")
    world.moves("a", "s-g")
    world.moves("b", "s-g")
    assert world.members() == {"s-a": ("a", "x", "b", "y"), "s-g": ("g", "h")}
    assert [world.leads(one) for one in ("s-a", "s-x", "s-g")] == ["s-a", "s-a", "s-g"]


def test_a_merger_of_the_groupings_draws_in_what_was_merged() -> None:
    """Two mergers, of an operator and of the grouping, make one story of three, under the oldest id."""
    world = World()
    world.begins("old")
    world.begins("a")
    world.begins("x")
    world.merge("s-a", "s-x")
    world.merges("s-old", "s-x")
    assert world.members() == {"s-old": ("old", "a", "x")}
    assert [world.leads(one) for one in ("s-a", "s-x")] == ["s-old", "s-old"]


def test_a_merger_that_is_undone_leaves_both_as_they_were() -> None:
    """Each with its own id, and with what has come since."""
    world = a_ferry_and_a_strike()
    number = world.merge("s-a", "s-x")
    world.joins("c", nearest="b")
    world.undo(number)
    assert world.members() == {"s-a": ("a", "b", "c"), "s-x": ("x", "y")}
    assert world.overlay() == Overlay()


def test_what_no_correction_speaks_of_is_shown_as_it_was_grouped() -> None:
    """Also where the grouping kept the id that was founded later, or let a story that it had merged away live again."""
    world = a_ferry_and_a_strike()
    for name in ("g", "h", "i", "j"):
        world.begins(name)
    world.merges("s-h", "s-g")
    world.merges("s-i", "s-j")
    world.moves("j", "s-j")
    world.merge("s-a", "s-x")
    assert world.members() == {"s-a": ("a", "x", "b", "y"), "s-h": ("g", "h"), "s-i": ("i",), "s-j": ("j",)}


# --- splits -----------------------------------------------------------------------------------------------------------


def one_story() -> World:
    """One story, s-a: a, b and c, where d, a goat at a fair, does not belong."""
    world = World()
    world.begins("a")
    for name, nearest in (("b", "a"), ("c", "b"), ("d", "c")):
        world.joins(name, nearest)
    return world


def test_what_is_split_off_has_an_id_of_its_own() -> None:
    """The story keeps its id with what is left."""
    world = one_story()
    world.split("s-a", "d")
    assert world.members() == {"s-a": ("a", "b", "c"), "c-1": ("d",)}
    assert [world.leads(one) for one in ("s-a", "c-1")] == ["s-a", "c-1"]


def test_what_comes_later_follows_the_article_that_it_joined() -> None:
    """Into the part that was split off, also by way of another that followed; what was left behind never follows."""
    world = one_story()
    world.joins("b2", nearest="d")
    world.split("s-a", "d")
    world.joins("d2", nearest="d")
    world.joins("d3", nearest="d2")
    world.joins("c2", nearest="c")
    assert world.together() == [{"a", "b", "c", "b2", "c2"}, {"d", "d2", "d3"}]


def test_an_article_that_has_left_the_one_it_joined_does_not_follow_it() -> None:
    """Where the grouping has put the two into different stories since."""
    world = one_story()
    world.begins("g")
    world.begins("h")
    world.merge("s-g", "s-h")
    world.split("s-a", "d")
    world.joins("d2", nearest="d")
    world.moves("d2", "s-g")
    assert world.together() == [{"a", "b", "c"}, {"d"}, {"g", "h", "d2"}]


def test_a_split_outlasts_what_the_grouping_does_with_either_part() -> None:
    """What was split off stays together, and apart from what stayed, when articles move and stories merge."""
    world = one_story()
    world.begins("g")
    world.split("s-a", "c", "d")
    world.moves("d", "s-g")
    world.merges("s-a", "s-g")
    assert world.together() == [{"a", "b", "g"}, {"c", "d"}]


def test_what_stayed_is_not_brought_back_to_what_was_split_off() -> None:
    """Not by moving into a story that was merged with it, and not by the grouping merging the two."""
    world = one_story()
    world.begins("g")
    world.split("s-a", "d")
    world.merge("c-1", "s-g")
    world.moves("b", "s-g")
    assert world.together() == [{"a", "b", "c"}, {"d", "g"}]
    world.merges("s-a", "s-g")
    assert world.together() == [{"a", "b", "c"}, {"d", "g"}]
    world.merge(*world.members())
    assert world.together() == [{"a", "b", "c", "d", "g"}]


def test_a_story_that_was_split_and_merged_again_follows_the_grouping() -> None:
    """Its id is the one that the grouping kept, as if it had never been split."""
    world = one_story()
    world.begins("g")
    world.split("s-a", "d")
    world.merge("s-a", "c-1")
    world.merge("s-a", "s-g")
    world.merges("s-g", "s-a")
    assert world.members() == {"s-g": ("a", "b", "c", "d", "g")}


def test_stories_that_were_merged_can_be_split_again() -> None:
    """What comes later goes to the part that has the story which it joined."""
    world = a_ferry_and_a_strike()
    world.begins("g")
    world.merge("s-a", "s-x")
    world.split("s-a", "a", "b")
    world.joins("c", nearest="b")
    world.joins("z", nearest="y")
    world.moves("g", "s-a")
    assert world.members() == {"c-2": ("a", "b", "g", "c"), "s-a": ("x", "y", "z")}
    assert world.leads("s-x") == "s-a"


def test_an_undone_split_leads_to_where_its_articles_are() -> None:
    """The id that it gave goes on leading somewhere."""
    world = one_story()
    world.undo(world.split("s-a", "d"))
    assert world.together() == [{"a", "b", "c", "d"}]
    assert world.leads("c-1") == "s-a"


# --- undoing ----------------------------------------------------------------------------------------------------------


def test_an_undo_can_be_undone() -> None:
    """And that again; what holds is told by the last word on it."""
    world = a_ferry_and_a_strike()
    first = world.merge("s-a", "s-x")
    second = world.undo(first)
    assert in_force(world.corrections) == []
    third = world.undo(second)
    assert [one.number for one in in_force(world.corrections)] == [first]
    world.undo(third)
    assert world.overlay() == Overlay()


def test_a_correction_in_between_can_be_undone() -> None:
    """What was said after it stays."""
    world = one_story()
    world.begins("g")
    split = world.split("s-a", "d")
    world.merge("c-1", "s-g")
    world.undo(split)
    assert world.members() == {"s-a": ("a", "b", "c"), "s-g": ("d", "g")}
    assert world.leads("c-1") == "s-g"


# --- any sequence -----------------------------------------------------------------------------------------------------

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["begins", "joins", "joins", "moves", "merges", "merge", "split", "undo"]),
        st.integers(0, 2**16),
        st.integers(0, 2**16),
    ),
    max_size=30,
)


def taken(world: World, step: str, one: int, other: int) -> None:
    """Take a step of a kind, if it can be taken; the numbers choose with what."""
    articles, own = list(world.grouped), sorted(set(world.grouped.values()))
    match step:
        case "joins" if articles:
            world.joins(f"a{len(articles)}", articles[one % len(articles)])
        case "moves" if articles:
            world.moves(articles[one % len(articles)], own[other % len(own)])
        case "merges" if len(own) > 1:
            world.merges(*two_of(own, one, other))
        case "begins":
            world.begins(f"a{len(articles)}")
        case _:
            corrected(world, step, one, other)


def corrected(world: World, step: str, one: int, other: int) -> None:
    """Correct something, if there is anything to correct."""
    members = world.members()
    shown = sorted(members)
    undoable = [made.number for made in world.corrections if not undone(world, made.number)]
    match step:
        case "merge" if len(shown) > 1:
            world.merge(*two_of(shown, one, other))
        case "split" if shown:
            story = shown[one % len(shown)]
            some = [article for place, article in enumerate(members[story]) if other >> place & 1]
            if 0 < len(some) < len(members[story]):
                world.split(story, *some)
        case "undo" if undoable:
            world.undo(undoable[one % len(undoable)])


def two_of(stories: Sequence[str], one: int, other: int) -> tuple[str, str]:
    first = one % len(stories)
    return stories[first], stories[(first + 1 + other % (len(stories) - 1)) % len(stories)]


def undone(world: World, number: int) -> bool:
    done: set[int] = set()
    for correction in reversed(world.corrections):
        if isinstance(correction.change, Undo) and correction.number not in done:
            done.add(correction.change.of)
    return number in done


def holds(world: World) -> None:
    """Hold what is shown against every correction that no later one speaks against."""
    shown, holding = world.shown(), in_force(world.corrections)
    for place, correction in enumerate(holding):
        change, later = correction.change, holding[place + 1 :]
        if not isinstance(change, MergeStories | SplitStory):
            continue
        named_again = {one for each in later for one in getattr(each.change, "articles", ())}
        assert len({shown[one] for one in change.articles if one not in named_again}) <= 1
        if isinstance(change, SplitStory) and not any(isinstance(each.change, MergeStories) for each in later):
            apart = (
                {shown[one] for one in side if one not in named_again} for side in (change.articles, change.stayed)
            )
            assert set.intersection(*apart) == set()


@settings(max_examples=400, deadline=None)
@given(STEPS)
def test_whatever_is_done_no_article_and_no_id_is_lost(steps: Sequence[tuple[str, int, int]]) -> None:
    """Every article is in one story, every id that was ever shown leads to one, and each correction holds until it is undone."""
    world, ever = World(), set[str]()
    for step, one, other in steps:
        taken(world, step, one, other)
        members = world.members()
        ever |= members.keys()
        assert sorted(article for within in members.values() for article in within) == sorted(world.grouped)
        assert {world.leads(story) for story in ever} <= members.keys()
        assert all(world.leads(story) == story for story in members)
        holds(world)


@settings(max_examples=200, deadline=None)
@given(STEPS, st.randoms(use_true_random=False))
def test_undoing_everything_leaves_what_was_grouped(steps: Sequence[tuple[str, int, int]], any_order: Random) -> None:
    """In whatever order: the stories are those of a grouping that nobody ever corrected."""
    world = World()
    for step, one, other in steps:
        taken(world, step, one, other)
    numbers = [correction.number for correction in in_force(world.corrections)]
    any_order.shuffle(numbers)
    for number in numbers:
        world.undo(number)
    assert world.shown() == world.grouped
    assert world.overlay().stories == {}


def test_an_empty_world_shows_nothing() -> None:
    """No article, no story, no lead."""
    assert World().overlay() == Overlay()

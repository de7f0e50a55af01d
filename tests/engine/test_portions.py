"""In what portions a stream comes does not matter: a store that took it bit by bit holds what one holds that took all at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime

import pytest
from newsdesk import nothing_rejected
from test_sample_week import SAMPLE

from newsfold import feeds, stories
from newsfold.engine import corrections
from newsfold.engine.ingest import Settings, ingest
from newsfold.engine.intake import Desk
from newsfold.engine.line import group, in_time
from newsfold.engine.rooms import newsroom
from newsfold.model import Checkpoint, Item, Reason, Signature
from newsfold.store import MEMORY, Store, open_store
from newsfold.stories import Width
from newsfold.stories.corrections import in_force

EDITOR = Signature("editor", datetime(2026, 3, 7, tzinfo=UTC))


@pytest.fixture(scope="module")
def week() -> list[Item]:
    """The articles of the sample week as records, in the order of time: the words that they have in the end, each once."""
    desk = Desk()
    desk.take(
        feeds.read([str(SAMPLE / part) for part in ("outlets.opml", "1-week", "2-later")]), on_reject=nothing_rejected
    )
    return [
        Item(
            source=f"week:{one.id}",
            kind="record",
            id=one.id,
            url=one.url or f"https://{one.id}.example/",
            title=one.title,
            body=one.text,
            published=one.published.raw,
            lang=one.lang,
        )
        for one in in_time(desk.articles.values())
    ]


@pytest.fixture(autouse=True, scope="module")
def many_rounds() -> Iterator[None]:
    """The week is as long as one round; here it has some seven."""
    with pytest.MonkeyPatch.context() as patching:
        patching.setattr("newsfold.stories.grouper.ROUND", 32)
        yield


@pytest.fixture(scope="module")
def at_once(week: list[Item], many_rounds: None) -> Iterator[Store]:
    """A store that took in the whole week at once; nothing more is put into it."""
    with closing(taken_in(week, len(week))) as store:
        yield store


def growing(items: Sequence[Item], portion: int) -> Iterator[tuple[Store, list[Item]]]:
    """Take items in, some at a time; gives the store after each, with what it has by then."""
    store = open_store(MEMORY)
    for end in range(portion, len(items) + portion, portion):
        ingest(store, items[end - portion : end], on_reject=nothing_rejected)
        yield store, list(items[:end])


def taken_in(items: Sequence[Item], portion: int) -> Store:
    """Take all items in, some at a time."""
    *_, (store, _) = growing(items, portion)
    return store


def decisions(store: Store) -> dict[str, list[Reason]]:
    return {story.id: store.reasons(story.id) for story in store.stories()}


def members(store: Store) -> dict[str, tuple[str, ...]]:
    return {story.id: story.articles for story in store.stories()}


def shown(store: Store) -> list[tuple[str, str]]:
    return sorted((words.story, words.shown) for words in store.quoted())


@pytest.mark.parametrize("portion", [1, 50, 97])
def test_stories_decisions_and_digests_are_those_of_all_at_once(week: list[Item], at_once: Store, portion: int) -> None:
    """Down to the reasons, which are those of the last look at each article, in their order."""
    some = week[:75] if portion == 1 else week
    bit_by_bit, at_once = taken_in(some, portion), taken_in(some, len(some)) if portion == 1 else at_once
    assert members(bit_by_bit) == members(at_once)
    assert decisions(bit_by_bit) == decisions(at_once)
    assert shown(bit_by_bit) == shown(at_once)
    assert bit_by_bit.checkpoint() == at_once.checkpoint()
    assert bit_by_bit.unsettled() == at_once.unsettled()


def test_every_portion_is_placed_as_the_batch_command_would_place_it(week: list[Item]) -> None:
    """At any time the stories are those that `newsfold cluster` gives of what has come so far."""
    for store, so_far in growing(week, 45):
        desk = Desk()
        desk.take(so_far, on_reject=nothing_rejected)
        assert store.membership() == group(desk.articles.values()).story_of
        assert store.ungrouped() == []


def test_every_id_that_was_ever_shown_leads_to_a_story(week: list[Item]) -> None:
    """Also one that was given in a round that came out otherwise when more was known."""
    ever: set[str] = set()
    for store, _ in growing(week, 20):
        ever |= members(store).keys()
        assert {store.story(one).id for one in ever} == members(store).keys()
        assert newsroom(store).articles.keys() == store.membership().keys()
    assert store.redirects(), "the week was chosen so that some story ends"
    assert store.redirects().keys().isdisjoint(members(store))


def test_two_ingests_at_once_come_to_what_one_after_the_other_does(week: list[Item]) -> None:
    """The one that is later to be done sees that another has grouped meanwhile, and begins again on top of it."""
    with closing(open_store(MEMORY)) as store, closing(open_store(MEMORY)) as one_by_one:
        others = [week[100:120]]

        def meanwhile(step: str, _count: int) -> None:
            if step == "tracing copies" and others:
                ingest(store, others.pop(), on_reject=nothing_rejected)

        ingest(store, week[:100], on_reject=nothing_rejected)
        ingest(store, week[120:150], on_reject=nothing_rejected, on_step=meanwhile)
        for some in (week[:100], week[120:150] + week[100:120]):
            ingest(one_by_one, some, on_reject=nothing_rejected)
        assert store.ungrouped() == [] == others
        assert store.membership().keys() == one_by_one.membership().keys()
        assert sorted(store.unsettled()) == sorted(one_by_one.unsettled())
        assert [type(reason) for reason in map(store.reason, store.membership()) if reason is None] == []


def test_other_weights_go_on_from_how_articles_were_grouped(week: list[Item], monkeypatch: pytest.MonkeyPatch) -> None:
    """A store whose checkpoint another version made is read on: nothing that was shown changes its place until more comes."""
    with closing(open_store(MEMORY)) as store:
        ingest(store, week[:100], on_reject=nothing_rejected)
        checkpoint = store.checkpoint()
        assert checkpoint is not None
        store.save_checkpoint(Checkpoint("another version", b"of which nothing can be read"))
        before = store.membership()
        remembered: list[str] = []
        remember = stories.Grouper.remember

        def noted(grouper: stories.Grouper, features: stories.Features) -> None:
            remembered.append(features.article)
            remember(grouper, features)

        monkeypatch.setattr(stories.Grouper, "remember", noted)
        ingest(store, week[100:101], on_reject=nothing_rejected)
        assert remembered == list(before)
        assert len(store.membership()) == 101
        (now,) = {one.made_by for one in (store.checkpoint(), checkpoint) if one}
        assert now == checkpoint.made_by
        remembered.clear()
        ingest(store, week[101:150], on_reject=nothing_rejected)
        assert (remembered, len(store.membership())) == ([], 150)


def test_another_width_goes_on_from_the_same_checkpoint(week: list[Item], at_once: Store) -> None:
    """It holds from then on, for what is placed or looked at again."""
    with closing(open_store(MEMORY)) as store:
        ingest(store, week[:100], on_reject=nothing_rejected, settings=Settings(width=Width(0.1)))
        narrow = len(store.stories())
        ingest(store, week[100:], on_reject=nothing_rejected, settings=Settings(width=Width(0.9)))
        assert narrow > 50
        assert len(store.stories()) < len(at_once.stories())


def test_a_week_is_grouped_the_same_whatever_is_corrected(week: list[Item]) -> None:
    """Grouping never learns of a correction: its stories, its decisions and its checkpoint are those of a store without one."""
    with closing(open_store(MEMORY)) as store, closing(open_store(MEMORY)) as untouched:
        for number, first in enumerate(range(0, len(week), 45)):
            for one in (store, untouched):
                ingest(one, week[first : first + 45], on_reject=nothing_rejected)
            largest = sorted(store.stories(), key=lambda story: -len(story.articles))[:3]
            corrections.merge(store, largest[0].id, largest[1].id, EDITOR)
            corrections.split(store, largest[2].id, largest[2].articles[::2], EDITOR)
            if number % 2:
                corrections.undo(store, in_force(store.corrections())[0].number, EDITOR)
        assert len(in_force(store.corrections())) > 5
        assert store.membership() != store.grouped() == untouched.membership()
        assert (store.checkpoint(), store.unsettled()) == (untouched.checkpoint(), untouched.unsettled())
        for made in in_force(store.corrections()):
            corrections.undo(store, made.number, EDITOR)
        assert members(store) == {one.id: one.articles for one in untouched.stories()}
        assert shown(store) == shown(untouched)

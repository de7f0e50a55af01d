"""What a stream of articles becomes: stories that hold one event, ids that stay, and decisions that carry their reason."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict

import pytest
from graph_builders import by_words
from hypothesis import given
from hypothesis import strategies as st
from meanings import BySynonyms
from streams import BANK, FERRY, FERRY_AGAIN, OTHER_BANK, article, events, noise

from newsfold.model import Article, Join, Merge, Move, New, Reason, Veto
from newsfold.stories import Grouper, features, shipped
from newsfold.stories.grouper import HORIZON_DAYS, ROUND, WINDOW_AT_LEAST
from newsfold.stories.scorer import Scorer
from newsfold.stories.texts import COMMON_AT_LEAST

scorers = pytest.mark.parametrize("scorer", [None, by_words()], ids=["shipped", "by-words"])


def grouped(*stream: Article, scorer: Scorer | None = None) -> tuple[Grouper, list[Reason]]:
    grouper = Grouper(scorer)
    return grouper, grouper.add(map(features, stream)) + grouper.end_round()


def clusters(grouper: Grouper) -> set[frozenset[str]]:
    members: dict[str, set[str]] = {}
    for name, story in grouper.stories().items():
        members.setdefault(story, set()).add(name)
    return {frozenset(found) for found in members.values()}


def placed_at_once(stream: Sequence[Article], portion: int, scorer: Scorer | None = None) -> Iterator[Grouper]:
    """Feed a stream in portions, each to a Grouper of its own that goes on from the last one's checkpoint, and end the round.

    What was not settled comes again. So does an ingest.
    """
    checkpoint, settled = Grouper(scorer).checkpoint(), 0
    for end in range(portion, len(stream) + portion, portion):
        grouper = Grouper(scorer)
        grouper.resume(checkpoint)
        reasons = grouper.add(map(features, stream[settled:end]))
        settled += sum(isinstance(reason, New | Join) for reason in reasons)
        checkpoint = grouper.checkpoint()
        grouper.end_round()
        yield grouper


def mixed_stream() -> list[Article]:
    """A stream in which articles join, move and stories merge, where words alone are gone by."""
    return events(12, 16, words=11)


# --- one event, one story -------------------------------------------------------------------------------------------


@scorers
def test_two_outlets_on_one_event_are_one_story(scorer: Scorer | None) -> None:
    """Two accounts of one ferry in other words, hours apart, are one story; a rate rise is another."""
    stream = article("a"), article("b", BANK, days=0.1), article("c", FERRY_AGAIN, days=0.3)
    grouper, _ = grouped(*stream, scorer=scorer)
    assert clusters(grouper) == {frozenset("ac"), frozenset("b")}


def test_the_same_kind_of_event_elsewhere_is_another_story() -> None:
    """Two central banks that raise their rates in one week are two stories, were they the first two articles ever."""
    grouper, _ = grouped(article("a", BANK), article("b", OTHER_BANK, days=0.2))
    assert clusters(grouper) == {frozenset("a"), frozenset("b")}


def test_the_same_words_a_month_later_are_another_story() -> None:
    """A template that an outlet uses again every month does not make one endless story."""
    grouper, _ = grouped(article("a"), article("b", days=31))
    assert clusters(grouper) == {frozenset("a"), frozenset("b")}


def test_undated_articles_are_grouped_by_their_words() -> None:
    """A missing date neither joins nor separates."""
    grouper, _ = grouped(article("a", days=None), article("b", FERRY_AGAIN, days=None), article("c", BANK, days=None))
    assert clusters(grouper) == {frozenset("ab"), frozenset("c")}


def test_articles_without_words_stand_alone() -> None:
    """Two empty articles are not alike: there is nothing to be alike in. A first article has nothing to be like either."""
    assert clusters(grouped(article("a", ""), article("b", ""))[0]) == {frozenset("a"), frozenset("b")}
    assert clusters(grouped(article("a"))[0]) == {frozenset("a")}
    assert grouped()[1] == []


def test_articles_that_share_no_word_are_stories_of_their_own() -> None:
    """However many there are."""
    grouper, reasons = grouped(*noise(ROUND + 10))
    assert len(clusters(grouper)) == ROUND + 10
    assert {type(reason) for reason in reasons} == {New}


def test_many_events_at_once_are_told_apart() -> None:
    """Articles on different events, mixed, are never put together, where the words of an event are its own."""
    grouper, _ = grouped(*events(12, 12))
    assert all(len({name[:3] for name in story}) == 1 for story in clusters(grouper))


@pytest.mark.parametrize("count", [10, COMMON_AT_LEAST + 1, 3 * COMMON_AT_LEAST])
def test_a_text_that_many_outlets_run_is_one_story_however_many_they_are(count: int) -> None:
    """The more an event is written about, the more common are its words; they are no less its own."""
    copies = [article(f"copy{n:03}", FERRY, days=0.2 + n / 1000) for n in range(count)]
    grouper, _ = grouped(*noise(100), *copies)
    assert len({grouper.stories()[copy.id] for copy in copies}) == 1


# --- reasons --------------------------------------------------------------------------------------------------------


def test_every_decision_carries_its_reason() -> None:
    """The first article begins a story; the second joins it because of named words that both have."""
    grouper, (first, second) = grouped(article("a"), article("b", FERRY_AGAIN, days=0.1))
    story = grouper.stories()["a"]
    assert isinstance(first, New)
    assert (first.article, first.story, first.agreement) == ("a", story, 0.0)
    assert isinstance(second, Join)
    assert (second.article, second.story, second.nearest) == ("b", story, "a")
    assert 0.5 <= second.agreement <= 1
    assert {"tern", "velmar"} & set(second.words)


def replayed(reasons: Sequence[Reason]) -> dict[str, str]:
    """Carry out decisions one by one, as one who reads the stored ones would."""
    placed: dict[str, str] = {}
    for reason, following in zip(reasons, (*reasons[1:], None), strict=False):
        if isinstance(reason, Veto):
            assert isinstance(following, New), "a veto is a reason more for a story that begins"
            assert (
                (following.article, following.story)
                == (reason.article, reason.story)
                != (reason.article, reason.refused)
            )
            assert reason.here
            assert reason.there
            continue
        if isinstance(reason, Merge):
            assert {reason.story, reason.absorbed} <= set(placed.values())
            placed = {one: reason.story if story == reason.absorbed else story for one, story in placed.items()}
            continue
        if isinstance(reason, Move):
            assert placed[reason.article] == reason.left != reason.story
            assert reason.founded == (reason.story not in placed.values())
        else:
            assert reason.article not in placed
            assert isinstance(reason, New) == (reason.story not in placed.values())
        placed[reason.article] = reason.story
    return placed


@scorers
@pytest.mark.parametrize("words", [8, 11, 18])
def test_the_decisions_in_their_order_make_the_stories(words: int, scorer: Scorer | None) -> None:
    """Who carries out what was decided, one by one, has the stories that there are: nothing is changed without a reason."""
    grouper, reasons = grouped(*events(12, 24, words=words), scorer=scorer)
    assert replayed(reasons) == grouper.stories()


@scorers
def test_reasons_are_plain_values(scorer: Scorer | None) -> None:
    """They are stored as JSON, so none holds a number of an array."""
    _, reasons = grouped(*events(12, 24, words=8), scorer=scorer)
    for reason in reasons:
        given = asdict(reason)
        assert json.loads(json.dumps(given)) == {k: list(v) if isinstance(v, tuple) else v for k, v in given.items()}


# --- ids ------------------------------------------------------------------------------------------------------------


def test_a_story_id_depends_on_its_first_article_alone() -> None:
    """The id of a story does not move with a date that an outlet controls, nor with what came before it."""
    early, _ = grouped(article("a", days=0))
    late, _ = grouped(*noise(3), article("a", days=5))
    undated, _ = grouped(article("a", days=None))
    assert early.stories()["a"] == late.stories()["a"] == undated.stories()["a"]


def test_no_id_is_given_twice() -> None:
    """Not even where the id that an article would give to its story is taken."""
    (taken,) = set(grouped(article("a"))[0].stories().values())
    grouper = Grouper()
    grouper.reserve([taken], {})
    grouper.add([features(article("a"))])
    grouper.end_round()
    assert grouper.stories()["a"] not in {taken, ""}
    assert grouper.stories()["a"].startswith(taken)


def test_a_merged_story_leads_to_the_older_one() -> None:
    """Whatever a repair merges, every id that was ever given leads to a story that is there."""
    grouper, reasons = grouped(*mixed_stream(), scorer=by_words())
    given = [reason.story for reason in reasons if not isinstance(reason, Merge | Veto)]
    now = set(grouper.stories().values())
    redirects = grouper.redirects()
    assert redirects, "the stream was made so that stories merge"
    assert {redirects.get(story, story) for story in given} == now
    assert all(old not in now and new in now for old, new in redirects.items())
    assert all(given.index(new) < given.index(old) for old, new in redirects.items())


# --- the same again, and in portions ----------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [0, 6, 600])
def test_the_same_stream_gives_the_same_decisions(size: int) -> None:
    """Nothing but the articles and their order decides."""
    stream = [*noise(size), article("a"), article("b", FERRY_AGAIN, days=1)]
    assert grouped(*stream)[1] == grouped(*stream)[1]


@scorers
def test_a_mixed_stream_gives_the_same_decisions(scorer: Scorer | None) -> None:
    """With articles that move and stories that merge too."""
    one, again = grouped(*mixed_stream(), scorer=scorer), grouped(*mixed_stream(), scorer=scorer)
    assert one[1] == again[1]
    assert one[0].redirects() == again[0].redirects()


def test_what_comes_later_joins_the_story_that_was_there() -> None:
    """Under the id that it had."""
    stream = [article("a"), article("b", BANK, days=0.1), article("c", FERRY_AGAIN, days=0.2)]
    (*_, before), (*_, after) = placed_at_once(stream[:2], 1), placed_at_once(stream, 1)
    assert after.stories() == before.stories() | {"c": before.stories()["a"]}


@scorers
def test_where_rounds_end_depends_on_the_stream_alone(scorer: Scorer | None) -> None:
    """A Grouper that is fed little by little decides the same, in the same order, as one that is fed all at once."""
    stream = events(24, 3 * ROUND // 24, words=12)
    whole, reasons = grouped(*stream, scorer=scorer)
    grouper, found = Grouper(scorer), []
    for first in range(0, len(stream), 100):
        found += grouper.add(map(features, stream[first : first + 100]))
    assert found + grouper.end_round() == reasons
    assert grouper.stories() == whole.stories()


@scorers
@pytest.mark.parametrize("portion", [1, 7, 50])
def test_a_stream_placed_at_once_comes_to_what_it_would_have_come_to_as_a_whole(
    portion: int, scorer: Scorer | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every portion is placed when it comes; at every time the stories are those of the stream so far, fed all at once."""
    monkeypatch.setattr("newsfold.stories.grouper.ROUND", 30)
    stream = [*events(6, 20, words=11), article("tie", ""), article("again", FERRY), article("once", FERRY_AGAIN)]
    ends = range(portion, len(stream) + portion, portion)
    for end, grouper in zip(ends, placed_at_once(stream, portion, scorer), strict=True):
        whole, _ = grouped(*stream[:end], scorer=scorer)
        assert grouper.stories() == whole.stories()
        assert grouper.redirects() == whole.redirects()
        assert grouper.checkpoint() == whole.checkpoint()


def test_a_window_that_moves_is_taken_up_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """Articles that left it, those without a date and a story that lasts longer than it are where they were."""
    monkeypatch.setattr("newsfold.stories.grouper.ROUND", 8)
    monkeypatch.setattr("newsfold.stories.grouper.WINDOW_AT_LEAST", 20)
    stream = [
        one
        for week in range(12)
        for one in (
            article(f"ferry{week}", FERRY, days=3.0 * week),
            *(article(f"other{week}{n}", f"qa{week}{n}x zu{week}{n}y", days=3.0 * week + n) for n in range(4)),
            article(f"undated{week}", f"ve{week}w lo{week}k", days=None),
        )
    ]
    whole, _ = grouped(*stream, scorer=by_words())
    *_, last = placed_at_once(stream, 5, by_words())
    assert len(whole._state.window) < len(stream), "the stream was made so that articles leave"
    assert last.checkpoint() == whole.checkpoint()
    of_now = last.stories()
    assert of_now.items() <= whole.stories().items()
    assert {"ferry0", "ferry11"} <= of_now.keys()


def remembering(stream: Sequence[Article], stories: Mapping[str, str], given: Iterable[str] = ()) -> Grouper:
    """A grouper that knows no more than which story each article is in, and the ids that were given away."""
    grouper = Grouper()
    grouper.reserve([*given, *stories.values()], stories)
    for one in stream:
        grouper.remember(features(one))
    return grouper


def test_what_was_grouped_before_can_be_remembered() -> None:
    """A grouper that remembers the stories of yesterday places today's articles in them, and gives away no id twice."""
    grouper = remembering([article("a")], {"a": "s-ferry"}, ["s-gone"])
    grouper.add([features(article("b", FERRY_AGAIN, days=0.2)), features(article("c", BANK, days=0.3))])
    grouper.end_round()
    stories = grouper.stories()
    assert stories["a"] == stories["b"] == "s-ferry"
    assert stories["c"] not in {"s-gone", "s-ferry"}


def test_remembering_decides_nothing() -> None:
    """Stories that were told apart stay so until something comes, and what has no place is not asked for."""
    grouper = remembering([article("a"), article("b")], {"a": "s-one", "b": "s-two"})
    assert grouper.stories() == {"a": "s-one", "b": "s-two"}
    assert grouper.redirects() == {}
    assert grouper.add([]) == []
    assert grouper.end_round() == []


def test_stories_that_are_remembered_are_repaired_when_something_comes() -> None:
    """Two that turn out to be one lead to the older, by the order in which the ids were given away; with all their articles."""
    before = {"a": "s-two", "b": "s-one", "older": "s-two"}
    grouper = remembering([article("a"), article("b")], before, ["s-one", "s-two"])
    grouper.add([features(article("c", BANK))])
    (placed, *_) = reasons = grouper.end_round()
    assert isinstance(placed, New)
    assert grouper.redirects() == {"s-two": "s-one"}
    assert [(type(reason), reason.story) for reason in reasons[1:]] == [(Merge, "s-one")]
    again = Grouper()
    again.resume(grouper.checkpoint())
    assert [again.stories()[one] for one in before] == ["s-one"] * 3


def test_more_than_the_window_holds_can_be_remembered() -> None:
    """What is too old for it is let go of, and stays in its story."""
    count, last = WINDOW_AT_LEAST + 100, 3 * HORIZON_DAYS
    old = [article(f"old{n}", f"qa{n}x zu{n}y", days=last * n / count) for n in range(count)]
    stories = {one.id: f"s-{one.id}" for one in old} | {"a": "s-ferry"}
    grouper = remembering([*old, article("a", days=last)], stories)
    grouper.add([features(article("b", FERRY_AGAIN, days=last))])
    grouper.end_round()
    assert grouper.stories()["b"] == "s-ferry"
    assert grouper.stories()["old0"] == "s-old0"


def test_a_checkpoint_is_named_after_all_that_it_depends_on() -> None:
    """The weights that made its probabilities, and the model of its vectors."""
    names = {grouper.made_by(None) for grouper in (Grouper(), Grouper(by_words()), Grouper(shipped(semantic=True)))}
    assert len(names) == 3
    assert Grouper().made_by(None) == Grouper().made_by(None)
    assert Grouper().made_by(BySynonyms()) not in names


# --- the window -------------------------------------------------------------------------------------------------------


def test_the_window_forgets_and_the_stories_stay() -> None:
    """Articles that have left the window keep their story."""
    count = WINDOW_AT_LEAST + 2 * ROUND
    grouper, _ = grouped(article("a"), *noise(count), article("z", FERRY_AGAIN, days=60))
    assert grouper.stories()["a"] != grouper.stories()["z"]
    assert len(grouper.stories()) == count + 2


def test_a_story_goes_on_as_the_window_moves() -> None:
    """While articles leave and all are numbered anew, what comes joins the story of those that are still there."""
    count = WINDOW_AT_LEAST + 4 * ROUND
    old = [article(f"old{n}", f"qa{n}x zu{n}y", days=2 * HORIZON_DAYS * n / count) for n in range(count)]
    day = 2 * HORIZON_DAYS
    ferry = [article("a", days=day), article("b", FERRY_AGAIN, days=day + 0.1)]
    late = [article(f"late{n}", f"ve{n}w lo{n}k", days=day + n / 1000) for n in range(2 * ROUND)]
    grouper, reasons = grouped(*old, ferry[0], *late, ferry[1])
    assert len(grouper._state.window) < len(grouper.stories()), "the stream was made so that articles leave"
    assert grouper.stories()["a"] == grouper.stories()["b"]
    assert Counter(type(reason) for reason in reasons) == {New: len(grouper.stories()) - 1, Join: 1}


# --- whatever comes ---------------------------------------------------------------------------------------------------


@given(st.lists(st.text(max_size=60), max_size=12))
def test_every_article_is_in_exactly_one_story(texts: list[str]) -> None:
    """Whatever the words are, no article is lost and none is in two stories."""
    stream = [article(f"a{n}", text) for n, text in enumerate(texts)]
    grouper, reasons = grouped(*stream)
    assert list(grouper.stories()) == [one.id for one in stream]
    assert [r.article for r in reasons if isinstance(r, New | Join)] == [one.id for one in stream]


few_words = st.lists(st.sampled_from(["Velmar", "Orrin", "ferry", "sank", "212", "bank", "rate"]), max_size=8).map(
    " ".join
)
dates = st.none() | st.floats(-1000, 1000)


@given(st.lists(st.tuples(few_words, few_words, dates), max_size=14), st.integers(1, 14))
def test_decisions_make_the_stories_whatever_comes(pieces: list[tuple[str, str, float | None]], portion: int) -> None:
    """Copies, headlines, empty articles and dates years apart, all at once or in portions."""
    stream = [article(f"a{n}", text, title=title, days=day) for n, (title, text, day) in enumerate(pieces)]
    for scorer in (None, by_words(0.3)):
        grouper, reasons = grouped(*stream, scorer=scorer)
        assert replayed(reasons) == grouper.stories()
        assert all(0 <= reason.agreement <= 1 for reason in reasons if not isinstance(reason, Veto))
        for placed in placed_at_once(stream, portion, scorer):
            last = placed
        assert not stream or last.stories() == grouper.stories()

"""What an operator corrects in a store lasts: through later ingests, crashes and other corrections, until it is undone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from newsdesk import BANK, DIVERS, FERRY, GOATS, PowerCutError, record, take_in, words_shown

from newsfold import digests
from newsfold.engine import corrections
from newsfold.engine.archive import Archive
from newsfold.engine.rooms import newsroom
from newsfold.errors import NotFound, UsageError
from newsfold.model import Corrected, Digest, Item, Signature
from newsfold.store import MEMORY, Store, open_store
from newsfold.stories.corrections import in_force

SIGNED = Signature("editor", datetime(2026, 3, 2, 12, tzinfo=UTC), "one event")


@pytest.fixture
def store() -> Iterator[Store]:
    """A ferry in two reports, goats in one, the bank in one: three stories."""
    with open_store(MEMORY) as opened:
        take_in(
            opened,
            record("a"),
            record("b", DIVERS, hour=9, title="Divers search for the ferry"),
            record("g", GOATS, title="Heaviest goat crowned"),
            record("k", BANK, title="Rates rise in Astrava"),
        )
        yield opened


def story_of(store: Store, article: str) -> str:
    return store.membership()[article]


def together(store: Store) -> list[set[str]]:
    return [set(story.articles) for story in store.stories()]


def digest(store: Store, article: str) -> Digest:
    found = Archive(store).digest(story_of(store, article))
    assert found
    return found


def proves(store: Store) -> bool:
    """Whether every word kept is proved, and every story that shows anything has its words kept."""
    kept = {words.story for words in store.quoted()}
    shown = {story.id for story in newsroom(store).stories}
    return all(proof.ok for proof in digests.verify(store.quoted(), store.stored_words())) and kept == shown


# --- merge ------------------------------------------------------------------------------------------------------------


def test_two_stories_become_one(store: Store) -> None:
    """Under the id of the older; the digest of the one shows both, is proved, and says that they were merged."""
    ferry, goats = story_of(store, "a"), story_of(store, "g")
    made = corrections.merge(store, goats, ferry, SIGNED)
    assert together(store) == [{"a", "b", "g"}, {"k"}]
    assert (store.story(goats).id, store.undigested()) == (ferry, [])
    assert {FERRY, GOATS} <= set(words_shown(store))
    assert proves(store)
    assert digest(store, "g").corrections == (Corrected(made, ("a", "g", "b")),)
    assert store.corrections() == [made]


def test_a_merger_outlasts_ingests(store: Store) -> None:
    """What comes to either story later is in the one."""
    corrections.merge(store, story_of(store, "a"), story_of(store, "g"), SIGNED)
    take_in(store, record("h", GOATS + " It ate a hat.", hour=10, title="Heaviest goat of Greenfield crowned"))
    take_in(store, record("c", DIVERS, hour=11))
    assert together(store) == [{"a", "b", "c", "g", "h"}, {"k"}]
    assert proves(store)


def test_an_undone_merger_leaves_what_was(store: Store) -> None:
    """Words, stories and digests are those from before, and the correction is still on the books."""
    before = (store.stories(), list(store.quoted()))
    made = corrections.merge(store, story_of(store, "a"), story_of(store, "g"), SIGNED)
    corrections.undo(store, made.number, SIGNED)
    assert (store.stories(), list(store.quoted())) == before
    assert [type(one.change).__name__ for one in store.corrections()] == ["MergeStories", "Undo"]
    assert digest(store, "a").corrections == ()


# --- split ------------------------------------------------------------------------------------------------------------


def test_a_story_is_split(store: Store) -> None:
    """The articles that are named are a story with an id of its own; each part has its digest, and says so."""
    ferry = story_of(store, "a")
    made = corrections.split(store, ferry, ["b"], SIGNED)
    assert together(store) == [{"a"}, {"g"}, {"k"}, {"b"}]
    divers = story_of(store, "b")
    assert divers not in store.grouped().values()
    assert (story_of(store, "a"), store.undigested()) == (ferry, [])
    assert [digest(store, one).corrections for one in "ab"] == [(Corrected(made),), (Corrected(made, ("b",)),)]
    assert {reason.article for reason in store.reasons(divers) if hasattr(reason, "article")} == {"b"}
    assert proves(store)


def test_a_split_outlasts_ingests(store: Store) -> None:
    """What is nearest to an article that was split off follows it; what is not stays."""
    corrections.split(store, story_of(store, "a"), ["b"], SIGNED)
    take_in(store, record("d", DIVERS, hour=11, title="Divers search for the ferry"))
    take_in(store, record("c", FERRY, hour=12))
    assert together(store) == [{"a", "c"}, {"g"}, {"k"}, {"b", "d"}]
    assert proves(store)


def test_an_id_that_a_split_gave_goes_on_leading_somewhere(store: Store) -> None:
    """Also once the split is undone, and is never given again."""
    ferry = story_of(store, "a")
    made = corrections.split(store, ferry, ["b"], SIGNED)
    divers = story_of(store, "b")
    corrections.undo(store, made.number, SIGNED)
    assert store.story(divers).id == ferry
    corrections.split(store, ferry, ["b"], SIGNED)
    assert story_of(store, "b") != divers
    assert store.story(divers).id == story_of(store, "b")


# --- pin --------------------------------------------------------------------------------------------------------------


def test_a_pinned_title_is_the_headline(store: Store) -> None:
    """In the digest that is kept too, where it is proved."""
    titles = {one.id: one.title for one in store.articles()}
    chosen = digest(store, "a").headline.article
    other = "b" if chosen == "a" else "a"
    made = corrections.pin(store, story_of(store, "a"), other, SIGNED)
    assert digest(store, "a").headline.text == titles[other]
    assert [one.shown for one in store.quoted(story_of(store, "a")) if one.kind == "headline"] == [titles[other]]
    assert digest(store, "a").corrections == (Corrected(made, (other,)),)
    assert proves(store)
    again = corrections.pin(store, story_of(store, "a"), chosen, SIGNED)
    assert digest(store, "a").corrections == (Corrected(again, (chosen,)),)
    corrections.undo(store, again.number, SIGNED)
    assert digest(store, "a").headline.article == other
    corrections.undo(store, made.number, SIGNED)
    assert digest(store, "a").headline.article == chosen


def test_a_pin_whose_article_has_left_is_told_and_not_followed(store: Store) -> None:
    """The story falls back to the headline that it would have, and the page says so."""
    chosen = digest(store, "a").headline.article
    other = "b" if chosen == "a" else "a"
    made = corrections.pin(store, story_of(store, "a"), other, SIGNED)
    corrections.split(store, story_of(store, "a"), [other], SIGNED)
    left = next(one for one in digest(store, chosen).corrections if one.correction == made)
    assert (digest(store, chosen).headline.article, left) == (chosen, Corrected(made, (), holds=False))


def test_a_pin_goes_with_its_story_into_another(store: Store) -> None:
    """Where two stories are merged, the last pin counts."""
    corrections.pin(store, story_of(store, "g"), "g", SIGNED)
    corrections.merge(store, story_of(store, "a"), story_of(store, "g"), SIGNED)
    assert digest(store, "a").headline.article == "g"
    assert proves(store)


# --- hide -------------------------------------------------------------------------------------------------------------


def test_a_hidden_outlet_is_in_no_digest(store: Store) -> None:
    """Its articles are kept, counted and in their stories; a story of theirs alone is not shown."""
    ferry, goats = story_of(store, "a"), story_of(store, "g")
    made = [corrections.hide(store, domain, SIGNED) for domain in ("a.example", "G.Example")]
    assert (together(store), store.ledger().stored) == ([{"a", "b"}, {"g"}, {"k"}], 4)
    shown = digest(store, "a")
    assert ([one.id for one in shown.articles], shown.counts.articles, shown.headline.article) == (["b"], 1, "b")
    assert shown.corrections == (Corrected(made[0], ("a",)),)
    assert {words.article for words in store.quoted()} == {"b", "k"}
    assert {one.id for one in Archive(store).stories().stories} == {ferry, story_of(store, "k")}
    assert (Archive(store).digest(goats), store.undigested()) == (None, [])
    assert proves(store)
    for one in made:
        corrections.undo(store, one.number, SIGNED)
    assert {words.article for words in store.quoted()} >= {"a", "g"}
    assert proves(store)


def test_what_a_hidden_outlet_publishes_later_is_hidden_too(store: Store) -> None:
    """Also where it begins a story."""
    corrections.hide(store, "k.example", SIGNED)
    take_in(store, record("m", GOATS, hour=12, url="https://k.example/goats"))
    take_in(store, record("n", "A comet will pass the sun.", hour=12, title="Comet", url="https://news.k.example/2"))
    assert not {"k", "m", "n"} & {words.article for words in store.quoted()}
    assert take_in(store).stories == ()
    assert proves(store)


def test_a_pinned_article_that_is_hidden_heads_nothing(store: Store) -> None:
    """The page says that the pin cannot be followed."""
    made = corrections.pin(store, story_of(store, "a"), "a", SIGNED)
    hidden = corrections.hide(store, "a.example", SIGNED)
    shown = digest(store, "b")
    assert shown.headline.article == "b"
    assert shown.corrections == (Corrected(made, ("a",), holds=False), Corrected(hidden, ("a",)))


# --- what makes no sense ----------------------------------------------------------------------------------------------


def test_what_makes_no_sense_is_refused_by_name_and_changes_nothing(store: Store) -> None:
    """One sentence each, and nothing is recorded."""
    ferry, goats = story_of(store, "a"), story_of(store, "g")
    before = (store.stories(), list(store.quoted()))
    with pytest.raises(NotFound, match="nowhere"):
        corrections.merge(store, ferry, "nowhere", SIGNED)
    with pytest.raises(UsageError, match="one story already"):
        corrections.merge(store, ferry, ferry, SIGNED)
    with pytest.raises(UsageError, match=f"article g: is not in story {ferry}"):
        corrections.split(store, ferry, ["a", "g"], SIGNED)
    with pytest.raises(UsageError, match="none would be left"):
        corrections.split(store, ferry, ["b", "a", "b"], SIGNED)
    with pytest.raises(UsageError, match=f"article a: is not in story {goats}"):
        corrections.pin(store, goats, "a", SIGNED)
    with pytest.raises(NotFound, match='outlet "Nobody"'):
        corrections.hide(store, "Nobody", SIGNED)
    with pytest.raises(NotFound, match="correction 7"):
        corrections.undo(store, 7, SIGNED)
    assert (store.stories(), list(store.quoted()), store.corrections()) == (*before, [])


def test_what_has_been_done_is_not_done_again(store: Store) -> None:
    """Merging what is one by now, hiding what is hidden, undoing what is undone, pinning what is hidden."""
    ferry, goats = story_of(store, "a"), story_of(store, "g")
    corrections.merge(store, ferry, goats, SIGNED)
    with pytest.raises(UsageError, match="one story already"):
        corrections.merge(store, goats, ferry, SIGNED)
    corrections.hide(store, "g.example", SIGNED)
    with pytest.raises(UsageError, match="hidden already, by correction 2"):
        corrections.hide(store, "G.example", SIGNED)
    with pytest.raises(UsageError, match="hidden outlet"):
        corrections.pin(store, ferry, "g", SIGNED)
    corrections.undo(store, 1, SIGNED)
    with pytest.raises(UsageError, match="undone already, by correction 3"):
        corrections.undo(store, 1, SIGNED)
    corrections.undo(store, 3, SIGNED)
    assert story_of(store, "g") == ferry


# --- crashes ----------------------------------------------------------------------------------------------------------


def test_a_correction_that_is_cut_off_is_made_whole_or_not_at_all(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cut off inside, nothing of it is left; cut off before the digests are composed, the next ingest composes them."""
    before = (store.stories(), store.corrections(), store.overlay(), list(store.quoted()))

    def cut(*_: object) -> None:
        raise PowerCutError

    with monkeypatch.context() as patched:
        patched.setattr(corrections, "redrawn", cut)
        with pytest.raises(PowerCutError):
            corrections.merge(store, story_of(store, "a"), story_of(store, "g"), SIGNED)
    assert (store.stories(), store.corrections(), store.overlay(), list(store.quoted())) == before
    with monkeypatch.context() as patched:
        patched.setattr(corrections, "compose", cut)
        with pytest.raises(PowerCutError):
            corrections.merge(store, story_of(store, "a"), story_of(store, "g"), SIGNED)
    assert len(digest(store, "g").articles) == 3
    assert take_in(store).stories == (story_of(store, "a"),)
    assert proves(store)


def test_a_reader_sees_a_correction_at_once(store: Store) -> None:
    """Whoever reads the store while it is corrected is shown what holds now."""
    archive = Archive(store)
    titles = {one.headline.text for one in archive.stories().stories}
    other = "b" if digest(store, "a").headline.article == "a" else "a"
    corrections.pin(store, story_of(store, "a"), other, SIGNED)
    assert {one.headline.text for one in archive.stories().stories} != titles
    corrections.merge(store, story_of(store, "a"), story_of(store, "g"), SIGNED)
    assert len(archive.stories().stories) == 2


# --- any sequence -----------------------------------------------------------------------------------------------------

TEXTS = (FERRY, DIVERS, GOATS, BANK, FERRY.replace("sank", "capsized"), DIVERS.replace("212", "214"))
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["ingest", "ingest", "merge", "split", "undo"]), st.integers(0, 999), st.integers(1, 999)
    ),
    min_size=2,
    max_size=10,
)


def taken(store: Store, step: str, one: int, other: int) -> None:
    """Take a step of a kind, if it can be taken; the numbers choose with what."""
    stories = store.stories()
    undoable = [made.number for made in in_force(store.corrections())]
    match step:
        case "ingest":
            number = len(store.membership())
            take_in(store, *items(number, one, other % 3 + 1))
        case "merge" if len(stories) > 1:
            first = one % len(stories)
            second = (first + 1 + other % (len(stories) - 1)) % len(stories)
            corrections.merge(store, stories[first].id, stories[second].id, SIGNED)
        case "split" if stories:
            story = stories[one % len(stories)]
            some = [article for place, article in enumerate(story.articles) if other >> place & 1]
            if 0 < len(some) < len(story.articles):
                corrections.split(store, story.id, some, SIGNED)
        case "undo" if undoable:
            corrections.undo(store, undoable[one % len(undoable)], SIGNED)


def items(number: int, text: int, count: int) -> list[Item]:
    return [
        record(f"n{number + more}", TEXTS[(text + more * more) % len(TEXTS)], hour=(number + more) % 24)
        for more in range(count)
    ]


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS)
def test_whatever_is_done_nothing_is_lost(steps: Sequence[tuple[str, int, int]]) -> None:
    """Every article is in one story, every id ever shown leads to one, all is proved; undone, all is as never corrected."""
    with closing(open_store(MEMORY)) as store, closing(open_store(MEMORY)) as untouched:
        ever: set[str] = set()
        for step, one, other in [("ingest", 0, 2), ("ingest", 1, 2), *steps]:
            taken(store, step, one, other)
            if step == "ingest":
                taken(untouched, step, one, other)
            members = [article for story in store.stories() for article in story.articles]
            assert sorted(members) == sorted(one.id for one in store.articles())
            living = {story.id for story in store.stories()}
            ever |= living
            assert {store.story(one).id for one in ever} <= living
            assert proves(store)
        for made in in_force(store.corrections()):
            corrections.undo(store, made.number, SIGNED)
        assert store.membership() == store.grouped() == untouched.membership()
        assert sorted(store.quoted(), key=repr) == sorted(untouched.quoted(), key=repr)
        assert store.checkpoint() == untouched.checkpoint()

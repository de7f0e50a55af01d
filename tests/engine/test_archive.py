"""Reading a store that grows: what is shown is what is there now, and nothing is composed twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from newsdesk import DIVERS, FERRY, GOATS, power_cut, record, take_in

from newsfold.engine.archive import Archive
from newsfold.engine.composing import Composing
from newsfold.engine.corrections import merge
from newsfold.engine.rooms import newsroom_of
from newsfold.errors import NotFound
from newsfold.model import Digest, Listing, Signature
from newsfold.store import MEMORY, Store, open_store

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = datetime(2026, 6, 1, tzinfo=UTC)
EDITED = FERRY.replace("212", "221")


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store(MEMORY) as opened:
        yield opened


def digests_of(archive: Archive) -> list[Digest]:
    """The digests of all stories, in the order in which they are listed."""
    return [digest for one in archive.stories(limit=100).stories if (digest := archive.digest(one.id))]


def shown(archive: Archive) -> list[list[str]]:
    return [sorted(one.id for one in digest.articles) for digest in digests_of(archive)]


def test_an_empty_store_has_nothing_to_read(store: Store) -> None:
    """No stories, and no digest of any id."""
    assert Archive(store).stories() == Listing()
    assert Archive(store).digest("s1") is None
    with pytest.raises(NotFound, match="s1"):
        newsroom_of(store, ["s1"])


def test_the_archive_follows_the_store(store: Store) -> None:
    """New articles and edits show at the next look."""
    archive = Archive(store)
    take_in(store, record("a"), record("g", GOATS, title="Goats"))
    assert shown(archive) == [["a"], ["g"]] or shown(archive) == [["g"], ["a"]]
    take_in(store, record("b", DIVERS, hour=9))
    assert shown(archive) == [["a", "b"], ["g"]]
    take_in(store, record("a", EDITED))
    texts = [excerpt.text for digest in digests_of(archive) for excerpt in digest.excerpts]
    assert EDITED in texts
    assert FERRY not in texts


def test_a_look_in_the_middle_of_an_ingest_is_not_the_last_word(store: Store) -> None:
    """Who looks before the new articles are grouped sees them once they are."""
    archive = Archive(store)
    take_in(store, record("g", GOATS, title="Goats"))
    power_cut(store, "reading", record("a"))
    assert shown(archive) == [["g"]]
    take_in(store)
    assert sorted(shown(archive)) == [["a"], ["g"]]


def test_only_what_changed_is_composed_again(store: Store) -> None:
    """The digests of other stories are the same objects as before."""
    archive = Archive(store)
    take_in(store, record("a"), record("g", GOATS, title="Goats"))
    before = {digest.id: digest for digest in digests_of(archive)}
    (changed,) = take_in(store, record("b", DIVERS, hour=9)).stories
    after = {digest.id: digest for digest in digests_of(archive)}
    assert {story for story in after if after[story] is not before[story]} == {changed}


def test_one_digest_is_the_same_as_among_all(store: Store) -> None:
    """A story's own page and the front page tell the same."""
    archive = Archive(store)
    take_in(store, record("a"), record("b", DIVERS, hour=9), record("g", GOATS, title="Goats"))
    for listed in digests_of(archive):
        digest = archive.digest(listed.id)
        assert digest is not None
        assert (digest.headline, digest.excerpts, digest.articles) == (
            listed.headline,
            listed.excerpts,
            listed.articles,
        )


def test_a_digest_that_is_kept_has_a_name_until_it_changes(store: Store) -> None:
    """What is not kept, and what leads to another story, has none."""
    archive = Archive(store)
    take_in(store, record("a"), record("g", GOATS, title="Goats"))
    ferry, goats = store.membership()["a"], store.membership()["g"]
    first = archive.named(ferry)
    assert (first, archive.named(goats)) == (archive.named(ferry), archive.named(goats))
    assert len({first, archive.named(goats), archive.named(ferry, NOON)}) == 3
    take_in(store, record("b", DIVERS, hour=9))
    assert archive.named(ferry) not in (None, first)
    merge(store, goats, ferry, Signature("ines", NOON))
    assert archive.named(goats) is None
    assert archive.named("s1") is None
    assert Archive(store, Composing(excerpts=3)).named(ferry) is None


def test_what_was_let_go_is_on_no_page_that_was_read_before(store: Store) -> None:
    """Whoever reads goes on with the same archive while old stories are removed by another process."""
    archive = Archive(store)
    take_in(store, record("a"), record("g", GOATS, title="Goats"))
    before = archive.edition()
    assert before is not None
    assert sum(one.articles for one in archive.outlets()) == 2
    goats = next(one.id for one in store.stories() if one.articles == ("g",))
    store.prune([goats], at=LATER, days=1, before=LATER)
    after = archive.edition()
    assert after is not None
    assert {one.id for one in before.alone} - {one.id for one in after.alone} == {goats}
    assert sum(one.articles for one in archive.outlets()) == 1


def test_outlets_are_counted_once_until_something_changes(store: Store) -> None:
    archive = Archive(store)
    take_in(store, record("a"))
    counted = archive.outlets()
    assert counted == store.outlets()
    assert archive.outlets() is counted
    take_in(store, record("g", GOATS, title="Goats"))
    assert archive.outlets() == store.outlets() != counted

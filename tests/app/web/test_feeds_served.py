"""Feeds out of a server: found, named for good, told again only where there is something to read, and open to who has a token."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import lxml.html
import pytest
from asking import asked

from newsfold.app.web import Desk, make_app
from newsfold.app.web.access import hashed
from newsfold.engine.archive import Archive
from newsfold.engine.following import begin
from newsfold.engine.ingest import ingest
from newsfold.engine.outgoing import FeedsOut
from newsfold.model import Item, Token
from newsfold.store import MEMORY, Store, open_store

sys.path.insert(0, str(Path(__file__).parents[2] / "pages"))
from feedrules import faults

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
HERE = "http://127.0.0.1:8000/"
FERRY = "The ferry Silver Tern sank off Velmar on Monday with 212 people aboard, the coast guard said. Divers are at the wreck."
OTHER = (
    "Divers searched the wreck of the ferry Silver Tern off Velmar, where the coast guard counted 212 people aboard."
)
GOATS = "Greenfield crowned the heaviest goat of its annual fair, a brown one named Marigold, before 300 visitors."


def item(name: str, words: str, title: str, day: int = 2, hour: int = 8) -> Item:
    return Item(
        source="week.jsonl",
        kind="record",
        id=name,
        url=f"https://{name}.example/story",
        title=title,
        body=words,
        published=f"2026-03-{day:02d}T{hour:02d}:00:00Z",
        lang="en",
    )


def take(store: Store, *items: Item) -> None:
    ingest(store, items, on_reject=lambda _: None)


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store(MEMORY) as opened:
        take(
            opened, item("harbour", FERRY, "Ferry sinks off Velmar"), item("post", OTHER, "Divers at the ferry", hour=9)
        )
        take(opened, item("green", GOATS, "A goat is crowned", hour=10))
        yield opened


def desk_on(store: Store, authority: str = "news.orrin.example,2026") -> Desk:
    archive = Archive(store)
    return Desk(archive, store, now=lambda: NOON, archive=archive, feeds=FeedsOut(archive, store, authority))


@pytest.fixture
def desk(store: Store) -> Desk:
    return desk_on(store)


def ferry_of(store: Store) -> str:
    return store.stories_of(["harbour"])["harbour"]


def test_the_edition_has_an_entry_for_each_story_in_both_formats(desk: Desk, store: Store) -> None:
    app = make_app(desk)
    atom, written = asked(app, "/feeds/edition.atom"), asked(app, "/feeds/edition.json")
    assert (atom.headers["content-type"], written.headers["content-type"]) == (
        "application/atom+xml; charset=utf-8",
        "application/feed+json; charset=utf-8",
    )
    ids = {f"tag:news.orrin.example,2026:story:{one.id}" for one in store.stories()}
    assert {one.id for one in feedparser.parse(atom.body).entries} == ids
    assert {one["id"] for one in json.loads(written.body)["items"]} == ids
    assert json.loads(written.body)["feed_url"] == f"{HERE}feeds/edition.json"
    found = json.loads(asked(app, "/feeds/search.json?q=ferry%20of.atom").body)
    assert found["feed_url"] == f"{HERE}feeds/search.json?q=ferry%20of.atom"


def test_every_feed_breaks_none_of_the_validators_rules(desk: Desk, store: Store) -> None:
    story, follow = ferry_of(store), begin(store, query="ferry")
    own = begin(store, story=story)
    app = make_app(desk)
    paths = ["edition.atom", f"story/{story}.atom", "search.atom?q=ferry%20%22Silver%20Tern%22"]
    paths += [f"follow/{one.id}.atom" for one in (follow, own)]
    for path in paths:
        answer = asked(app, f"/feeds/{path}")
        assert (path, answer.status, faults(answer.body, f"{HERE}feeds/{path}")) == (path, 200, set())
        assert feedparser.parse(answer.body).entries


def test_a_client_that_has_it_is_told_so(desk: Desk) -> None:
    """By the tag, and by the time of the last change where it sends no tag."""
    app = make_app(desk)
    first = asked(app, "/feeds/edition.atom")
    assert first.headers["last-modified"] == "Mon, 02 Mar 2026 10:00:00 GMT"
    same = asked(app, "/feeds/edition.atom", headers={"if-none-match": first.headers["etag"]})
    since = asked(app, "/feeds/edition.atom", headers={"if-modified-since": first.headers["last-modified"]})
    assert [(one.status, one.body) for one in (same, since)] == [(304, b""), (304, b"")]
    earlier = {"if-modified-since": "Mon, 02 Mar 2026 09:59:59 GMT"}
    assert asked(app, "/feeds/edition.atom", headers=earlier).status == 200
    assert asked(app, "/feeds/edition.atom", headers={"if-modified-since": "soon"}).status == 200
    both = {"if-none-match": '"other"', "if-modified-since": first.headers["last-modified"]}
    assert asked(app, "/feeds/edition.atom", headers=both).status == 200


def test_a_copy_moves_no_date_and_an_account_does(desk: Desk, store: Store) -> None:
    """`updated` is the time of the last material change: a reader is told again only of what there is to read."""

    def told() -> str:
        feed = feedparser.parse(asked(make_app(desk), "/feeds/edition.atom").body)
        return next(str(one.updated) for one in feed.entries if one.id.endswith(ferry_of(store)))

    before = told()
    take(store, item("copy", FERRY, "Ferry sinks off Velmar", day=3))
    assert told() == before
    words = (
        "The owner of the ferry Silver Tern, Pellar Line of Velmar, stopped all sailings after 212 people sank with it."
    )
    take(store, item("third", words, "Ferry sinks off Velmar: owner stops sailings", day=3, hour=11))
    assert store.stories_of(["third"])["third"] == ferry_of(store)
    assert told() > before


def test_ids_stay_whatever_the_name_is_set_to_later(store: Store) -> None:
    first = feedparser.parse(asked(make_app(desk_on(store)), "/feeds/edition.atom").body)
    again = feedparser.parse(asked(make_app(desk_on(store, "other.example,2027")), "/feeds/edition.atom").body)
    assert (first.feed.id, [one.id for one in first.entries]) == (again.feed.id, [one.id for one in again.entries])


def test_addresses_are_those_that_the_server_is_found_at(desk: Desk) -> None:
    app = make_app(replace(desk, url="https://news.orrin.example/fold/"))
    body = asked(app, "/feeds/edition.atom").body
    assert faults(body, "https://news.orrin.example/fold/feeds/edition.atom") == set()
    assert b"127.0.0.1" not in body


def test_what_there_is_not_has_no_feed(desk: Desk) -> None:
    assert asked(make_app(desk), "/feeds/story/none.atom").status == 404
    assert asked(make_app(desk), "/feeds/follow/none.json").status == 404
    assert asked(make_app(desk), "/feeds/none.atom").status == 404


def test_a_search_for_no_word_is_refused_in_words(desk: Desk) -> None:
    answer = asked(make_app(desk), "/feeds/search.atom?q=")
    assert (answer.status, answer.text) == (400, 'the query "": asks for no word.\n')


def test_pages_say_where_their_feeds_are(desk: Desk, store: Store) -> None:
    app, story = make_app(desk), ferry_of(store)
    page = lxml.html.document_fromstring(asked(app, f"/story/{story}").body)
    found = page.xpath("//link[@rel='alternate']/@href")
    assert found == ["../feeds/edition.atom", "../feeds/edition.json", f"../feeds/story/{story}.atom"]
    assert [asked(app, f"/{one.removeprefix('../')}").status for one in found] == [200, 200, 200]


# --- who may read them ------------------------------------------------------------------------------------------------

SECRET = "s3cret-of-a-token"  # noqa: S105 - of a store that lives for one test


def test_a_reader_without_a_password_reads_by_the_token_in_the_address(desk: Desk, store: Store) -> None:
    """Feeds only, and to read only; the token is in nothing that is answered."""
    store.add_token(Token("t1", "phone", ("change",), NOON), hashed(SECRET))
    app = make_app(replace(desk, password="velvet harbour"))  # noqa: S106 - the same
    assert asked(app, "/feeds/edition.atom").status == 401
    answer = asked(app, f"/feeds/edition.atom?key={SECRET}")
    assert answer.status == 200
    assert SECRET not in answer.text + str(answer.headers)
    assert asked(app, "/feeds/edition.atom?key=wrong").status == 401
    assert asked(app, f"/?key={SECRET}").status == 303
    assert asked(app, f"/api/v1/stories?key={SECRET}").status == 401
    assert asked(app, f"/feeds/edition.atom?key={SECRET}", "POST").status == 405


def test_a_wrong_token_is_no_way_in_where_no_password_is_asked_either(desk: Desk) -> None:
    assert asked(make_app(desk), "/feeds/edition.atom?key=wrong").status == 401

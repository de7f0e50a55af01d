"""The server's pages behind a story, on a real store: why, and forms only where something takes them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from asking import asked
from starlette.types import ASGIApp

from newsfold.app.web import Desk, make_app
from newsfold.app.web.behind import CHANGES
from newsfold.engine import corrections
from newsfold.engine.archive import Archive
from newsfold.engine.ingest import ingest
from newsfold.model import Item, Signature
from newsfold.store import Store, open_store

FERRY = "The ferry Silver Tern sank off Velmar on Monday with 212 people aboard, the coast guard said."
BANK = "The central bank of Astrava raised its key rate to four percent and surprised every economist in the capital."


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "news.db") as opened:
        pieces = (("a", FERRY), ("k", BANK))
        items = [
            Item(
                "week",
                "record",
                id=name,
                url=f"https://{name}.example/1",
                title=f"Report {name}",
                body=words,
                lang="en",
            )
            for name, words in pieces
        ]
        ingest(opened, items, on_reject=lambda _: None)
        yield opened


@pytest.fixture
def app(store: Store) -> ASGIApp:
    return make_app(Desk(Archive(store), store))


def test_a_reader_goes_from_a_story_to_the_reasons(app: ASGIApp, store: Store) -> None:
    """The link of the story's page leads to a page."""
    story = store.membership()["a"]
    assert f'href="../story/{story}/why"' in asked(app, f"/story/{story}").text
    why = asked(app, f"/story/{story}/why")
    assert (why.status, "Began this story" in why.text) == (200, True)
    again = asked(app, f"/story/{story}/why", headers={"if-none-match": why.headers["etag"]})
    assert again.status == 304


def test_a_story_is_corrected_on_a_page_of_its_own(app: ASGIApp, store: Store) -> None:
    """Linked from the story's page for whoever may change things. The id that was merged away leads to that of the other."""
    story, other = store.membership()["a"], store.membership()["k"]
    assert f'href="../story/{story}/correct"' in asked(app, f"/story/{story}").text
    page = asked(app, f"/story/{story}/correct")
    assert (page.status, page.headers["cache-control"]) == (200, "private, no-cache")
    for act in ("merge", "split", "pin", "hide"):
        assert f'action="../../do/{act}"' in page.text
    corrections.merge(store, story, other, Signature("editor", datetime(2026, 3, 3, tzinfo=UTC)))
    kept = store.living(story)
    gone = ({story, other} - {kept}).pop()
    assert asked(app, f"/story/{gone}/correct").headers["location"] == f"../../story/{kept}/correct"
    assert 'action="../../do/undo"' in asked(app, f"/story/{kept}/correct").text


@pytest.mark.parametrize("page", ["why", "correct"])
def test_a_story_that_is_not_there_is_said_to_be_missing(app: ASGIApp, page: str) -> None:
    """No story of this id."""
    assert asked(app, f"/story/none/{page}").status == 404


def test_a_merged_story_leads_to_the_reasons_of_the_one_that_it_became(app: ASGIApp, store: Store) -> None:
    """The old address stays good."""
    ferry, bank = store.membership()["a"], store.membership()["k"]
    corrections.merge(store, ferry, bank, Signature("editor", datetime(2026, 3, 3, tzinfo=UTC)))
    kept = store.living(bank)
    gone = ({ferry, bank} - {kept}).pop()
    answer = asked(app, f"/story/{gone}/why")
    assert (answer.status, answer.headers["location"]) == (303, f"../../story/{kept}/why")
    assert "Merged by the operator" in asked(app, f"/story/{kept}/why").text


def test_forms_are_drawn_only_where_something_takes_them(app: ASGIApp, store: Store) -> None:
    """A button that leads nowhere is none."""
    story = store.membership()["a"]
    app.state.offered -= {CHANGES}  # type: ignore[attr-defined]
    assert 'method="post"' not in asked(app, f"/story/{story}").text
    app.state.offered |= {CHANGES}  # type: ignore[attr-defined]
    page = asked(app, f"/story/{story}").text
    assert 'action="../do/follow"' in page
    assert 'name="token" value=""' not in page

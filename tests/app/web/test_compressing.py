"""Answers are compressed for those who take them so, are the same page in either form, and tell nobody a form's token."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import pytest
from asking import Answer, asked
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import ASGIApp

from newsfold.app.web import Desk, make_app
from newsfold.app.web.compressing import LEAST, takes_gzip
from newsfold.engine.archive import Archive
from newsfold.engine.ingest import ingest
from newsfold.engine.outgoing import FeedsOut
from newsfold.model import Item
from newsfold.store import MEMORY, Store, open_store

FERRY = "The ferry Silver Tern sank off Velmar on Monday with 312 passengers aboard, the coast guard said."
AT = "2026-03-02T06:40:00Z"
LARGE = (
    "/",
    "/story/{story}",
    "/story/{story}.json",
    "/search",
    "/settings",
    "/style.css",
    "/newsfold.js",
    "/api/v1/openapi.json",
)


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    week = [
        Item(
            "week",
            "record",
            id=outlet,
            outlet=outlet,
            title="Ferry sinks",
            body=f"{outlet}: {FERRY}",
            published=AT,
            lang="en",
        )
        for outlet in ("Harbour Post", "Daily Ledger", "Orrin Today", "Velmar Courier")
    ]
    with open_store(MEMORY) as opened:
        ingest(opened, week, on_reject=lambda _: None)
        yield opened


@pytest.fixture(scope="module")
def app(store: Store) -> ASGIApp:
    archive = Archive(store)
    return make_app(Desk(archive, store, archive=archive, feeds=FeedsOut(archive, store, "velmar.example")))


@pytest.fixture(scope="module")
def story(store: Store) -> str:
    return store.stories()[0].id


def compressed(app: ASGIApp, path: str, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return asked(app, path, headers={"accept-encoding": "gzip, deflate, br", **named})


@pytest.mark.parametrize("path", LARGE)
def test_what_is_large_goes_out_compressed_and_is_the_same(app: ASGIApp, story: str, path: str) -> None:
    plain, short = asked(app, path.format(story=story)), compressed(app, path.format(story=story))
    assert (plain.status, plain.headers.get("content-encoding")) == (200, None)
    assert len(plain.body) >= LEAST
    assert short.headers["content-encoding"] == "gzip"
    assert (gzip.decompress(short.body), int(short.headers["content-length"])) == (plain.body, len(short.body))
    assert len(short.body) < len(plain.body) * 0.7
    assert plain.headers["vary"] == short.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize("path", LARGE)
def test_a_page_that_the_reader_has_is_not_sent_again_in_whatever_form_he_has_it(
    app: ASGIApp, story: str, path: str
) -> None:
    """Its tag is weak where its bytes are others; either names the page."""
    plain, short = asked(app, path.format(story=story)), compressed(app, path.format(story=story))
    assert short.headers["etag"] == f"W/{plain.headers['etag']}"
    for tag in (plain.headers["etag"], short.headers["etag"]):
        again = compressed(app, path.format(story=story), if_none_match=tag)
        assert (again.status, again.body, again.headers["etag"]) == (304, b"", short.headers["etag"])
        assert (again.headers["vary"], again.headers.get("content-encoding")) == ("Accept-Encoding", None)


def test_what_is_short_goes_out_as_it_is(app: ASGIApp) -> None:
    assert "content-encoding" not in compressed(app, "/healthz").headers


# --- what a stranger may ask for, beside the token of forms -----------------------------------------------------------


@pytest.mark.parametrize("site", ["cross-site", "same-site", ""])
def test_a_page_with_a_token_is_not_compressed_with_words_that_a_stranger_may_have_chosen(
    app: ASGIApp, site: str
) -> None:
    """Its length would tell how much of the token was guessed. Old browsers, and all over plain HTTP, do not say who asks."""
    headers = {"sec_fetch_site": site} if site else {}
    page = compressed(app, "/search?q=ferry+-token", **headers)
    assert b'name="token" value="' in page.body
    assert "content-encoding" not in page.headers


@pytest.mark.parametrize("site", ["cross-site", "same-site", ""])
def test_the_length_of_such_a_page_is_the_same_for_right_guesses_and_wrong_ones(app: ASGIApp, site: str) -> None:
    headers = {"sec_fetch_site": site} if site else {}
    token = asked(app, "/search?q=ferry").text.partition('name="token" value="')[2][:64]
    right, wrong = (compressed(app, f"/search?q=ferry+-{guess}", **headers) for guess in (token, token[::-1]))
    assert right.text.count(token) > wrong.text.count(token) > 0
    assert len(right.body) == len(wrong.body)


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_what_our_own_page_or_the_reader_asked_for_is_compressed(app: ASGIApp, site: str) -> None:
    page = compressed(app, "/search?q=ferry", sec_fetch_site=site)
    assert b"Silver Tern" in gzip.decompress(page.body)


def test_what_carries_no_token_is_compressed_whoever_asks(app: ASGIApp) -> None:
    assert b"Silver Tern" in gzip.decompress(
        compressed(app, "/api/v1/search?q=ferry", sec_fetch_site="cross-site").body
    )


# --- who takes what -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "takes"),
    [
        ("gzip", True),
        ("GZIP;q=0.001", True),
        ("br;q=1.0, gzip; q=0.5, *;q=0", True),
        ("*;q=0.1", True),
        ("gzip;q=0", False),
        ("gzip;q=0.000, *", False),
        ("gzipped", False),
        ("identity", False),
        ("", False),
    ],
)
def test_the_header_is_read_as_it_is_written(header: str, takes: bool) -> None:
    assert takes_gzip(header) is takes


@given(st.text(st.characters(codec="latin-1")))
def test_any_header_is_answered(header: str) -> None:
    assert takes_gzip(header) in {True, False}

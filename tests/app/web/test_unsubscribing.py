"""The way off the list of the edition: one click in a mail reader, or a button; opening the address alone changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import lxml.html
import pytest
from asking import asked

from newsfold.app.web import Desk, make_app
from newsfold.engine.archive import Archive
from newsfold.model import Receiver
from newsfold.store import MEMORY, Store, open_store

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
READER = Receiver("reader@orrin.example", "s3cret-of-a-letter", NOON - timedelta(days=2))
OTHER = Receiver("<b>other</b>@orrin.example", "s3cret-of-another", NOON - timedelta(days=1))


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store(MEMORY) as opened:
        opened.add_receiver(READER)
        opened.add_receiver(OTHER)
        yield opened


@pytest.fixture
def desk(store: Store) -> Desk:
    """A server that asks everybody else for a password."""
    return Desk(Archive(store), store, password="velvet harbour", now=lambda: NOON)  # noqa: S106 - for one test


def test_one_click_of_a_mail_reader_is_enough(desk: Desk, store: Store) -> None:
    """RFC 8058: a POST without cookie, password or page before it; it is noted when that was."""
    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = asked(
        make_app(desk), f"/unsubscribe/{READER.secret}", "POST", headers=headers, body=b"List-Unsubscribe=One-Click"
    )
    assert answer.status == 200
    assert store.receivers() == [replace(READER, ended=NOON), OTHER]


def test_opening_the_address_asks_and_changes_nothing(desk: Desk, store: Store) -> None:
    """Scanners of mail open every link. The button is a form of the page itself, and needs no script."""
    app = make_app(desk)
    for method in ("GET", "HEAD"):
        assert asked(app, f"/unsubscribe/{OTHER.secret}", method).status == 200
    page = lxml.html.document_fromstring(asked(app, f"/unsubscribe/{OTHER.secret}").body)
    (form,) = page.xpath("//form")
    assert (form.get("method"), form.get("action")) == ("post", None)
    assert OTHER.address in page.text_content()
    assert store.receivers() == [READER, OTHER]
    asked(app, f"/unsubscribe/{OTHER.secret}", "POST", headers={"sec-fetch-site": "same-origin"})
    assert store.receivers()[1].ended == NOON


def test_who_left_is_told_so_and_stays_off(desk: Desk, store: Store) -> None:
    store.end_receiver(READER.secret, NOON - timedelta(hours=1))
    app = make_app(desk)
    for method in ("GET", "POST"):
        answer = asked(app, f"/unsubscribe/{READER.secret}", method)
        assert (answer.status, "no longer sent" in answer.text) == (200, True)
    assert store.receivers()[0].ended == NOON - timedelta(hours=1)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_address_that_nobody_was_given_is_none(desk: Desk, store: Store, method: str) -> None:
    assert asked(make_app(desk), "/unsubscribe/guessed", method).status == 404
    assert store.receivers() == [READER, OTHER]

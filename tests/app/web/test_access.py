"""Who may come in, and what may be changed by whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from asking import Browser, asked

from newsfold.app.web import Desk, make_app, serve
from newsfold.app.web.access import hashed
from newsfold.app.web.limiting import ALL_A_MINUTE, FREE, LONGEST_WAIT, Limiter
from newsfold.engine.archive import Archive
from newsfold.errors import UsageError
from newsfold.model import Token
from newsfold.store import MEMORY, Store, open_store

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
PASSWORD = "velvet harbour"  # noqa: S105 - of a server that lives for one test


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store(MEMORY) as opened:
        yield opened


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(Archive(store), store, password=PASSWORD, now=lambda: NOON)


def test_without_a_password_nothing_is_seen_but_the_way_in(desk: Desk) -> None:
    """Every page leads to the log-in page, which remembers where one wanted to go; programs are told by status."""
    app = make_app(desk)
    led = asked(app, "/story/s1")
    assert (led.status, led.headers["location"]) == (303, "../login?back=story/s1")
    told = asked(app, "/api/v1/stories")
    assert (told.status, told.headers["www-authenticate"]) == (401, 'Basic realm="Newsfold", charset="UTF-8"')
    assert asked(app, "/do/follow", "POST").status == 401
    assert [asked(app, path).status for path in ("/healthz", "/style.css", "/login")] == [200, 200, 200]


def test_the_password_opens_a_session_that_lasts_until_one_logs_out(desk: Desk) -> None:
    """The cookie is for no script and no other site, and only a hash of it is kept."""
    browser = Browser(make_app(desk))
    browser.open("/login?back=healthz")
    assert browser.send("/login", {"password": PASSWORD, "back": "healthz"}).body == b"ok\n"
    assert browser.open("/").status == 200
    assert browser.send("/logout", {"token": _token_of(desk, browser)}).status == 200
    assert browser.at.endswith("/login")


def _token_of(desk: Desk, browser: Browser) -> str:
    from newsfold.app.web.access import Gate, Visitor  # noqa: PLC0415 - only this test makes a token by hand

    return Gate(desk).form_token(Visitor("session", browser.cookies["newsfold"]))


def test_a_session_of_another_password_is_none(desk: Desk) -> None:
    """Who changes the password logs everybody out."""
    browser = Browser(make_app(desk))
    browser.open("/login")
    browser.send("/login", {"password": PASSWORD})
    cookie = {"cookie": f"newsfold={browser.cookies['newsfold']}"}
    assert asked(make_app(desk), "/", headers=cookie).status == 200
    assert asked(make_app(replace(desk, password=PASSWORD[::-1])), "/", headers=cookie).status == 303
    later = replace(desk, now=lambda: NOON + timedelta(days=31))
    assert asked(make_app(later), "/", headers=cookie).status == 303


def test_a_wrong_password_is_said_and_after_some_one_waits(desk: Desk) -> None:
    """Even the right one does not count while an address waits; another address is let in."""
    app = make_app(desk)
    browser = Browser(app)
    browser.open("/login")
    for _ in range(FREE):
        answer = browser.send("/login", {"password": "wrong"})
        assert (answer.status, "This is not the password." in answer.text) == (401, True)
    answer = browser.send("/login", {"password": PASSWORD})
    assert (answer.status, "Try again in 2 seconds" in answer.text) == (429, True)
    other = Browser(app, address="192.0.2.7")
    other.open("/login")
    assert other.send("/login", {"password": PASSWORD}).status == 200


def test_one_who_goes_on_waits_longer_and_longer_up_to_a_bound() -> None:
    """And all together have a bound, since one who tries can have many addresses."""
    limiter = Limiter()
    waits = []
    now = NOON
    for _ in range(40):
        limiter.failed("a", now)
        waits.append(limiter.wait("a", now))
        now += timedelta(hours=1)
    assert waits[:4] == [None] * 4
    assert waits[4:7] == [timedelta(seconds=2), timedelta(seconds=4), timedelta(seconds=8)]
    assert waits[-1] == LONGEST_WAIT
    for number in range(ALL_A_MINUTE):
        limiter.failed(f"b{number}", now)
    assert limiter.wait("c", now) == timedelta(minutes=1)
    assert limiter.wait("c", now + timedelta(minutes=1)) is None


def test_a_token_reads_or_changes_as_it_may(desk: Desk, store: Store) -> None:
    """By Bearer or as the password of Basic; a wrong one is nobody's."""
    store.add_token(Token("t1", "reader", ("read",), NOON), hashed("secret"))
    app = make_app(desk)
    assert asked(app, "/", headers={"authorization": "Bearer secret"}).status == 200
    assert asked(app, "/", headers={"authorization": "Basic Om5vbmU="}).status == 303
    assert asked(app, "/", headers={"authorization": "Basic eDpzZWNyZXQ="}).status == 200
    assert asked(app, "/logout", "POST", headers={"authorization": "Bearer secret"}).status == 403
    assert asked(app, "/", headers={"authorization": "Bearer other"}).status == 303


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "https://elsewhere.example"}, 403),
        ({"sec-fetch-site": "same-origin", "origin": "null"}, 403),
    ],
)
def test_what_another_site_sends_changes_nothing(store: Store, headers: dict[str, str], status: int) -> None:
    """Not even on this machine without a password; what a browser sends of our own needs the form's token besides."""
    app = make_app(Desk(Archive(store), store))
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert asked(app, "/logout", "POST", headers=headers | form, body=b"token=wrong").status == status


@pytest.mark.parametrize(("name", "status"), [("localhost:8000", 200), ("[::1]:8000", 200), ("evil.example", 421)])
def test_the_server_answers_only_to_its_own_names(store: Store, name: str, status: int) -> None:
    """A page of a stranger can make its own name lead to this machine (DNS rebinding), and reads nothing by it."""
    app = make_app(Desk(Archive(store), store))
    assert asked(app, "/", headers={"host": name}).status == status


def test_names_can_be_added(store: Store) -> None:
    """As behind a proxy."""
    app = make_app(Desk(Archive(store), store, hosts=("news.example",)))
    assert asked(app, "/", headers={"host": "news.example"}).status == 200


def test_no_other_machine_is_listened_to_without_a_password(store: Store) -> None:
    """The refusal says what to set."""
    with pytest.raises(UsageError, match="NEWSFOLD_SERVE_PASSWORD_FILE"):
        serve(Desk(Archive(store), store), host="0.0.0.0", announce=pytest.fail)  # noqa: S104 - refused


def test_a_form_that_is_too_large_is_refused_while_it_comes_in(store: Store) -> None:
    """Whatever length was said."""
    app = make_app(Desk(Archive(store), store))
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert asked(app, "/logout", "POST", headers=form, body=b"a=" + b"b" * 9_000_000).status == 413


@pytest.mark.parametrize(
    "back", ["//evil.example/", "https://evil.example/", "\\\\evil.example", "javascript:alert(1)"]
)
def test_logging_in_leads_only_to_pages_of_ours(desk: Desk, back: str) -> None:
    """Whatever the address asks for."""
    app = make_app(desk)
    browser = Browser(app)
    browser.open("/login")
    body = f"password={PASSWORD.replace(' ', '+')}&token={browser.token}&back={back}".encode()
    form = {"content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin"}
    place = asked(app, "/login", "POST", headers=form, body=body).headers["location"]
    assert place in ("./", "./evil.example/")

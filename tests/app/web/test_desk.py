"""The pages that a reader works with, on a real store: edition, search, outlets, following, settings; and what their forms do."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import lxml.html
import pytest
from asking import Browser, asked

from newsfold.app.web import Desk, make_app
from newsfold.app.web.access import hashed
from newsfold.engine.archive import Archive
from newsfold.engine.groups import Groups
from newsfold.engine.ingest import ingest
from newsfold.model import Item, Token
from newsfold.pages import Setting
from newsfold.store import Store, open_store

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
FERRY = "The ferry Silver Tern sank off Velmar on Monday with 312 passengers aboard, the coast guard said."
DIVERS = "Divers searched the wreck of the ferry Silver Tern off Velmar on Monday for its master, Augustin Lorne."
GOAT = "Greenfield crowned the heaviest goat of its annual fair before three hundred visitors and a brass band."
CHEESE = (
    "Cala Mora has chosen the worst cheese of the year, and its dairies were proud of a smell that emptied the hall."
)


def piece(name: str, outlet: str, title: str, words: str, at: str) -> Item:
    url = f"https://{outlet.lower().replace(' ', '')}.example/{name}"
    return Item("week", "record", id=name, url=url, outlet=outlet, title=title, body=words, published=at, lang="en")


MONDAY = (
    piece("f1", "Harbour Post", "Ferry sinks off Velmar", FERRY, "2026-03-02T06:40:00Z"),
    piece("f2", "Daily Ledger", "Divers search wreck of ferry off Velmar", DIVERS, "2026-03-02T09:10:00Z"),
    piece("g1", "Harbour Post", "Goat crowned", GOAT, "2026-03-02T10:00:00Z"),
    piece("c1", "Orrin Courier", "Worst cheese chosen", CHEESE, "2026-03-01T10:00:00Z"),
)


class Clock:
    def __init__(self) -> None:
        self.time = NOON

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty store and one of Monday's articles, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("desk")
    for name, items in {"empty": (), "monday": MONDAY}.items():
        with open_store(folder / f"{name}.db") as opened:
            take_in(opened, *items)
    return folder


@pytest.fixture
def store(request: pytest.FixtureRequest, kept: Path, tmp_path: Path) -> Iterator[Store]:
    """An empty store, or one of Monday where a test asks for `filled`."""
    name = "monday.db" if "filled" in request.fixturenames else "empty.db"
    with open_store(shutil.copy(kept / name, tmp_path)) as opened:
        yield opened


@pytest.fixture
def filled(store: Store) -> Store:
    return store


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(store: Store, clock: Clock) -> Desk:
    return Desk(Archive(store), store, now=clock, operator="Mira")


@pytest.fixture
def reader(desk: Desk) -> Browser:
    return Browser(make_app(desk))


def take_in(store: Store, *items: Item) -> None:
    ingest(store, items, on_reject=lambda _: None)


def words(page: str) -> str:
    """What a page says between its head and its foot."""
    [main] = lxml.html.document_fromstring(page).xpath("//main")
    return " ".join(main.text_content().split())


def links(page: str, xpath: str) -> list[str]:
    return [str(one) for one in lxml.html.document_fromstring(page).xpath(xpath)]


# --- the edition --------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("filled")
def test_the_front_page_is_the_edition_of_the_latest_day_and_ends(reader: Browser) -> None:
    """Its first story with first excerpts, then what one outlet alone tells, then the end and the way to the day before."""
    page = reader.open("/").text
    assert links(page, "//h1/text()") == ["Monday, 2 March 2026"]
    assert "2 articles, 2 outlets, 2 independent accounts" in words(page)
    assert links(page, "//section[@aria-labelledby='alone']//h3//text()") == ["Goat crowned"]
    assert words(page).endswith("That is all for Monday, 2 March. Sunday, 1 March 2026")
    before = reader.open("/" + links(page, "//a[@rel='prev']/@href")[0]).text
    assert links(before, "//h1/text()") == ["Sunday, 1 March 2026"]
    assert links(before, "//a[@rel='next']/@href") == ["../edition/2026-03-02"]


@pytest.mark.usefixtures("filled")
def test_a_day_on_which_nothing_was_told_says_so_and_what_is_no_day_is_no_page(reader: Browser) -> None:
    assert "No story was told on this day." in words(reader.open("/edition/2020-01-01").text)
    assert [reader.open(f"/edition/{day}").status for day in ("yesterday", "2026-02-30", "20260302x")] == [404] * 3


# --- search -------------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("filled")
def test_a_search_gives_its_own_digest_and_then_the_stories(reader: Browser) -> None:
    """And offers to follow it."""
    page = reader.open("/search?q=ferry").text
    assert "On ferry, from 1 story" in words(page)
    assert "1 story answers" in words(page)
    assert links(page, "//section[@aria-labelledby='stories']//h3/a/@href")[0].startswith("story/s")
    assert "It is followed from now on." in reader.send("/do/follow", {"query": "ferry", "back": "following"}).text
    assert "ferry" in words(reader.page)


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("q=zebra", "No article answers."),
        ("q=ferry&outlet=Orrin+Courier", "No article answers within these limits."),
        ("q=ferry&since=2026-03-03", "No article answers within these limits."),
        ("q=ferry&lang=de", "No article answers within these limits."),
        ("q=-ferry", "asks for no word"),
        ("q=ferry&until=soon", "is no day"),
    ],
)
def test_what_does_not_answer_is_said_plainly(reader: Browser, query: str, said: str) -> None:
    """With what can be tried."""
    answer = reader.open(f"/search?{query}")
    assert (answer.status, said in words(answer.text)) == (200, True)


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("query", ["outlet=Daily+Ledger", "since=2026-03-02&until=2026-03-02", "lang=EN"])
def test_a_search_can_be_narrowed(reader: Browser, query: str) -> None:
    """The form keeps what was asked."""
    page = reader.open(f"/search?q=ferry&{query}").text
    assert "1 story answers" in words(page)
    assert links(page, "//details[@open]//summary//text()")[0] == "Narrow it down"


# --- outlets and corrections --------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("filled")
def test_outlets_are_counted_hidden_and_shown_again(desk: Desk) -> None:
    """What was hidden is said to be, with the form that takes it back."""
    groups = Groups({"Coast": frozenset({"harbour post"})})
    reader = Browser(make_app(replace(desk, groups=groups)))
    page = reader.open("/outlets").text
    [row] = lxml.html.document_fromstring(page).xpath("//tr[contains(., 'Harbour Post')]")
    cells = [" ".join(cell.text_content().split()) for cell in row]
    assert cells[:8] == ["Harbour Post", "2", "2", "1", "1", "0", "2 March 2026, 10:00 UTC", "Coast"]
    page = reader.send("/do/hide", {"outlet": "Harbour Post", "back": "outlets"}).text
    assert "Nothing of Harbour Post is shown any more." in words(page)
    assert "Harbour Post hidden" in words(page)
    assert "Goat crowned" not in reader.open("/").text
    reader.open("/outlets")
    assert "That was taken back." in reader.send("/do/undo", {"number": "1", "back": "outlets"}).text
    assert "Goat crowned" in reader.open("/").text


@pytest.mark.usefixtures("filled")
def test_stories_are_merged_by_an_address_and_taken_apart_again(reader: Browser, store: Store) -> None:
    """Each leads to the story that it made, with the undo at hand, signed by the operator."""
    goat, cheese = store.membership()["g1"], store.membership()["c1"]
    reader.open(f"/story/{goat}")
    page = reader.send("/do/merge", {"story": goat, "into": f"http://127.0.0.1:8000/story/{cheese}?said=x"}).text
    assert "The two stories are one now." in words(page)
    assert "2 articles, 2 outlets" in words(page)
    assert links(page, "//div[@class='notice']//input[@name='number']/@value") == ["1"]
    page = reader.send("/do/undo", {"number": "1", "back": urlsplit(reader.at).path}).text
    assert "That was taken back." in words(page)
    assert "1 article, 1 outlet" in words(page)
    assert [one.signed.by for one in store.corrections()] == ["Mira", "Mira"]


@pytest.mark.usefixtures("filled")
def test_articles_are_split_off_and_a_headline_is_pinned(reader: Browser, store: Store) -> None:
    """The new story is where the form leads."""
    ferry = store.membership()["f1"]
    reader.open(f"/story/{ferry}")
    reader.send("/do/pin", {"story": ferry, "article": "f2"})
    assert links(reader.page, "//h1//text()") == ["Divers search wreck of ferry off Velmar"]
    page = reader.send("/do/split", {"story": ferry, "article": ["f1"]}).text
    assert "1 article is a story of its own now." in words(page)
    assert links(page, "//h1//text()") == ["Ferry sinks off Velmar"]
    assert reader.send("/do/split", {"story": ferry}).status == 400


@pytest.mark.parametrize(
    ("act", "fields", "status"),
    [
        ("merge", {"story": "none", "into": "other"}, 404),
        ("undo", {"number": "7"}, 404),
        ("undo", {"number": "one"}, 400),
        ("undo", {"number": "9" * 40}, 400),
        ("hide", {"outlet": "Nobody"}, 404),
        ("follow", {"query": "-x"}, 400),
        ("follow", {"query": "ferry", "to": "somewhere"}, 400),
        ("unfollow", {"story": "none"}, 404),
        ("unfollow", {"follow": "none"}, 404),
        ("mark", {"story": "none", "kind": "read"}, 404),
        ("remove", {"url": "https://none.example"}, 404),
        ("full-text", {"url": "https://none.example"}, 404),
        ("add", {"url": "https://none.example"}, 400),
        ("fetch", {}, 400),
        ("starter", {"language": "xx"}, 404),
        ("make-token", {"name": "", "scope": "read"}, 400),
        ("end-token", {"id": "none"}, 404),
    ],
)
def test_what_cannot_be_done_is_said_on_a_page(reader: Browser, act: str, fields: dict[str, str], status: int) -> None:
    """With the status of it, and nothing is changed."""
    reader.open("/settings")
    answer = reader.send(f"/do/{act}", fields)
    assert (answer.status, "That was not done" in answer.text) == (status, True)


_READS = ("follow", "unfollow", "seen", "mark")
_CORRECTS = ("merge", "split", "pin", "hide", "undo")
_TAKES_IN = ("add", "import", "remove", "full-text", "fetch", "starter", "sample")


@pytest.mark.parametrize("act", [*_READS, *_CORRECTS, *_TAKES_IN, "make-token", "end-token"])
def test_every_change_wants_the_token_of_a_page(reader: Browser, act: str, store: Store) -> None:
    """One that is not ours is refused before anything is looked at."""
    reader.open("/settings")
    assert reader.send(f"/do/{act}", {"token": "0" * 64, "query": "ferry", "language": "de"}).status == 403
    assert (store.follows(), store.feeds(), store.corrections()) == ([], [], [])


@pytest.mark.usefixtures("filled")
def test_a_notice_tells_only_of_the_latest_correction(reader: Browser) -> None:
    """An address that somebody kept says nothing that is not so any more, and nothing that it was made to say."""
    reader.open("/outlets")
    reader.send("/do/hide", {"outlet": "Harbour Post"})
    for query in ("done=9", "done=x", "done=-1", "said=anything", f"done={'9' * 50}"):
        assert 'class="notice"' not in reader.open(f"/outlets?{query}").text
    assert 'class="notice"' in reader.open("/outlets?done=1").text


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    "back", ["//evil.example/", "https://evil.example", "a\r\nset-cookie: x=1", "\\\\evil", "ü/日本?x=ü#y"]
)
def test_a_form_leads_back_only_to_our_own_pages(desk: Desk, back: str) -> None:
    """Whatever it was made to carry."""
    app = make_app(desk)
    reader = Browser(app)
    reader.open("/outlets")
    form = {"content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin"}
    body = urlencode({"token": reader.token, "query": "ferry", "back": back}).encode()
    place = asked(app, "/do/follow", "POST", headers=form, body=body).headers["location"]
    assert place.startswith("../")
    assert not set(place) & set("\r\n\\")


# --- following, visits and marks ----------------------------------------------------------------------------------------


def test_what_is_new_is_told_until_the_reader_has_seen_it(filled: Store, reader: Browser) -> None:
    """Up to what the page showed, and not what came in since."""
    ferry = filled.membership()["f1"]
    reader.open(f"/story/{ferry}")
    reader.send("/do/follow", {"story": ferry, "back": f"/story/{ferry}"})
    assert "Follow this story no longer" in reader.page
    later = "The port authority of Velmar found the stern door of the Silver Tern open, and gave its log to a judge."
    take_in(
        filled, piece("f3", "Orrin Courier", "Stern door of ferry Silver Tern was open", later, "2026-03-02T15:00:00Z")
    )
    page = reader.open("/following").text
    assert "1 new article" in words(page)
    assert "Stern door of ferry Silver Tern was open" in words(page)
    [upto] = set(links(page, "//form[contains(@action, 'do/seen')]//input[@name='upto']/@value"))
    more = "The master of the Silver Tern, Augustin Lorne, was found alive off Velmar by a fishing boat on Tuesday."
    take_in(filled, piece("f4", "The Beacon", "Master of ferry Silver Tern found alive", more, "2026-03-02T18:00:00Z"))
    page = reader.send("/do/seen", {"upto": upto, "back": "following"}).text
    assert "1 new article" in words(page)
    assert "found alive" in words(page)
    reader.send("/do/unfollow", {"story": ferry, "back": "following"})
    assert "Nothing is followed yet." in words(reader.page)


def test_a_second_visit_says_what_is_new_since_the_first(filled: Store, reader: Browser, clock: Clock) -> None:
    """While a visit lasts nothing changes on the page; who fetches ahead, or for another site's page, does not visit."""
    ferry = filled.membership()["f1"]
    later = "The port authority of Velmar found the stern door of the Silver Tern open, and gave its log to a judge."
    reader.open(f"/story/{ferry}")
    visited = filled.visited(ferry)
    assert (visited and visited.at, visited and visited.before) == (NOON, None)
    clock.time += timedelta(hours=2)
    for not_a_look in ({"sec_purpose": "prefetch;prerender"}, {"sec_fetch_dest": "image"}):
        reader.open(f"/story/{ferry}", **not_a_look)
        assert filled.visited(ferry) == visited
    fresh = piece("f3", "Orrin Courier", "Stern door of ferry Silver Tern was open", later, "2026-03-03T13:00:00Z")
    ingest(filled, [fresh], on_reject=lambda _: None, seen=NOON + timedelta(hours=1))
    for minutes in (0, 10):
        clock.time += timedelta(minutes=minutes)
        assert "New since" in reader.open(f"/story/{ferry}").text
    clock.time += timedelta(hours=1)
    assert "New since 3 March 2026, 14:10 UTC Nothing." in words(reader.open(f"/story/{ferry}").text)


def test_a_program_with_a_token_neither_visits_nor_is_given_forms(filled: Store, desk: Desk) -> None:
    """It reads the same words."""
    filled.add_token(Token("t1", "reader", ("read",), NOON), hashed("secret"))
    ferry = filled.membership()["f1"]
    answer = asked(make_app(desk), f"/story/{ferry}", headers={"authorization": "Bearer secret"})
    assert (answer.status, '<form method="post"' in answer.text, filled.visited(ferry)) == (200, False, None)


def test_a_story_is_marked_and_unmarked(filled: Store, reader: Browser) -> None:
    ferry = filled.membership()["f1"]
    reader.open(f"/story/{ferry}")
    reader.send("/do/mark", {"story": ferry, "kind": "star"})
    assert [(one.story, one.kind, one.at) for one in filled.marks()] == [(ferry, "star", NOON)]
    reader.open(f"/story/{ferry}")
    reader.send("/do/mark", {"story": ferry, "kind": "star", "off": "yes"})
    assert filled.marks() == []


# --- settings -----------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("filled")
def test_settings_are_shown_with_their_origin_and_corrections_with_their_undo(desk: Desk) -> None:
    shown = Setting("serve.port", "8000", "default", "the port that the server listens on", "NEWSFOLD_SERVE_PORT")
    reader = Browser(make_app(replace(desk, settings=(shown,))))
    reader.open("/outlets")
    reader.send("/do/hide", {"outlet": "Harbour Post", "why": "a test"})
    page = reader.open("/settings").text
    assert "serve.port" in words(page)
    assert "NEWSFOLD_SERVE_PORT" in words(page)
    assert '"Harbour Post" is hidden' in words(page)
    assert "by Mira: a test" in words(page)
    reader.send("/do/undo", {"number": "1", "back": "settings"})
    assert "undone by 2" in words(reader.page)


def test_a_token_is_shown_once_works_and_ends(store: Store, reader: Browser, desk: Desk) -> None:
    """Only its hash is kept."""
    reader.open("/settings")
    answer = reader.send("/do/make-token", {"name": "newsreader", "scope": "read"})
    [secret] = links(answer.text, "//code[@class='secret']/text()")
    [token] = store.tokens()
    assert (answer.headers["cache-control"], token.name, token.scopes) == ("no-store", "newsreader", ("read",))
    app, bearer = make_app(desk), {"authorization": f"Bearer {secret}"}
    assert asked(app, "/", headers=bearer).status == 200
    assert secret not in reader.open("/settings").text
    reader.send("/do/end-token", {"id": token.id})
    assert asked(app, "/settings", headers=bearer).status == 303

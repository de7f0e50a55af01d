"""The commands of a live store, with servers and a clock that are played."""

from __future__ import annotations

import json
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from commandline import Ran, naming
from commandline import run as run_here
from liveworld import DAY, HOUR, HandClock, Web, rss, sent_on, served, status, unreachable

from newsfold.app.alone import alone
from newsfold.app.world import World
from newsfold.engine.live import Door

FEED = "https://harbourpost.example/rss"
LEDGER = "https://ledger.example/rss"
FERRY = ("ferry", "Ferry sinks off Velmar", "The ferry Silver Tern sank off Velmar on Monday, the coast guard said.")
GOATS = ("goats", "Goat crowned", "Greenfield crowned the heaviest goat of its annual fair before 300 visitors.")
LIST = b"""<opml version="2.0"><body><outline text="Coast">
    <outline type="rss" text="Harbour Post" xmlUrl="https://harbourpost.example/rss"/>
    <outline type="rss" text="Twice" xmlUrl="https://harbourpost.example/rss"/>
    <outline type="rss" text="No address"/></outline>
    <outline type="rss" text="Ledger" xmlUrl="https://ledger.example/rss"/></body></opml>"""


@pytest.fixture
def web() -> Web:
    return Web(HandClock(), {FEED: served(rss(FERRY, GOATS))})


class Desk:
    """Runs commands on one store, in the world of one web."""

    def __init__(self, folder: Path, web: Web) -> None:
        self.store = folder / "live.db"
        self._world = World(web.clock, lambda _allow, _clock: nullcontext(Door(web.fetch, pages=web.fetch)))

    def run(self, command: str, *arguments: object, stdin: bytes = b"") -> Ran:
        return run_here(command, *arguments, "--store", self.store, stdin=stdin, world=self._world)

    def json(self, command: str, *arguments: object, stdin: bytes = b"") -> Any:
        return json.loads(self.run(command, *arguments, "--json", stdin=stdin).printed)


@pytest.fixture
def desk(tmp_path: Path, web: Web) -> Desk:
    return Desk(tmp_path, web)


def test_adding_a_feed_shows_it_and_takes_it_in(desk: Desk) -> None:
    """Its name, the titles of its entries, and the stories that they make."""
    ran = desk.run("add", FEED, "--outlet", "The Post", "--folder", "Coast/North")
    assert ran.status == 0
    assert ran.printed.splitlines() == ["The Post: 2 entries", "  Ferry sinks off Velmar", "  Goat crowned"]
    assert ran.told == [f"newsfold: subscribed to {FEED}; 2 seen = 2 stored + 0 merged + 0 rejected"]
    (line,) = desk.json("feeds")["feeds"]
    assert (line["name"], line["title"], line["folder"]) == ("The Post", "Harbour Post", ["Coast", "North"])
    assert (line["condition"], line["site"], line["fetched"]) == (
        "good",
        "https://harbourpost.example/",
        "2026-03-02T06:00:00Z",
    )
    assert len(run_here("stories", "--store", desk.store, "--json").stories) == 2


def test_adding_a_feed_again_changes_only_what_is_said(desk: Desk, web: Web) -> None:
    """And takes a feed that was paused up again."""
    desk.run("add", FEED, "--outlet", "The Post")
    web.sites[FEED] = status(410)
    for _ in range(3):
        web.clock.time += DAY
        desk.run("fetch")
    assert desk.json("feeds")["feeds"][0]["condition"] == "paused"
    web.sites[FEED] = served(rss(FERRY, GOATS))
    ran = desk.run("add", FEED, "--full-text")
    assert "subscribed already" in ran.told[-1]
    (line,) = desk.json("feeds")["feeds"]
    assert (line["condition"], line["name"], line["full_text"]) == ("good", "The Post", True)


def test_a_web_page_says_which_feeds_it_has(desk: Desk, web: Web) -> None:
    """As commands to be copied; nothing is subscribed to."""
    links = "".join(f'<link rel="alternate" type="application/rss+xml" href="/{n}" title="Part {n}">' for n in "abc")
    web.sites["https://harbourpost.example"] = served(f"<html><head>{links}</head></html>".encode())
    ran = desk.run("add", "harbourpost.example")
    assert ran.status == 2
    assert ran.printed.splitlines()[0] == "newsfold add https://harbourpost.example/a   # Part a"
    assert ran.told == ["https://harbourpost.example: this is a web page, here are its 3 feeds"]
    assert [one["title"] for one in desk.json("add", "harbourpost.example")["feeds"]] == ["Part a", "Part b", "Part c"]
    assert desk.run("feeds").printed == ""


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (unreachable, "nothing answers there"),
        (status(404), "the server answered 404 (there is nothing at this address)"),
        (served(b"%PDF-1.7 \0"), "it is no feed"),
    ],
)
def test_what_cannot_be_added_is_named_with_the_reason(desk: Desk, web: Web, answer: Any, why: str) -> None:
    """In one line, and nothing is subscribed to."""
    web.sites[FEED] = answer
    ran = desk.run("add", FEED)
    assert (ran.status, ran.told) == (2, [f"{FEED}: {why}"])
    assert desk.run("feeds").printed == ""


def test_an_address_that_leads_elsewhere_for_good_is_left_for_that_one(desk: Desk, web: Web) -> None:
    """When it is added; later that takes a week."""
    target = "https://news.harbourpost.example/rss"
    web.sites[FEED] = sent_on(target, served(rss(FERRY)))
    desk.run("add", FEED)
    assert [line["url"] for line in desk.json("feeds")["feeds"]] == [target]


def test_the_first_fetch_says_once_that_servers_read_no_address(desk: Desk, web: Web, monkeypatch: Any) -> None:
    """Until one is set; the doctor goes on saying it, as nothing that is wrong."""
    web.sites[LEDGER] = served(rss(GOATS))
    desk.run("import", "-", stdin=LIST)
    assert len(naming(desk.run("fetch").told, "set `contact` in [network]")) == 1
    assert naming(desk.run("fetch", "--all").told, "`contact`") == []
    ran = desk.run("doctor")
    assert (ran.status, "ok    contact: servers that are asked read no address of yours" in ran.printed) == (0, True)
    monkeypatch.setenv("NEWSFOLD_NETWORK_CONTACT", "https://desk.example/who")
    assert "contact: servers that are asked read https://desk.example/who" in desk.run("doctor").printed


def test_a_fetch_that_reaches_nobody_says_that_it_is_this_machine(desk: Desk, web: Web) -> None:
    """In one sentence with one thing to do, and no feed is told of as failing."""
    web.sites[LEDGER] = served(rss(GOATS))
    desk.run("import", "-", stdin=LIST)
    desk.run("fetch")
    web.sites |= {FEED: unreachable, LEDGER: unreachable}
    web.clock.time += DAY
    ran = desk.run("fetch")
    assert ran.status == 2
    assert len(naming(ran.told, "look whether this machine is online")) == 1
    assert naming(ran.told, "failed: http") == []
    assert {line["condition"] for line in desk.json("feeds")["feeds"]} == {"good"}


@pytest.mark.parametrize("given", ["ftp://harbourpost.example/rss", "https://", "javascript:alert(1)", "https://[::1"])
def test_what_is_no_address_of_the_web_is_refused(desk: Desk, given: str) -> None:
    """Before anything is asked."""
    assert desk.run("add", given).status == 2


def test_a_list_of_subscriptions_is_taken_line_by_line(desk: Desk, web: Web) -> None:
    """Each line says what became of it; nothing is fetched, and twice is as once."""
    lines = [line["outcome"] for line in desk.json("import", "-", stdin=LIST)["lines"]]
    assert lines == ["added", "twice", "rejected", "added"]
    again = desk.run("import", "-", stdin=LIST)
    assert [line.split()[0] for line in again.printed.splitlines()] == ["known", "twice", "rejected", "known"]
    assert web.asked == []
    exported = desk.run("export").printed.encode()
    assert [line["outcome"] for line in desk.json("import", "-", stdin=exported)["lines"]] == ["known", "known"]
    folders = {line["name"]: line["folder"] for line in desk.json("feeds")["feeds"]}
    assert folders == {"Harbour Post": ["Coast"], "Ledger": []}


def test_a_file_that_is_no_list_is_said_to_be_none(desk: Desk) -> None:
    """A feed, or nothing that can be read."""
    assert desk.run("import", "-", stdin=rss(FERRY)).status == 2
    assert desk.run("import", "missing.opml").told == ["missing.opml: there is no such file or folder"]


def test_fetching_asks_what_is_due_and_says_what_failed(desk: Desk, web: Web) -> None:
    """The second time at once nothing is due; one that fails is named."""
    assert desk.run("fetch").status == 2
    desk.run("import", "-", stdin=LIST)
    ran = desk.run("fetch")
    assert ran.status == 0
    assert "1 of 2 feeds in, 2 articles, 0 stories so far" in ran.told
    failed = naming(ran.told, "failed: ")
    assert failed == [f"newsfold: failed: {LEDGER}: status: the server answered 404 (there is nothing at this address)"]
    assert "newsfold: 2 feeds asked: 1 failed, 1 new" in ran.told
    assert desk.json("fetch")["asked"] == 0
    done = desk.json("fetch", "--all")
    assert (done["asked"], done["outcomes"], done["ledger"]["difference"]) == (2, {"failed": 1, "not-modified": 1}, 0)
    web.sites.clear()
    assert desk.run("fetch", "--all").status == 2


def test_two_processes_do_not_fetch_into_one_store(desk: Desk) -> None:
    """The second says so, and asks nobody; the lock ends with the first."""
    desk.run("add", FEED)
    with alone(str(desk.store)):
        ran = desk.run("fetch", "--all")
        assert (ran.status, ran.told) == (3, naming(ran.told, "another newsfold is fetching into it"))
    assert desk.run("fetch", "--all").status == 0


def test_the_list_of_feeds_says_how_each_is_doing(desk: Desk, web: Web) -> None:
    """In a sentence, with one thing to do."""
    desk.run("import", "-", stdin=LIST)
    web.sites[LEDGER] = unreachable
    for _ in range(3):
        desk.run("fetch")
        web.clock.time += 10 * HOUR
    lines = desk.run("feeds").printed.splitlines()
    assert lines[0] == f"Harbour Post  {FEED}"
    assert lines[1].startswith("  good: it is well; fetched 2026-03-03 02:00; next ")
    assert (
        "3 fetches since 2026-03-02 06:00 UTC failed: nothing answers there; look whether the address is right"
        in lines[3]
    )
    assert desk.run("feeds").told == ["2 subscriptions, 1 of them well"]


def test_a_subscription_that_is_removed_is_gone_and_its_articles_are_not(desk: Desk) -> None:
    """A second time it is not known."""
    desk.run("add", FEED)
    assert desk.run("remove", FEED).status == 0
    assert desk.run("remove", FEED).status == 2
    assert desk.json("feeds")["feeds"] == []
    assert len(run_here("stories", "--store", desk.store, "--json").stories) == 2


def test_a_title_that_would_steer_a_terminal_does_not(desk: Desk, web: Web) -> None:
    """Neither when a feed is added nor in the list."""
    web.sites[FEED] = served(rss(("1", "Ferry &#x9b;31m lost", FERRY[2]), title="Harbour &#x9b;31m Post"))
    shown = desk.run("add", FEED).printed + desk.run("feeds").printed
    assert "Ferry" in shown
    assert "\x9b" not in shown

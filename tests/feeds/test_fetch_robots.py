"""Article pages are fetched as a guest does: by the site's robots.txt, one at a time, with a pause."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hostile_server import Hostile, answer

from newsfold.feeds.fetching import Access, Robots, fetch_pages
from newsfold.feeds.fetching.robots import FRESH, LONGEST_DELAY, MAX_ROBOTS, RETRY, Rules, rules_of
from newsfold.feeds.fetching.sockets import AddressInfo
from newsfold.model import Failure, Fetched, Wanted

HERE = Access(allow=("127.0.0.1",), deadline=5)
NOW = datetime(2026, 3, 3, 8, tzinfo=UTC)
PAGE = "https://orrin.example/ferry"


def told(text: str | bytes, status: int = 200) -> Fetched:
    body = text.encode() if isinstance(text, str) else text
    return Fetched(Wanted("https://orrin.example/robots.txt"), "https://orrin.example/robots.txt", status, body)


@pytest.fixture
def site() -> Iterator[Hostile]:
    with Hostile() as running:
        yield running


def pages(
    site: Hostile, *paths: str, robots: Robots | None = None, now: datetime = NOW, pause: float = 0.0
) -> list[Fetched]:
    wanted = [Wanted(path if path.startswith("http") else f"{site.url}/{path}") for path in paths]
    return list(fetch_pages(wanted, HERE, robots or Robots(), now, pause=pause, look_up=loopback))


def loopback(_host: str, port: int) -> list[AddressInfo]:
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        ("", True),
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: newsfold\nAllow: /", True),
        ("User-agent: Newsfold\nDisallow: /ferry", False),
        ("User-agent: Newsfold\nDisallow: /fer*y$", False),
        ("User-agent: Newsfold\nDisallow: /\nAllow: /ferry", True),
        ("User-agent: Newsfoldish\nDisallow: /", True),
        ("User-agent: other\nDisallow: /", True),
        ("\ufeffUser-agent: *\nDisallow: /", False),
        ("<html><body>Page not found</body></html>", True),
        (b"User-agent: *\nDisallow: /\xff\xfe\n", True),
    ],
)
def test_the_rules_of_a_site_decide(rules: str | bytes, allowed: bool) -> None:
    """Those for us before those for all, the longest first; what is no rule says nothing."""
    assert (rules_of(told(rules)).why_not(PAGE) is None) == allowed


@pytest.mark.parametrize(
    ("status", "allowed"),
    [(404, True), (403, True), (401, True), (410, True), (429, False), (500, False), (503, False)],
)
def test_rules_that_are_not_there_allow_everything_and_broken_ones_nothing(status: int, allowed: bool) -> None:
    """RFC 9309, 2.3.1; but 429 says "not now" and is believed."""
    assert (rules_of(told("", status)).why_not(PAGE) is None) == allowed


@pytest.mark.parametrize(
    ("reason", "allowed"),
    [("redirects", True), ("unreachable", False), ("timeout", False), ("tls", False), ("refused", False)],
)
def test_a_site_that_cannot_be_asked_is_not_fetched_from(reason: str, allowed: bool) -> None:
    """But one whose robots.txt is redirected without end has none."""
    fetched = Fetched(Wanted(PAGE), PAGE, failure=Failure(reason, "orrin.example did not answer"))  # type: ignore[arg-type]
    assert (rules_of(fetched).why_not(PAGE) is None) == allowed


@pytest.mark.parametrize(
    ("said", "delay"), [("7", 7.0), ("0.5", 0.5), ("100000", LONGEST_DELAY), ("-3", 0.0), ("soon", 0.0)]
)
def test_a_delay_is_kept_within_bounds(said: str, delay: float) -> None:
    """Crawl-delay is no part of the standard, and courtesy all the same."""
    assert rules_of(told(f"User-agent: *\nCrawl-delay: {said}")).delay == delay


def test_rules_are_believed_for_a_day_and_their_absence_for_an_hour() -> None:
    """Then they are asked for again; a clock that went back asks again too."""
    robots, site, other = Robots(), "https://orrin.example", "https://velmar.example"
    robots.learn(site, Rules(), NOW)
    robots.learn(other, Rules(not_now="did not answer"), NOW)
    moment = timedelta(seconds=1)
    assert robots.fresh(site, NOW + FRESH - moment) == Rules()
    assert robots.fresh(site, NOW + FRESH) is None
    assert robots.fresh(site, NOW - moment) is None
    assert robots.fresh(other, NOW + RETRY - moment)
    assert robots.fresh(other, NOW + RETRY) is None
    assert robots.fresh("https://dorne.example", NOW) is None


def test_hostile_rules_cost_little() -> None:
    """500 KiB of them, with as many stars as fit."""
    lines = ("Disallow: /" + "*a" * 40 + "$\n") * (MAX_ROBOTS // 92)
    began = time.process_time()
    rules_of(told(f"User-agent: *\n{lines}")).why_not("https://orrin.example/" + "a" * 2000)
    assert time.process_time() - began < 20


def says(site: Hostile, text: str, status: int = 200) -> None:
    site.robots = answer(status, body=text.encode())


def test_robots_are_asked_once_for_a_site(site: Hostile) -> None:
    """Before the first page, and again only when they are too old."""
    says(site, "User-agent: *\nDisallow: /status")
    robots = Robots()
    came = pages(site, "feed", "feed?2", "status/200", robots=robots)
    assert sorted(str(fetched.failure and fetched.failure.reason) for fetched in came) == ["None", "None", "refused"]
    assert site.seen.paths[0] == "/robots.txt"
    assert sorted(site.seen.paths) == ["/feed", "/feed?2", "/robots.txt"]
    pages(site, "feed?3", robots=robots, now=NOW + timedelta(hours=23))
    assert site.seen.paths.count("/robots.txt") == 1
    pages(site, "feed?4", robots=robots, now=NOW + timedelta(hours=24))
    assert site.seen.paths.count("/robots.txt") == 2


def test_a_refusal_by_robots_says_so(site: Hostile) -> None:
    """In the sentence that the operator reads."""
    says(site, "User-agent: Newsfold\nDisallow: /")
    [fetched] = pages(site, "feed")
    assert fetched.failure == Failure("refused", "127.0.0.1 asks in its robots.txt that programs leave this page alone")


def test_a_site_that_is_broken_is_left_alone(site: Hostile) -> None:
    """Its pages are not asked for."""
    says(site, "", 503)
    [fetched] = pages(site, "feed")
    assert fetched.failure == Failure("unreachable", "127.0.0.1 could not say what its robots.txt allows (status 503)")
    assert site.seen.paths == ["/robots.txt"]


def test_where_a_redirect_leads_is_asked_too(site: Hostile) -> None:
    """Another site has rules of its own."""
    with Hostile() as other:
        says(site, "", 404)
        says(other, "User-agent: *\nDisallow: /feed")
        [fetched] = pages(site, f"to/302/{other.url}/feed")
        assert fetched.failure
        assert (fetched.failure.reason, len(fetched.hops)) == ("refused", 1)
        assert other.seen.paths == ["/robots.txt"]


def test_only_the_beginning_of_robots_is_read(site: Hostile) -> None:
    """A file without end is no reason to wait, and what stands behind the bound is not there."""
    says(site, "User-agent: *\nDisallow: /status\n" + "# more\n" * MAX_ROBOTS + "Disallow: /feed\n")
    came = pages(site, "feed", "status/200")
    assert sorted(str(fetched.status) for fetched in came) == ["200", "None"]


@pytest.mark.parametrize(("rules", "least"), [("", 0.2), ("User-agent: *\nCrawl-delay: 0.4", 0.4)])
def test_pages_of_one_host_are_fetched_with_a_pause(site: Hostile, rules: str, least: float) -> None:
    """Ours, or the longer one that the site asks for; on one connection; other hosts do not wait."""
    says(site, rules)
    other = f"http://other.test:{site.port}/feed"
    came = pages(site, "feed?1", "feed?2", "feed?3", other, pause=0.2)
    assert [fetched.status for fetched in came] == [200] * 4
    own = [at for at, head in zip(site.seen.times, site.seen.heads, strict=True) if b"other.test" not in head]
    assert min(later - sooner for sooner, later in pairwise(own)) >= least - 0.05
    assert [fetched.wanted.url for fetched in came].index(other) <= 2


def test_an_address_that_is_refused_is_refused_for_pages_too(site: Hostile) -> None:
    """Whether it is the page's, a redirect's, or one that robots.txt leads to."""
    says(site, "", 404)
    inner = "http://192.168.1.7/page"
    came = pages(site, inner, f"to/302/{inner}")
    assert [fetched.failure and "192.168.1.7" in fetched.failure.detail for fetched in came] == [True, True]
    site.robots = answer(302, "Location: http://10.0.0.1/robots.txt\r\n")
    [fetched] = pages(site, "feed")
    assert fetched.failure
    assert 'allow = ["10.0.0.1"]' in fetched.failure.detail

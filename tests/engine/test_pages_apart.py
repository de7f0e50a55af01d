"""Pages of strangers are read in a process of their own: the same words, and what is over a limit leaves the article as it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hostile_pages import HOSTILE, SENTENCE, page
from liveworld import HandClock, Web, rss, served

from newsfold.articles import taken
from newsfold.engine.live import Door, Live
from newsfold.feeds.apart import PAGES, Parser
from newsfold.model import Feed, FeedState, Rejected
from newsfold.store import MEMORY, Store, open_store

READER = "newsfold.articles.taken:read"
FEED = "https://harbourpost.example/rss"
LEAD = "The dam at Orrin holds, the council of Velmar said, but the gates stay …"
ARTICLE = page(f"<article><h1>Dam holds</h1><p>{SENTENCE * 8}</p></article>")
# Those that each cost little, of all kinds of trouble: `tools/pages_apart.py` runs every one.
SOME = (
    "depth of an article",
    "a wide cell",
    "attributes of one element",
    "links",
    "one word of 14 MB",
    "unknown elements",
)


@pytest.fixture(scope="module")
def parser() -> Iterator[Parser]:
    with Parser(replace(PAGES, seconds=1.0), reader=READER) as opened:
        yield opened


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store(MEMORY) as opened:
        yield opened


@pytest.fixture
def told() -> list[Rejected]:
    return []


def fetched(store: Store, parser: Parser, body: bytes) -> Live:
    """A round that reads a feed of one entry that breaks off, and the page of its article."""
    web = Web(HandClock())
    web.sites[FEED] = served(rss(("dam", "Dam holds", LEAD)))
    web.sites["https://harbourpost.example/dam"] = served(body)
    store.record_feed(Feed("outlets.opml", FEED))
    store.save_feed_state(FeedState(FEED, full_text=True))
    loop = Live(store, Door(web.fetch, pages=web.fetch, take=parser.parse), web.clock)
    loop.round()
    return loop


def test_a_page_that_is_read_apart_gives_its_article_the_words_that_it_has_here(store: Store, parser: Parser) -> None:
    """The page as it came is kept with the article."""
    fetched(store, parser, ARTICLE)
    [article] = store.articles()
    [here] = taken.read(ARTICLE, "")
    assert not isinstance(here, Rejected)
    assert (article.text, article.title) == (here.body, "Dam holds")
    assert store.ledger().stored == 2


@pytest.mark.parametrize(
    ("attack", "reason"), [("attributes of one element", "too-slow"), ("links", "too-much-memory")]
)
def test_a_page_over_a_limit_leaves_the_article_its_feeds_words(
    store: Store, parser: Parser, attack: str, reason: str
) -> None:
    """The reason is in the books, and nothing else is lost by it."""
    fetched(store, parser, HOSTILE[attack]())
    [article] = store.articles()
    assert article.text == LEAD
    ledger = store.ledger()
    assert (ledger.stored, ledger.rejected, ledger.difference) == (1, {reason: 1}, 0)
    assert store.stories()


@pytest.mark.parametrize("attack", SOME)
def test_a_hostile_page_costs_what_the_limits_allow(attack: str, parser: Parser) -> None:
    """It is read, or is one rejection that says which limit it went over; the next page is read as ever."""
    [value] = parser.parse(HOSTILE[attack](), attack)
    assert not isinstance(value, Rejected) or value.reason in ("too-slow", "too-much-memory")
    assert parser.parse(ARTICLE, "next") == list(taken.read(ARTICLE, "next"))


@pytest.mark.parametrize("megabytes", [182, 186, 190])
def test_too_little_memory_never_gives_fewer_words_of_a_page(megabytes: int) -> None:
    """The library that finds the article swallows a MemoryError, and goes on with what it has."""
    story = page(
        f"<article><h1>Dam holds</h1>{''.join(f'<p>{number}. {SENTENCE * 3}' for number in range(4_000))}</article>"
    )
    limits = replace(PAGES, seconds=20, wall=60, memory=megabytes * 1024**2 + PAGES.spare)
    with Parser(limits, reader=READER) as little:
        assert little.parse(story, "a") in (
            list(taken.read(story, "a")),
            [Rejected("a", "too-much-memory", f"reading it took more than {megabytes} MB")],
        )


def test_a_page_of_more_words_than_are_taken_is_rejected() -> None:
    """As an entry of a feed is."""
    [value] = taken.read(page("<p>a", f"<meta name='author' content='{'Mirela ' * 200_000}'>"), "a")
    assert isinstance(value, Rejected)
    assert value.reason == "too-large"

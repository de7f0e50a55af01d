"""What feeds do to the identity of their entries, from the bytes to the store, over many fetches: nothing is new that is not, and
nothing is swallowed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from html import escape
from typing import NamedTuple

import pytest
from newsdesk import nothing_rejected

from newsfold.engine.ingest import ingest
from newsfold.feeds.sources import read_bytes
from newsfold.model import Ledger
from newsfold.store import MEMORY, Store, open_store

BEGIN = datetime(2026, 3, 2, 6, tzinfo=UTC)
SUBJECTS = ("dam", "ferry", "mine", "bank", "vote", "road", "choir", "goat", "school", "bridge")
PLACES = ("Orrin", "Velmar", "Dorne", "Sallow", "Tresmontes")


class Entry(NamedTuple):
    """An entry as a feed has it; what is None is left out."""

    title: str
    text: str
    link: str | None = None
    guid: str | None = None
    published: str | None = "Mon, 02 Mar 2026 06:40:00 GMT"


def rss(entries: Sequence[Entry], itself: str = "https://orrin-post.example/rss") -> bytes:
    def element(name: str, words: str | None) -> str:
        return f"<{name}>{escape(words)}</{name}>" if words is not None else ""

    items = "".join(
        f"<item>{element('title', one.title)}{element('description', one.text)}{element('link', one.link)}"
        f"{element('guid', one.guid)}{element('pubDate', one.published)}</item>"
        for one in entries
    )
    link = f"<atom:link xmlns:atom='http://www.w3.org/2005/Atom' rel='self' href='{itself}'/>"
    return f"<rss version='2.0'><channel><title>Orrin Post</title>{link}{items}</channel></rss>".encode()


def story(number: int, *, link: bool = True, guid: str | None = None) -> Entry:
    """One of fifty pieces in other words, all of one form, as an outlet writes them."""
    subject, place = SUBJECTS[number % 10], PLACES[number // 10]
    return Entry(
        f"The {subject} of {place}",
        f"The {subject} of {place} was closed at {number % 12 + 1} in the morning, the council of {place} said, and will "
        f"stay so until the {subject} has been looked at by those who built it, {number + 7} years ago.",
        f"https://orrin-post.example/{place}/{subject}".lower() if link else None,
        guid,
    )


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store(MEMORY) as opened:
        yield opened


def fetched(store: Store, *bodies: bytes, every: timedelta = timedelta(minutes=30)) -> list[Ledger]:
    """Take in what a feed gave at one fetch after the other; give the books of each."""
    return [
        ingest(
            store,
            read_bytes(body, "https://orrin-post.example/rss"),
            on_reject=nothing_rejected,
            seen=BEGIN + number * every,
        ).ledger
        for number, body in enumerate(bodies)
    ]


def known(store: Store) -> int:
    return sum(1 for _ in store.articles())


@pytest.mark.parametrize("link", [True, False], ids=["with an address", "without"])
def test_a_guid_that_changes_at_each_of_a_hundred_fetches_makes_nothing_new(store: Store, link: bool) -> None:
    """The address says that it is the same, or the words do."""
    books = fetched(store, *(rss([story(7, link=link, guid=f"session-{number}")]) for number in range(100)))
    assert known(store) == 1
    assert [(one.stored, one.merged, one.difference) for one in books] == [(1, 0, 0)] + [(0, 1, 0)] * 99


@pytest.mark.parametrize("link", [True, False], ids=["with addresses", "without"])
def test_fifty_entries_of_one_guid_are_fifty_articles_at_every_fetch(store: Store, link: bool) -> None:
    """Though they are of one form, and the feed turns its order about."""
    entries = [story(number, link=link, guid="WSJ-1") for number in range(50)]
    books = fetched(store, rss(entries), rss(entries), rss(entries[::-1]), rss(entries[20:]))
    assert known(store) == 50
    assert [(one.stored, one.merged) for one in books] == [(50, 0), (0, 50), (0, 50), (0, 30)]
    assert {article.title for article in store.articles()} == {one.title for one in entries}


def test_entries_that_share_guid_and_title_are_told_by_their_words(store: Store) -> None:
    """A feed that calls every piece the same."""
    entries = [story(number, link=False, guid="1")._replace(title="News in brief") for number in range(12)]
    fetched(store, rss(entries), rss(entries))
    assert {article.text for article in store.articles()} == {one.text for one in entries}


FLIPS: dict[str, Callable[[str], str]] = {
    "scheme": lambda text: text.replace("https://", "http://"),
    "www": lambda text: text.replace("https://", "https://www."),
    "slash": lambda text: f"{text}/",
    "counting": lambda text: f"{text}?utm_source=rss",
    "port": lambda text: text.replace(".example/", ".example:443/"),
    "fragment": lambda text: f"{text}#top",
}


@pytest.mark.parametrize("flip", FLIPS)
def test_an_address_written_otherwise_makes_nothing_new(store: Store, flip: str) -> None:
    """Whether the guid is the address, follows it, or is none, and the feed itself has moved too."""
    entries = [story(number) for number in range(30)]
    entries = [one._replace(guid=(one.link, f"{one.link}?p=1", None)[place % 3]) for place, one in enumerate(entries)]
    other = [
        one._replace(link=FLIPS[flip](one.link or ""), guid=FLIPS[flip](one.guid) if one.guid else None)
        for one in entries
    ]
    moved = "http://orrin-post.example/rss"
    books = fetched(store, rss(entries), rss(other), rss(entries), rss(other, moved), rss(entries, moved))
    assert known(store) == 30
    assert sum(one.stored for one in books) == 30


EDITS: dict[str, Callable[[Entry], Entry]] = {
    "title": lambda one: one._replace(title=f"{one.title} is closed"),
    "text": lambda one: one._replace(text=one.text.replace("morning", "evening")),
    "figure": lambda one: one._replace(text=one.text.replace("years", "months")),
    "growth": lambda one: one._replace(text=f"{one.text} Nobody was hurt. The road beside it is open again."),
    "both": lambda one: one._replace(title=f"{one.title} is closed", text=one.text.replace("morning", "evening")),
    "date": lambda one: one._replace(text=one.text.replace("morning", "evening"), published="1 Jan 2099"),
    "slug": lambda one: one._replace(
        title=f"Closed: {one.title}", link=f"{one.link}-is-closed", text=f"{one.text} Nobody"
    ),
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edited_article_is_a_revision_and_never_a_new_one(store: Store, edit: str) -> None:
    """The words before stay, and those of today are shown; the others of its feed are as they were."""
    entries = [story(number, guid=f"OP-{number}") for number in range(20)]
    edited = [EDITS[edit](one) if place % 4 == 0 else one for place, one in enumerate(entries)]
    books = fetched(store, rss(entries), rss(edited), rss(edited))
    assert known(store) == 20
    assert [(one.stored, one.merged, one.difference) for one in books] == [(20, 0, 0), (5, 15, 0), (0, 20, 0)]
    now = {(article.title, article.text) for article in store.articles()}
    assert now == {(one.title, one.text) for one in edited}
    assert sorted(len(store.revisions(article.id)) for article in store.articles()) == [1] * 15 + [2] * 5


def test_guids_that_wander_to_other_entries_swallow_none(store: Store) -> None:
    """Numbers that count from the newest: each fetch every entry has the guid that another had."""
    entries = [story(number) for number in range(20)]

    def numbered(first: int) -> bytes:
        return rss([one._replace(guid=str(place)) for place, one in enumerate(entries[first : first + 10])])

    books = fetched(store, *(numbered(first) for first in range(11)))
    assert known(store) == 20
    assert [one.stored for one in books] == [10] + [1] * 10


DATES = (
    None, "", "1 Jan 2099", "Thu, 01 Jan 1970 00:00:00 GMT", "0001-01-01", "1764000000", "tomorrow", "02/03/2026",
    "Mon, 02 Mar 2026 06:40:00 GMT", "2099-12-31T23:59:59Z",
)  # fmt: skip


def test_a_date_decides_nothing_about_identity(store: Store) -> None:
    """One entry under ten dates, wrong and right, is one article with one revision."""
    fetched(store, *(rss([story(3, guid="OP-3")._replace(published=date)]) for date in DATES * 2))
    [article] = store.articles()
    assert len(store.revisions(article.id)) == 1


def test_what_is_seen_is_dated_no_later_than_it_was_seen(store: Store) -> None:
    """The date received is kept as it is; articles are placed by when they can have been published at the latest."""
    fetched(store, rss([story(1)._replace(published="1 Jan 2099"), story(2)]))
    ahead, sound = sorted(store.articles(), key=lambda article: article.title)
    assert (ahead.published.raw, ahead.published.iso, ahead.first_seen) == ("1 Jan 2099", "2099-01-01", BEGIN)
    assert ahead.at == BEGIN + timedelta(hours=2)
    assert sound.at == sound.published.at


def test_a_date_that_cannot_be_gives_way_when_the_article_is_edited(store: Store) -> None:
    """And a sound one stays, whatever is said later."""
    wrong, mended = story(1)._replace(published="1 Jan 2099"), "Mon, 02 Mar 2026 05:00:00 GMT"
    fetched(
        store,
        rss([wrong]),
        rss([wrong._replace(text=f"{wrong.text} Nobody was hurt.", published=mended)]),
        rss([wrong._replace(text=f"{wrong.text} Two were hurt.", published="1 Jan 2098")]),
    )
    [article] = store.articles()
    assert (article.published.raw, article.first_seen) == (mended, BEGIN)
    assert [one.seen for one in store.revisions(article.id)] == [BEGIN + n * timedelta(minutes=30) for n in range(3)]


def test_an_archive_has_no_first_seen(store: Store) -> None:
    """Its dates are all that is known, and are believed."""
    ingest(store, read_bytes(rss([story(1)._replace(published="1 Jan 2099")]), "a.xml"), on_reject=nothing_rejected)
    [article] = store.articles()
    assert (article.first_seen, article.revision.seen) == (None, None)
    assert article.at == article.published.at


def test_words_that_come_back_are_not_kept_out_by_a_date_that_cannot_be(store: Store) -> None:
    """An edit dated 2099 is undone, and the outlet dates that today."""

    def updated(text: str, date: str) -> bytes:
        entry = f"<entry><id>1</id><title>Dam</title><link href='https://o.example/dam'/><updated>{date}</updated>"
        return f"<feed xmlns='http://www.w3.org/2005/Atom'>{entry}<content>{text}</content></entry></feed>".encode()

    first, second = "The dam of Orrin holds after a night of rain.", "The dam of Orrin broke after a night of rain."
    fetched(
        store,
        updated(first, "2026-03-02T05:00:00Z"),
        updated(second, "2099-01-01T00:00:00Z"),
        updated(first, "2026-03-02T10:00:00Z"),
        every=timedelta(hours=3),
    )
    [article] = store.articles()
    assert article.text == first

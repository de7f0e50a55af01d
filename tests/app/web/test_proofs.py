"""The server's proofs, on a real store: an address is of the same words for good, and shows none that may not be shown."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest
from asking import Answer, asked
from starlette.types import ASGIApp

from newsfold.app.web import Desk, make_app
from newsfold.engine import corrections
from newsfold.engine.archive import Archive
from newsfold.engine.ingest import ingest
from newsfold.engine.retention import prune
from newsfold.model import Item, Signature, Span
from newsfold.pages import Places
from newsfold.store import Store, open_store

FERRY = "The ferry Silver Tern sank off Velmar on Monday with 212 people aboard, the coast guard said."
BANK = "The central bank of Astrava raised its key rate to four percent and surprised every economist in the capital."
NOW = datetime(2026, 6, 1, tzinfo=UTC)
PLACES = Places(up="/", files=False)
PASSWORD = "open sesame"  # noqa: S105 - of a server that lives for one test


def take_in(store: Store, name: str, words: str) -> None:
    item = Item(
        "week",
        "record",
        id=name,
        url=f"https://{name.strip('/?')}.example/1",
        title=f"Report {name}",
        body=words,
        published="2026-03-02T08:00:00Z",
        lang="en",
    )
    ingest(store, [item], on_reject=lambda _: None)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """The ferry, and the bank, whose article has an id that an address must not take apart."""
    with open_store(tmp_path / "news.db") as opened:
        take_in(opened, "a", FERRY)
        take_in(opened, "k/?", BANK)
        yield opened


@pytest.fixture
def app(store: Store) -> ASGIApp:
    return make_app(Desk(Archive(store), store))


def proof_of(store: Store, article: str, words: str) -> str:
    """The address of words of an article as it is now."""
    now = store.article(article)
    start = now.text.index(words)
    return PLACES.proof(article, Span(now.revision.id, "text", start, start + len(words)))


def marked(answer: Answer) -> str:
    found = re.search(r'<mark id="words">(.*?)</mark>', answer.text, re.DOTALL)
    return unescape(found[1]) if found else ""


@pytest.mark.parametrize(("article", "words"), [("a", FERRY), ("k/?", BANK)])
def test_a_reader_goes_from_words_to_their_proof_and_back(app: ASGIApp, store: Store, article: str, words: str) -> None:
    """The link of the story's page leads to the words, and that of the proof to the story."""
    story = store.membership()[article]
    links = re.findall(r'class="prove" href="\.\.([^"]+)"', asked(app, f"/story/{story}").text)
    assert links
    proof = asked(app, unescape(links[0]))
    assert (proof.status, marked(proof)) == (200, words)
    assert "what is stored is what came in" in proof.text
    assert f'href="story/{story}">Back to the story' in proof.text
    assert asked(app, unescape(links[0]), headers={"if-none-match": proof.headers["etag"]}).status == 304


def test_an_address_stays_of_its_words_when_the_article_is_edited(app: ASGIApp, store: Store) -> None:
    """The number of an excerpt leads to other words by then; the address never does."""
    numbered = f"/story/{store.membership()['a']}/proof/1"
    address = proof_of(store, "a", FERRY)
    assert asked(app, numbered).headers["location"] == f"../../..{address}"
    edited = FERRY.replace("212", "221")
    take_in(store, "a", edited)
    proof = asked(app, address)
    assert (marked(proof), "the article was changed since" in proof.text) == (FERRY, True)
    moved = asked(app, numbered)
    assert (moved.status, moved.headers["location"]) == (303, f"../../..{proof_of(store, 'a', edited)}")


def test_an_address_stays_good_when_its_story_becomes_another(app: ASGIApp, store: Store) -> None:
    """It names no story; the page leads to the one that the article is in now."""
    address = proof_of(store, "k/?", "four percent")
    ferry, bank = store.membership()["a"], store.membership()["k/?"]
    corrections.merge(store, ferry, bank, Signature("editor", NOW))
    proof = asked(app, address)
    assert (proof.status, marked(proof)) == (200, "four percent")
    assert f'href="story/{store.living(bank)}">Back to the story' in proof.text
    assert asked(app, f"/story/{bank}/proof/1").status == 303


def test_what_a_search_shows_is_proved_as_well(app: ASGIApp) -> None:
    """By the same address, though no story chose these words."""
    links = re.findall(r'class="prove" href="([^"]+)"', asked(app, "/search?q=key+rate").text)
    assert links
    assert "key rate" in marked(asked(app, "/" + unescape(links[0])))


def test_who_may_not_read_gets_no_proof(store: Store) -> None:
    """An address that was sent on shows nothing without the password."""
    closed = make_app(Desk(Archive(store), store, password=PASSWORD))
    answer = asked(closed, proof_of(store, "a", FERRY))
    assert (answer.status, "Silver Tern" in answer.text) == (303, False)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/proof?article=none&revision={a}&field=text&start=0&end=3", "Article none is not known."),
        ("/proof?article=Buy+this+now&revision={a}&field=text&start=0&end=3", "Article of this address is not known."),
        ("/proof?article=a&revision={k}&field=text&start=0&end=3", "Revision {k} is none of article a."),
        ("/proof?article=a&revision={a}&field=text&start=90&end=94", "90 to 94 is no stretch of the text"),
        ("/proof?article=a&revision={a}&field=title&start=5&end=5", "5 to 5 is no stretch of the title"),
        ("/proof?article=a&revision={a}&field=text&start=999999999&end=0", "which has 93 characters."),
        ("/story/{story}/proof/99", "The story shows 1 excerpt now, and none has this number."),
        ("/story/{story}/proof/0", "The story shows 1 excerpt now"),
        (f"/story/{{story}}/proof/{'9' * 5000}", "The story shows 1 excerpt now"),
        ("/story/none/proof/1", "There is no such page"),
    ],
)
def test_what_is_not_there_is_named(app: ASGIApp, store: Store, path: str, said: str) -> None:
    """Article, revision, stretch or number; of an address only what cannot be read as a sentence of ours."""
    given = {name[0]: store.article(name).revision.id for name in ("a", "k/?")} | {"story": store.membership()["a"]}
    answer = asked(app, path.format(**given))
    assert answer.status == 404
    assert said.format(**given) in answer.text
    assert "Buy this" not in answer.text


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?article=a",
        "?revision=0&field=text&start=0&end=3",
        "?article=a&revision=0&field=text&start=0&end=3",
        "?article=a&revision={a}&field=body&start=0&end=3",
        "?article=a&revision={a}&field=text&start=-1&end=3",
        "?article=a&revision={a}&field=text&start=%D9%A1&end=3",
        "?article=a&revision={a}&field=text&start=0&end=1e2",
        "?article=a&revision={a}&field=text&start=0",
    ],
)
def test_an_address_that_names_no_place_is_told_what_one_names(app: ASGIApp, store: Store, query: str) -> None:
    """Nothing is guessed of what is missing."""
    answer = asked(app, "/proof" + query.format(a=store.article("a").revision.id))
    assert (answer.status, "names an article, a revision, a field" in answer.text) == (400, True)


def test_hidden_words_are_not_shown_by_an_old_address(app: ASGIApp, store: Store) -> None:
    """The page says what happened to the article and has none of its words; taken back, it is as before."""
    address = proof_of(store, "a", FERRY)
    made = corrections.hide(store, "a.example", Signature("editor", NOW))
    hidden = asked(app, address)
    assert (hidden.status, "Article a is hidden by a correction." in hidden.text) == (404, True)
    assert "Silver Tern" not in hidden.text
    assert "Report" not in hidden.text
    corrections.undo(store, made.number, Signature("editor", NOW))
    assert marked(asked(app, address)) == FERRY


def test_words_that_are_no_longer_kept_are_said_to_be_gone(app: ASGIApp, store: Store) -> None:
    """By their address and by their number alike."""
    address, story = proof_of(store, "a", FERRY), store.membership()["a"]
    prune(store, now=NOW, days=30)
    gone, numbered = asked(app, address), asked(app, f"/story/{story}/proof/1")
    assert (gone.status, numbered.status) == (410, 410)
    assert "Article a was here, and its words are no longer kept." in gone.text
    assert "Its words were removed on" in numbered.text
    assert "Silver Tern" not in gone.text + numbered.text


def test_a_store_that_another_hand_wrote_to_is_not_believed(app: ASGIApp, store: Store, tmp_path: Path) -> None:
    """Words that a digest shows and words that it does not are both held against what came in."""
    shown, other = proof_of(store, "a", FERRY), proof_of(store, "a", "212 people")
    with sqlite3.connect(tmp_path / "news.db") as hand:
        here = (store.article("a").revision.id,)
        changed = hand.execute("UPDATE revisions SET text = replace(text, '212', '221') WHERE id = ?", here)
        assert changed.rowcount == 1
    assert "The words are not the stored ones." in asked(app, shown).text
    proof = asked(app, other)
    assert (marked(proof), "but what is stored is not what came in" in proof.text) == ("221 people", True)

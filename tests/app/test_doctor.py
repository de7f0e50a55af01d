"""The doctor: what is wrong with a store, in one sentence with one thing to do; and what can be saved of a damaged one."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from commandline import DIVERS, GOATS, lines, naming, record, run

from newsfold.engine.doctor import examine, spread
from newsfold.model import Feed, FeedState, Held, Trouble
from newsfold.store import open_store

REPORTS = [
    record(f"p{number}", f"Report {number}: {text} It was report {number} of the day.", hour=number % 24)
    for number, text in enumerate([DIVERS, GOATS] * 20)
]
PLENTY = 10**12
NOW = datetime(2026, 3, 9, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with 40 articles, each with the item that it came from."""
    path = tmp_path_factory.mktemp("doctor") / "news.db"
    assert run("ingest", "-", "--store", path, "--workers", 1, stdin=lines(*REPORTS)).status == 0
    return path


@pytest.fixture
def store(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(sound, tmp_path / "news.db"))


def damaged(path: Path, seed: int) -> Path:
    """Write noise over three places of a store, not over the first two pages, which say what is in it."""
    chosen = random.Random(seed)
    data = bytearray(path.read_bytes())
    for _ in range(3):
        place = chosen.randrange(2 * 4096, len(data) - 300)
        data[place : place + 200] = chosen.randbytes(200)
    path.write_bytes(data)
    return path


def altered(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()


def test_a_store_that_is_well_is_said_to_be(store: Path) -> None:
    """The status is 0, every line says ok, and nothing in the folder changed."""
    before = store.read_bytes()
    ran = run("doctor", "--store", store)
    assert (ran.status, ran.told) == (0, [])
    assert {line.split()[0] for line in ran.printed.splitlines()} == {"ok"}
    assert json.loads(run("doctor", "--store", store, "--json").printed)["ok"] is True
    assert store.read_bytes() == before


def test_a_missing_store_is_named_with_what_to_do(tmp_path: Path) -> None:
    """And is not made."""
    ran = run("doctor", "--store", tmp_path / "none.db")
    assert ran.status == 1
    assert "there is no such store -> name the right one with --store" in ran.printed
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize("content", [b"", b"x", b"no database " * 1000])
def test_what_is_no_store_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    """An empty file too."""
    (tmp_path / "other.db").write_bytes(content)
    ran = run("doctor", "--store", tmp_path / "other.db")
    assert (ran.status, len(ran.printed.splitlines())) == (1, 1)
    assert "other.db" in ran.printed


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    """By name."""
    altered(tmp_path / "other.db", "CREATE TABLE bookmarks (url TEXT)")
    assert "is not a Newsfold store" in run("doctor", "--store", tmp_path / "other.db").printed


def test_a_disk_that_is_nearly_full_is_wrong(store: Path) -> None:
    """With how much room is needed."""
    (disk,) = [one for one in examine(str(store), free=1_000_000, now=NOW) if not one.ok]
    assert (disk.subject, disk.action) == ("disk", "make room for 100.0 MB, what a backup of it takes")


def test_an_older_schema_is_looked_at_and_left(store: Path) -> None:
    """A newer one is too, with another thing to do."""
    altered(store, "UPDATE newsfold_version SET version_num = '0002'")
    (schema,) = [one for one in examine(str(store), free=PLENTY, now=NOW) if not one.ok]
    assert "older than this version's" in schema.said
    altered(store, "UPDATE newsfold_version SET version_num = '9999'")
    (schema,) = [one for one in examine(str(store), free=PLENTY, now=NOW) if not one.ok]
    assert schema.action == "install the newer version"


def test_words_that_are_not_those_that_came_in_are_found(store: Path) -> None:
    """In the stories that are looked at."""
    altered(store, "UPDATE revisions SET text = text || '!'")
    (words,) = [one for one in examine(str(store), free=PLENTY, now=NOW) if not one.ok]
    assert "proofs fail" in words.said
    assert "newsfold verify" in words.action


def test_books_that_do_not_add_up_are_found(store: Path) -> None:
    """The difference is said."""
    connection = sqlite3.connect(store)
    connection.execute("PRAGMA ignore_check_constraints = 1")
    connection.execute("UPDATE items SET outcome = 'forgotten' WHERE seq = 1")
    connection.commit()
    connection.close()
    found = {one.subject: one for one in examine(str(store), free=PLENTY, now=NOW)}
    assert not found["file"].ok or "1 not accounted for" in found["books"].said


def test_a_feed_that_fails_is_named_with_why_and_what_to_do(store: Path) -> None:
    """One line each; the others are counted."""
    with open_store(store) as opened:
        for number in range(3):
            opened.record_feed(Feed("my.opml", f"https://harbourpost.example/{number}"))
        trouble = Trouble("timeout", "it hangs: no answer within 20 s", 3, datetime(2026, 3, 2, 8, tzinfo=UTC))
        opened.save_feed_state(FeedState("https://harbourpost.example/1", trouble=trouble))
    ran = run("doctor", "--store", store)
    (line,) = naming(ran.printed.splitlines(), "WRONG")
    assert line.startswith(
        "WRONG feed https://harbourpost.example/1: 3 fetches since 2026-03-02 08:00 UTC failed: it hangs"
    )
    assert " -> " in line
    assert "3 subscriptions, 2 of them without trouble" in ran.printed
    assert ran.status == 1


def test_a_feed_whose_host_asked_for_quiet_is_in_no_trouble_and_one_that_is_paused_is(store: Path) -> None:
    """At the time that is asked about."""
    with open_store(store) as opened:
        for number in (1, 2):
            opened.record_feed(Feed("outlets.opml", f"https://harbourpost.example/{number}"))
        opened.save_feed_state(
            FeedState("https://harbourpost.example/1", held=Held("harbourpost.example", NOW + timedelta(hours=1)))
        )
        opened.save_feed_state(FeedState("https://harbourpost.example/2", paused="it is gone for good"))
    (paused,) = [one for one in examine(str(store), free=PLENTY, now=NOW) if not one.ok]
    assert paused.subject == "feed https://harbourpost.example/2"
    assert paused.action


@pytest.mark.parametrize("seed", range(8))
def test_damage_is_told_and_what_is_readable_is_saved(store: Path, tmp_path: Path, seed: int) -> None:
    """Never a traceback; and what is saved is whole, proved, and says what could not be read."""
    damaged(store, seed)
    ran = run("doctor", "--store", store)
    assert ran.status in {0, 1}  # noise may hit a page that is free
    saved = tmp_path / "saved.db"
    done = run("doctor", "--store", store, "--salvage", saved, "--workers", 1, "--json")
    if done.status:  # the noise hit what says which tables there are
        assert (done.status, len(done.told), saved.exists()) == (3, 1, False)
        return
    told = json.loads(done.printed)
    assert told["articles"] >= len(REPORTS) - told["lost"].get("items", 0)
    assert run("doctor", "--store", saved).status == 0
    assert run("verify", "--store", saved).status == 0
    with open_store(saved) as opened:
        assert opened.ledger().difference == 0
        assert (opened.ungrouped(), opened.undigested()) == ([], [])


def test_an_article_whose_words_are_lost_is_made_again_from_its_item(store: Path, tmp_path: Path) -> None:
    """Under the same id, in the same words."""
    with open_store(store) as opened:
        before = {one.id: one.revision for one in opened.articles()}
    altered(store, "UPDATE revisions SET text = 'other words' WHERE article IN ('p3', 'p4')")
    saved = tmp_path / "saved.db"
    ran = run("doctor", "--store", store, "--salvage", saved)
    assert ran.told[-1] == "newsfold: 2 articles were made again from the items that they came from"
    assert "2 of 40 revisions" in ran.told[-2]
    with open_store(saved) as opened:
        assert {one.id: one.revision for one in opened.articles()} == before


def test_salvage_overwrites_nothing(store: Path, tmp_path: Path) -> None:
    """And says what it cannot even begin to read."""
    (tmp_path / "there.db").write_bytes(b"mine")
    assert run("doctor", "--store", store, "--salvage", tmp_path / "there.db").status == 2
    store.write_bytes(b"\xa5" * 9000)
    ran = run("doctor", "--store", store, "--salvage", tmp_path / "new.db")
    assert (ran.status, len(naming(ran.told, "news.db"))) == (3, 1)
    assert not (tmp_path / "new.db").exists()


def test_a_sample_is_spread_over_all() -> None:
    """None twice, the last always, and all where there are few."""
    assert spread([], 3) == []
    assert spread(list(range(100)), 4) == [24, 49, 74, 99]
    assert len(set(spread(list(range(1000)), 25))) == 25

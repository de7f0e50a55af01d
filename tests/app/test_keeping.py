"""Backup and restore: copies that are whole, proved, and never in the way of anything that was there."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from commandline import DIVERS, GOATS, lines, naming, record, run

from newsfold.engine.sameness import digest_hashes
from newsfold.model import Feed
from newsfold.store import open_store, open_to_read

WEEK = lines(record("a"), record("b", DIVERS, hour=9), record("g", GOATS, title="Goats"))


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "news.db"
    assert run("ingest", "-", "--store", path, stdin=WEEK).status == 0
    return path


def every_digest(store: Path) -> list[str]:
    """The bytes that `show --json` prints, of every story."""
    listed = json.loads(run("stories", "--store", store, "--json").printed)["stories"]
    return [run("show", one["id"], "--store", store, "--json").printed for one in listed]


def test_a_backup_shows_the_same_and_says_what_is_in_it(store: Path, tmp_path: Path) -> None:
    """One file, without any beside it; every digest the same bytes."""
    copy = tmp_path / "monday.db"
    ran = run("backup", copy, "--store", store)
    assert (ran.status, ran.printed) == (0, "")
    assert "3 articles, 3 revisions, 3 items, 0 feeds; sound, all " in ran.told[-1]
    assert ran.told[-1].endswith("rows are the same, 2 digests the same bytes")
    assert [path.name for path in tmp_path.glob("*monday*")] == ["monday.db"]
    assert every_digest(copy) == every_digest(store)


def test_nothing_is_overwritten(store: Path, tmp_path: Path) -> None:
    """Neither by a backup nor by a restore."""
    (tmp_path / "there").write_bytes(b"mine")
    ran = run("backup", tmp_path / "there", "--store", store)
    assert (ran.status, len(naming(ran.told, "nothing is overwritten"))) == (2, 1)
    assert (tmp_path / "there").read_bytes() == b"mine"
    run("backup", tmp_path / "copy.db", "--store", store)
    before = store.read_bytes()
    ran = run("restore", tmp_path / "copy.db", "--store", store)
    assert (ran.status, len(naming(ran.told, "--force keeps it"))) == (2, 1)
    assert store.read_bytes() == before


def test_a_restored_store_is_the_one_that_was_backed_up(store: Path, tmp_path: Path) -> None:
    """What came in since is in the store that is kept beside it."""
    copy = tmp_path / "copy.db"
    run("backup", copy, "--store", store)
    shown = every_digest(store)
    run(
        "ingest",
        "-",
        "--store",
        store,
        stdin=lines(record("c", "A third report of the lost ferry Silver Tern off Velmar.")),
    )
    newer = every_digest(store)
    told = json.loads(run("restore", copy, "--store", store, "--force", "--json").printed)
    assert (told["kept"], told["digests"]) == (f"{store}.before-1", 2)
    assert every_digest(store) == shown != newer
    assert every_digest(Path(told["kept"])) == newer
    assert run("verify", "--store", store).status == 0
    assert run("restore", copy, "--store", store, "--force").status == 0
    assert (tmp_path / "news.db.before-2").exists()


def test_a_store_comes_back_where_there_is_none(store: Path, tmp_path: Path) -> None:
    """And a missing backup, a foreign one and the store itself are refused by name."""
    copy = tmp_path / "copy.db"
    run("backup", copy, "--store", store, "--quick")
    assert run("restore", copy, "--store", tmp_path / "new.db", "--quick").status == 0
    assert every_digest(tmp_path / "new.db") == every_digest(store)
    assert run("restore", tmp_path / "none.db", "--store", store, "--force").status == 3
    (tmp_path / "text.db").write_text("no database " * 100)
    assert run("restore", tmp_path / "text.db", "--store", store, "--force").status == 3
    assert run("restore", store, "--store", store, "--force").status == 2
    assert run("backup", tmp_path / "x.db", "--store", tmp_path / "none.db").status == 3
    assert not list(tmp_path.glob(".*part*"))


def test_a_damaged_backup_is_not_restored(store: Path, tmp_path: Path) -> None:
    """The store that is there stays."""
    copy = tmp_path / "copy.db"
    run("backup", copy, "--store", store)
    data = bytearray(copy.read_bytes())
    data[5 * 4096 : 5 * 4096 + 200] = b"\xa5" * 200
    copy.write_bytes(data)
    before = every_digest(store)
    ran = run("restore", copy, "--store", store, "--force")
    assert (ran.status, len(naming(ran.told, "copy.db: is damaged"))) == (3, 1)
    assert every_digest(store) == before


def test_a_store_that_is_open_elsewhere_is_not_replaced(store: Path, tmp_path: Path) -> None:
    """Whoever has it open would go on writing into a file that nobody sees."""
    copy = tmp_path / "copy.db"
    run("backup", copy, "--store", store)
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; from newsfold.store import open_store\n"
            "with open_store(sys.argv[1]) as store:\n    store.ledger(); print('open', flush=True); sys.stdin.read()",
            str(store),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        assert holder.stdout
        assert holder.stdout.readline() == b"open\n"
        ran = run("restore", copy, "--store", store, "--force")
        assert (ran.status, len(naming(ran.told, "another program has it open"))) == (3, 1)
    finally:
        holder.communicate()
    assert run("restore", copy, "--store", store, "--force").status == 0


def test_a_damaged_store_makes_room_for_its_backup(store: Path, tmp_path: Path) -> None:
    """It is kept as it is."""
    copy = tmp_path / "copy.db"
    run("backup", copy, "--store", store)
    shown = every_digest(store)
    store.write_bytes(b"\xff" * 5000)
    assert run("restore", copy, "--store", store, "--force").status == 0
    assert every_digest(store) == shown
    assert (tmp_path / "news.db.before-1").read_bytes() == b"\xff" * 5000


def test_a_backup_is_of_one_moment_while_another_writes(store: Path, tmp_path: Path) -> None:
    """A writer goes on all the while, and what the copy holds is whole."""
    stop = threading.Event()

    def write() -> None:
        with open_store(store) as opened:
            number = 0
            while not stop.is_set():
                number += 1
                opened.record_feed(Feed("opml", f"https://harbourpost.example/{number}"))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            assert run("backup", tmp_path / f"{number}.db", "--store", store).status == 0
    finally:
        stop.set()
        writer.join()
    counts = []
    for number in range(3):
        connection = sqlite3.connect(tmp_path / f"{number}.db")
        counts.append(connection.execute("SELECT count(*) FROM feeds").fetchone()[0])
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        connection.close()
    assert counts == sorted(counts)
    assert counts[-1] > counts[0]


def test_digests_are_the_same_for_any_number_of_processes(store: Path) -> None:
    """And each story has its hash."""
    with open_to_read(store) as opened:
        assert digest_hashes(opened, 1) == digest_hashes(opened, 2)
        assert len(digest_hashes(opened)) == 2

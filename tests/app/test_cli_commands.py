"""The commands as a user runs them: what they print, what they leave behind, and the status they end with."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import urllib.request
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

SAMPLE = Path(str(resources.files("newsfold") / "sample"))
WEEK = [str(SAMPLE / part) for part in ("outlets.opml", "1-week", "2-later")]
FERRY = "The ferry Silver Tern sank off Velmar on Monday with 212 people aboard, the coast guard said."
AGAIN = "Divers searched the wreck of the Silver Tern off Velmar. The coast guard said the ferry had 212 people aboard."


def newsfold(*args: str, stdin: bytes = b"", **env: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "newsfold", *args], input=stdin, capture_output=True, env=os.environ | env, check=False
    )


def records(*values: dict[str, Any]) -> bytes:
    return b"".join(json.dumps(value).encode() + b"\n" for value in values)


def a_record(name: str, text: str = FERRY, **more: Any) -> dict[str, Any]:
    outlet = f"{name}.example"
    return {
        "id": name,
        "outlet": outlet,
        "published": "2026-03-02T08:00:00Z",
        "title": f"Ferry {name}",
        "text": text,
    } | more


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample week, run once as `make demo` runs it."""
    folder = tmp_path_factory.mktemp("demo")
    done = newsfold("demo", "--out", str(folder))
    assert done.returncode == 0, done.stderr
    assert b"0 rejected" in done.stderr
    assert b"DIFFERENCE" not in done.stderr
    assert done.stdout.count(b"https://") >= 8
    return folder


def test_the_demo_writes_a_site_and_a_store_that_proves(demo: Path) -> None:
    """After the demo every page is there and every word shown is proved."""
    assert (demo / "site" / "index.html").is_file()
    assert (demo / "site" / "style.css").is_file()
    proved = newsfold("verify", "--store", str(demo / "newsfold.db"))
    assert (proved.returncode, b"are verbatim" in proved.stderr) == (0, True)


def test_a_digest_in_json_keeps_the_contract() -> None:
    """The keys that others rely on are there, and every span slices back out of the record exactly as it was given."""
    text = (
        "  \U0001f6a2 "
        + FERRY
        + "\r\nThe second line of it, with news of the harbour master at Velmar and his boats.  "
    )
    given = [a_record("a", text), a_record("b", AGAIN, published="2026-03-02T10:00:00Z")]
    done = newsfold("digest", "-", "--top", "1", "--format", "json", stdin=records(*given))
    assert done.returncode == 0
    (story,) = json.loads(done.stdout)["stories"]
    assert {"id", "headline", "counts", "excerpts", "articles"} <= story.keys()
    assert story["counts"] == {"articles": 2, "outlets": 2, "accounts": 2}
    by_id = {one["id"]: one for one in given}
    assert story["headline"]["text"] == by_id[story["headline"]["article"]]["title"]
    for excerpt in story["excerpts"]:
        start, end = excerpt["span"]
        assert by_id[excerpt["article"]][excerpt["field"]][start:end] == excerpt["text"]
    assert len({excerpt["outlet"] for excerpt in story["excerpts"]}) == len(story["excerpts"])


def test_a_query_is_answered_or_said_to_have_nothing() -> None:
    """A query that nothing answers is no failure, and says so in plain words."""
    stdin = records(a_record("a"), a_record("b", AGAIN))
    found = newsfold("digest", "-", "--query", "silver tern", "--json", stdin=stdin)
    assert json.loads(found.stdout)["stories"][0]["query"] == "silver tern"
    nothing = newsfold("digest", "-", "--query", "zeppelin", "--json", stdin=stdin)
    assert (nothing.returncode, json.loads(nothing.stdout)) == (0, {"stories": []})
    assert b'nothing found for "zeppelin"' in nothing.stderr


def test_a_grouping_can_be_given() -> None:
    """With --group-by the records' own field decides, and a record without it stands alone."""
    stdin = records(a_record("a", event="x"), a_record("b", "Quite another matter at Orrin.", event="x"), a_record("c"))
    done = newsfold("digest", "-", "--group-by", "event", "--top", "9", "--json", stdin=stdin)
    stories = [sorted(one["id"] for one in story["articles"]) for story in json.loads(done.stdout)["stories"]]
    assert sorted(stories) == [["a", "b"], ["c"]]


def test_a_period_ends_with_the_end_of_its_day() -> None:
    """--until with a bare date takes in that whole day; a word that is no date is bad usage."""
    stdin = records(a_record("a"), a_record("b", published="2026-03-03T00:00:00Z"))
    done = newsfold("digest", "-", "--until", "2026-03-02", "--json", stdin=stdin)
    assert [one["id"] for story in json.loads(done.stdout)["stories"] for one in story["articles"]] == ["a"]
    assert newsfold("digest", "-", "--since", "yesterday", stdin=stdin).returncode == 2


def test_an_unknown_story_is_named() -> None:
    """Asking for a story that is not there ends with 2 and the id."""
    done = newsfold("digest", "-", "--story", "s-nowhere", stdin=records(a_record("a")))
    assert (done.returncode, b"s-nowhere" in done.stderr, done.stdout) == (2, True, b"")


def test_clusters_come_in_the_order_of_the_input() -> None:
    """One line an article, in the order in which they were read, whatever their dates."""
    stdin = records(
        a_record("z", published="2026-03-05"),
        a_record("a", AGAIN),
        a_record("m", "A goat fair in Greenfield.", title="Goats"),
    )
    rows = [json.loads(row) for row in newsfold("cluster", "-", stdin=stdin).stdout.splitlines()]
    assert [row["id"] for row in rows] == ["z", "a", "m"]
    assert rows[0]["cluster"] == rows[1]["cluster"] != rows[2]["cluster"]


def test_extracted_records_read_back_to_the_same() -> None:
    """What extract writes, extract reads, and writes again byte for byte."""
    once = newsfold("extract", str(SAMPLE / "1-week" / "feeds" / "talbote.xml")).stdout
    assert once.count(b"\n") > 3
    assert newsfold("extract", "-", stdin=once).stdout == once


def test_bad_input_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    """Each thing that cannot be used is one line that names it; everything else is used; the ledger adds up."""
    (tmp_path / "broken.xml").write_bytes(b"<rss><channel><item><title>Half")
    (tmp_path / "empty.xml").write_bytes(b'<rss version="2.0"><channel><title>None</title></channel></rss>')
    (tmp_path / "odd.bin").write_bytes(bytes(range(256)) * 4)
    (tmp_path / "lines.jsonl").write_bytes(records(a_record("a")) + b"{broken\n" + records(a_record("b", AGAIN)))
    (tmp_path / "long.jsonl").write_bytes(records({"id": "long", "title": "x" * 20_000_000}))
    done = newsfold("digest", str(tmp_path), "--json")
    assert done.returncode == 0
    lines = done.stderr.decode().splitlines()
    assert any("lines.jsonl:2" in line for line in lines)
    for name in ("empty.xml", "odd.bin", "long.jsonl"):
        assert sum(name in line for line in lines) == 1, name
    assert "DIFFERENCE" not in done.stderr.decode()
    shown = {one["id"] for story in json.loads(done.stdout)["stories"] for one in story["articles"]}
    assert {"a", "b"} <= shown


def test_nothing_usable_ends_with_2(tmp_path: Path) -> None:
    """A path that is not there, and an address that is not fetched, are named; there was nothing to do."""
    for source in (str(tmp_path / "nowhere.xml"), "https://news.example/feed.xml"):
        done = newsfold("digest", source)
        assert (done.returncode, source.encode() in done.stderr) == (2, True)


def test_taking_in_the_same_twice_changes_nothing(tmp_path: Path, demo: Path) -> None:
    """The second ingest of the same files stores nothing and touches no story."""
    done = newsfold("ingest", *WEEK, "--store", str(demo / "newsfold.db"), "--json")
    answer = json.loads(done.stdout)
    assert (answer["ledger"]["stored"], answer["ledger"]["difference"], answer["stories"]) == (0, 0, [])


def test_an_edit_is_a_revision_in_the_same_story(tmp_path: Path) -> None:
    """An article that comes again with other words keeps its story; the digest shows the new words and still proves."""
    store = str(tmp_path / "news.db")
    newsfold("ingest", "-", "--store", store, stdin=records(a_record("a")))
    before = json.loads(newsfold("stories", "--store", store, "--json").stdout)["stories"]
    edited = FERRY.replace("212", "221")
    newsfold("ingest", "-", "--store", store, stdin=records(a_record("a", edited)))
    after = json.loads(newsfold("stories", "--store", store, "--json").stdout)["stories"]
    assert [story["id"] for story in after] == [story["id"] for story in before]
    shown = json.loads(newsfold("show", after[0]["id"], "--store", store, "--json").stdout)
    assert shown["stories"][0]["excerpts"][0]["text"] == edited
    assert newsfold("verify", "--store", store).returncode == 0


def test_one_altered_character_is_found_and_named(tmp_path: Path) -> None:
    """verify ends with 1 and names the excerpt once a single character of the stored text is another."""
    store = str(tmp_path / "news.db")
    newsfold("ingest", "-", "--store", store, stdin=records(a_record("a"), a_record("b", AGAIN)))
    assert newsfold("verify", "--store", store).returncode == 0
    with sqlite3.connect(store) as file:
        changed = file.execute(
            "UPDATE revisions SET text = replace(text, 'Monday', 'Sunday') WHERE text LIKE '%Monday%'"
        )
        assert changed.rowcount == 1
    file.close()
    done = newsfold("verify", "--store", store)
    assert done.returncode == 1
    assert b"excerpt" in done.stderr
    assert b"article a" in done.stderr


@pytest.mark.parametrize("command", ["stories", "verify", "build", "show"])
def test_a_store_that_is_not_there_ends_with_3(command: str, tmp_path: Path) -> None:
    """A command that only reads makes no store, and names the one that is missing."""
    path = tmp_path / "none.db"
    more = {"build": [str(tmp_path / "site")], "show": ["s1"]}.get(command, [])
    done = newsfold(command, *more, "--store", str(path))
    assert (done.returncode, str(path).encode() in done.stderr, path.exists()) == (3, True, False)


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    """cluster, copies, digest and build do not depend on the hash seed or on the number of processes."""
    outputs = set()
    for seed, workers in (("0", "1"), ("1", "2"), ("random", "2")):
        clusters = newsfold("cluster", *WEEK, "--workers", workers, PYTHONHASHSEED=seed).stdout
        digest = newsfold("digest", *WEEK, "--format", "json", "--workers", workers, PYTHONHASHSEED=seed).stdout
        copies = newsfold("copies", *WEEK, "--workers", workers, PYTHONHASHSEED=seed).stdout
        folder = tmp_path / seed
        newsfold("demo", "--out", str(folder), "--workers", workers, PYTHONHASHSEED=seed)
        site = {
            path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted((folder / "site").rglob("*.*"))
        }
        outputs.add((clusters, copies, digest, tuple(site.items())))
    assert len(outputs) == 1


def test_the_server_reads_the_store_and_stops_when_told(demo: Path) -> None:
    """serve answers with the front page and with a story that can be opened to more, and Ctrl-C ends it with 0."""
    command = [sys.executable, "-m", "newsfold", "serve", "--port", "0", "--store", str(demo / "newsfold.db")]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        watch = threading.Timer(60, server.kill)  # a server that does not answer must not keep the tests waiting
        watch.start()
        address = server.stderr.readline().split()[-1]
        top = json.loads(newsfold("stories", "--store", str(demo / "newsfold.db"), "--json").stdout)["stories"][0]["id"]
        with urllib.request.urlopen(f"{address}edition/2026-03-03", timeout=20) as front:  # noqa: S310 - our own server on loopback
            assert top in front.read().decode()
        with urllib.request.urlopen(f"{address}story/{top}", timeout=20) as page:  # noqa: S310 - the same
            assert '<summary><span class="label">Digest <span class="closed">more' in page.read().decode()
        server.send_signal(signal.SIGINT)
        server.wait(timeout=20)
        watch.cancel()
    assert server.returncode == 0


def test_a_title_cannot_steer_the_terminal() -> None:
    """Control characters of a title are shown as what they are, and never sent."""
    done = newsfold("digest", "-", stdin=records(a_record("a", title="Ferry \x1b[2J sinks\u202e")))
    assert b"\x1b" not in done.stdout + done.stderr
    assert b"\\x1b" in done.stdout


def test_near_misses_of_the_sample_stay_apart(demo: Path) -> None:
    """No story holds articles of two gold stories that are of one kind, or of one person."""
    rows = (SAMPLE / "gold" / "stories.jsonl").read_text("utf-8").splitlines()
    gold = {row["url"]: row["story"] for row in map(json.loads, rows)}
    near = (
        {"ferry-sinking", "ferry-grounding"},
        {"rate-astrava", "rate-keldonia"},
        {"mayor-arrest", "mayor-tram"},
        {"cup-final", "league-match"},
        {"secret-call", "grebin-hospital"},
        {"rail-strike", "rail-crash"},
        {"election-keldonia", "election-sallow"},
    )
    done = newsfold("digest", *WEEK, "--top", "999", "--json")
    for story in json.loads(done.stdout)["stories"]:
        labels = {gold[one["url"]] for one in story["articles"]}
        assert not any(pair <= labels for pair in near), story["headline"]

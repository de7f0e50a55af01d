"""digest, cluster, copies and extract: what is asked for is what is printed, and only that."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from commandline import DIVERS, FERRY, GOATS, feed, lines, naming, record, run
from hypothesis import given, settings
from hypothesis import strategies as st

WEEK = lines(
    record("a"),
    record("b", DIVERS, hour=9),
    record("c", DIVERS + " Again.", hour=10),
    record("g", GOATS, title="Goats crowned"),
)


def ids(stories: list[dict[str, Any]]) -> list[list[str]]:
    return [[one["id"] for one in story["articles"]] for story in stories]


# --- digest -----------------------------------------------------------------------------------------------------------


def test_a_digest_is_printed_in_every_form() -> None:
    """Text, Markdown and HTML carry the headline and the words; HTML is one page that needs no other."""
    for form, mark in (("text", "Silver Tern"), ("md", "# Ferry lost"), ("html", "<style>")):
        ran = run("digest", "-", "--format", form, stdin=WEEK)
        assert (ran.status, ran.told) == (0, [])
        assert mark in ran.printed
        assert FERRY[:30] in " ".join(ran.printed.split())


def test_json_is_json_whichever_way_it_is_asked_for() -> None:
    """--json is short for --format json, and wins over another form."""
    printed = {run("digest", "-", *form, stdin=WEEK).printed for form in (["--json"], ["--format", "json", "--json"])}
    printed.add(run("digest", "-", "--format", "md", "--json", stdin=WEEK).printed)
    assert len(printed) == 1


def test_as_many_stories_as_asked_for() -> None:
    """--top counts from the first; --story picks one out."""
    both = run("digest", "-", "--json", "--top", 9, stdin=WEEK).stories
    assert ids(both) == [["a", "b", "c"], ["g"]]
    assert run("digest", "-", "--json", "--top", 1, stdin=WEEK).stories == both[:1]
    assert run("digest", "-", "--json", "--story", both[1]["id"], stdin=WEEK).stories == both[1:]


def test_stories_are_as_wide_as_asked_for() -> None:
    """Narrow, every report is a story of its own; wide, whatever has to do with another is one with it."""

    def stories(*width: float | str) -> int:
        printed = run("cluster", "-", *width, stdin=WEEK).printed
        return len({json.loads(line)["cluster"] for line in printed.splitlines()})

    assert stories("--width", 0.001) == 4
    assert stories() == stories("--width", 0.43) == 2
    assert stories("--width", 0.999) <= 2


@pytest.mark.parametrize("width", ["0", "1", "-0.5", "nan", "wide"])
def test_a_width_that_is_none_is_named(width: str) -> None:
    """Bad usage, whatever it is."""
    ran = run("cluster", "-", "--width", width, stdin=WEEK)
    assert ran.status == 2
    assert "--width" in " ".join(ran.told)


def test_as_many_excerpts_as_asked_for() -> None:
    """--excerpts is the most that there are, each from another outlet."""
    for wanted in (1, 2, 10):
        (story,) = run("digest", "-", "--json", "--top", 1, "--excerpts", wanted, stdin=WEEK).stories
        outlets = [excerpt["outlet"] for excerpt in story["excerpts"]]
        assert len(set(outlets)) == len(outlets) == min(wanted, len(outlets))
        assert len(outlets) >= min(wanted, 2)


def test_several_sources_are_one_stream(tmp_path: Path) -> None:
    """Files, folders and standard input are read together, and one that is named twice counts once."""
    (tmp_path / "one.jsonl").write_bytes(lines(record("a")))
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "harbour.xml").write_bytes(feed(("Divers at work", DIVERS)))
    one = tmp_path / "one.jsonl"
    ran = run(
        "digest",
        one,
        tmp_path / "more",
        "-",
        one,
        "--json",
        "--top",
        9,
        stdin=lines(record("g", GOATS, title="Goats crowned")),
    )
    assert [len(story) for story in ids(ran.stories)] == [2, 1]
    assert ran.told == ["newsfold: 4 seen = 3 stored + 1 merged + 0 rejected"]


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (["--since", "2026-03-02"], ["a", "b", "c"]),
        (["--until", "2026-03-02"], ["a", "b"]),
        (["--since", "2026-03-02T09:00:00Z", "--until", "2026-03-02T09:00:00Z"], ["b"]),
        (["--since", "2026-03-03"], ["c"]),
        (["--until", "2099-12-31"], ["a", "b", "c"]),
        ([], ["a", "b", "c", "undated"]),
    ],
)
def test_a_period_takes_in_its_ends(period: list[str], expected: list[str]) -> None:
    """A bare date as an end takes in that day; what has no date is in no period."""
    stdin = lines(
        record("a", hour=0),
        record("b", hour=9),
        record("c", published="2026-03-03T00:00:00Z"),
        record("undated", published=None),
    )
    found = run("digest", "-", "--json", "--top", 9, *period, stdin=stdin)
    assert sorted(name for story in ids(found.stories) for name in story) == expected


@pytest.mark.parametrize("asked", [["--since", "2026-03-09"], ["--until", "2026-03-01"]])
def test_a_period_without_articles_is_nothing_usable(asked: list[str]) -> None:
    """It is said, and the status is 2."""
    ran = run("digest", "-", *asked, stdin=WEEK)
    assert (ran.status, ran.printed, ran.told) == (2, "", ["-: no article was published in that period"])


@pytest.mark.parametrize(
    "arguments",
    [
        ["--since", "yesterday"],
        ["--until", "2026-02-30"],
        ["--query", "  "],
        ["--query", "ferry", "--story", "s1"],
        ["--top", "0"],
        ["--excerpts", "0"],
        ["--format", "pdf"],
        ["--no-such-option"],
    ],
)
def test_bad_usage_ends_with_2_and_names_the_option(arguments: list[str]) -> None:
    """Nothing is printed but what is wrong."""
    ran = run("digest", "-", *arguments, stdin=WEEK)
    assert (ran.status, ran.printed) == (2, "")
    assert arguments[0] in "\n".join(ran.told)


@pytest.mark.parametrize(("form", "nothing"), [("json", '{\n  "stories": []\n}\n'), ("text", ""), ("md", "")])
def test_a_query_that_nothing_answers_prints_nothing(form: str, nothing: str) -> None:
    """It is said in plain words, and the status is 0."""
    for query in ("zeppelin", "?!"):
        ran = run("digest", "-", "--query", query, "--format", form, stdin=WEEK)
        assert (ran.status, ran.printed) == (0, nothing)
        assert ran.told == [f'newsfold: nothing found for "{query}" in 4 articles']


def test_a_query_draws_on_what_answers_it() -> None:
    """The digest names the query and holds only articles that answer."""
    (topic,) = run("digest", "-", "--query", "goat fair", "--json", stdin=WEEK).stories
    assert (topic["query"], ids([topic])) == ("goat fair", [["g"]])


def test_a_grouping_of_ones_own_is_taken_from_the_records() -> None:
    """Whatever the words; a record without the field, or with an empty one, is a story of its own."""
    stdin = lines(
        record("a", event=7), record("g", GOATS, event=7), record("b", event=None), record("c", event=""), record("d")
    )
    ran = run("digest", "-", "--group-by", "event", "--json", "--top", 9, stdin=stdin)
    assert sorted(ids(ran.stories)) == [["a", "g"], ["b"], ["c"], ["d"]]
    assert ran.told == []


def test_a_field_that_no_record_has_is_told() -> None:
    """A slip of the pen shows."""
    ran = run("digest", "-", "--group-by", "evnet", "--json", stdin=lines(record("a", event="x")))
    assert (ran.status, ids(ran.stories)) == (0, [["a"]])
    assert ran.told == ['newsfold: no article has a field "evnet", so each is a story of its own']


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=120)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=4))
def test_every_span_slices_the_record_as_it_was_given(pairs: list[tuple[str, str]]) -> None:
    """Leading spaces, Windows' line ends, astral characters, control characters: a span counts them all."""
    given_records = {
        str(number): record(str(number), f"{FERRY}\r\n  {text}\r\n\r\n{DIVERS}", title=title)
        for number, (title, text) in enumerate(pairs)
    }
    ran = run("digest", "-", "--json", "--top", 9, stdin=lines(*given_records.values()))
    for story in ran.stories:
        headline = story["headline"]
        assert headline["text"] == given_records[headline["article"]]["title"]
        assert story["excerpts"]
        for excerpt in story["excerpts"]:
            start, end = excerpt["span"]
            assert str(given_records[excerpt["article"]][excerpt["field"]])[start:end] == excerpt["text"]


# --- cluster, copies, extract -----------------------------------------------------------------------------------------


def test_copies_tell_who_repeats_whom() -> None:
    """One line an article in the order of the input, with the lineage and the place in it, and how much is shared."""
    text = " ".join(f"{FERRY} {DIVERS} {GOATS}".replace(".", f" in year {year}.") for year in range(8))
    stdin = lines(
        record("b", text, hour=9), record("g", "Nobody came.", title="Goats crowned"), record("a", text, hour=8)
    )
    ran = run("copies", "-", stdin=stdin)
    rows = [json.loads(line) for line in ran.printed.splitlines()]
    assert [(row["id"], row["role"], row["shared"]) for row in rows] == [
        ("b", "copy", 1.0),
        ("g", "independent", 1.0),
        ("a", "origin", 1.0),
    ]
    assert rows[0]["lineage"] == rows[2]["lineage"] != rows[1]["lineage"]


def test_copies_show_their_evidence_when_asked() -> None:
    """Spans on both sides of the words that both have; without --passages none is worked out."""
    text = " ".join(f"{FERRY} {DIVERS}".replace(".", f" in year {year}.") for year in range(8))
    given = {"a": record("a", text, hour=8), "b": record("b", "Seen here first. " + text, hour=9)}
    rows = [
        json.loads(line) for line in run("copies", "-", "--passages", stdin=lines(*given.values())).printed.splitlines()
    ]
    assert [row["origin"] for row in rows] == ["a", "a"]
    assert rows[0]["passages"] == []
    for one in rows[1]["passages"]:
        here, there = one["span"], one["origin"]
        assert str(given["b"]["text"])[here[0] : here[1]] == str(given["a"]["text"])[there[0] : there[1]] != ""
    assert len(rows[1]["passages"]) >= 1
    assert "passages" not in json.loads(run("copies", "-", stdin=lines(*given.values())).printed.splitlines()[0])


def test_an_operators_agencies_and_owners_count(tmp_path: Path) -> None:
    """A text is credited to an agency of the operator's, and two papers of one house are one account."""
    agencies, owners = tmp_path / "agencies.toml", tmp_path / "owners.toml"
    agencies.write_text('[coastal]\nmarks = ["coastnews"]\n')
    owners.write_text('[owners]\n"One House" = ["A", "b.example"]\n')
    wired = lines(record("a", f"{FERRY}\ncoastnews"), record("b", DIVERS, hour=9))
    assert json.loads(run("copies", "-", stdin=wired).printed.splitlines()[0])["credit"] is None
    assert (
        json.loads(run("copies", "-", "--agencies", agencies, stdin=wired).printed.splitlines()[0])["credit"]
        == "coastnews"
    )
    counted = [
        [
            story["counts"]
            for story in json.loads(run("digest", "-", "--json", "--group-by", "kin", *more, stdin=stdin).printed)[
                "stories"
            ]
        ]
        for stdin in [lines(record("a", kin="k"), record("b", DIVERS, hour=9, kin="k"))]
        for more in ([], ["--owners", owners])
    ]
    assert counted == [[{"articles": 2, "outlets": 2, "accounts": 2}], [{"articles": 2, "outlets": 2, "accounts": 1}]]
    refused = run("digest", "-", "--owners", tmp_path / "nowhere.toml", stdin=wired)
    assert refused.status == 2
    assert naming(refused.told, "nowhere.toml")


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    """-o writes what standard output would have had, in the place of what was there, and leaves nothing beside it."""
    out = tmp_path / "clusters.jsonl"
    out.write_text("before")
    ran = run("cluster", "-", "-o", out, stdin=WEEK)
    assert (ran.status, ran.printed, ran.told) == (0, "", [])
    assert out.read_text() == run("cluster", "-", stdin=WEEK).printed
    run("cluster", "-", "-o", out, stdin=b"{broken")
    assert out.read_text() == run("cluster", "-", stdin=WEEK).printed
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


def test_a_link_is_followed_and_stays(tmp_path: Path) -> None:
    """Writing through a link changes the file that it leads to."""
    (tmp_path / "link.jsonl").symlink_to(tmp_path / "real.jsonl")
    run("cluster", "-", "-o", tmp_path / "link.jsonl", stdin=WEEK)
    assert (tmp_path / "link.jsonl").is_symlink()
    assert (tmp_path / "real.jsonl").read_text().count("\n") == 4


def test_what_is_no_file_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    """A pipe, like /dev/null or any device, is there afterwards, and got what was written."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor(1) as beside:
        read = beside.submit(pipe.read_text)
        assert run("cluster", "-", "-o", pipe, stdin=WEEK).status == 0
        assert read.result(timeout=20) == run("cluster", "-", stdin=WEEK).printed
    assert pipe.is_fifo()


@pytest.mark.parametrize("place", ["missing/out.jsonl", "a-file/out.jsonl", "a-folder"])
def test_a_file_that_cannot_be_written_is_named(place: str, tmp_path: Path) -> None:
    """One line and status 2, and nothing is left behind."""
    (tmp_path / "a-file").touch()
    (tmp_path / "a-folder").mkdir()
    ran = run("extract", "-", "-o", tmp_path / place, stdin=WEEK)
    assert (ran.status, len(naming(ran.told, f"{tmp_path / place}: cannot be written"))) == (2, 1)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a-file", "a-folder"]


def test_extracted_articles_are_those_they_were_extracted_from(tmp_path: Path) -> None:
    """Read together with their feed they are its articles, seen again; read alone they give the same stories."""
    (tmp_path / "harbour.xml").write_bytes(feed(("Ferry lost", FERRY), ("Divers at work", DIVERS), ("Goats", GOATS)))
    out = tmp_path / "articles.jsonl"
    assert run("extract", tmp_path / "harbour.xml", "-o", out).status == 0
    written = [json.loads(line) for line in out.read_text().splitlines()]
    assert [one["text"] for one in written] == [FERRY, DIVERS, GOATS]
    assert all(list(one) == ["id", "url", "outlet", "published", "title", "text", "lang"] for one in written)
    alone = run("digest", tmp_path / "harbour.xml", "--json", "--top", 9).printed
    assert run("digest", out, "--json", "--top", 9).printed == alone
    both = run("digest", tmp_path / "harbour.xml", out, "--json", "--top", 9)
    assert (both.printed, both.told) == (alone, ["newsfold: 6 seen = 3 stored + 3 merged + 0 rejected"])


# --- what cannot be read ----------------------------------------------------------------------------------------------


def test_a_name_with_a_line_break_stays_on_its_line(tmp_path: Path) -> None:
    """What is told of a file is one line, whatever the file is called, and no command to the terminal."""
    bad = tmp_path / "two\nlines\x1b[2J.xml"
    bad.write_bytes(b"garbage")
    ran = run("digest", bad, "-", stdin=WEEK)
    assert len(ran.told) == 2
    assert "two\\nlines\\x1b[2J.xml: unknown-format" in ran.told[0]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty-file"),
        (b"PK\x03\x04 no news", "unknown-format"),
        (b'<rss version="2.0"><channel/></rss>', "empty-feed"),
        ("<?xml version='1.0'?><rss><channel><item><title>Мадрид и Лима</title></item></channel></rss>".encode("cp1251"), ""),
        (lines(record("x", "x" * 16_000_000)), "too-large"),
        (b'{"id": 1, "title": "A number for an id"}\n', "bad-record"),
        (b'{"id": "n"}\n', "no-words"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_one_line_and_the_rest_is_used(content: bytes, reason: str, tmp_path: Path) -> None:
    """The file and the reason are named, the ledger adds up, the status is 0; alone it is nothing usable, and 2."""
    (tmp_path / "bad.src").write_bytes(content)
    ran = run("digest", tmp_path / "bad.src", "-", "--json", stdin=WEEK)
    assert (ran.status, len(ran.stories)) == (0, 2)
    assert len(naming(ran.told, "bad.src")) == 1
    assert reason in ran.told[0]
    assert ran.told[-1].startswith("newsfold: 5 seen = 4 stored + 0 merged + 1 rejected")
    alone = run("digest", tmp_path / "bad.src")
    assert (alone.status, alone.printed) == (2, "")
    assert alone.told[-1] == f"{tmp_path / 'bad.src'}: no article could be read"


# --- meaning ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["cluster", "digest", "ingest"])
def test_a_folder_that_is_no_model_is_named_before_anything_is_read(command: str, tmp_path: Path) -> None:
    """Whether it is given as an option or by the environment, and nothing is looked up by its name."""
    for arguments in (["--embedder", str(tmp_path)], ["--embedder", "somebody/model"]):
        ran = run(command, "-", *arguments, stdin=WEEK)
        assert (ran.status, ran.printed) == (2, "")
        (line,) = ran.told
        assert line.startswith(f"{arguments[1]}: the folder holds no model2vec model")


def test_the_environment_may_name_the_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As NEWSFOLD_EMBEDDER."""
    monkeypatch.setenv("NEWSFOLD_EMBEDDER", str(tmp_path))
    assert naming(run("cluster", "-", stdin=WEEK).told, str(tmp_path))

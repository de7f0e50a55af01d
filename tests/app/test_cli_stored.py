"""The commands on a store: what they keep, what they prove, and what they refuse."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from commandline import DIVERS, FERRY, GOATS, lines, naming, record, run

from newsfold.engine.archive import Archive
from newsfold.engine.outgoing import FeedsOut
from newsfold.store import open_store

WEEK = lines(record("a"), record("b", DIVERS, hour=9), record("g", GOATS, title="Goats \x1b[2J at\nGreenfield"))
OPML = (
    b'<opml version="2.0"><body>'
    b'<outline type="rss" text="The Harbour Post" xmlUrl="https://a.example/rss"/></body></opml>'
)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """The path of a store with two stories in it."""
    path = tmp_path / "news.db"
    assert run("ingest", "-", "--store", path, stdin=WEEK).status == 0
    return path


def altered(store: Path, statement: str) -> None:
    """Alter one row of a store behind its back."""
    connection = sqlite3.connect(store)
    assert connection.execute(statement).rowcount == 1
    connection.commit()
    connection.close()


# --- ingest -----------------------------------------------------------------------------------------------------------


def test_an_ingest_tells_its_books(tmp_path: Path) -> None:
    """Rejections are told by name, the ledger adds up, and --json prints the same as data."""
    broken = WEEK + b"{broken\n"
    ran = run("ingest", "-", "--store", tmp_path / "one.db", stdin=broken)
    assert (ran.status, ran.printed) == (0, "")
    assert len(naming(ran.told, "-:4: not-json")) == 1
    books = "4 seen = 3 stored + 0 merged + 1 rejected (1 not-json); 2 stories new or changed"
    assert ran.told[-1] == f"newsfold: {books} in {tmp_path / 'one.db'}"
    done = json.loads(run("ingest", "-", "--store", tmp_path / "two.db", "--json", stdin=broken).printed)
    books_as_data = {"seen": 4, "stored": 3, "merged": 0, "rejected": {"not-json": 1}, "pruned": {}, "difference": 0}
    assert done["ledger"] == books_as_data
    assert (done["feeds"], len(done["stories"])) == (0, 2)


def test_subscriptions_alone_are_something(tmp_path: Path) -> None:
    """A list of subscriptions is kept, and names the outlet of an article that has no other name."""
    (tmp_path / "my.opml").write_bytes(OPML)
    store = tmp_path / "news.db"
    ran = run("ingest", tmp_path / "my.opml", "--store", store)
    assert ran.status == 0
    assert ran.told[-1] == "newsfold: 1 subscriptions kept; `newsfold fetch` fetches them"
    run("ingest", "-", "--store", store, stdin=lines(record("a", outlet=None)))
    (story,) = json.loads(run("stories", "--store", store, "--json").printed)["stories"]
    assert story["headline"]["outlet"] == "The Harbour Post"


def test_nothing_usable_leaves_the_rejection_in_the_books(tmp_path: Path) -> None:
    """The status is 2, and the ledger has what was seen."""
    store = tmp_path / "news.db"
    ran = run("ingest", tmp_path / "nowhere", "--store", store)
    assert (ran.status, ran.told[-1]) == (2, f"{tmp_path / 'nowhere'}: no article could be read")
    listed = json.loads(run("stories", "--store", store, "--json").printed)
    assert (listed["stories"], listed["ledger"]["rejected"]) == ([], {"not-found": 1})


# --- stories, show ----------------------------------------------------------------------------------------------------


def test_stories_are_listed_two_lines_each(store: Path) -> None:
    """The first first; a title cannot break out of its line or steer the terminal."""
    ran = run("stories", "--store", store)
    printed = ran.printed.splitlines()
    assert len(printed) == 4
    assert "2 articles, 2 outlets, 2 independent accounts" in printed[1]
    assert "Goats \\x1b[2J at\\nGreenfield" in printed[2]
    assert ran.told == ["2 of 2 stories; 3 seen = 3 stored + 0 merged + 0 rejected"]
    assert len(run("stories", "--store", store, "--top", 1).printed.splitlines()) == 2


def test_a_story_is_shown_as_a_digest_prints_it(store: Path) -> None:
    """In every form, and the same words as without a store."""
    (first, _) = json.loads(run("stories", "--store", store, "--json").printed)["stories"]
    for form in ("text", "md", "html", "json"):
        assert run("show", first["id"], "--store", store, "--format", form).printed == (
            run("digest", "-", "--top", 1, "--format", form, stdin=WEEK).printed
        )
    (shown,) = run("show", first["id"], "--store", store, "--json", "--excerpts", 1).stories
    assert len(shown["excerpts"]) == 1


def test_the_reasons_of_a_story_are_shown(store: Path) -> None:
    """--why prints a line for every decision, or the same as data."""
    (first, _) = json.loads(run("stories", "--store", store, "--json").printed)["stories"]
    printed = run("show", first["id"], "--store", store, "--why").printed.splitlines()
    assert [line.split()[0] for line in printed] == ["new", "join"]
    reasons = json.loads(run("show", first["id"], "--store", store, "--why", "--json").printed)
    assert [(one["decision"], one["article"]) for one in reasons["decisions"]] == [("new", "a"), ("join", "b")]


@pytest.mark.parametrize("command", [["show"], ["show", "--why"], ["verify"]])
def test_an_unknown_story_is_named(command: list[str], store: Path) -> None:
    """The status is 2, and nothing is printed."""
    ran = run(*command, "s-nowhere", "--store", store)
    assert (ran.status, ran.printed, len(naming(ran.told, "s-nowhere"))) == (2, "", 1)


# --- verify -----------------------------------------------------------------------------------------------------------


def test_every_word_shown_is_proved(store: Path) -> None:
    """All of it, or one story's alone."""
    ran = run("verify", "--store", store)
    assert (ran.status, ran.printed) == (0, "")
    assert ran.told == ["8 stretches that are shown are verbatim; 3 revisions are as they came in"]
    (first, _) = json.loads(run("stories", "--store", store, "--json").printed)["stories"]
    one = run("verify", first["id"], "--store", store)
    assert one.told == ["6 stretches that are shown are verbatim; 2 revisions are as they came in"]
    assert json.loads(run("verify", "--store", store, "--json").printed) == {"proved": 11, "failed": []}


@pytest.mark.parametrize(
    ("what", "named"),
    [
        ("UPDATE revisions SET text = replace(text, 'Monday', 'monday') WHERE article = 'a'", "excerpt 1 (article a"),
        ("UPDATE revisions SET title = replace(title, 'Goats', 'Boats') WHERE article = 'g'", "headline (article g"),
        ("UPDATE revisions SET text = text || ' ' WHERE article = 'a'", "article a, revision"),
        ("UPDATE headlines SET text = text || '!' WHERE article = 'g'", "headline (article g"),
        ("UPDATE excerpts SET text = replace(text, '212', '211') WHERE article = 'a'", "excerpt 1 (article a"),
        ('UPDATE excerpts SET start = start + 1 WHERE article = \'a\'', "excerpt 1 (article a"),
        ('UPDATE excerpts SET "end" = "end" - 1 WHERE article = \'a\'', "excerpt 1 (article a"),
    ],
)  # fmt: skip
def test_one_altered_character_is_found_and_named(what: str, named: str, store: Path) -> None:
    """In an article, shown or not, in a headline, in an excerpt or its place: the status is 1."""
    altered(store, what)
    ran = run("verify", "--store", store)
    assert ran.status == 1
    assert len(naming(naming(ran.told, "NOT VERBATIM"), named)) == 1
    assert str(store) in ran.told[-1]
    failed = json.loads(run("verify", "--store", store, "--json").printed)["failed"]
    assert len([message for message in failed if named in message]) == 1


@pytest.mark.parametrize("title", ["", " ", "  Ferry lost\t", "Ferry\r\nlost\x00\u202e", "\U0001f6a2"])
def test_any_title_is_proved_as_a_headline(title: str, tmp_path: Path) -> None:
    """Space around it, line breaks, no title at all: what is shown (headline, excerpt, event) is what is stored."""
    run("ingest", "-", "--store", tmp_path / "news.db", stdin=lines(record("a", title=title)))
    ran = run("verify", "--store", tmp_path / "news.db")
    assert (ran.status, ran.told) == (
        0,
        ["3 stretches that are shown are verbatim; 1 revisions are as they came in"],
    )
    assert run("build", tmp_path / "site", "--store", tmp_path / "news.db").status == 0
    for form in ("text", "md", "html"):
        assert run("digest", "-", "--format", form, stdin=lines(record("a", title=title))).status == 0


def test_a_former_revision_is_proved_too(store: Path) -> None:
    """What an article said before its edit is held to what came in."""
    run("ingest", "-", "--store", store, stdin=lines(record("a", FERRY.replace("212", "221"))))
    assert run("verify", "--store", store).status == 0
    altered(store, "UPDATE revisions SET text = replace(text, '212', '213') WHERE article = 'a' AND text LIKE '%212%'")
    ran = run("verify", "--store", store)
    assert (ran.status, len(naming(ran.told, "article a, revision"))) == (1, 1)


# --- build ------------------------------------------------------------------------------------------------------------


def test_a_site_is_built_twice_alike(store: Path, tmp_path: Path) -> None:
    """A page, a document and two feeds for each story, what belongs to all, and the same bytes each time."""
    once, twice = tmp_path / "once", tmp_path / "new" / "twice"
    assert run("build", once, "--store", store).status == 0
    assert run("build", twice, "--store", store).status == 0
    assert run("build", twice, "--store", store).status == 0
    files = {path.relative_to(once): path.read_bytes() for path in once.rglob("*.*")}
    assert files == {path.relative_to(twice): path.read_bytes() for path in twice.rglob("*.*")}
    assert Counter(path.suffix for path in files if path.parent.name != "search") == {
        ".html": 3 + 2, ".json": 1 + 2 * 2, ".xml": 1 + 2, ".js": 2, ".css": 1
    }  # fmt: skip


def test_a_story_has_one_id_in_the_feeds_of_the_site_and_of_the_server(tmp_path: Path, store: Path) -> None:
    """The name in it is of the address that came first, and stays."""
    for address in ("https://news.example/week/", "https://elsewhere.example/"):
        assert run("build", tmp_path / "site", "--store", store, "--url", address).status == 0
        with open_store(store) as opened:
            served = FeedsOut(Archive(opened), opened, "later.example,2026").edition("http://127.0.0.1:8000/")
        written = json.loads((tmp_path / "site" / "feed.feed.json").read_bytes())
        ids = {item["id"] for item in written["items"]}
        assert ids == {entry.id for entry in served.entries}
        assert all(one.startswith("tag:news.example,") for one in ids)


def test_a_site_that_is_told_its_address_has_a_map(store: Path, tmp_path: Path) -> None:
    """With a slash at its end or without; what is no address of the web is refused."""
    assert run("build", tmp_path / "site", "--store", store, "--url", "https://news.example/week").status == 0
    assert b"<loc>https://news.example/week/story/" in (tmp_path / "site" / "sitemap.xml").read_bytes()
    for wrong in ("news.example", "ftp://news.example/", "https://news.example/?a=1", "https://u@news.example/"):
        assert run("build", tmp_path / "site", "--store", store, "--url", wrong).status == 2


def test_an_empty_store_has_an_empty_site(tmp_path: Path) -> None:
    """A front page that says so, and no story."""
    (tmp_path / "empty.db").touch()
    assert run("build", tmp_path / "site", "--store", tmp_path / "empty.db").status == 0
    assert sorted(path.name for path in (tmp_path / "site").iterdir()) == [
        "articles.html",
        "feed.feed.json",
        "feed.xml",
        "index.html",
        "newsfold.js",
        "search",
        "search.html",
        "search.js",
        "style.css",
    ]


def a_file(path: Path) -> Path:
    path.touch()
    return path


def under_a_file(path: Path) -> Path:
    return a_file(path) / "site"


def with_a_folder_in_the_way(path: Path) -> Path:
    (path / "style.css").mkdir(parents=True)
    return path


@pytest.mark.parametrize("place", [a_file, under_a_file, with_a_folder_in_the_way])
def test_a_folder_that_cannot_be_written_is_named(place: Callable[[Path], Path], store: Path, tmp_path: Path) -> None:
    """One line, and status 2."""
    folder = place(tmp_path / "taken")
    ran = run("build", folder, "--store", store)
    assert (ran.status, ran.printed, len(naming(ran.told, str(folder)))) == (2, "", 1)


def test_a_demo_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """The same goes for the demonstration."""
    folder = under_a_file(tmp_path / "taken")
    ran = run("demo", "--out", folder)
    assert (ran.status, len(naming(ran.told, str(folder)))) == (2, 1)


# --- a store that is none ---------------------------------------------------------------------------------------------


def a_folder(path: Path) -> Path:
    path.mkdir()
    return path


def a_text_file(path: Path) -> Path:
    path.write_text("This is a letter and not a database. " * 40)
    return path


def another_programs_database(path: Path) -> Path:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.commit()
    connection.close()
    return path


def in_a_missing_folder(path: Path) -> Path:
    return path / "deep" / "news.db"


@pytest.mark.parametrize("kind", [a_folder, a_text_file, another_programs_database, in_a_missing_folder])
@pytest.mark.parametrize("command", [["ingest", "-"], ["stories"], ["show", "s1"], ["verify"], ["build", "site"]])
def test_a_store_that_is_none_is_named_and_left_alone(
    command: list[str], kind: Callable[[Path], Path], tmp_path: Path
) -> None:
    """The status is 3, and the file is as it was."""
    path = kind(tmp_path / "thing")
    before = path.read_bytes() if path.is_file() else None
    ran = run(*command, "--store", path, stdin=WEEK)
    assert (ran.status, ran.printed, len(naming(ran.told, str(path)))) == (3, "", 1)
    assert (path.read_bytes() if path.is_file() else None) == before


# --- search -----------------------------------------------------------------------------------------------------------


def test_a_search_prints_the_digest_of_the_query_and_lists_its_stories(store: Path) -> None:
    ran = run("search", "ferries", "velmar", "--store", store)
    assert ran.status == 0
    assert "On: ferries velmar" in ran.printed
    assert ran.printed.splitlines()[-1].endswith("2  Ferry lost: a")
    assert ran.told == ["newsfold: 2 articles answer; 1 stories"]
    found = json.loads(run("search", "ferries velmar", "--store", store, "--json").printed)
    assert (found["articles"], [story["articles"] for story in found["stories"]]) == (2, [2])
    assert all(excerpt["article"] in "ab" for excerpt in found["digest"]["excerpts"])


def test_a_word_behind_a_hyphen_must_not_be_there(store: Path) -> None:
    ran = run("search", "ferry", "-divers", "--store", store, "--json")
    assert json.loads(ran.printed)["articles"] == 1


def test_nothing_found_is_said_plainly(store: Path) -> None:
    ran = run("search", "zeppelin", "--store", store)
    assert (ran.status, ran.told) == (2, ["the query zeppelin: no article answers"])


def test_a_mistyped_option_is_no_word_of_a_query(store: Path) -> None:
    ran = run("search", "ferry", "--sinse", "2026", "--store", store)
    assert ran.status == 2
    assert naming(ran.told, "--sinse")


# --- follow, unfollow, news -------------------------------------------------------------------------------------------


def test_what_is_followed_is_told_once(store: Path) -> None:
    begun = json.loads(run("follow", "ferry", "--store", store, "--json").printed)
    late = lines(record("late", "The ferry's owner, Pellar Line, stopped all sailings to Corrow on Monday.", hour=7))
    run("ingest", "-", "--store", store, stdin=late)
    (kept,) = json.loads(run("news", "--peek", "--store", store, "--json").printed)["news"]
    assert [one["id"] for story in kept["stories"] for one in story["articles"]] == ["late"]
    ran = run("news", begun["id"], "--store", store)
    assert "Ferry lost: late  Late, 2 March 2026, 07:00 UTC" in ran.printed
    assert run("news", "--store", store).printed.startswith("ferry: nothing new")


def test_what_is_followed_is_listed_and_can_be_left(store: Path) -> None:
    begun = json.loads(run("follow", '"silver tern"', "--store", store, "--json").printed)
    assert begun["id"] in run("follow", "--store", store).printed
    assert run("unfollow", begun["id"], "--store", store).status == 0
    assert run("follow", "--store", store).printed == ""
    ran = run("unfollow", begun["id"], "--store", store)
    assert (ran.status, ran.told) == (2, [f"{begun['id']}: nothing is followed under this id"])


def test_a_follow_is_printed_as_a_feed(store: Path) -> None:
    begun = json.loads(run("follow", "ferry", "--store", store, "--json").printed)
    assert "<entry>" in run("news", begun["id"], "--format", "atom", "--store", store).printed
    run("follow", "goats", "--store", store)
    assert naming(run("news", "--format", "atom", "--store", store).told, "a feed is of one follow")


def test_a_story_and_a_query_are_not_followed_as_one(store: Path) -> None:
    ran = run("follow", "ferry", "--story", "s1", "--store", store)
    assert (ran.status, len(naming(ran.told, "not both"))) == (2, 1)

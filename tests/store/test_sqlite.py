"""The SQLite store in particular: the file, its safety, its schema's history, and what it says when it is no use."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from store_builders import TEXT, TITLE, article, digest_of, edited

from newsfold.digests.verify import verify
from newsfold.errors import StoreError, StoreVersionError
from newsfold.model import Item, Ledger, Merge, New, Search, Within
from newsfold.store import MEMORY, Store, open_store, searching
from newsfold.store.exact import storable
from newsfold.store.migrations import HEAD, REVISIONS
from newsfold.store.schema import VERSION_TABLE, metadata

# A column that was added to a table stands on the line of the last one before it.
ADDED = re.compile(r", (?=\w+ TEXT,)")
REVISION_OF_1 = """
    INSERT INTO revisions (seq, article, id, title, text, published_raw, published_quality, updated_raw, updated_quality)
    VALUES (?, ?, 'r', 'Title', 'Text', '', 'missing', '', 'missing')
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "newsfold.db"


@pytest.fixture
def filled(path: Path) -> Path:
    """A closed store with one story of two articles and its digest."""
    one, two = article("a1"), article("a2", "Ferry safe", "In the fog the ferry turned, without harm to anyone.")
    with open_store(path) as store, store.transaction():
        store.add_articles([one, two])
        store.record_item(Item("f", "feed", title=TITLE, body=TEXT), "stored", "a1")
        store.save_grouping({"a1": "s1", "a2": "s1"}, [New("a1", "s1")])
        store.save_digest(digest_of("s1", [one, two]))
    return path


def sql(path: Path, statement: str, *values: object) -> list[tuple[object, ...]]:
    """Run one statement on the file by another hand than the store's; foreign keys are not looked after."""
    with closing(sqlite3.connect(path)) as connection, connection:
        return connection.execute(statement, values).fetchall()


def program(code: str, *arguments: object) -> list[str]:
    """The command that runs code in another process, with the store and the builders in reach."""
    reach = f"import sys; sys.path[:0] = {[*sys.path, str(Path(__file__).parent)]!r}\n"
    return [sys.executable, "-c", reach + textwrap.dedent(code), *map(str, arguments)]


def run(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(program(code, *arguments), capture_output=True, text=True, check=False)


# --- how it is set up -----------------------------------------------------------------------------------------------


def test_every_connection_is_durable_and_checked(path: Path) -> None:
    """Write-ahead log, full synchronisation and foreign keys hold on each connection that the pool opens."""
    with open_store(path) as store:
        engine = store._engine  # type: ignore[attr-defined]
        with engine.connect() as one, engine.connect() as two:
            for connection in (one, two):
                answers = [
                    connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                    for name in ("journal_mode", "synchronous", "foreign_keys")
                ]
                assert answers == ["wal", 2, 1]


def test_a_store_is_one_file_when_closed(filled: Path) -> None:
    """Closing leaves the one file and nothing beside it."""
    assert [entry.name for entry in filled.parent.iterdir()] == ["newsfold.db"]


def test_a_closed_store_opens_with_everything_in_it(filled: Path) -> None:
    """What was written is there in the next process: articles, ledger, stories, what is quoted."""
    with open_store(filled) as store:
        assert store.article("a1") == article("a1")
        assert store.ledger() == Ledger(seen=1, stored=1)
        assert store.story("s1").articles == ("a1", "a2")
        assert [words.position for words in store.quoted()] == [0, 1, 2]


def test_strange_file_names_are_file_names(tmp_path: Path) -> None:
    """Question marks, number signs, spaces and percents in a path are part of the name."""
    strange = tmp_path / "news ?mode=ro#1 %20 Ω.db"
    with open_store(strange) as store:
        store.add_article(article("a1"))
    assert strange.is_file()
    with open_store(str(strange)) as store:
        assert list(store.articles()) == [article("a1")]


def test_importing_the_store_loads_no_database_library() -> None:
    """`import newsfold.store` is light; opening a store of today's schema does not load Alembic."""
    probe = """
        import sys
        import newsfold.store
        print(sorted({"sqlalchemy", "alembic", "sqlite3"} & set(sys.modules)))
    """
    assert run(probe).stdout.strip() == "[]"


def test_opening_a_store_of_todays_schema_does_not_load_the_migrations(filled: Path) -> None:
    """Alembic takes a while to load and is wanted once in a file's life."""
    probe = """
        import sys
        from newsfold.store import open_store
        open_store(sys.argv[1]).close()
        print("alembic" in sys.modules)
    """
    assert run(probe, filled).stdout.strip() == "False"


# --- the schema and its versions ------------------------------------------------------------------------------------


def migrate(path: Path, revision: str) -> None:
    """Make a store of a revision as its version made it, by the migrations up to then."""
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection, connection.begin():
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", "newsfold.store:migrations")
        command.upgrade(config, revision)
    engine.dispose()


def test_the_migrations_make_the_schema(path: Path) -> None:
    """What the migrations build, step by step, is what `schema.py` says: table for table, column for column."""
    migrate(path, HEAD)
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"version_table": VERSION_TABLE, "compare_type": True, "include_name": is_a_table}
        )
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def is_a_table(name: str | None, kind: str, _: object) -> bool:
    """SQLite keeps its index of words in tables of its own, which SQLAlchemy does not know."""
    return kind != "table" or not str(name).startswith(("word_index", "index_words"))


def test_the_migrations_keep_the_rules_of_the_schema(path: Path, tmp_path: Path) -> None:
    """Checks, foreign keys and indexes, which Alembic does not all compare, are those of a new store, and so is what is in it."""
    migrate(path, HEAD)
    new = tmp_path / "new.db"
    open_store(new).close()
    assert rules_of(path) == rules_of(new)
    revision = f"SELECT version_num FROM {VERSION_TABLE}"  # noqa: S608 - a constant
    assert sql(path, revision) == sql(new, revision) == [(HEAD,)]
    with open_store(path) as migrated, open_store(new) as made:
        assert migrated.contents() == made.contents()


def rules_of(path: Path) -> dict[object, list[str]]:
    """The lines of each table's definition, in no particular order and without quotation marks: SQLite adds some of its own."""
    tables = sql(path, "SELECT name, sql FROM sqlite_master")
    return {
        name: sorted(line.strip().rstrip(", ").replace('"', "") for line in ADDED.sub(",\n", str(text)).splitlines())
        for name, text in tables
    }


def test_the_list_of_revisions_is_the_migrations() -> None:
    """REVISIONS, which is there so that Alembic need not be loaded, names the modules in `versions/` in their order."""
    config = Config()
    config.set_main_option("script_location", "newsfold.store:migrations")
    scripts = ScriptDirectory.from_config(config)
    assert tuple(script.revision for script in reversed(list(scripts.walk_revisions()))) == REVISIONS
    assert scripts.get_current_head() == HEAD


def test_a_file_by_an_older_version_is_brought_up_to_date(path: Path) -> None:
    """What was decided before there were checkpoints is settled, each decision known by its article, and nothing is lost."""
    ended = "a\x00\x1ab"
    migrate(path, "0001")
    sql(path, "INSERT INTO stories (id) VALUES ('s1'), ('s2')")
    for number, name in enumerate(("a1", storable(ended))):
        sql(path, REVISION_OF_1, number, name)
        sql(path, "INSERT INTO articles (id, outlet, kind, current) VALUES (?, 'Post', 'feed', 'r')", name)
    for number in range(1500):
        new = json.dumps({"article": f"gone{number}", "story": "s2", "agreement": 0.0})
        sql(path, "INSERT INTO decisions (kind, story, reason) VALUES ('new', 's2', ?)", new)
    told = storable(json.dumps({"article": ended, "story": "s1", "agreement": 0.25}, ensure_ascii=False))
    sql(path, "INSERT INTO decisions (kind, story, reason) VALUES ('new', 's1', ?)", told)
    merge = '{"story": "s1", "absorbed": "s2", "agreement": 0.5}'
    sql(path, "INSERT INTO decisions (kind, story, other, reason) VALUES ('merge', 's1', 's2', ?)", merge)
    sql(path, "INSERT INTO membership VALUES ('a1', 's1', NULL), (?, 's1', 1501)", storable(ended))
    with open_store(path) as store:
        assert store.membership() == {"a1": "s1", ended: "s1"}
        assert store.reasons("s1") == [New(ended, "s1", 0.25), Merge("s1", "s2", 0.5)]
        assert store.reason(ended) == New(ended, "s1", 0.25)
        assert store.reason("gone1499") == New("gone1499", "s2", 0.0)
        assert (store.reason("a1"), store.unsettled(), store.checkpoint()) == (None, [], None)


def test_a_file_by_a_newer_version_is_refused_by_name(filled: Path) -> None:
    """A revision that is not known raises StoreVersionError with file and revision, and the file is left as it was."""
    sql(filled, "UPDATE newsfold_version SET version_num = '0099'")
    before = filled.read_bytes()
    with pytest.raises(StoreVersionError) as caught:
        open_store(filled)
    assert (str(filled) in str(caught.value), "0099" in str(caught.value)) == (True, True)
    assert caught.value.exit_status == 3
    assert filled.read_bytes() == before


def test_many_programs_may_create_the_same_store_at_once(path: Path) -> None:
    """Of several that open a path where nothing is, one creates the store and all can use it."""
    failures: list[StoreError] = []

    def write(number: int) -> None:
        try:
            with open_store(path) as store:
                store.add_article(article(f"a{number}"))
        except StoreError as error:
            failures.append(error)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with open_store(path) as store:
        assert sorted(one.id for one in store.articles()) == [f"a{number}" for number in range(8)]


# --- what cannot be a store -----------------------------------------------------------------------------------------


def refusal(path: Path) -> str:
    with pytest.raises(StoreError) as caught:
        open_store(path)
    assert str(path) in str(caught.value)
    return str(caught.value)


def test_a_folder_is_not_a_store(tmp_path: Path) -> None:
    assert "is a folder" in refusal(tmp_path)


def test_a_path_in_no_folder_is_named_with_the_folder(tmp_path: Path) -> None:
    assert f"there is no folder {tmp_path / 'none'}" in refusal(tmp_path / "none" / "newsfold.db")


def test_a_pipe_or_a_device_is_not_a_store(tmp_path: Path) -> None:
    """What is not a regular file is refused at once; opening a pipe would wait for ever."""
    os.mkfifo(tmp_path / "pipe")
    assert "is not a file" in refusal(tmp_path / "pipe")
    assert "is not a file" in refusal(Path("/dev/null"))


def test_a_name_that_no_file_can_have_is_refused(tmp_path: Path) -> None:
    refusal(tmp_path / ("x" * 300))


def test_another_kind_of_file_is_left_untouched(path: Path) -> None:
    """A file that is no database is refused, and not one byte of it is changed."""
    for content in (b"Dear diary, this is not a database. " * 200, b"x", b"SQLite format 3\x00" + b"\xff" * 4080):
        path.write_bytes(content)
        refusal(path)
        assert path.read_bytes() == content
        assert list(path.parent.iterdir()) == [path]


def test_another_programs_database_is_left_untouched(path: Path) -> None:
    """A SQLite database that is not ours is refused, and not one byte of it is changed."""
    sql(path, "CREATE TABLE recipes (name TEXT)")
    before = path.read_bytes()
    assert "another program" in refusal(path)
    assert path.read_bytes() == before


def test_an_empty_file_becomes_a_store(path: Path) -> None:
    """A file of no bytes, such as `mktemp` makes, is as good as none."""
    path.touch()
    with open_store(path) as store:
        assert store.ledger() == Ledger()


def as_nobody(path: Path) -> str:
    """What opening the store says to a user who may not write everywhere (root may)."""
    probe = """
        import os, sys
        import newsfold.store.sqlite
        from newsfold.errors import StoreError
        from newsfold.store import open_store
        if os.geteuid() == 0:
            os.setuid(65534)
        try:
            open_store(sys.argv[1])
        except StoreError as error:
            print(type(error).__name__, error)
    """
    return run(probe, path).stdout


@pytest.fixture
def open_to_all(tmp_path: Path) -> Iterator[Path]:
    """A folder that any user can reach."""
    opened = []
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == os.geteuid() and not folder.stat().st_mode & 0o001:
            opened.append((folder, folder.stat().st_mode))
            folder.chmod(folder.stat().st_mode | 0o055)
    yield tmp_path
    for folder, mode in opened:
        folder.chmod(mode)


def test_a_read_only_file_is_refused_by_name(filled: Path, open_to_all: Path) -> None:
    """A store that may not be written is refused at opening, not at the first write."""
    filled.chmod(0o444)
    assert as_nobody(filled) == f"StoreError {filled}: is read-only\n"


def test_a_read_only_folder_is_refused_by_name(open_to_all: Path) -> None:
    """SQLite writes beside its file, so a folder that may not be written is no place for a store."""
    folder = open_to_all / "folder"
    folder.mkdir(mode=0o555)
    assert as_nobody(folder / "newsfold.db").startswith(
        f"StoreError {folder / 'newsfold.db'}: the folder {folder} is read-only"
    )


def test_a_full_disk_is_said_and_loses_nothing(tmp_path: Path) -> None:
    """When the disk fills up in a transaction it is undone and said; what was there is there, and can be read."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if (
        os.geteuid()
        or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512k", "none", disk], check=False).returncode
    ):
        pytest.skip("a small file system can be mounted by root only")
    try:
        with open_store(disk / "newsfold.db") as store:
            store.add_article(article("a1"))
            with pytest.raises(StoreError, match=r"newsfold\.db: the disk is full"):
                fill(store)
            assert list(store.articles()) == [article("a1")]
        refusal_of_full = disk / "second.db"
        (disk / "ballast").write_bytes(b"x" * free_bytes(disk))
        assert "disk" in refusal(refusal_of_full)
    finally:
        subprocess.run(["umount", disk], check=True)


def fill(store: Store) -> None:
    with store.transaction():
        store.add_articles([article(f"b{number}", text=TEXT * 100) for number in range(200)])


def free_bytes(folder: Path) -> int:
    state = os.statvfs(folder)
    return state.f_bavail * state.f_frsize


# --- one writer, many readers ---------------------------------------------------------------------------------------


def test_a_second_writer_gives_up_after_waiting(filled: Path) -> None:
    """A writer that another keeps out waits, then says so; a reader is not kept out."""
    with open_store(filled) as holder, open_store(filled, wait=0.2) as other, holder.transaction():
        holder.add_article(article("a3"))
        assert len(list(other.articles())) == 2
        with pytest.raises(StoreError, match=r"newsfold\.db: another program kept it locked"):
            other.add_article(article("a4"))
    with open_store(filled) as store:
        assert [one.id for one in store.articles()] == ["a1", "a2", "a3"]


def test_a_second_writer_waits_its_turn(filled: Path) -> None:
    """A writer that another keeps out for a moment writes when that one is done."""
    entered, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with open_store(filled) as holder, holder.transaction():
            holder.add_article(article("a3"))
            entered.set()
            leave.wait()

    thread = threading.Thread(target=hold)
    thread.start()
    entered.wait()
    threading.Timer(0.3, leave.set).start()
    with open_store(filled) as other:
        other.add_article(article("a4"))
        thread.join()
        assert [one.id for one in other.articles()] == ["a1", "a2", "a3", "a4"]


# --- crashes --------------------------------------------------------------------------------------------------------

WRITER = """
    import sys
    from store_builders import article
    from newsfold.model import Item, New
    from newsfold.store import open_store

    store = open_store(sys.argv[1])
    for batch in range(1000):
        with store.transaction():
            for number in range(batch * 20, batch * 20 + 20):
                store.add_article(article(f"a{number}"))
                store.record_item(Item("f", "feed", id=str(number)), "stored", f"a{number}")
            store.save_grouping({f"a{number}": f"s{batch}" for number in range(batch * 20, batch * 20 + 20)})
        print(batch, flush=True)
"""


@pytest.mark.parametrize("acknowledged", [0, 1, 3, 8])
def test_killing_the_writer_loses_nothing_and_leaves_nothing_half(path: Path, acknowledged: int) -> None:
    """After kill -9 at any moment every acknowledged batch is whole, and at most one more; the next run goes on."""
    with subprocess.Popen(program(WRITER, path), stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        said = [int(child.stdout.readline()) for _ in range(acknowledged + 1)]
        child.send_signal(signal.SIGKILL)
        said += [int(line) for line in child.stdout]
    with open_store(path) as store:
        ids = [one.id for one in store.articles()]
        batches = len(ids) // 20
        assert batches in (len(said), len(said) + 1)
        assert ids == [f"a{number}" for number in range(batches * 20)]
        assert store.ledger() == Ledger(seen=len(ids), stored=len(ids))
        assert [story.id for story in store.stories()] == [f"s{batch}" for batch in range(batches)]
        assert all(proof.ok for proof in verify(store.quoted(), store.stored_words()))
        store.add_article(article("next"))
    assert sql(path, "PRAGMA integrity_check") == [("ok",)]


def test_killing_a_program_inside_a_transaction_undoes_it(filled: Path) -> None:
    """What was written but not committed when the process was killed is gone, even where it had reached the disk."""
    dying = """
        import os, signal, sys
        from store_builders import TEXT, article, edited
        from newsfold.store import open_store

        store = open_store(sys.argv[1])
        with store.transaction():
            store.add_revision(edited(article("a1"), "Half a thought"))
            store.add_articles([article(f"b{number}", text=TEXT * 50) for number in range(2000)])
            os.kill(os.getpid(), signal.SIGKILL)
    """
    assert run(dying, filled).returncode == -signal.SIGKILL
    with open_store(filled) as store:
        assert [one.id for one in store.articles()] == ["a1", "a2"]
        assert store.article("a1") == article("a1")
    assert sql(filled, "PRAGMA integrity_check") == [("ok",)]


# --- alterations ----------------------------------------------------------------------------------------------------


def findings(path: Path) -> list[str]:
    with open_store(path) as store:
        return [proof.message for proof in verify(store.quoted(), store.stored_words()) if not proof.ok]


def test_an_unaltered_store_is_proved(filled: Path) -> None:
    """A headline, two excerpts and two revisions, all as they came in."""
    with open_store(filled) as store:
        assert [proof.ok for proof in verify(store.quoted(), store.stored_words())] == [True] * 5


def test_one_altered_letter_of_a_text_is_found_and_named(filled: Path) -> None:
    """A letter inside an excerpt betrays excerpt and revision, by story, position, article and place."""
    sql(filled, "UPDATE revisions SET text = replace(text, 'ferry to', 'berry to') WHERE article = 'a1'")
    quoted, stored = findings(filled)
    assert quoted == (
        "story s1, excerpt 1 (article a1, text 4-18): differs from character 4 on: shown U+0066, stored U+0062"
    )
    assert stored == f"article a1, revision {article('a1').revision.id}: its words are not those that came in"


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE revisions SET text = text || ' ' WHERE article = 'a2'", "article a2, revision"),
        ("UPDATE revisions SET title = 'F' || substr(title, 2) || '!' WHERE article = 'a2'", "article a2, revision"),
        ("UPDATE revisions SET title = 'Nothing' WHERE article = 'a1'", "story s1, headline (article a1"),
        ("UPDATE headlines SET text = text || '!'", "story s1, headline (article a1"),
        ("UPDATE excerpts SET text = 'harry to Orrin' WHERE position = 1", "story s1, excerpt 1 (article a1"),
        ("UPDATE excerpts SET start = 3, end = 17 WHERE position = 2", "story s1, excerpt 2 (article a2"),
        ("UPDATE excerpts SET article = 'a9' WHERE position = 2", "story s1, excerpt 2 (article a9"),
        ("UPDATE excerpts SET field = 'title' WHERE position = 2", "story s1, excerpt 2 (article a2, title"),
        ("DELETE FROM revisions WHERE article = 'a2'", "story s1, excerpt 2 (article a2"),
        ("UPDATE excerpts SET story = 's9', text = 'x' WHERE position = 2", "story s9, excerpt 2 (article a2"),
    ],
)
def test_any_alteration_by_another_hand_is_found(filled: Path, statement: str, named: str) -> None:
    """Whatever is altered, the words, the span, whose they are, the first finding names it."""
    sql(filled, statement)
    found = findings(filled)
    assert found[0].startswith(named)


def test_bytes_that_are_no_text_are_found_and_not_tripped_over(filled: Path) -> None:
    """A damaged byte that is no UTF-8 any more is named like any other alteration, and the rest can be read."""
    sql(filled, "UPDATE revisions SET text = CAST(x'546865ff666572' AS TEXT) WHERE article = 'a1'")
    quoted, stored = findings(filled)
    assert quoted.endswith(
        "excerpt 1 (article a1, text 4-18): differs from character 7 on: shown U+0072, stored nothing more"
    )
    assert stored.startswith("article a1, revision")


def test_bytes_that_are_no_text_are_copied_and_told_apart(filled: Path, tmp_path: Path) -> None:
    """A backup of them holds the same, and another damaged byte is another hash."""
    hashes = []
    damage = (
        "UPDATE revisions SET text = CAST(x'546865ff6572' AS TEXT) WHERE article = 'a1'",
        "UPDATE revisions SET text = CAST(x'546865fe6572' AS TEXT) WHERE article = 'a1'",
    )
    for number, statement in enumerate(damage):
        sql(filled, statement)
        with open_store(filled) as store:
            hashes.append(store.contents().hash)
            assert store.back_up(tmp_path / f"{number}.db").hash == hashes[-1]
    assert len(set(hashes)) == 2


def test_a_row_that_makes_no_sense_is_said_to_be_one(filled: Path) -> None:
    """A date that cannot be read raises StoreError and not some other error; the words can be proved all the same."""
    sql(filled, "UPDATE revisions SET published_at = 'once upon a time' WHERE article = 'a1'")
    with open_store(filled) as store:
        with pytest.raises(StoreError, match="a row that cannot be read"):
            store.article("a1")
        assert [proof.ok for proof in verify(store.quoted(), store.stored_words())] == [True] * 5


def test_a_damaged_file_is_said_to_be_one(filled: Path) -> None:
    """Pages overwritten in the middle of the file end in StoreError, with the file's name."""
    data = bytearray(filled.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    filled.write_bytes(data)
    with pytest.raises(StoreError, match=r"newsfold\.db"), open_store(filled) as store:
        list(store.articles())


def test_text_in_the_file_can_be_read_by_any_tool(filled: Path) -> None:
    """Titles and texts stand in the file as they are, so that it can be searched without Newsfold."""
    assert sql(filled, "SELECT title FROM revisions WHERE text LIKE '%harbour master%'") == [(TITLE,)]
    assert sql(filled, "SELECT outcome, article FROM items") == [("stored", "a1")]
    assert edited(article("a1"), "x").title == TITLE


def test_of_very_many_that_answer_the_newest_are_ranked(monkeypatch: pytest.MonkeyPatch) -> None:
    """All of them are counted, in whatever limits are set; what is found is the best of the newest."""
    monkeypatch.setattr(searching, "RANKED", 3)
    with open_store(MEMORY) as store:
        titles = ["Ferry, ferry", "Ferry today", "A day", "Another day", "The ferry of the day"]
        store.add_articles([article(f"a{number}", title, f"{title} ferry.") for number, title in enumerate(titles)])
        store.index()
        search = Search((("ferry",),))
        found = store.find(search, 2)
        assert (found.articles[0], found.total, found.ranked) == ("a4", 5, 3)
        assert "a0" not in store.find(search, 9).articles
        limited = store.find(replace(search, within=Within(outlets=("a0.example", "a1.example"))), 9)
        assert (set(limited.articles), limited.total, limited.ranked) == ({"a0", "a1"}, 2, 2)

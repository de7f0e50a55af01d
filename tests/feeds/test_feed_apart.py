"""What strangers send is read in a process of its own: the values are the same, and what goes over a limit is one rejection."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from attacks import ATTACKS, feed
from hypothesis import given
from hypothesis import strategies as st

from newsfold.feeds import read
from newsfold.feeds.apart import Limits, Parser
from newsfold.feeds.apart.wire import Seen, packed, unpacked
from newsfold.model import Feed, Item, Rejected

Unpack = Callable[[str], Path]

SOUND = feed(
    "<title>Dam at Orrin holds</title>", "<title>Vale votes</title><description>&lt;p&gt;Eleven.</description>"
)
# A process that does what it should not is given less time than one that reads.
SHORT = Limits(seconds=0.3, wall=3.0)


@pytest.fixture(scope="module")
def parser() -> Iterator[Parser]:
    with Parser() as opened:
        yield opened


@pytest.fixture(scope="module", autouse=True)
def _hostile_readers_are_found() -> Iterator[None]:
    """The process finds modules where this one does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(Path(__file__).parent))
        yield


def hostile(limits: Limits = SHORT, processes: int = 1) -> Parser:
    return Parser(limits, processes=processes, reader="hostile_readers:read")


def reasons(values: list[Seen]) -> list[str]:
    return [value.reason if isinstance(value, Rejected) else type(value).__name__ for value in values]


def in_this_process(path: Path, data: bytes) -> list[Seen]:
    path.write_bytes(data)
    return list(read([str(path)]))


texts = st.text(max_size=20)
maybe = st.none() | texts
items = st.builds(
    Item,
    texts,
    st.sampled_from(["feed", "page", "record"]),
    guid=maybe,
    title=maybe,
    title_markup=st.sampled_from(["text", "html"]),
    body=maybe,
    body_markup=st.sampled_from(["text", "html", "page"]),
    published=maybe,
)
feeds = st.builds(Feed, texts, texts, maybe, maybe, st.lists(texts).map(tuple))
rejections = st.builds(Rejected, texts, texts, texts, st.none() | st.integers(0, 10**6))


@given(st.lists(items | feeds | rejections))
def test_values_pass_between_processes_unchanged(values: list[Seen]) -> None:
    """Code point for code point."""
    assert unpacked(packed(values)) == values


@given(
    st.binary(max_size=60) | st.sampled_from([b"[[0]]", b"[[3]]", b"[[-1]]", b"[[true]]", b'[["0"]]', b"[0]", b"{}"])
)
def test_an_answer_of_another_shape_is_refused(data: bytes) -> None:
    """Whatever a process answers that a stranger has taken over, it makes no value of a wrong type."""
    try:
        values = unpacked(data)
    except ValueError:
        values = []
    assert values == []


@pytest.mark.parametrize(
    "row",
    [
        '[2, "a", "b", "c", "3"]',
        '[2, "a", "b", null, 3]',
        '[1, "a", "b", null, null, ["c", 1]]',
        '[1, "a", "b", null, null, "c"]',
        '[0, "a", "story"]',
        packed([Item("a", "feed")]).decode()[1:-1].replace('"feed"', '"story"'),
        packed([Item("a", "feed", title="b")]).decode()[1:-1].replace('"b"', "[]"),
    ],
)
def test_a_value_with_a_field_of_another_type_is_refused(row: str) -> None:
    """A line that is a string, a folder that is none, a kind that is not known."""
    with pytest.raises(ValueError, match=r"no .*|zip.*"):
        unpacked(f"[{row}]".encode())


@pytest.mark.parametrize(
    "data",
    [
        SOUND,
        SOUND[:-40],
        b"<opml><body><outline text='A'><outline text='B' xmlUrl='https://b.example/rss'/></outline></body></opml>",
        "<html><body><p>Žofie said: “no”.</p></body></html>".encode(),
        b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "content_text": "a\\ud83d"}]}',
        b'{"id": "a", "title": "b"}\n\n{"id": "c"}\n',
        "<?xml version='1.0' encoding='gb18030'?><rss><channel><item><title>大坝</title></item></channel></rss>".encode(
            "gb18030"
        ),
        b"",
    ],
    ids=["feed", "cut", "subscriptions", "page", "json", "records", "codec", "nothing"],
)
def test_bytes_are_read_apart_as_a_file_is_read_here(data: bytes, parser: Parser, tmp_path: Path) -> None:
    """The same items, feeds and rejections, under the name that is given."""
    path = tmp_path / "source"
    assert parser.parse(data, str(path)) == in_this_process(path, data)


@pytest.mark.parametrize("attack", sorted(ATTACKS))
def test_an_attack_costs_what_the_limits_allow(attack: str, parser: Parser, tmp_path: Path) -> None:
    """It is read as it is read here, or is over a limit and one rejection that says so; what comes next is read as ever."""
    data = ATTACKS[attack]()
    values = parser.parse(data, attack)
    assert values
    if reasons(values) not in (["too-slow"], ["too-much-memory"]):
        path = tmp_path / "source"
        assert reasons(values) == reasons(in_this_process(path, data))
    assert reasons(parser.parse(SOUND, "next.xml")) == ["Item", "Item"]


@pytest.mark.parametrize(
    ("deed", "reason", "detail"),
    [
        (b"count", "too-slow", "reading it took more than 0.3 seconds of processor time"),
        (b"sleep", "too-slow", "reading it took more than 3 seconds"),
        (b"take", "too-much-memory", "reading it took more than 256 MB"),
        (b"open", "reader-failed", "OSError: [Errno 24] Too many open files: '/etc/hostname'"),
        (b"connect", "reader-failed", "OSError: [Errno 24] Too many open files"),
        (b"start", "reader-failed", "OSError: [Errno 24] Too many open files"),
        (b"die", "reader-failed", "the process that read it ended by SIGSEGV"),
        (b"leave", "reader-failed", "the process that read it ended with status 3"),
        (b"nonsense", "reader-failed", "the process that read it gave no answer"),
        (b"fail", "reader-failed", "LookupError: no such thing"),
    ],
)
def test_a_reader_that_misbehaves_is_one_rejection(deed: bytes, reason: str, detail: str) -> None:
    """Too slow, too large, after a file or a socket, dead, or out of its mind: the next source is read by another or the same."""
    with hostile() as parser:
        assert parser.parse(deed, "bad.xml") == [Rejected("bad.xml", reason, detail)]
        assert reasons(parser.parse(b"", "good.xml")) == ["Item"]


def readers_of(values: list[list[Seen]]) -> list[str | None]:
    return [value.title for one in values for value in one if isinstance(value, Item)]


def test_a_process_reads_many_sources_and_then_another_takes_its_place() -> None:
    """What a library keeps of what it has read does not grow for ever."""
    with hostile(Limits(sources=3)) as parser:
        found = readers_of([parser.parse(b"", "a.xml") for _ in range(7)])
    assert [len(set(found[start : start + 3])) for start in (0, 3, 6)] == [1, 1, 1]
    assert len(set(found)) == 3


def test_a_process_that_died_between_two_sources_is_no_matter() -> None:
    """The next source is read by another."""
    with hostile() as parser:
        [item] = parser.parse(b"", "a.xml")
        assert isinstance(item, Item)
        dead = int((item.title or "").rpartition(" ")[2])
        os.kill(dead, 9)
        while Path(f"/proc/{dead}/stat").read_text().split()[2] not in "ZX":
            time.sleep(0.01)
        assert reasons(parser.parse(b"", "b.xml")) == ["Item"]


def test_sources_are_read_at_once_and_come_in_their_order() -> None:
    """As many at a time as there are processes; one that hangs holds up none of the others."""
    sources = [(b"sleep", "bad.xml"), *((SOUND, f"{number}.xml") for number in range(20))]
    with hostile(processes=2) as parser:
        started = time.monotonic()
        found = list(parser.map(sources))
        with ThreadPoolExecutor(8) as threads:
            again = list(threads.map(lambda one: parser.parse(*one), sources[1:]))
        assert time.monotonic() - started < 2 * SHORT.wall
    assert [one.source for values in found for one in values] == [source for _, source in sources]
    assert [reasons(values) for values in again] == [["Item"]] * 20


def test_no_process_is_left_behind() -> None:
    """Those that idle and those that hang end with the block."""
    with hostile(processes=2) as parser:
        found = readers_of(list(parser.map([(b"", "a.xml")] * 8)))
        parser.parse(b"count", "bad.xml")
    for title in set(found):
        with pytest.raises(ProcessLookupError):
            os.kill(int((title or "").rpartition(" ")[2]), 0)


@pytest.mark.parametrize("megabytes", [46, 52, 57, 64])
def test_too_little_memory_never_gives_fewer_words(megabytes: int, tmp_path: Path) -> None:
    """libxml2 and feedparser take running out of memory for a fault of the document and go on with what they have."""
    story = "".join(f"<title>Dam {{}} &eacute; & more</title><description>{'word &lt;b>word ' * 150}</description>")
    path = tmp_path / "source"
    for data in (feed(*map(story.format, range(200))), feed(*map(story.format, range(200)))[:-2000]):
        whole = in_this_process(path, data)
        with Parser(Limits(seconds=20, wall=60, memory=megabytes * 1024**2)) as parser:
            assert parser.parse(data, str(path)) in (
                whole,
                [Rejected(str(path), "too-much-memory", f"reading it took more than {megabytes} MB")],
            )


@pytest.mark.shared
@pytest.mark.parametrize("corpus", ["feedparser", "feedvalidator", "gofeed", "miniflux", "netnewswire"])
def test_every_file_of_a_corpus_is_read_apart_as_it_is_here(corpus: str, unpacked: Unpack, parser: Parser) -> None:
    """The same values for every file, none over a limit, and no process lost."""
    for path in sorted(unpacked(f"corpora/{corpus}.tar.gz").rglob("*")):
        if path.is_file() and not path.is_symlink():
            assert parser.parse(path.read_bytes(), str(path)) == list(read([str(path)]))

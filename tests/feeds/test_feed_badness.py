"""Each kind of bad source is one rejection with a reason and, where known, a line; what is good beside it is read."""

from __future__ import annotations

import gzip
import io
import time

import pytest

from newsfold.feeds import read
from newsfold.feeds.limits import MAX_FIELD, MAX_FILE, MAX_ITEMS
from newsfold.model import Feed, Item, Rejected


def values_of(data: bytes | str) -> list[Item | Feed | Rejected]:
    return list(read(["-"], io.BytesIO(data.encode() if isinstance(data, str) else data)))


def reasons(data: bytes | str) -> list[tuple[str, int | None]]:
    return [(value.reason, value.line) for value in values_of(data) if isinstance(value, Rejected)]


def titles(data: bytes | str) -> list[str | None]:
    return [value.title for value in values_of(data) if isinstance(value, Item)]


def rss(*items: str, head: str = "") -> str:
    entries = "\n".join(f"<item>{item}</item>" for item in items)
    return f"{head}<rss version='2.0'><channel><title>Orrin Post</title>\n{entries}\n</channel></rss>"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("", ("empty-file", None)),
        ("  \n ", ("empty-file", None)),
        ("Dear editor, the dam holds.", ("unknown-format", None)),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", ("unknown-format", None)),
        ("<kml><Document/></kml>", ("unknown-format", None)),
        ("[1, 2]", ("unknown-format", None)),
        ('{\n "weather": "rain"\n}', ("unknown-format", None)),
        ('{"version": "https://jsonfeed.org/version/1.1"}', ("unknown-format", None)),
        ('{"version": "https://jsonfeed.org/version/1.1",\n "items": [1,}', ("not-json", 2)),
        ('{"version": "https://jsonfeed.org/version/1.1", "items": []}', ("empty-feed", None)),
        ('{"version": "https://jsonfeed.org/version/1.1", "items": ' + "[" * 100_000, ("not-json", None)),
        (rss(), ("empty-feed", None)),
        ("<opml><body/></opml>", ("no-feeds", None)),
        ("<rss><channel>\n<title>x</title", ("not-xml", 2)),
        (gzip.compress(rss("<title>a</title>").encode(), mtime=0)[:-12], ("unreadable", None)),
        (b"\x1f\x8b and no gzip", ("unreadable", None)),
    ],
)
def test_a_broken_source_is_one_rejection(data: bytes | str, expected: tuple[str, int | None]) -> None:
    """With the reason that the ledger counts, and the line where the parser knows one."""
    assert reasons(data) == [expected]
    assert titles(data) == []


@pytest.mark.parametrize(
    ("title", "meant"),
    [
        ("Q&A now", "Q&A now"),
        ("Fish & chips &amp; more", "Fish & chips & more"),
        ("caf&eacute; &nbsp;&rsquo;", "café \xa0’"),
        ("AT&T;", "AT&T;"),
        ("3 < 4 & 5 > 2", "3 < 4 & 5 > 2"),
        ("bell\x07 and\x0bbreak", "bell and\nbreak"),
        ("&#8;ring &#55357;&#56832; &#X41;", "ring 😀 A"),
        ("<![CDATA[Q&A <now>]]> & more", "Q&A <now> & more"),
    ],
)
def test_what_is_not_xml_keeps_its_words(title: str, meant: str) -> None:
    """Ampersands, HTML entities, signs and control characters are mended before they can change a word."""
    assert titles(rss(f"<title>{title}</title>")) == [meant]


def test_a_prefix_that_nobody_declared_is_no_matter() -> None:
    """Known ones mean what they always mean; the elements of unknown ones are left out."""
    [item] = values_of(rss("<title>a</title><content:encoded>Body</content:encoded><zz:x zz:y='1'>no</zz:x>"))
    assert isinstance(item, Item)
    assert (item.title, item.body) == ("a", "Body")


def test_elements_that_are_not_closed_keep_their_words() -> None:
    """HTML that was pasted into a feed as it is."""
    [item] = values_of(rss("<title>a</title><description><p>One<br>two <b>three</p></description>"))
    assert isinstance(item, Item)
    assert item.body is not None
    assert [word for word in ("One", "two", "three") if word in item.body] == ["One", "two", "three"]


def test_a_feed_that_breaks_off_loses_only_the_entry_that_was_cut() -> None:
    """Half an entry would be half a sentence, with nothing to say so."""
    whole = rss("<title>one</title>", "<title>two</title>", "<title>three which is cut</title>")
    cut = whole[: whole.index("which")]
    assert titles(cut) == ["one", "two"]
    assert reasons(cut) == [("cut-off", 4)]


def test_a_caption_is_never_taken_for_the_article() -> None:
    """Words of extensions stand beside the article; feedparser would make a body of them."""
    caption = "<media:description>The dam in spring</media:description>"
    source = rss(f"<title>a</title><description>Body</description>{caption}").replace(
        "<rss", "<rss xmlns:media='http://search.yahoo.com/mrss/'"
    )
    [item] = values_of(source)
    assert isinstance(item, Item)
    assert (item.body, item.summary) == ("Body", None)


def test_entities_of_a_documents_own_are_refused() -> None:
    """Neither a bomb nor a file is ever expanded; HTML's names mean what HTML says, whatever is declared."""
    laughs = "<!DOCTYPE r [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]>"
    assert reasons(rss("<title>&b;</title>", head=laughs)) == [("own-entities", None)]
    outside = "<!DOCTYPE r [<!ENTITY nbsp SYSTEM 'file:///etc/hostname'>]>"
    assert titles(rss("<title>a&nbsp;b</title>", head=outside)) == ["a\xa0b"]


def test_an_external_document_type_is_not_looked_at() -> None:
    """Old feeds name Netscape's, which is long gone."""
    old = '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "https://nowhere.example/rss-0.91.dtd">'
    assert titles(rss("<title>a</title>", head=old)) == ["a"]


def test_everything_over_a_limit_is_rejected_and_counted() -> None:
    """A file, a field, and every entry after the last that is read."""
    assert reasons(b"<rss>" + b" " * MAX_FILE) == [("too-large", None)]
    long_title = rss(f"<title>{'a' * (MAX_FIELD + 1)}</title>", "<title>next</title>")
    assert (titles(long_title), reasons(long_title)) == (["next"], [("too-large", None)])
    many = rss(*["<title>a</title>"] * (MAX_ITEMS + 3))
    assert len(titles(many)) == MAX_ITEMS
    assert [reason for reason, _ in reasons(many)] == ["too-many-items"] * 3


def test_a_bomb_is_measured_after_it_is_unpacked() -> None:
    """200 MB in 200 kB: one rejection, before all of it is there."""
    assert reasons(gzip.compress(b"<rss>" + b" " * 200_000_000)) == [("too-large", None)]


@pytest.mark.parametrize(
    "hostile",
    [
        rss("<title>a</title><author>" + "a" * 58_000 + "</author>"),
        rss("<title " + " ".join(f"a{number}='x'" for number in range(50_000)) + ">a</title>"),
        rss("<title>a</title><description>" + "<b>" * 50_000 + "</description>"),
        rss("<title>" + "<![CDATA[" * 50_000 + "</title>"),
        rss("<title>" + "&" * 500_000 + "</title>"),
        "<?" * 100_000 + rss("<title>a</title>"),
        "<!--" * 100_000 + rss("<title>a</title>"),
        " " * 1_000_000 + rss("<title>a</title>"),
    ],
    ids=["author", "attributes", "depth", "cdata", "ampersands", "instructions", "comments", "spaces"],
)
def test_hostile_feeds_take_linear_time(hostile: str) -> None:
    """Each of these took feedparser alone, or a careless expression here, from seconds to minutes."""
    started = time.process_time()
    values_of(hostile)
    assert time.process_time() - started < 5


def test_one_bad_byte_does_not_spoil_a_feed() -> None:
    """A UTF-8 feed with one stray byte of Windows-1252 in it, and one cut character."""
    data = rss("<title>né à Orrin, “là”</title>", "<title>CAF*</title>", "<title>cut #</title>").encode()
    data = data.replace(b"*", b"\xc9").replace(b"#", b"\xe2\x80")
    assert titles(data) == ["né à Orrin, “là”", "CAFÉ", "cut \ufffd"]


def test_an_encoding_that_can_only_be_guessed_is_refused() -> None:
    """Cyrillic bytes without a declaration would come out as other letters; with one they are right."""
    undeclared = rss("<title>Плотина в Оррине выдержала паводок</title>")
    assert reasons(undeclared.encode("cp1251")) == [("unknown-encoding", None)]
    declared = "<?xml version='1.0' encoding='windows-1251'?>" + undeclared
    assert titles(declared.encode("cp1251")) == ["Плотина в Оррине выдержала паводок"]

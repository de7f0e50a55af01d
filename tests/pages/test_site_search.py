"""The search of a site that is only files: what is in its index, and how it answers in a real Chromium, from a disk."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from browsing import Tab, soon, written
from hypothesis import given
from hypothesis import strategies as st
from invented import article, at, digest_of, excerpt_of, ferry, hostile

from newsfold.model import Digest
from newsfold.pages.searchindex import (
    LONGEST_KEY,
    Stands,
    index_files,
    index_words,
    is_unspaced,
    postings,
    script,
    shard,
)


def value_of(content: bytes) -> Any:
    """The value that a script of the index hands over."""
    assert content.startswith(b"(self.newsfold ??= {})[")
    return json.loads(content.decode().partition(" = ")[2].removesuffix(";\n"))


def story_of(number: int, title: str, text: str = "The harbour is closed.") -> Digest:
    """A story of one article."""
    piece = article(f"a{number}", "Orrin Today", title, text, published=at(1 + number % 28, "10:00"))
    return digest_of(piece, [excerpt_of(piece, text, story=f"s{number}")], story=f"s{number}")


# --- the index --------------------------------------------------------------------------------------------------------


def test_every_word_that_a_page_shows_is_found() -> None:
    """Of headline, titles, outlets, excerpts, and of quotes, conflicts, times and names."""
    found = postings([story_of(0, "Swans"), ferry()])
    shown = [ferry().headline.text, *(one.title for one in ferry().articles), *(one.outlet for one in ferry().articles)]
    shown += [one.text for one in ferry().excerpts] + [words.text for _, words in ferry().details()]
    words = set(chain.from_iterable(map(index_words, shown)))
    assert len(words) > 100
    assert [word for word in words if 1 not in {code // 8 for code in found[word]}] == []


def test_a_word_says_where_it_stands() -> None:
    """In the headline, which is a title too, or in the text."""
    found = postings([story_of(0, "Swans at Orrin"), story_of(1, "Other things", "Swans.")])
    assert found["swans"] == [0 + Stands.HEADLINE + Stands.TITLE, 8 + Stands.TEXT]


@given(
    st.dictionaries(st.text(min_size=1, max_size=6), st.lists(st.integers(0, 99), min_size=1, max_size=3), max_size=80)
)
def test_a_word_is_in_the_part_of_its_longest_key_and_nowhere_else(words: dict[str, list[int]]) -> None:
    """So a search loads one part for a word; nothing is lost by sharing out."""
    ordered = {word: words[word] for word in sorted(words)}
    parts = list(shard(ordered, limit=60))
    assert dict(chain.from_iterable(part.items() for _, part in parts)) == ordered
    assert sum(len(part) for _, part in parts) == len(ordered)
    keys = [key for key, _ in parts]
    for key, part in parts:
        assert all(max((one for one in keys if word.startswith(one)), key=len) == key for word in part)
        assert len(json.dumps(part, separators=(",", ":"))) <= 60 or len(part) == 1 or len(key) == LONGEST_KEY


def test_a_word_of_nearly_every_story_is_named_and_not_listed() -> None:
    """In a site of many stories; a small one has all its words."""
    few = dict(index_files([story_of(number, f"Number {number}") for number in range(20)]))
    assert value_of(few["search/contents.js"])["common"] == []
    many = dict(index_files([story_of(number, f"Number {number}") for number in range(250)]))
    assert value_of(many["search/contents.js"])["common"] == [
        "closed",
        "harbour",
        "is",
        "number",
        "orrin",
        "the",
        "today",
    ]


@pytest.mark.parametrize(
    "text", ["</script><script>alert(1)</script>", "<!--", "a\u2028b\u2029c", "\ud800", "\x00\x85"]
)
def test_nothing_in_a_script_of_the_index_ends_it(text: str) -> None:
    """It holds no angle bracket, no line end but its last, and can be encoded; the words come back as they were."""
    content = script("words-61", {text: [1]})
    assert not set("<>\u2028\u2029\x85") & set(content.decode())
    assert content.count(b"\n") == 1
    assert list(value_of(content)) == [text]


def test_the_index_is_the_same_each_time() -> None:
    """Byte for byte, whatever the order in which sets give their words."""
    stories = [ferry(), story_of(1, "Swans")]
    assert list(index_files(stories)) == list(index_files(stories))


# --- in a browser -----------------------------------------------------------------------------------------------------


def asked(tab: Tab, site: Path, query: str) -> Sequence[str]:
    """Ask the page from the disk, and give the headlines of its answer in their order."""
    tab.open(f"{(site / 'search.html').as_uri()}?q={query}")
    assert soon(lambda: bool(tab.value("document.querySelector('#found').textContent")))
    found: Sequence[str] = tab.value("[...document.querySelectorAll('#results h2')].map((one) => one.textContent)")
    return found


@pytest.mark.browser
def test_a_query_finds_stories_from_a_disk(tab: Tab, tmp_path: Path) -> None:
    """All of its words have to be there, the last may go on; what stands in headlines comes first; accents do not matter."""
    stories = [
        story_of(0, "Council of Łódź meets", "The swans of Orrin are counted."),
        story_of(1, "Swans of Orrin return"),
    ]
    site = written(tmp_path, *stories, ferry())
    assert asked(tab, site, "swans") == ["Swans of Orrin return", "Council of Łódź meets"]
    assert asked(tab, site, "swans%20cou") == ["Council of Łódź meets"]
    assert asked(tab, site, "LODZ") == ["Council of Łódź meets"]
    assert asked(tab, site, "swan%20meets") == []
    assert asked(tab, site, "運航") == [ferry().headline.text]
    assert not tab.is_shown("#everything")


@pytest.mark.browser
def test_a_hit_shows_the_excerpt_that_has_the_words_and_leads_to_its_story(tab: Tab, tmp_path: Path) -> None:
    """Verbatim, with outlet and time, in its own language and direction."""
    site = written(tmp_path, ferry())
    wanted = next(one for one in ferry().excerpts if one.lang == "ar")
    asked(tab, site, wanted.text.split()[3])
    assert tab.value("document.querySelector('#results blockquote .words').textContent") == wanted.text
    assert tab.attributes("#results blockquote p") == {"lang": "ar", "dir": "auto"}
    assert tab.value("document.querySelector('#results .outlet').textContent") == wanted.outlet
    tab.click("#results h2 a")
    tab.wait_for_load()
    assert tab.value("document.querySelector('h1').textContent") == ferry().headline.text


@pytest.mark.browser
def test_more_stories_than_fit_come_page_by_page(tab: Tab, tmp_path: Path) -> None:
    """Twenty, then the rest, in the site's order where all are alike."""
    titles = [f"Swans {number}" for number in range(33)]
    site = written(tmp_path, *(story_of(number, title) for number, title in enumerate(titles)))
    assert asked(tab, site, "swans") == titles[:20]
    tab.click("#more")
    shown = "document.querySelectorAll('#results > li').length"
    assert soon(lambda: tab.value(shown) == 33)
    assert not tab.is_shown("#more")


@pytest.mark.browser
def test_without_scripts_all_headlines_are_there_by_day(tab: Tab, tmp_path: Path) -> None:
    """The form, which could do nothing, is not shown."""
    site = written(
        tmp_path, story_of(4, "Swans return"), story_of(8, "Swans leave"), digest_of(article("x", "", "Undated"), ())
    )
    tab.scripts(allowed=False)
    tab.open((site / "search.html").as_uri())
    seen = [tab.is_shown("form.find"), tab.is_shown("#everything")]
    said = tab.value(
        "[...document.querySelectorAll('#everything h2, #everything li .words')].map((one) => one.textContent)"
    )
    tab.scripts(allowed=True)
    assert seen == [False, True]
    assert said == ["9 March 2026", "Swans leave", "5 March 2026", "Swans return", "Undated", "Undated"]


@pytest.mark.browser
def test_a_part_that_is_missing_is_said_and_all_headlines_shown(tab: Tab, tmp_path: Path) -> None:
    """A site that was copied in part is not taken for one that has nothing."""
    site = written(tmp_path, story_of(0, "Swans"))
    for part in (site / "search").glob("words-*.js"):
        part.unlink()
    assert asked(tab, site, "swans") == []
    assert "cannot be read" in tab.value("document.querySelector('#found').textContent")
    assert tab.is_shown("#everything")


@pytest.mark.browser
def test_hostile_words_are_found_and_run_nothing(tab: Tab, tmp_path: Path) -> None:
    """As text nodes, also with the page's policy taken away."""
    payload = "</script><img src=x onerror=window.hit=1> swans"
    site = written(tmp_path, hostile(payload))
    page = site / "search.html"
    page.write_bytes(page.read_bytes().replace(b'http-equiv="Content-Security-Policy"', b'name="none"'))
    assert asked(tab, site, "swans") == [payload]
    assert tab.value("window.hit ?? null") is None
    assert tab.value("document.querySelector('#results blockquote .words').textContent") == payload


ODD = [
    "Straße ﬁnd İstanbul ΟΔΟΣ Łódź Œuvre ½ ⅻ ²",
    "l'aube co-operative U.S. 1,400 a_b",
    "運航会社は二日、カフェ 馬",
    "한국어 뉴스 ภาษาไทย ລາວ မြန်မာ ខ្មែរ",
    "बिल बल ক্ষ العبّارة \u200fقال\u200e نَصّ",
    "e\u0301 ｆｕｌｌ ｗｉｄｔｈ \U0001d400\U00020000\U00020001x",
    "".join(map(chr, range(0x21, 0x250))),
    "".join(map(chr, range(0x370, 0x530))),
]


@pytest.mark.browser
@pytest.mark.parametrize("text", ODD)
def test_a_browser_cuts_words_as_the_index_does(tab: Tab, tmp_path: Path, text: str) -> None:
    """So that whatever is typed as it stands in the text is found; of writing without spaces a query has no lone last sign."""
    site = written(tmp_path, story_of(0, "Swans"))
    tab.open((site / "search.html").as_uri())
    typed = tab.value(f"newsfold.wordsOf({json.dumps(text)})")
    indexed = set(index_words(text))
    assert set(typed) <= indexed
    lone = {word for word in indexed - set(typed) if len(word) == 1 and is_unspaced(word)}
    assert indexed - set(typed) == lone

"""HTML pages and the site made of them: the words verbatim, no markup out of words, links that hold anywhere."""

from __future__ import annotations

import gzip
import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import ARTICLES, STORY, article, at, digest_of, edited_ferry, excerpt_of, ferry, hostile, listed, topic

from newsfold.errors import UsageError
from newsfold.model import Digest, Excerpt
from newsfold.pages import (
    Places,
    as_markdown,
    as_text,
    as_value,
    build,
    front_page,
    message_page,
    safe_name,
    script,
    standalone_page,
    story_page,
    style_sheet,
    summarise,
)
from newsfold.pages.words import for_markup

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</span></p></blockquote><svg/onload=alert(1)>",
    '" onmouseover="alert(1)" x=\'',
    "' autofocus onfocus='alert(1)",
    "<!--",
    "-->",
    "]]>",
    "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "&lt;script&gt;",
    "&#60;b&#62;",
    "{{ 7 * 7 }}{% raw %}",
    "javascript:alert(1)",
    "../../etc/passwd",
    "\x00<\x1bscript>",
    "\u202e<b>",
    "half \ud83d",
    "a\r\nb\tc\x0cd",
    "＜script＞",
]
ANY_TEXT = st.text(
    alphabet=st.one_of(st.characters(), st.sampled_from("<>&\"'/\r\n\t\x00\x1b\x85\ufffe\ud800 ")), min_size=1
)


def parsed(page: bytes) -> Any:
    """The page as a tree, read by a parser that had no part in writing it."""
    return lxml.html.document_fromstring(page, parser=lxml.html.HTMLParser(encoding="utf-8"))


def words_of(page: bytes, path: str) -> list[str]:
    """The text of every element of outlets' words below a path."""
    return [element.text_content() for element in parsed(page).xpath(f'//{path}//*[@class="words"]')]


def quoting(text: str, **changes: Any) -> Digest:
    """A story of one article whose whole text is its excerpt."""
    piece = article("a", "Orrin Today", "Ferries stop", text)
    return digest_of(piece, [replace(Excerpt.of(piece, "text", 0, len(text)), source=text, **changes)])


# --- words ----------------------------------------------------------------------------------------------------------


@settings(deadline=None)  # the first example also builds what the others reuse
@given(ANY_TEXT)
def test_the_words_on_the_page_are_the_words_of_the_article(text: str) -> None:
    """The text of an excerpt's element is the excerpt, to the character; what HTML cannot carry is a visible escape."""
    assert words_of(story_page(quoting(text)), "blockquote") == [for_markup(text)]


@settings(deadline=None)  # the first example also builds what the others reuse
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cn"])))
def test_only_what_html_cannot_carry_is_shown_as_an_escape(text: str) -> None:
    """Every other character is left as it is, direction marks included."""
    assert for_markup(text + "\n\t\r\u202e\u200f") == text + "\n\t\r\u202e\u200f"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_words_in_every_field_make_no_markup(payload: str) -> None:
    """The elements and attributes of the page are those that harmless words give, and each text is the words."""
    page, harmless = story_page(hostile(payload)), story_page(hostile("harmless"))
    assert _shape(page) == _shape(harmless)
    shown = for_markup(payload)
    # Ten stretches, of which a conflict has two in the same words, which are shown once.
    assert words_of(page, "blockquote") == [shown] * 9
    assert words_of(page, "h1") == [shown]
    assert {one.text_content() for one in parsed(page).xpath("//bdi")} == {shown}


def _shape(page: bytes) -> list[tuple[str, tuple[str, ...]]]:
    return [(element.tag, tuple(element.attrib)) for element in parsed(page).iter() if isinstance(element.tag, str)]


@pytest.mark.parametrize("payload", [*PAYLOADS, "data:text/html,<script>1</script>", "//x.example", "ftp://x.example/"])
def test_a_hostile_url_is_never_linked(payload: str) -> None:
    """Every link is http, https or one of the site's own."""
    piece = article("a", "Orrin Today", "Ferries stop", "Some words.", url=payload, lang=payload)
    digest = digest_of(piece, [excerpt_of(piece, "Some words.")])
    for page in (story_page(digest), front_page([summarise(digest)]), standalone_page([digest])):
        tree = parsed(page)
        targets = {*tree.xpath("//@href"), *tree.xpath("//@cite"), *tree.xpath("//@src")}
        own = {
            "../index.html",
            "../articles.html",
            "../style.css",
            "../newsfold.js",
            f"../story/{STORY}.json",
            f"story/{STORY}.html",
            "#main",
        }
        assert targets <= own | {"index.html", "style.css", "newsfold.js", "articles.html"}
        assert set(tree.xpath("//blockquote/p/@lang")) == {""}


@pytest.mark.parametrize("end", ['"><script>alert(1)</script>', "'onmouseover='alert(1)'", "?a=1&copy=2&lt;b&gt;"])
def test_a_web_address_that_holds_marks_of_markup_stays_in_its_attribute(end: str) -> None:
    """The address that the outlet gave is what is linked, to the character."""
    piece = article("a", "Orrin Today", "Ferries stop", "Some words.", url=f"https://orrin.example/{end}")
    page = story_page(digest_of(piece, [excerpt_of(piece, "Some words.")]))
    assert _shape(page) == _shape(story_page(quoting("Some words.")))
    assert parsed(page).xpath("//h1/a/@href") == parsed(page).xpath("//blockquote/@cite") == [piece.url]


def test_a_cut_is_marked_outside_the_words() -> None:
    """The mark is an element of its own beside the words, with a name for those who hear the page."""
    [paragraph] = parsed(story_page(quoting("the middle of it", cut_before=True, cut_after=True))).xpath(
        "//blockquote/p"
    )
    parts = [(part.get("class"), part.text_content()) for part in paragraph]
    assert parts == [("cut", "[…]"), ("words", "the middle of it"), ("cut", "[…]")]
    assert [part.get("aria-label") for part in paragraph][::2] == [
        "The sentence begins earlier.",
        "The sentence goes on.",
    ]
    assert paragraph.text_content() == "[…]the middle of it[…]"


def test_every_excerpt_and_title_has_its_language_and_direction() -> None:
    """A reader's machine picks voice, font and direction by them."""
    tree = parsed(story_page(ferry()))
    assert tree.xpath('//*[@class="excerpts"]//blockquote/p/@lang') == [
        "en",
        "en",
        "en",
        "en",
        "es",
        "ar",
        "ja",
        "de",
        "en",
        "en",
    ]
    for words in tree.xpath('//*[@class="words"]'):
        carriers = words.xpath("ancestor-or-self::*[@dir='auto']")
        assert carriers, lxml.html.tostring(words)
        assert "lang" in carriers[-1].attrib


# --- the page -------------------------------------------------------------------------------------------------------


def test_three_excerpts_are_open_and_the_rest_is_one_control_away() -> None:
    """ "Digest more" opens the others; nothing on the page needs a script."""
    tree = parsed(story_page(ferry()))
    [fold] = tree.xpath('//details[@class="fold"]')
    assert len(tree.xpath('//*[@class="excerpts"]//figure')) - len(fold.xpath(".//figure")) == 3
    assert len(fold.xpath(".//figure")) == 7
    assert fold.xpath("./summary")[0].text_content() == "Digest moreless"  # one of the two words is shown
    assert tree.xpath("//script[not(@src)] | //iframe | //img | //form | //object | //*[@style] | //@onclick") == []


def test_a_digest_of_three_excerpts_has_nothing_to_open() -> None:
    """A control that opens nothing is not shown."""
    assert b"Digest" not in story_page(replace(ferry(), excerpts=ferry().excerpts[:3]))


def test_what_is_beside_the_excerpts_stands_in_sections_and_marks_what_matters() -> None:
    """Conflicts are open, the rest is a control away; the mark of a claim is a part of its words."""
    tree = parsed(story_page(ferry()))
    beside = tree.xpath('//details[@class="all beside"]')
    assert [(one.xpath("string(./summary)").strip(), "open" in one.attrib) for one in beside] == [
        ("Where accounts differ", True),
        ("As it became known", False),
        ("Who said what", False),
        ("What happened when", False),
        ("Who is who", False),
    ]
    assert [mark.text_content() for mark in tree.xpath("//mark")] == [
        "had been agreed", "denies", "312", "41", "on Monday", "am Mittwoch",
    ]  # fmt: skip
    [speaker] = beside[2].xpath('.//li[1]//*[@class="note"][1]')
    assert speaker.text_content() == "Said by a deckhand who asked not to be named"


def test_what_was_changed_stands_beside_what_it_was() -> None:
    """In every form, with the words that differ marked where a form has marks; before the excerpts for a reader who asked."""
    digest = edited_ferry()
    tree = parsed(story_page(digest))
    [changed] = tree.xpath('//section[@aria-label="What was changed"]')
    assert [one.text_content() for one in changed.xpath('.//*[@class="about"]')] == ["Another figure", "Added"]
    assert [one.text_content() for one in changed.xpath(".//mark")] == ["41", "44"]
    assert [one.text_content() for one in changed.xpath('.//*[@class="note"]')] == [
        "before", "changed", "now",
    ]  # fmt: skip
    [published, since, _] = [one.get("datetime") for one in changed.xpath(".//time")]
    assert since == "2026-03-05T09:00:00Z" != published
    assert [one.text_content() for one in changed.xpath('.//*[@class="words"]')] == [
        words.text for edit in digest.edits for words in (edit.before, edit.after) if words
    ]
    assert "What was changed\n----------------\n\nAnother figure\n  " in as_text(digest)
    markdown = as_markdown(digest)
    assert "**41**" in markdown
    assert "**44**" in markdown
    [edit, _] = as_value(digest)["edits"]
    assert [edit[side]["text"][slice(*_inside(edit[side]))] for side in ("before", "after")] == ["41", "44"]
    asked = as_text(replace(digest, since=datetime(2026, 3, 4, tzinfo=UTC)))
    assert asked.index("What was changed") < asked.index("Excerpts")


def _inside(words: dict[str, Any]) -> tuple[int, int]:
    [[start, end]] = words["marks"]
    return start - words["span"][0], end - words["span"][0]


def test_what_is_new_is_said_first_also_where_it_is_nothing() -> None:
    """A reader who asks is answered."""
    page = parsed(story_page(replace(ferry(), since=datetime(2026, 3, 4, tzinfo=UTC))))
    first = page.xpath('//details[@class="all beside"]')[0]
    assert first.xpath("string(./summary)").strip() == "New since 4 March 2026, 00:00 UTC"
    assert "Nothing." in first.text_content()


def test_all_articles_are_listed_once_grouped_by_who_ran_whose_text() -> None:
    """Origin, copy and rewrite stand together with their share; the others below."""
    tree = parsed(story_page(ferry()))
    [everything] = tree.xpath('//details[@class="all"]')
    assert sorted(everything.xpath(".//a/@href")) == sorted(str(piece.url) for piece in ARTICLES)
    assert [heading.text_content() for heading in everything.xpath(".//h2")] == [
        "One text in 3 articles, credited to Northern Wire",
        "Text of their own",
    ]
    notes = [facts.text_content().strip() for facts in everything.xpath('.//*[@class="facts"]/span')]
    assert notes == ["origin", "copy, 100% of its words shared", "rewrite, 64% of its words shared"]


def test_an_article_that_no_lineage_holds_is_listed_all_the_same() -> None:
    """The list of articles loses none, whatever the lineages say."""
    stray = article("stray", "Orrin Today", "Stray", "Words.", published=at(2, "10:00"))
    digest = replace(ferry(), articles=(*ferry().articles, listed(stray, "l-nowhere")), lineages=())
    assert len(parsed(story_page(digest)).xpath('//ol[@class="articles"]/li')) == len(ARTICLES) + 1


def test_a_topic_says_of_each_excerpt_which_story_it_is_from() -> None:
    """The name of the story is its headline, and leads to its page."""
    links = parsed(story_page(topic())).xpath('//*[@class="from"]/a')
    assert [(link.get("href"), link.text_content()) for link in links] == [
        ("../story/s7f3a1c.html", "Vale ferries stop after crack found in hull of Halmar"),
        ("../story/s90b2de.html", "Council of Vale asks for a ferry of its own"),
    ]


@pytest.mark.parametrize("page", [story_page(ferry()), front_page([summarise(ferry())]), front_page([])])
def test_a_page_asks_for_nothing_but_its_style_sheet_and_its_script(page: bytes) -> None:
    """The policy of the page forbids all else, and it is said before anything could be asked for."""
    tree = parsed(page)
    assert tree.xpath("//link/@rel") == ["stylesheet"]
    assert [one.removeprefix("../") for one in tree.xpath("//script/@src")] == ["newsfold.js"]
    assert tree.xpath('//meta[@http-equiv="Content-Security-Policy"]/@content') == [
        "default-src 'none'; style-src 'self'; script-src 'self'"
    ]
    assert tree.xpath('//meta[@name="color-scheme"]/@content') == ["light dark"]
    assert len(tree.xpath("//main")) == len(tree.xpath("//h1")) == len(tree.xpath("//header[@class='masthead']")) == 1
    assert not re.search(rb"url\(|@import", style_sheet())


def test_the_first_view_is_small() -> None:
    """A digest of ten excerpts with all that it loads stays far under 60 kB, even before it is compressed."""
    loaded = (story_page(ferry()), style_sheet(), script())
    assert sum(map(len, loaded)) < 60_000
    assert sum(len(gzip.compress(one)) for one in loaded) < 15_000
    assert len(script()) < 4_000


def test_a_page_that_stands_alone_holds_its_style_and_names_no_other_page() -> None:
    """One file to send by mail: several digests, one heading above them, no link to a page that is not there."""
    tree = parsed(standalone_page([ferry(), topic()]))
    assert [heading.tag for heading in tree.xpath("//*[self::h1 or self::h2][not(ancestor::details)]")] == [
        "h1",
        "h2",
        "h2",
    ]
    assert tree.xpath("//style/text()") == [style_sheet().decode()]
    assert {urlsplit(target).scheme for target in tree.xpath("//@href") if target != "#main"} == {"https"}
    [policy] = tree.xpath('//meta[@http-equiv="Content-Security-Policy"]/@content')
    assert policy.startswith("default-src 'none'; style-src 'sha256-")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_can_be_read_on_its_paper_in_both_themes(theme: str) -> None:
    """WCAG 2.2: 4.5 to 1 for labels, links and the focus ring; 7 to 1, its highest grade, for the outlets' words."""
    blocks = re.findall(r":root \{([^}]*--paper[^}]*)\}", style_sheet().decode())
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", blocks[["light", "dark"].index(theme)]))
    paper = _luminance(colours["paper"])
    contrast = {
        name: (max(paper, light) + 0.05) / (min(paper, light) + 0.05)
        for name, light in ((name, _luminance(colours[name])) for name in ("ink", "soft", "accent"))
    }
    assert contrast["ink"] >= 7, contrast
    assert min(contrast.values()) >= 4.5, contrast


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_text_and_json_are_written_without_the_template_engine() -> None:
    """Printing a digest does not wait for what only HTML needs."""
    program = (
        "import sys; from invented import ferry; from newsfold.pages import as_json, as_markdown, as_text;"
        "as_text(ferry()); as_markdown(ferry()); as_json([ferry()]);"
        "print(sorted({'jinja2', 'markupsafe', 'asyncio', 'socket', 'starlette'} & set(sys.modules)))"
    )
    paths = os.pathsep.join(str(Path(__file__).parents[up] / name) for up, name in ((0, ""), (2, "src")))
    run = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"PYTHONPATH": paths},
        capture_output=True,
        check=True,
        text=True,
    )
    assert run.stdout == "[]\n"


def test_an_empty_site_says_so() -> None:
    """No stories is a sentence, not a blank."""
    assert "There are no stories here yet." in front_page([]).decode()
    assert "No such thing" in message_page("No such thing", "Sorry.", places=Places()).decode()


# --- the site -------------------------------------------------------------------------------------------------------


def test_every_link_of_the_site_leads_to_one_of_its_files() -> None:
    """Relative links hold from a disk and from a server in a subfolder; none begins at the root."""
    site = dict(
        build([ferry(), topic(), quoting_as("../../Etc"), quoting_as("CON"), quoting_as("con"), quoting_as("é")])
    )
    for name, content in site.items():
        if not name.endswith(".html"):
            continue
        for target in parsed(content).xpath("//@href | //script/@src | //@action"):
            if urlsplit(target).scheme or target.startswith("#"):
                continue
            assert not target.startswith("/")
            reached = _resolve(PurePosixPath(name).parent, unquote(target))
            assert reached in site or reached == "story/s90b2de.html", f"{name}: {target}"  # a story that was not built


def _resolve(folder: PurePosixPath, target: str) -> str:
    parts: list[str] = list(folder.parts)
    for part in PurePosixPath(target).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def quoting_as(story: str) -> Digest:
    """A small story of some id."""
    piece = article("a", "Orrin Today", "Ferries stop", "Some words.")
    return digest_of(piece, [excerpt_of(piece, "Some words.", story=story)], story=story)


def test_the_files_of_a_site_are_these() -> None:
    """A page and its data for each digest, then what belongs to all."""
    names = [name for name, _ in build([ferry(), topic()])]
    assert [name for name in names if not name.startswith("search/")] == [
        "story/s7f3a1c.html",
        "story/s7f3a1c.json",
        "story/id.topic-vale-ferry.a39d628ecc0e.html",
        "story/id.topic-vale-ferry.a39d628ecc0e.json",
        "index.html",
        "articles.html",
        "search.html",
        "search.js",
        "feed.xml",
        "feed.feed.json",
        "story/s7f3a1c.xml",
        "story/s7f3a1c.feed.json",
        "story/id.topic-vale-ferry.a39d628ecc0e.xml",
        "story/id.topic-vale-ferry.a39d628ecc0e.feed.json",
        "style.css",
        "newsfold.js",
    ]
    assert {"search/contents.js", "search/words-all.js", "search/stories-0.js"} <= set(names)


def test_two_digests_of_one_name_are_refused_rather_than_one_lost() -> None:
    """Silently writing one over the other would lose a story."""
    with pytest.raises(UsageError, match="two digests"):
        dict(build([ferry(), ferry()]))


@settings(deadline=None)  # the first example also builds what the others reuse
@given(st.lists(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("aA./\\ -_:")), max_size=12), unique=True))
def test_file_names_are_safe_and_never_the_same_for_two_ids(ids: list[str]) -> None:
    """Also where "A" and "a" are one file; no name leaves its folder, hides, or is a device."""
    names = [safe_name(one) for one in ids]
    assert len({name.casefold() for name in names}) == len(ids)
    for name in names:
        assert re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,79}", name)
        assert name.split(".")[0] not in {"con", "prn", "aux", "nul", "com1", "lpt1"}
        assert ".." not in name

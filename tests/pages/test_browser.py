"""What a reader does with the pages, in a real Chromium: opens the rest without scripts, jumps to the words, copies."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from browsing import Tab, soon, written
from invented import article, digest_of, excerpt_of, ferry, hostile

from newsfold.model import InPlace, Join, StoredWords, Veto
from newsfold.pages import Controls, Places, correct_page, link_at_words, proof_page, story_page, why_page

pytestmark = pytest.mark.browser


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name that the base class gives it
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine and give its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def test_digest_more_opens_the_rest_without_a_script(tab: Tab, tmp_path: Path) -> None:
    """A click opens the other excerpts and a second one closes them, on a page from the disk, scripts switched off."""
    site = written(tmp_path, ferry())
    tab.scripts(allowed=False)
    tab.open((site / "story" / "s7f3a1c.html").as_uri())
    seen = [tab.is_shown(".fold .excerpt")]
    for _ in range(2):
        tab.click(".fold > summary")
        seen.append(tab.is_shown(".fold .excerpt"))
    tab.scripts(allowed=True)
    assert seen == [False, True, False]


def test_the_style_sheet_is_applied_from_a_disk_and_from_a_server_in_a_subfolder(tab: Tab, tmp_path: Path) -> None:
    """The page's policy and its relative links agree with both ways of reading it."""
    site = written(tmp_path / "below" / "here", ferry())
    with served(tmp_path) as address:
        for page in ((site / "story" / "s7f3a1c.html").as_uri(), f"{address}/below/here/story/s7f3a1c.html"):
            tab.open(page)
            assert tab.value("getComputedStyle(document.body).maxWidth") == "986px"  # 58 rem of 17 px


def test_what_a_reader_copies_is_the_words_alone(tab: Tab, tmp_path: Path) -> None:
    """Selecting the whole quotation takes up no cut mark."""
    cut = next(one for one in ferry().excerpts if one.cut_before)
    source = " " * cut.span.start + cut.text
    site = written(tmp_path, replace(ferry(), excerpts=(replace(cut, source=source),)))
    tab.open((site / "story" / "s7f3a1c.html").as_uri())
    tab.value("getSelection().selectAllChildren(document.querySelector('blockquote'))")
    assert tab.value("getSelection().toString()").strip() == cut.text


WORDS = {
    "short": "The shop has bread.",
    "long": "All ferries between Orrin and the island of Vale stopped, after divers - two of them - found a crack.",
    "marks": "“Well-known, & feared” said Ines.",
    "two paragraphs": "On the island nobody is hungry yet.\nThe doctor comes on Wednesdays, by ferry & on foot.",
    "Japanese": "運航会社は二日、船体の亀裂が見つかった「ハルマル」の運航再開について、"
    "見通しは立っていないと明らかにした。島には約四百人が暮らしている。荷物を待つ人の列が朝から続き、"
    "市場は昼前に閉まった。次の便がいつになるのかは、誰にも分からない。",
    "Arabic": "قال وزير النقل إن العبّارة «هالمار» لن تبحر قبل أن يفحصها خبراء، وإن الحكومة ستستأجر سفينة بديلة.",
}


@pytest.mark.parametrize("kind", WORDS)
def test_a_link_jumps_to_the_words_in_the_article(tab: Tab, tmp_path: Path, kind: str) -> None:
    """The article opens where the excerpt stands, far below its top."""
    words = WORDS[kind]
    paragraphs = "".join(f"<p class='target'>{line.replace('&', '&amp;')}</p>" for line in words.split("\n"))
    filler = "".join(f"<p>Line {number} of other things.</p>" for number in range(200))
    (tmp_path / "article.html").write_text(
        f"<!doctype html><meta charset=utf-8><title>A</title>{filler}{paragraphs}{filler}", encoding="utf-8"
    )
    with served(tmp_path) as address:
        piece = article("a", "Orrin Today", "Ferries stop", words, url=f"{address}/article.html")
        written(tmp_path, digest_of(piece, [excerpt_of(piece, words)]))
        tab.open(f"{address}/story/s7f3a1c.html")
        tab.click(".onward")
        tab.wait_for_load()
        place = "document.querySelector('.target').getBoundingClientRect().top"
        assert soon(lambda: 0 <= tab.value(place) < 800), (tab.value("scrollY"), link_at_words(piece.url, words))


def behind(text: str) -> dict[str, bytes]:
    """The pages that only a server has, of a story in which every string from outside is this one."""
    digest, places = replace(hostile(text), query=None), Places(files=False, offered=frozenset({"search", "why"}))
    words = digest.excerpts[0]
    proof = InPlace(words, StoredWords(text, words.span.revision, text, text), story=text)
    piece = article(text, text, text, text)
    reasons = (
        Join(text, text, 0.5, text, (text,), (text,), (text,), (text,)),
        Veto(text, text, "s", text, text, (text,), ()),
    )
    return {
        "story": story_page(digest, places=places, controls=Controls(text)),
        "correct": correct_page(digest, Controls(text, others={text: piece}), places=places),
        "why": why_page(digest, reasons, {text: piece}, places=places),
        "proof": proof_page(proof, places=places, headline=digest.headline),
    }


def test_hostile_words_run_nothing_even_without_the_policy(tab: Tab, tmp_path: Path) -> None:
    """With the policy taken out of the page, no payload in any field is executed."""
    payloads = [
        "<script>window.hit=1</script>",
        "<img src=x onerror=window.hit=1>",
        "</span></title></style><svg/onload=window.hit=1>",
        '" autofocus onfocus="window.hit=1" x=\'',
    ]
    site = written(tmp_path, *(hostile(payload) for payload in payloads))
    for number, payload in enumerate(payloads):
        for name, content in behind(payload).items():
            (site / f"{name}-{number}.html").write_bytes(content)
    for page in sorted(site.rglob("*.html")):
        page.write_bytes(page.read_bytes().replace(b'http-equiv="Content-Security-Policy"', b'name="none"'))
        tab.open(page.as_uri())
        assert tab.value("window.hit ?? null") is None, page.name

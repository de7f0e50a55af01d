"""The keys of a page, pressed in a real Chromium: they walk, open and mark, take nothing from a field, and can be switched off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import Tab
from invented import ferry, topic

from newsfold.pages import Places, front_page, script, story_page, style_sheet, summarise

pytestmark = pytest.mark.browser

HERE = "document.activeElement.closest('li, summary')?.innerText.split('\\n')[0]"
OFFERED = frozenset({"search", "feeds", "proof"})


@pytest.fixture
def site(tab: Tab, tmp_path: Path) -> Iterator[Path]:
    """A front page of two stories and the page of one, each with nothing remembered from a test before."""
    tab.screen(1280, 800)
    (tmp_path / "story").mkdir()
    front = front_page([summarise(ferry()), summarise(topic())], places=Places(offered=frozenset({"search"})))
    (tmp_path / "index.html").write_bytes(front)
    (tmp_path / "proof").write_text("<!doctype html><title>Proof</title>", encoding="utf-8")
    (tmp_path / "story" / "s7f3a1c.html").write_bytes(story_page(ferry(), places=Places("../", offered=OFFERED)))
    (tmp_path / "search.html").write_text("<!doctype html><title>Search</title>", encoding="utf-8")
    (tmp_path / "style.css").write_bytes(style_sheet())
    (tmp_path / "newsfold.js").write_bytes(script())
    tab.open((tmp_path / "index.html").as_uri())
    tab.value("localStorage.clear()")
    yield tmp_path
    tab.value("localStorage.clear()")


def story(tab: Tab, site: Path) -> None:
    tab.open((site / "story" / "s7f3a1c.html").as_uri())


def test_j_and_k_walk_through_the_excerpts_and_the_fold(tab: Tab, site: Path) -> None:
    """Three excerpts are open, then the control that opens the rest, which Enter or o presses."""
    story(tab, site)
    walked = []
    for key in "jjjjk":
        tab.press(key)
        walked.append(tab.value(HERE))
    assert walked == ["Northern Wire", "Coast & Harbour", "The Orrin Courier", "Digest", "The Orrin Courier"]
    tab.press("j", "o", "j")
    assert tab.value(HERE) == "Vale Weekly"
    assert tab.value("document.querySelector('.fold').open") is True


def test_what_has_the_focus_can_be_seen(tab: Tab, site: Path) -> None:
    """The focus has an outline, and what it is on lies within the screen."""
    story(tab, site)
    tab.press("j", "j", "j")
    box = "document.activeElement.getBoundingClientRect()"
    assert tab.value("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert 0 <= tab.value(f"{box}.top") < tab.value(f"{box}.bottom") <= 800


def test_o_and_enter_open_a_story_and_g_h_leads_back(tab: Tab, site: Path) -> None:
    """From the front page to a story and back, without the mouse."""
    for key in ("o", "Enter"):
        tab.open((site / "index.html").as_uri())
        tab.press("j", key)
        tab.wait_for_load()
        assert tab.value("location.pathname").endswith("/story/s7f3a1c.html")
    tab.press("g", "h")
    tab.wait_for_load()
    assert tab.value("location.pathname").endswith("/index.html")


def test_o_opens_the_proof_of_an_excerpt_and_v_its_article(tab: Tab, site: Path) -> None:
    """Not the first link of the two."""
    story(tab, site)
    tab.press("j", "j", "o")
    tab.wait_for_load()
    assert tab.value("location.href").endswith(Places().proof(ferry().excerpts[1].article, ferry().excerpts[1].span))
    story(tab, site)
    tab.value("document.addEventListener('click', (one) => { one.preventDefault(); to = one.target.href; })")
    tab.press("j", "j", "v")
    assert tab.value("to").startswith("https://coastharbour.example/2026/rewrite-1")


def test_a_slash_goes_to_the_field_and_there_keys_are_letters(tab: Tab, site: Path) -> None:
    """What is typed into a field is never taken for a key."""
    tab.press("/")
    assert tab.value("document.activeElement.name") == "q"
    tab.press("j", "k", "?")
    assert tab.value("document.activeElement.value") == "jk?"
    assert tab.value("document.querySelector('dialog').open") is False


def test_a_mark_stays_on_this_machine(tab: Tab, site: Path) -> None:
    """m marks a story, on the page as well when it is opened again; a second m takes the mark off."""
    tab.press("j", "m")
    tab.open((site / "index.html").as_uri())
    assert tab.value("document.querySelectorAll('.marked').length") == 1
    tab.press("j", "m")
    assert tab.value("document.querySelectorAll('.marked').length") == 0


def test_the_keys_are_told_and_can_be_switched_off(tab: Tab, site: Path) -> None:
    """ "?" and a button show them; without the box they take nothing, after the page is opened anew too."""
    tab.press("?")
    assert tab.value("document.querySelector('dialog').open") is True
    tab.click("dialog input")
    tab.press("Escape")
    tab.press("j")
    assert tab.value("document.activeElement.tagName") != "LI"
    tab.open((site / "index.html").as_uri())
    tab.press("j", "?")
    assert tab.value("document.querySelector('dialog').open") is False
    tab.click(".colophon button")
    assert tab.value("document.querySelector('dialog input').checked") is False


def test_the_page_is_whole_without_the_script(tab: Tab, site: Path) -> None:
    """No control is there that does nothing: the button of the keys comes with the script."""
    tab.scripts(allowed=False)
    story(tab, site)
    shown = tab.find(".colophon button"), tab.find("dialog"), tab.is_shown(".excerpts .onward")
    tab.scripts(allowed=True)
    assert shown == (None, None, True)

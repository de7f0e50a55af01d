"""Links to articles: what may be a link, and where in the article it leads."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsfold.pages import link_at_words, web_link

URL = "https://orrin.example/ferry?id=7&lang=en"


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "javascript://orrin.example/%0aalert(1)",
        "java\tscript:alert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//orrin.example/a",
        "/a",
        "http:",
        "http://",
        "http://[",
        "https:\\\\orrin.example",
        "https://bank.example@orrin.example/",
        "https://orrin.example/a b",
        "https://orrin.example/\ud800",
    ],
)
def test_what_is_not_a_plain_web_address_becomes_no_link(url: str | None) -> None:
    """Only http and https, with a host, without a user name, controls or spaces, are ever put into a link."""
    assert (web_link(url), link_at_words(url, "Some words.")) == (None, None)


@pytest.mark.parametrize(
    ("words", "directive"),
    [
        ("The ferry stopped.", "The%20ferry%20stopped."),
        ("A-B, C & D", "A%2DB%2C%20C%20%26%20D"),
        ("Fähre fährt", "F%C3%A4hre%20f%C3%A4hrt"),
        ("1 2 3 4 5 6 7 8 9 10 11 12", "1%202%203%204%205%206%207%208%209%2010%2011%2012"),
        ("1 2 3 4 5 6 7 8 9 10 11 12 13", "1%202%203%204%205,9%2010%2011%2012%2013"),
        ("Nobody is hungry.\nThe doctor comes on foot.", "Nobody%20is%20hungry.,The%20doctor%20comes%20on%20foot."),
        ("two\n\nlines", "two,lines"),
        ("wide   spaces", "wide%20spaces"),
    ],
)
def test_a_link_names_the_words_that_it_leads_to(words: str, directive: str) -> None:
    """Short words are given whole; long ones, or those over several lines, by their first and last few."""
    assert link_at_words(URL, words) == f"{URL}#:~:text={directive}"


def test_text_without_spaces_is_cut_at_its_own_pauses() -> None:
    """A browser matches whole words only, and in Japanese a pause is the one place that surely ends a word."""
    words = "島" * 50 + "、" + "船" * 80 + "。" + "海" * 50 + "。"
    assert link_at_words(URL, words) == f"{URL}#:~:text={'%E5%B3%B6' * 50},{'%E6%B5%B7' * 50}"


@pytest.mark.parametrize("fragment", ["#top", "#", "#:~:text=other"])
def test_a_fragment_that_is_there_already_is_left_alone(fragment: str) -> None:
    """A browser without text fragments would lose the outlet's own place."""
    assert link_at_words(URL + fragment, "Some words.") == URL + fragment


@pytest.mark.parametrize("words", ["\x1b[31m", "a\x00b", "\ud800", " \n "])
def test_words_that_no_page_could_show_lead_to_the_top_of_the_article(words: str) -> None:
    """Where the words cannot be looked for, the link still opens the article."""
    assert link_at_words(URL, words) == URL


@settings(deadline=None)
@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("-,&#%~: \n、。"))))
def test_every_link_decodes_back_to_the_words(words: str) -> None:
    """What a link looks for are the words' own beginning and end, white space folded, and nothing in them is syntax."""
    link = link_at_words(URL, words)
    assert link is not None
    if "#" not in link:
        return
    assert re.fullmatch(r"[A-Za-z0-9%._~]+(,[A-Za-z0-9%._~]+)?", link.removeprefix(f"{URL}#:~:text="))
    parts = [unquote(part) for part in link.removeprefix(f"{URL}#:~:text=").split(",")]
    folded = " ".join(words.split())
    if len(parts) == 1:
        assert parts == [folded]
    else:
        assert re.sub(r"^[、。\s]+", "", folded).startswith(re.sub(r"^[、。\s]+", "", parts[0]))
        assert re.sub(r"[、。\s]+$", "", folded).endswith(re.sub(r"[、。\s]+$", "", parts[1]))

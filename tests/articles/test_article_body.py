"""HTML of feeds becomes text whose words are those of the HTML."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.articles.body import inline, lines, plain


@pytest.mark.parametrize(
    ("fragment", "text"),
    [
        ("just words", "just words"),
        ("<p>One  \n two</p><p>three</p>", "One two\nthree"),
        ("One<br>two<br/><br />three", "One\ntwo\nthree"),
        ("<div>One<div>two</div>three</div>", "One\ntwo\nthree"),
        ("<ul><li>One<li>two</ul>", "One\ntwo"),
        ("<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>", "1 2\n3"),
        ("A <b>bold</b><i>er</i> word", "A bolder word"),
        ("3 < 4 & 5 > 2, AT&T, Q&A", "3 < 4 & 5 > 2, AT&T, Q&A"),
        ("caf&eacute; &amp;amp; &#8220;x&#8221; &#150;", "café &amp; “x” –"),
        ("12&nbsp;000 soft&shy;en", "12\xa0000 soft\xaden"),
        ("<script>no()</script>yes<style>no</style><!-- no --><iframe src=x>no</iframe>", "yes"),
        ("<noscript>no</noscript><template>no</template><svg><text>no</text></svg>yes", "yes"),
        ("<p>a<script>no</script>b</p> tail", "ab\ntail"),
        ("<img alt='no' src=x onerror=no>yes", "yes"),
        ("<unknown>yes</unknown> <o:p>too</o:p>", "yes too"),
        ("", ""),
        ("  \n ", ""),
        ("<p></p>", ""),
        ("nul\0l", "null"),
    ],
)
def test_blocks_become_lines_and_words_stay(fragment: str, text: str) -> None:
    """As a browser would show them, without what it would run."""
    assert plain(fragment) == text


@given(st.lists(st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1), min_size=1))
def test_the_words_of_escaped_text_come_back(words: list[str]) -> None:
    """For any words of any script, in one paragraph."""
    assert plain(f"<p>{html.escape(' '.join(words))}</p>") == " ".join(words)


@given(st.text())
def test_text_is_folded_once_and_for_all(text: str) -> None:
    """No empty line, no white space at the edges of one, and the same again."""
    folded = lines(text)
    assert lines(folded) == folded
    assert re.sub(r"\s", "", folded) == re.sub(r"\s", "", text)


@given(st.text("<>/pb &;a\"'=!-"))
def test_no_markup_raises(fragment: str) -> None:
    """However broken."""
    assert isinstance(plain(fragment), str)


def test_the_html_of_a_title_is_one_line() -> None:
    """A line break in a title is a space."""
    assert inline("<em>Dam</em> at Orrin<br>holds &amp; drains\n") == "Dam at Orrin holds & drains"

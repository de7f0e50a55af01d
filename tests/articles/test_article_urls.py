"""Addresses: written in one way, compared under one key, and attributed to one outlet."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsfold.articles.urls import canonical, domain, key

DAM = "https://orrin-post.example/dam"


@pytest.mark.parametrize(
    "written",
    [
        "https://orrin-post.example/dam",
        "HTTPS://ORRIN-POST.example/dam",
        "https://orrin-post.example:443/dam#comments",
        " https://orrin-post.example/dam\n",
        "https://orrin-post.example/d\nam",
        "https://orrin-post.example./dam?",
        "https://reader:secret@orrin-post.example/dam",
        "https://orrin-post.example/%64am",
        "https://orrin-post.example/dam?utm_source=rss&utm_medium=feed&fbclid=1&GCLID=2",
        "https://orrin-post.example/dam?partner=rss&emc=rss&mod=rss_world",
        "https://web.archive.org/web/20260302064000/https://orrin-post.example/dam",
        "https://web.archive.org/web/20260302064000id_/https:/orrin-post.example/dam",
        "https://archive.is/newest/https://orrin-post.example/dam",
        "https://archive.ph/20260302064000/https%3A%2F%2Forrin-post.example%2Fdam",
        "https://archive.ph/2026/https://web.archive.org/web/2026/https://orrin-post.example/dam",
    ],
)
def test_one_address_is_written_in_one_way(written: str) -> None:
    """Letters of the host, ports, fragments, passwords, counting parameters and archives make no difference."""
    assert canonical(written) == DAM


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("https://orrin-post.example", "https://orrin-post.example/"),
        ("https://orrin-post.example/?id=7&page=2", "https://orrin-post.example/?id=7&page=2"),
        ("https://orrin-post.example/index.php?mod=news&id=5", "https://orrin-post.example/index.php?mod=news&id=5"),
        ("https://orrin-post.example/a%2fb", "https://orrin-post.example/a%2Fb"),
        ("https://orrin-post.example/né?q=ü", "https://orrin-post.example/n%C3%A9?q=%C3%BC"),
        ("https://bücher.example/1", "https://xn--bcher-kva.example/1"),
        ("http://orrin-post.example:8080/", "http://orrin-post.example:8080/"),
        ("http://[2001:DB8::1]/x", "http://[2001:db8::1]/x"),
        ("https://web.archive.org/about", "https://web.archive.org/about"),
        ("https://archive.is/newest/dam", "https://archive.is/newest/dam"),
        ("https://orrin-post.example/a b", "https://orrin-post.example/a%20b"),
    ],
)
def test_what_may_tell_articles_apart_is_kept(written: str, meant: str) -> None:
    """Parameters with a meaning, the letters of a path, a port of its own."""
    assert canonical(written) == meant


@pytest.mark.parametrize(
    "written",
    [
        None, "", "javascript:alert(1)", "data:text/html,x", "file:///etc/hostname", "ftp://orrin-post.example/x",
        "/relative", "orrin-post.example/dam", "https://", "https:///x", "http://[", "http://a:port/", "mailto:a@b.c",
        "https://a b.example/", "https://<script>/", "java\nscript:alert(1)", "https://" + "a" * 300 + ".example/",
        "https://a.example/" + "x" * 9000,
    ],
)  # fmt: skip
def test_only_addresses_of_the_web_are_kept(written: str | None) -> None:
    """Anything else is no address, and never reaches a page."""
    assert canonical(written) is None


@given(
    st.one_of(
        st.text(),
        st.builds("https://{}.example/{}?{}".format, st.text("abé-_.", min_size=1), st.text(), st.text("a=&%2;é")),
        st.builds("https://archive.is/newest/{}".format, st.text()),
    )
)
@example("https://archive.is/newest/archive.is/newest/archive.is/newest/archive.is/newest/a.example/")
def test_writing_an_address_twice_changes_nothing(written: str) -> None:
    """What came out is ASCII, and comes out again."""
    once = canonical(written)
    if once is not None:
        assert once.isascii()
        assert canonical(once) == once


def test_the_key_unites_what_is_the_same_page() -> None:
    """With and without encryption, "www." and a closing slash; parameters in any order."""
    assert {
        key("http://orrin-post.example/dam"),
        key("https://www.orrin-post.example/dam/"),
        key("https://orrin-post.example/dam"),
    } == {"orrin-post.example/dam"}
    assert key("https://a.example/?b=2&a=1") == key("http://a.example/?a=1&b=2")


def test_a_front_page_is_no_articles_key() -> None:
    """Feeds without addresses of their own point all of their entries there."""
    assert key("https://orrin-post.example/") is None
    assert key(None) is None


@pytest.mark.parametrize(
    ("url", "registrable"),
    [
        ("https://news.orrin-post.example/dam", "orrin-post.example"),
        ("https://www.gazette.co.uk/1", "gazette.co.uk"),
        ("https://bn.gazette.com.bd/1", "gazette.com.bd"),
        ("https://a.b.gazette.com/1", "gazette.com"),
        ("http://192.0.2.7:8080/x", "192.0.2.7"),
        ("http://[2001:db8::1]/x", "2001:db8::1"),
        ("http://localhost/x", "localhost"),
        (None, None),
    ],
)
def test_an_outlet_is_its_registrable_domain(url: str | None, registrable: str | None) -> None:
    """By the public suffix list; the last two labels where that does not know the last one."""
    assert domain(url) == registrable

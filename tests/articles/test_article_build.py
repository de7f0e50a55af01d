"""An item becomes an article whose words are the item's, or is rejected."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.articles import build
from newsfold.model import Article, Date, Item, Rejected, Revision, revision_id

SIX_FORTY = Date("2026-03-02T06:40:00Z", datetime(2026, 3, 2, 6, 40, tzinfo=UTC), "exact")


def a_record(**given: str) -> Item:
    return replace(Item("week.jsonl:1", "record", id="a1", title="Dam holds", lang="en"), **given)  # type: ignore[arg-type]


def an_entry(**given: str) -> Item:
    entry = Item(
        "world.xml", "feed", guid="OP-1", url="https://orrin-post.example/dam", title="Dam holds", lang="en", feed="https://f.example/"
    )  # fmt: skip
    return replace(entry, **given)  # type: ignore[arg-type]


def article(item: Item, names: dict[str, str] | None = None) -> Article:
    built = build(item, names or {})
    assert isinstance(built, Article)
    return built


def test_a_record_becomes_an_article_value_by_value() -> None:
    """Its id is the record's, its outlet the given one, its address canonical."""
    item = a_record(
        url="http://Orrin-Post.example/dam?utm_source=x",
        outlet="The Post",
        body="It holds.",
        published="2026-03-02T06:40:00Z",
        lang="en-US",
        group="7",
    )
    assert article(item, {"orrin-post.example": "unused"}) == Article(
        id="a1",
        outlet="The Post",
        revision=Revision(revision_id("Dam holds", "It holds."), "Dam holds", "It holds.", "en", SIX_FORTY),
        url="http://orrin-post.example/dam",
        keys=("record:a1",),
        kind="record",
        group="7",
    )


@given(title=st.text(), text=st.text())
def test_a_records_words_are_kept_to_the_code_point(title: str, text: str) -> None:
    """Not even stripped, as spans index the field as given; without a word in either it is rejected."""
    built = build(a_record(title=title, body=text))
    if title.strip() or text.strip():
        assert isinstance(built, Article)
        assert (built.title, built.text) == (title, text)
    else:
        assert built == Rejected("week.jsonl:1", "no-words", "it has neither a title nor a text")


def test_an_entry_of_a_feed_becomes_an_article_value_by_value() -> None:
    """HTML becomes text; the keys are its address and its guid within the feed."""
    item = an_entry(
        title="Dam &amp; weir <b>hold</b>",
        title_markup="html",
        body="<p>It holds.</p><p>Nobody was hurt.</p>",
        body_markup="html",
        published="2026-03-02T06:40:00Z",
        byline="Ana Brill",
        credit="Vale News Agency",
    )
    built = article(item, {"orrin-post.example": "Orrin Post"})
    words = ("Dam & weir hold", "It holds.\nNobody was hurt.")
    assert built == Article(
        id=built.id,
        outlet="Orrin Post",
        revision=Revision(revision_id(*words), *words, "en", SIX_FORTY, Date(), "Ana Brill", "Vale News Agency"),
        url="https://orrin-post.example/dam",
        keys=("url:orrin-post.example/dam", "guid:https://f.example/|OP-1"),
        kind="feed",
    )
    assert len(built.id) == 16


def test_a_title_that_is_text_is_kept_but_for_the_space_around_it() -> None:
    """Even where it looks like HTML."""
    assert article(an_entry(title=" 3 <b> 4 &amp;  5\n")).title == "3 <b> 4 &amp;  5"


def test_an_entry_without_words_in_its_body_takes_its_summary() -> None:
    """A lone picture is no text."""
    item = an_entry(body="<img src=x>", summary="<p>It holds.</p>", body_markup="html")
    assert article(item).text == "It holds."


def test_the_last_change_stands_in_for_a_missing_date() -> None:
    """Atom demands no other."""
    item = an_entry(updated="2026-03-02T06:40:00Z")
    assert (article(item).published, article(item).revision.updated) == (SIX_FORTY, SIX_FORTY)


@pytest.mark.parametrize(
    ("item", "keys"),
    [
        (an_entry(url="", guid="https://orrin-post.example/dam"), ("url:orrin-post.example/dam",)),
        (an_entry(url="https://orrin-post.example/", guid="9"), ("guid:https://f.example/|9|Dam holds", "guid:https://f.example/|9")),
        (an_entry(url="", feed="", guid="9"), ("guid:|9|Dam holds", "guid:|9")),
        (an_entry(url="javascript:x()", guid=""), (f"words:{revision_id('Dam holds', '')}",)),
    ],
    ids=["guid that is an address", "front page", "no feed", "nothing at all"],
)  # fmt: skip
def test_an_article_has_the_keys_that_there_are(item: Item, keys: tuple[str, ...]) -> None:
    """Strongest first; its own words where there is nothing else."""
    assert article(item).keys[: len(keys)] == keys


def test_the_outlet_is_what_is_known_of_it() -> None:
    """The given name, else the operator's, else the domain, else nothing."""
    names = {"orrin-post.example": "Orrin Post"}
    assert article(a_record(url="https://news.orrin-post.example/1"), names).outlet == "Orrin Post"
    assert article(a_record(url="https://news.orrin-post.example/1")).outlet == "orrin-post.example"
    assert article(a_record(url="https://archive.is/newest/https://www.gazette.example/1")).outlet == "gazette.example"
    assert article(a_record(url="javascript:x()"), names) == replace(article(a_record()), outlet="")


def test_the_language_is_the_declared_one_or_is_told_by_the_words() -> None:
    """In one form; a tag that is none is no declaration."""
    german = "Der Damm in Orrin hält dem Hochwasser stand, wie die Behörden am Montag mitteilten"
    assert article(a_record(lang="pt-BR")).lang == "pt"
    assert article(a_record(lang="", title=german)).lang == "de"
    assert article(an_entry(lang="", title=german)).lang == "de"

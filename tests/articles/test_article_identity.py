"""What becomes of an article that was seen, given what is known: nothing is swallowed and nothing comes twice."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.articles import Added, Merged, Revised, Verdict, build, closest, decide, read_date
from newsfold.model import Article, Item, ItemKind

BODY = "<p>The dam at Orrin holds after a night of rain.</p><p>Nobody was hurt, the water board said.</p>"
FULL = f"<p>It rained all night in the valley.</p>{BODY}<p>The road to Vale stays shut until Friday.</p>"


def an_entry(
    title: str = "Dam at Orrin holds",
    body: str | None = BODY,
    *,
    url: str | None = "https://orrin-post.example/dam",
    guid: str | None = "OP-1",
    feed: str = "https://orrin-post.example/rss",
    published: str | None = "2026-03-02T06:40:00Z",
    kind: ItemKind = "feed",
) -> Article:
    item = Item(
        "world.xml",
        kind,
        guid=guid,
        url=url,
        title=title,
        body=body,
        body_markup="html",
        published=published,
        lang="en",
        feed=feed,
    )
    built = build(item)
    assert isinstance(built, Article)
    return built


def a_record(text: str, title: str = "Dam at Orrin holds") -> Article:
    built = build(Item("week.jsonl:1", "record", id="a1", title=title, body=text, lang="en"))
    assert isinstance(built, Article)
    return built


class Shelf:
    """What a caller does with verdicts: articles by their id, found again by any of their keys."""

    def __init__(self) -> None:
        self.articles: dict[str, Article] = {}

    def see(self, seen: Article) -> Verdict:
        candidates = [known for known in self.articles.values() if set(known.keys) & set(seen.keys)]
        verdict = decide(seen, closest(seen, candidates))
        if isinstance(verdict, Added):
            assert verdict.article.id not in self.articles
        self.articles[verdict.article.id] = verdict.article
        return verdict


def test_what_was_never_seen_is_added() -> None:
    """As it is."""
    assert decide(an_entry(), None) == Added(an_entry())


def test_the_same_words_are_merged() -> None:
    """The first date stays, whatever a later capture says."""
    again = an_entry(published="2026-03-05T12:00:00Z")
    assert decide(again, an_entry()) == Merged(an_entry(), "same words")


def test_a_date_that_was_missing_is_filled_in() -> None:
    """Not to know a date is not to have a first one."""
    verdict = decide(an_entry(), an_entry(published=None))
    assert verdict == Merged(an_entry(), "same words")


def test_an_edit_is_a_revision_of_the_same_article() -> None:
    """The same id, other words, the first date, the keys of both, and the revision before."""
    known = an_entry()
    seen = an_entry(
        "Dam at Orrin holds, road shut", url="http://www.orrin-post.example/dam/", guid="OP-1b", published=None
    )
    verdict = decide(seen, known)
    assert verdict == Revised(
        replace(
            known,
            revision=replace(seen.revision, published=known.published),
            keys=(
                "url:orrin-post.example/dam",
                "guid:https://orrin-post.example/rss|OP-1",
                "guid:https://orrin-post.example/rss|OP-1b",
            ),
        ),
        known.revision,
    )


@pytest.mark.parametrize(
    "shorter",
    [
        an_entry(body=None),
        an_entry("Another headline", body=None),
        an_entry(body="<p>The dam at Orrin holds after a night of rain.</p>"),
        an_entry(body="<p>The dam at Orrin holds after a night […]</p>"),
        an_entry(body="<p>Rain has not broken the dam.</p>"),
    ],
    ids=["title only", "other title only", "summary", "cut summary", "summary in other words"],
)
def test_a_shorter_form_of_what_is_known_adds_nothing(shorter: Article) -> None:
    """The feed's summary of a page, before or after the page was read, never replaces it."""
    page = an_entry(body=FULL, kind="page")
    assert decide(shorter, page) == Merged(page, "shorter form")


def test_a_fuller_text_is_a_revision() -> None:
    """A summary that was known grows into the article."""
    assert isinstance(decide(an_entry(body=FULL), an_entry()), Revised)
    assert isinstance(decide(an_entry(), an_entry(body=None)), Revised)


def test_a_page_or_a_record_that_lost_its_last_lines_was_edited() -> None:
    """A withdrawn sentence is an edit that must be seen."""
    assert isinstance(
        decide(an_entry(body=BODY, kind="page"), an_entry(body=f"{BODY}<p>A mistake.</p>", kind="page")), Revised
    )
    assert isinstance(
        decide(a_record("It holds. Nobody was hurt."), a_record("It holds. Nobody was hurt. Or so.")), Revised
    )


def test_a_record_is_its_id() -> None:
    """Whatever its words, and never any other."""
    verdict = decide(a_record("Quite other words", title="Quite another title"), a_record("It holds."))
    assert isinstance(verdict, Revised)
    assert verdict.article.id == "a1"


def test_entries_of_one_recycled_guid_stay_two_articles() -> None:
    """Other address and other title: nothing is swallowed, at the first reading or the tenth."""
    shelf = Shelf()
    first = an_entry()
    second = an_entry(
        "Ferro shuts its mine", "<p>Two hundred lose their work.</p>", url="https://orrin-post.example/ferro"
    )
    assert [type(shelf.see(seen)) for seen in (first, second)] == [Added, Added]
    assert [type(shelf.see(seen)) for seen in (first, second) * 3] == [Merged] * 6
    assert len(shelf.articles) == 2


def test_entries_without_address_of_one_recycled_guid_stay_two_articles() -> None:
    """Told apart by their titles, again and again."""
    shelf = Shelf()
    entries = [
        an_entry("Dam at Orrin holds", url=None),
        an_entry("Ferro shuts its mine", "<p>Two hundred lose their work.</p>", url=None),
        an_entry("Vale votes on Sunday", "<p>Eleven stand for mayor.</p>", url=None),
    ]
    assert [type(shelf.see(seen)) for seen in entries] == [Added] * 3
    assert [type(shelf.see(seen)) for seen in entries * 2] == [Merged] * 6


def test_an_edited_title_under_one_guid_is_one_article() -> None:
    """Where the text says that it is the same piece."""
    verdict = decide(an_entry("The dam at Orrin has held", url=None), an_entry("Dam at Orrin holds", url=None))
    assert isinstance(verdict, Revised)


def test_entries_that_share_a_live_page_stay_apart() -> None:
    """One address, other guids, other words: posts of a live page, which only a fragment tells apart."""
    shelf = Shelf()
    posts = [
        an_entry("Rain", "<p>The river rises at Vale.</p>", url="https://orrin-post.example/live#1", guid="1"),
        an_entry("Road", "<p>Police shut the bridge to Ferro.</p>", url="https://orrin-post.example/live#2", guid="2"),
    ]
    assert [type(shelf.see(seen)) for seen in posts] == [Added, Added]
    assert [type(shelf.see(seen)) for seen in posts * 2] == [Merged] * 4


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=20, unique=True))
def test_a_guid_that_changes_at_every_reading_makes_no_new_article(guids: list[int]) -> None:
    """The address says that it is the same."""
    shelf = Shelf()
    for guid in guids:
        shelf.see(an_entry(guid=str(guid)))
    assert len(shelf.articles) == 1


def test_one_piece_in_two_feeds_is_one_article() -> None:
    """The address is the same, and the guids are those of other feeds."""
    seen = an_entry("Dam holds", "<p>Quite another summary.</p>", guid="7", feed="https://orrin-post.example/rss/local")
    assert isinstance(decide(seen, an_entry()), Revised)


def test_the_closest_of_several_known_ones_is_the_same_piece() -> None:
    """Not only the one with the strongest key."""
    other = an_entry("Road", "<p>Police shut the bridge to Ferro.</p>", guid="2")
    same = decide(an_entry(), other)
    assert isinstance(same, Added)
    assert closest(an_entry(), [other, same.article]) == same.article
    assert closest(an_entry(), []) is None


def test_an_older_capture_read_late_does_not_undo_an_edit() -> None:
    """Words that the article had before stay former words, unless the outlet dates them later."""
    before, after = an_entry(body=FULL + "<p>Nobody was hurt.</p>"), an_entry(body=FULL + "<p>Two were hurt.</p>")
    after = replace(after, revision=replace(after.revision, updated=read_date("2026-03-08T10:00:00Z")))
    again = replace(before, revision=replace(before.revision, updated=read_date("2026-03-09T10:00:00Z")))
    former = {before.revision.id}
    assert decide(before, after, former) == Merged(after, "former words")
    assert isinstance(decide(again, after, former), Revised)

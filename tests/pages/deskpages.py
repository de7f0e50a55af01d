"""The pages that a reader works with, drawn from invented values with everything on them, for tests that look at pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime

from invented import ferry, right_to_left, topic

from newsfold.model import (
    Correction,
    Date,
    Edition,
    Follow,
    Gap,
    HideOutlet,
    Ledger,
    NewArticle,
    News,
    OutletTally,
    Signature,
    StoryNews,
    Token,
)
from newsfold.pages import (
    Access,
    Answered,
    AskedFeeds,
    Choice,
    FeedLine,
    Fetching,
    FollowLine,
    Frame,
    Hit,
    ListedLine,
    Made,
    Notice,
    OutletLine,
    Places,
    SearchForm,
    Setting,
    Sofar,
    Starter,
    edition_page,
    feeds_page,
    following_page,
    outlets_page,
    search_page,
    settings_page,
    summarise,
    welcome_page,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
OFFERED = frozenset({"search", "outlets", "feeds", "following", "settings", "why", "proof", "feeds-out"})
PLACES = Places(files=False, offered=OFFERED)
PLAIN = "Harbour Post"


def edition(words: str, frame: Frame) -> bytes:
    tops = tuple(summarise(one) for one in (ferry(), right_to_left()))
    day = Edition(date(2026, 3, 2), tops, tops, 3, date(2026, 3, 1), date(2026, 3, 4))
    return edition_page(day, ferry(), frame, front=True)


def search(words: str, frame: Frame) -> bytes:
    hits = tuple(Hit(one.id, one.headline, 3) for one in (ferry(), right_to_left()))
    form = SearchForm(words, words, "en", "2026-03-01", "2026-03-02")
    return search_page(form, Answered(topic(), hits, 1200, 30, 1000), frame, outlets=(words, "المرفأ"))


def nothing_found(words: str, frame: Frame) -> bytes:
    return search_page(SearchForm(f'"{words}"', lang=words), Answered(), frame)


def cannot_search(words: str, frame: Frame) -> bytes:
    return search_page(SearchForm(words), None, frame, trouble=f"{words} asks for no word.")


def outlets(words: str, frame: Frame) -> bytes:
    lines = (
        OutletLine(OutletTally(words, 1200, 900, 12, 40, 7, NOON), (words, "Coast")),
        OutletLine(OutletTally("", 2, 2), (), None),
        OutletLine(OutletTally("المرفأ", 3, 3), (), 4),
    )
    return outlets_page(lines, frame)


def feeds(words: str, frame: Frame) -> bytes:
    lines = (
        FeedLine(
            f"https://a.example/{words}", words, "good", "it is well", fetched=NOON, next=NOON, gaps=1, full_text=True
        ),
        FeedLine("https://b.example/rss", words, "failing", words, words, "https://b.example/", (words, "North"), NOON),
    )
    asked = AskedFeeds(
        words,
        words,
        (Choice(f"https://a.example/{words}", words), Choice("https://b.example/rss")),
        (ListedLine("added", words), ListedLine("rejected", "line 3", words)),
    )
    ledger = Ledger(100, 60, 30, {words: 10}, {"past-retention": 5})
    gaps = [Gap(f"https://a.example/{words}", NOON, NOON)]
    return feeds_page(lines, ledger, gaps, frame, asked=asked, fetching=Fetching(by_itself=True, can_add=True))


def following(words: str, frame: Frame) -> bytes:
    article = NewArticle("a", words, words, "https://a.example/1", Date("", NOON, "exact"), "en", edited=True)
    told = StoryNews("s1", ferry().headline, (article,), 2)
    lines = (
        FollowLine(News(Follow("f1", story="s1"), (told,), 7), right_to_left().headline),
        FollowLine(News(Follow("f2", query=words, to="mailto:mira@example.org"), (told,), 7)),
        FollowLine(News(Follow("f3", story="s2"), (), 7)),
    )
    return following_page(lines, frame)


def settings(words: str, frame: Frame) -> bytes:
    made = Made(Correction(1, HideOutlet(words), Signature(words, NOON, words)), words)
    undone = Made(Correction(2, HideOutlet(words), Signature(words, NOON, "")), words, 3)
    access = Access(True, (Token("t1", words, ("read",), NOON),), "secret")
    shown = (Setting("serve.port", words, f"flag {words}", "the port", "NEWSFOLD_SERVE_PORT"),)
    return settings_page(shown, (made, undone), access, (("Newsfold", "0.1.0"),), frame)


def welcome(words: str, frame: Frame) -> bytes:
    lists = (Starter("en", "English", (words, "Orrin Today")), Starter("ar", "العربية", ("المرفأ",)))
    return welcome_page(lists, Sofar(38, 60, 412, 9), frame, fetching=Fetching(by_itself=True, can_add=True))


DRAWN: Mapping[str, Callable[[str, Frame], bytes]] = {
    "edition": edition,
    "search": search,
    "nothing found": nothing_found,
    "cannot search": cannot_search,
    "outlets": outlets,
    "feeds": feeds,
    "following": following,
    "settings": settings,
    "welcome": welcome,
}
"""Each page by its name: a function of words that others gave, and of what is around the page."""


def frame_for_change(words: str = PLAIN) -> Frame:
    """Around a page for who may change things and just did."""
    return Frame(PLACES, 30, "token", Notice(f"Nothing of {words} is shown any more.", 4, "token", f"/outlets?{words}"))


READING = Frame(PLACES, 30)

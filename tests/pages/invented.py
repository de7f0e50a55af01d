"""Invented articles on an invented ferry, in five languages, and the digests made of them, for the tests of pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from newsfold.model import (
    Article,
    Claim,
    Conflict,
    Counts,
    Date,
    Digest,
    Edit,
    Entity,
    Event,
    Excerpt,
    Headline,
    Lineage,
    Listed,
    Member,
    Pick,
    Quote,
    Range,
    Revision,
    Role,
    StoryLine,
    Update,
    Verbatim,
    When,
    revision_id,
)

STORY = "s7f3a1c"


def at(day: int, clock: str) -> Date:
    """A time in March 2026, exact."""
    hour, minute = map(int, clock.split(":"))
    moment = datetime(2026, 3, day, hour, minute, tzinfo=UTC)
    return Date(moment.isoformat(), moment, "exact")


def article(
    name: str,
    outlet: str,
    title: str,
    text: str = "",
    *,
    lang: str | None = "en",
    published: Date | None = None,
    url: str | None = None,
) -> Article:
    """An article whose id is a name, and whose URL is the outlet's unless one is given."""
    revision = Revision(revision_id(title, text), title, text, lang=lang, published=published or Date())
    home = "".join(char for char in outlet.lower() if char.isascii() and char.isalnum()) or "news"
    return Article(name, outlet, revision, url=url or f"https://{home}.example/2026/{name}")


def excerpt_of(piece: Article, words: str, *, cut: str = "", story: str | None = STORY) -> Excerpt:
    """The excerpt of an article that has these words, cut at no end, "before", "after" or at "both"."""
    start = piece.text.index(words)
    return Excerpt.of(
        piece,
        "text",
        start,
        start + len(words),
        cut_before=cut in ("before", "both"),
        cut_after=cut in ("after", "both"),
        story=story,
        pick=Pick(0.5, ("ferry",)),
    )


def title_of(piece: Article, *, story: str | None = STORY) -> Excerpt:
    """An excerpt that is an article's title."""
    return Excerpt.of(piece, "title", 0, len(piece.title), story=story)


def listed(piece: Article, lineage: str, role: Role = "independent", story: str = STORY) -> Listed:
    """An article's line in the list under a digest."""
    return Listed(
        id=piece.id,
        revision=piece.revision.id,
        title=piece.title,
        outlet=piece.outlet,
        url=piece.url,
        published=piece.published,
        lang=piece.lang,
        lineage=lineage,
        role=role,
        story=story,
    )


def headline_of(piece: Article) -> Headline:
    """An article's title as the headline of a story."""
    return Headline(piece.title, piece.id, piece.outlet, piece.url, piece.lang)


def digest_of(piece: Article, excerpts: Sequence[Excerpt] = (), *, story: str = STORY) -> Digest:
    """A story of one article, which is its own lineage."""
    return Digest(
        id=story,
        headline=headline_of(piece),
        counts=Counts(1, 1, 1),
        excerpts=tuple(excerpts),
        articles=(listed(piece, "l-" + piece.id, story=story),),
        lineages=(Lineage("l-" + piece.id, piece.id, (Member(piece.id, "independent", 1.0),)),),
        first=piece.published,
        last=piece.published,
    )


_WIRE_TEXT = (
    "March 2 (Northern Wire) - All ferries between Orrin and the island of Vale stopped on Monday after divers found a "
    "crack as long as a hand in the hull of the Halmar, according to two people who have seen their report. "
    "The company that owns her said passengers had at no time been in danger."
)

WIRE = article(
    "wire-1",
    "Northern Wire",
    "Vale ferries stop after crack found in hull of Halmar",
    _WIRE_TEXT,
    published=at(2, "06:40"),
)
COPY = article("copy-1", "Orrin Today", "Crack found: no ferries to Vale", _WIRE_TEXT, published=at(2, "06:55"))
REWRITE = article(
    "rewrite-1",
    "Coast & Harbour",
    "Ferries halted as divers find <crack> in Halmar",
    "Ferries between Orrin and Vale have been halted after a crack was found. "
    + _WIRE_TEXT[_WIRE_TEXT.index("The company") :],
    published=at(2, "07:30"),
)
COURIER = article(
    "courier-1",
    "The Orrin Courier",
    "“We heard it in January”: crew of the Halmar speak",
    "Nobody aboard was surprised. “We heard it in January, like a door in another room, and we wrote it in the book,” "
    "said a deckhand who asked not to be named. The book has 41 such entries since the autumn, three of them in red.",
    published=at(2, "11:05"),
)
VALE = article(
    "vale-1",
    "Vale Weekly",
    "Shop has bread until Thursday",
    "On the island nobody is hungry yet, but Ines Arkady, who keeps the only shop, has bread until Thursday and flour "
    "for a week.\nThe doctor comes on Wednesdays, by ferry.",
    published=at(2, "12:20"),
)
SPANISH = article(
    "es-1",
    "El Faro del Norte",
    "La naviera niega cualquier peligro",
    "La naviera insiste en que «en ningún momento hubo peligro» para los 312 pasajeros, aunque reconoce que la última "
    "inspección del casco se aplazó dos veces.",
    lang="es",
    published=at(2, "14:00"),
)
ARABIC = article(
    "ar-1",
    "صحيفة الميناء",
    "توقف العبارات إلى جزيرة فال",
    "قال وزير النقل إن العبّارة «هالمار» لن تبحر قبل أن يفحصها خبراء مستقلون، وإن الحكومة ستستأجر سفينة بديلة "
    "(Nordvik 2) ابتداءً من يوم الأربعاء.",
    lang="ar",
    published=at(2, "15:45"),
    url="https://almina.example/2026/ar-1",
)
JAPANESE = article(
    "ja-1",
    "北港新聞",
    "離島航路、再開の見通し立たず",
    "運航会社は二日、船体の亀裂が見つかった「ハルマル」の運航再開について、見通しは立っていないと明らかにした。島には約四百人が暮らしている。",
    lang="ja",
    published=at(2, "18:10"),
    url="https://kitaminato.example/2026/ja-1",
)
HEBREW = article(
    "he-1",
    "קול הנמל",
    "המעבורת לא תפליג לפני הקיץ",
    "משרד התחבורה מסר כי המעבורת Halmar לא תפליג לפני ששלושה מומחים יבדקו את הסדק שנמצא בה.",
    lang="he",
    published=at(3, "07:00"),
    url="https://kolhanamal.example/2026/he-1",
)
GERMAN = article(
    "de-1",
    "Küstenbote",
    "Fährverbindung: Ersatzschiff erst ab Mittwoch",
    "Das Ersatzschiff fährt frühestens am Mittwoch, und nur zweimal täglich; Lastwagen nimmt es nicht mit.",
    lang="de",
    published=at(3, "05:30"),
)
MINISTRY = article(
    "ministry-1",
    "Harbour Ledger",
    "Inspections were put off twice, ministry says",
    "A ministry note of 19 February, seen by this newspaper, says that the inspection of the Halmar “was put off twice "
    "at the owner’s request”, that the second date had been agreed with the harbour office, which denies it, and that "
    "no fine was considered.",
    published=at(3, "08:00"),
)
HEADLINE_ONLY = article(
    "radio-1", "Strait Radio", "Halmar will not sail before summer, says owner", published=at(3, "09:10")
)

ARTICLES = (
    WIRE, COPY, REWRITE, COURIER, VALE, SPANISH, ARABIC, JAPANESE, GERMAN, MINISTRY, HEADLINE_ONLY,
)  # fmt: skip


def ferry() -> Digest:
    """The digest that the golden files and the pictures show: ten excerpts, eleven articles, nine accounts."""
    wire = Lineage(
        "l-wire",
        WIRE.id,
        (Member(WIRE.id, "origin", 1.0), Member(COPY.id, "copy", 1.0), Member(REWRITE.id, "rewrite", 0.64)),
        credit="Northern Wire",
    )
    alone = [piece for piece in ARTICLES if piece not in (WIRE, COPY, REWRITE)]
    roles: dict[str, Role] = {member.article: member.role for member in wire.members}
    return Digest(
        id=STORY,
        headline=headline_of(WIRE),
        counts=Counts(articles=11, outlets=11, accounts=9),
        excerpts=_excerpts(),
        articles=tuple(
            listed(piece, "l-wire" if piece.id in roles else f"l-{piece.id}", roles.get(piece.id, "independent"))
            for piece in ARTICLES
        ),
        lineages=(
            wire,
            *(Lineage(f"l-{piece.id}", piece.id, (Member(piece.id, "independent", 1.0),)) for piece in alone),
        ),
        first=WIRE.published,
        last=HEADLINE_ONLY.published,
        quotes=_quotes(),
        conflicts=(
            Conflict(
                "yes-no",
                (
                    claim_of(MINISTRY, "the second date had been agreed", "had been agreed"),
                    claim_of(MINISTRY, "the harbour office, which denies it", "denies"),
                ),
            ),
        ),
        updates=(
            Update((claim_of(SPANISH, SPANISH.text, "312"), claim_of(COURIER, "The book has 41 such entries", "41"))),
        ),
        timeline=(
            Event(
                When("2026-03-02", "2026-03-02"),
                claim_of(WIRE, _WIRE_TEXT[: _WIRE_TEXT.index(", according")], "on Monday"),
                2,
            ),
            Event(When("2026-03-04", "2026-03-04", ambiguous=True), claim_of(GERMAN, GERMAN.text, "am Mittwoch")),
        ),
        names=(
            Entity(
                verbatim_of(WIRE, "Halmar"),
                described=(verbatim_of(GERMAN, "Das Ersatzschiff"),),
                accounts=4,
                mentions=6,
            ),
            Entity(verbatim_of(VALE, "Ines Arkady"), forms=(verbatim_of(VALE, "Ines"),)),
        ),
    )


def right_to_left() -> Digest:
    """A story told from right to left, with one outlet that writes from left to right; a copy of the first among its articles."""
    copy = replace(ARABIC, id="ar-2", outlet="الخليج اليوم", url="https://khalij.example/2026/ar-2")
    wire = Lineage(
        "l-ar", ARABIC.id, (Member(ARABIC.id, "origin", 1.0), Member(copy.id, "copy", 1.0)), credit="وكالة فال"
    )
    return replace(
        digest_of(
            ARABIC, (excerpt_of(ARABIC, ARABIC.text), excerpt_of(HEBREW, HEBREW.text), excerpt_of(GERMAN, GERMAN.text))
        ),
        counts=Counts(4, 4, 3),
        articles=(
            listed(ARABIC, "l-ar", "origin"),
            listed(copy, "l-ar", "copy"),
            listed(HEBREW, "l-he"),
            listed(GERMAN, "l-de"),
        ),
        lineages=(wire,),
        quotes=(
            Quote(
                verbatim_of(HEBREW, "לא תפליג"),
                direct=False,
                grade="office",
                speaker=verbatim_of(HEBREW, "משרד התחבורה"),
            ),
        ),
        last=HEBREW.published,
    )


def edited_ferry() -> Digest:
    """The same, with a figure that one outlet corrected and a sentence that it added."""
    text = COURIER.text.replace("41", "44") + " The book is kept in the harbour office."
    later = replace(COURIER, revision=replace(COURIER.revision, id="later", text=text))
    before, after = (piece.text.index(figure) for piece, figure in ((COURIER, "41"), (later, "44")))
    added = later.text.index("The book is kept")
    return replace(
        ferry(),
        edits=(
            Edit(
                "figure",
                verbatim_of(COURIER, "The book has 41 such entries"),
                verbatim_of(later, "The book has 44 such entries"),
                (Range(before, before + 2),),
                (Range(after, after + 2),),
                at(5, "09:00"),
            ),
            Edit("added", None, Verbatim.of(later, "text", added, len(later.text))),
        ),
    )


def verbatim_of(piece: Article, words: str) -> Verbatim:
    """These words of an article's text, where they first stand."""
    start = piece.text.index(words)
    return Verbatim.of(piece, "text", start, start + len(words))


def claim_of(piece: Article, words: str, mark: str) -> Claim:
    """A claim in these words, with its mark."""
    shown = verbatim_of(piece, words)
    start = piece.text.index(mark, shown.span.start)
    return Claim(shown, Range(start, start + len(mark)))


def _quotes() -> tuple[Quote, ...]:
    heard = "“We heard it in January, like a door in another room, and we wrote it in the book,”"
    return (
        Quote(
            verbatim_of(COURIER, heard),
            direct=True,
            grade="anonymous",
            speaker=verbatim_of(COURIER, "a deckhand who asked not to be named"),
            cue=verbatim_of(COURIER, "said"),
        ),
        Quote(
            verbatim_of(SPANISH, "«en ningún momento hubo peligro»"),
            direct=True,
            grade="office",
            speaker=verbatim_of(SPANISH, "La naviera"),
            cue=verbatim_of(SPANISH, "insiste"),
            repeats=(verbatim_of(WIRE, "at no time been in danger"),),
        ),
    )


def _excerpts() -> tuple[Excerpt, ...]:
    return (
        excerpt_of(WIRE, _WIRE_TEXT[: _WIRE_TEXT.index(" The company")]),
        excerpt_of(REWRITE, "Ferries between Orrin and Vale have been halted after a crack was found."),
        excerpt_of(COURIER, COURIER.text[COURIER.text.index("“We") : COURIER.text.index(" The book")]),
        excerpt_of(VALE, VALE.text),
        excerpt_of(SPANISH, SPANISH.text),
        excerpt_of(ARABIC, ARABIC.text),
        excerpt_of(JAPANESE, JAPANESE.text),
        excerpt_of(GERMAN, GERMAN.text),
        excerpt_of(MINISTRY, "the second date had been agreed with the harbour office, which denies it", cut="both"),
        title_of(HEADLINE_ONLY),
    )


def topic() -> Digest:
    """A topic that draws on two stories."""
    budget = article(
        "budget-1",
        "Vale Weekly",
        "Council of Vale asks for a ferry of its own",
        "The council of Vale has asked for a ferry of its own. It would cost as much as the school.",
        published=at(9, "10:00"),
    )
    ship, council = ferry(), "s90b2de"
    return Digest(
        id="topic",
        headline=headline_of(budget),
        counts=Counts(articles=2, outlets=2, accounts=2),
        excerpts=(
            excerpt_of(COURIER, COURIER.text[COURIER.text.index("The book") :]),
            excerpt_of(budget, "The council of Vale has asked for a ferry of its own.", story=council),
        ),
        articles=(listed(COURIER, "l-courier-1"), listed(budget, "l-budget-1", story=council)),
        lineages=(),
        first=COURIER.published,
        last=budget.published,
        query="vale ferry",
        stories=(
            StoryLine(STORY, ship.headline, Counts(1, 1, 1)),
            StoryLine(council, headline_of(budget), Counts(1, 1, 1)),
        ),
    )


def hostile(text: str) -> Digest:
    """A topic in which every string that comes from outside is this one (URLs and languages apart)."""
    piece = article(text, text, text, text, url="https://orrin.example/a")
    whole = Verbatim.of(piece, "text", 0, len(text))
    excerpts = (
        Excerpt.of(piece, "text", 0, len(text), cut_before=True, cut_after=True, story=text),
        Excerpt.of(piece, "title", 0, len(text), story=text),
        *(Excerpt.of(piece, "text", 0, len(text), story=text) for _ in range(2)),
    )
    return Digest(
        id=text,
        headline=headline_of(piece),
        counts=Counts(2, 1, 1),
        excerpts=excerpts,
        articles=(listed(piece, text, "origin", text), replace(listed(piece, text, "copy", text), id=text + "2")),
        lineages=(Lineage(text, text, (Member(text, "origin", 1.0), Member(text + "2", "copy", 0.999)), credit=text),),
        query=text,
        stories=(StoryLine(text, headline_of(piece), Counts(1, 1, 1)),),
        quotes=(Quote(whole, direct=True, grade="named", speaker=whole, cue=whole, name=whole, repeats=(whole,)),),
        conflicts=(Conflict("who", (Claim(whole, Range(0, len(text))), Claim(whole, Range(0, 1)))),),
        timeline=(Event(When("2026-03-02", "2026-03-02"), Claim(whole, Range(0, len(text)))),),
        names=(Entity(whole, forms=(whole,), described=(whole,)),),
        new=(excerpts[0],),
        since=datetime(2026, 3, 1, tzinfo=UTC),
    )

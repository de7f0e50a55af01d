"""Which articles are of one text, whose text it is, and what is never taken for a copy."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace

import pytest
from copies_builders import (
    DAM,
    FERRY_ZH,
    FISHERMEN_ZH,
    ORCHARD,
    TRAMS,
    account_of_its_own_with_the_same_quotations,
    account_that_quotes_a_post,
    account_that_shows_a_post,
    agency_text,
    article,
    at,
    copy_cut_to_half,
    copy_with_new_headline,
    copy_with_new_lead,
    headline_only,
    light_rewrite,
    merged_from_two_agencies,
    verbatim_copy,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from newsfold.copies import Tracer, fingerprint, lineages
from newsfold.model import Article, Lineage, Member


def grouped(*articles: Article) -> list[list[str]]:
    """The lineages as lists of outlets, members in order."""
    outlet = {one.id: one.outlet.removesuffix(".example") for one in articles}
    return [[outlet[member.article] for member in lineage.members] for lineage in lineages(articles)]


def roles(found: Iterable[Lineage]) -> list[list[str]]:
    return [[member.role for member in lineage.members] for lineage in found]


def test_a_verbatim_copy_is_of_the_agencys_lineage() -> None:
    """The agency's text and the same words elsewhere are one lineage, with its credit, its origin and whole shares."""
    assert lineages([agency_text(), verbatim_copy()]) == [
        Lineage(
            id="l3237c42687da",
            origin="mna.example/0",
            members=(Member("mna.example/0", "origin", 1.0), Member("northgatetimes.example/1", "copy", 1.0)),
            credit="MNA",
        )
    ]


@pytest.mark.parametrize("changed", [copy_with_new_headline, copy_with_new_lead, copy_cut_to_half])
def test_a_copy_stays_one_under_a_new_headline_with_a_new_lead_or_cut(changed: object) -> None:
    """What a copy desk does to a text does not make it an account of its own."""
    assert callable(changed)
    assert roles(lineages([agency_text(), changed()])) == [["origin", "copy"]]


def test_a_copy_with_a_new_lead_has_most_of_its_words_from_the_origin() -> None:
    """`shared` counts a member's own words, so a new lead lowers it and a cut does not."""
    found = lineages([agency_text(), copy_with_new_lead(), copy_cut_to_half()])
    shares = [member.shared for member in found[0].members]
    assert shares[0] == shares[2] == 1.0
    assert 0.8 < shares[1] < 0.95


def test_a_rewrite_that_keeps_whole_sentences_is_told_from_a_copy() -> None:
    """Less than half of the words, but more than chance."""
    assert roles(lineages([agency_text(), light_rewrite()])) == [["origin", "rewrite"]]


@pytest.mark.xfail(reason="a rewrite that keeps no five words in a row cannot be seen by shingles", strict=True)
def test_a_rewrite_in_words_of_its_own_is_seen() -> None:
    """The same facts in the same order, every sentence turned."""
    turned = (
        "Four thousand people had to leave the lower town of Velmar early on Monday when water came through the "
        "dam over the harbour, says the water board. A gap eleven metres long was discovered on the valley side "
        "around three in the morning, whereupon engineers opened the two spillways. Families were taken to "
        "exhibition halls in the northern part of the city by buses of the trams. October's inspection had shown "
        "nothing; sixty years have passed since the wall was built. On the left bank, pupils have no lessons "
        "before Thursday, and those going to Orrin travel by way of Grebin."
    )
    assert len(lineages([agency_text(), article(turned, outlet="openline.example", hours=3)])) == 1


def test_independent_accounts_that_share_only_quotations_are_two() -> None:
    """Everybody was at the same press conference."""
    assert grouped(agency_text(), account_of_its_own_with_the_same_quotations()) == [["mna"], ["dailyledger"]]


def test_what_one_account_quotes_is_no_evidence_in_another() -> None:
    """A post or a speech is set apart without marks as often as with them."""
    assert grouped(account_that_quotes_a_post(), account_that_shows_a_post()) == [["thebeacon"], ["openline"]]


def test_the_same_footer_makes_no_lineage() -> None:
    """What one outlet says under each of its texts counts for nothing, there and elsewhere."""
    footer = (
        "\n\nThe Harbour Post comes to your letterbox by six every morning but Sunday. Sign up for our tide table"
        " and the headlines of the day, give a subscription to a friend, or write to the editors at the house in "
        "Rope Street, who read every letter and answer most of them. All rights are reserved by the Harbour Post "
        "Company of Velmar and its printers."
    )
    texts = (
        DAM,
        ORCHARD,
        TRAMS,
        "The bowls club of Sallow has won the shield for the fifth year running, and by the widest margin yet.",
    )
    articles = [
        article(text + footer, hours=hours, title=f"Notice {hours} of the week from town and harbour")
        for hours, text in enumerate(texts)
    ]
    assert [len(lineage.members) for lineage in lineages(articles)] == [1, 1, 1, 1]


def test_last_weeks_template_is_no_copy() -> None:
    """A preview that changes names and figures only is written anew every week."""

    def preview(home: str, guest: str, place: int, hours: float) -> Article:
        text = (
            f"{home} receive {guest} on Saturday at three o'clock. The hosts lie in place {place} of the table and"
            " have not lost at home since the winter break. Tickets are to be had at the gate and in the "
            "tobacconist's on the square until noon. The supporters' bus leaves from the town hall an hour before"
            " the whistle, and the club asks everybody to come on foot. The referee comes from Dorne and will be "
            "helped by two students of the academy. Radio Orrin carries the second half."
        )
        return article(text, title=f"{home} against {guest} on Saturday: what to know", hours=hours)

    assert (
        grouped(preview("Rovers", "Grebin United", 3, 0), preview("Rovers", "Welden Athletic", 2, 168))
        == [["harbourpost"]] * 2
    )


def test_a_login_wall_makes_no_lineage() -> None:
    """The same words under titles that they say nothing about are the page's, not the articles'."""
    wall = (
        "Thank you for reading. Please log in to your account or purchase a subscription to continue. If you have"
        " one already, enter the name and the password that we sent you. You can change both under settings at "
        "any time, and you may end the contract with a month's notice. Questions are answered by the readers' "
        "service from eight to five on weekdays. By going on you accept that we count your visits and share the "
        "figures with our advertisers."
    )
    walls = (
        article(wall, outlet="keldonmirror.example", title="Mayor of Orrin arrested at dawn in bridge affair"),
        article(wall, outlet="sorriatoday.example", title="Quake shakes Altamira province", hours=2),
    )
    assert grouped(*walls) == [["keldonmirror"], ["sorriatoday"]]
    assert [member.usable for one in lineages(walls) for member in one.members] == [False, False]


def test_what_an_outlet_says_on_every_page_is_no_text() -> None:
    """A newsletter form in the place of four reports is none of theirs, and each is recorded so; a report beside them is one."""
    form = (
        "Get the morning letter from our newsroom. Enter your address and we shall send you a note with a link that"
        " confirms it. There was a problem saving your choice, please try again in a few minutes or write to us. "
        "Whenever we publish something new you will receive it before breakfast, six days out of seven in a week."
    )
    titles = (
        "Boy rescued from quarry pond near Dorne",
        "Bakers of Grebin raise price of rye bread",
        "Tunnel under Velmar harbour flooded again",
        "Judge frees three anglers in salmon case",
    )
    forms = [article(form, title=title, hours=100 * hours) for hours, title in enumerate(titles)]
    report = article(ORCHARD, title="Frost kills apple blossom in the orchards", hours=7)
    usable = {member.article: member.usable for one in lineages([*forms, report]) for member in one.members}
    assert [usable[one.id] for one in (*forms, report)] == [False] * 4 + [True]


def test_one_teaser_under_two_headlines_of_one_event_is_a_text() -> None:
    """The titles say the same in nearly the same words: an outlet has put out its report twice."""
    teaser = (
        "Since dawn the valley has been cut off. Helicopters take bread to the upper farms, and the road crews hope "
        "to have a lane open by Friday evening if the wind drops. Nobody has been hurt so far, the district says."
    )
    twice = [
        article(teaser, title="Avalanche buries pass: four villages out of reach", hours=0),
        article(teaser, title="Avalanche buries pass: five villages out of reach", hours=90),
    ]
    assert all(member.usable for one in lineages(twice) for member in one.members)


def test_one_outlet_reusing_background_is_no_copy() -> None:
    """Two articles of an outlet may have paragraphs in common; only nearly all of a text is the text again."""
    background = DAM.split("\n\n", 2)[2]
    first = article(ORCHARD + "\n\n" + background)
    second = article(
        TRAMS + "\n\n" + background, hours=20, title="Eastbank trams and Velmar buses share the load this week"
    )
    assert grouped(first, second) == [["harbourpost"], ["harbourpost"]]


def test_headlines_without_texts_are_copies_where_two_outlets_always_have_the_same() -> None:
    """Feeds that give only headlines and run one agency's items."""
    articles = [
        headline_only(outlet, number) for outlet in ("talbote.example", "morgenblatt.example") for number in range(5)
    ]
    assert roles(lineages(articles)) == [["origin", "copy"]] * 5


def test_one_headline_that_two_desks_found_is_no_copy() -> None:
    """Chance gives two outlets the same headline now and then."""
    assert grouped(headline_only("talbote.example", 1), headline_only("morgenblatt.example", 1)) == [
        ["morgenblatt"],
        ["talbote"],
    ]


def test_headlines_days_apart_are_no_copies() -> None:
    """The same headline next week is next week's."""
    articles = [headline_only("talbote.example", number) for number in range(5)]
    articles += [headline_only("morgenblatt.example", number, hours=100) for number in range(5)]
    assert [len(lineage.members) for lineage in lineages(articles)] == [1] * 10


def test_the_same_headline_over_different_texts_is_no_copy() -> None:
    """Where both have a text, the texts decide, however often the titles agree."""
    pairs = [
        article(text, outlet=outlet, hours=number, title=f"Council of district number {number} votes for new bridge")
        for number in range(5)
        for outlet, text in (("talbote.example", f"{ORCHARD} {number}"), ("morgenblatt.example", f"{TRAMS} {number}"))
    ]
    assert [len(lineage.members) for lineage in lineages(pairs)] == [1] * 10


def test_a_headline_between_two_texts_never_makes_them_one() -> None:
    """Two texts under one title, and before them the title alone: only one of them may be its text."""
    titles = [f"Council of district number {number} votes for new bridge" for number in range(5)]
    bare = [article("", outlet="a.example", hours=number, title=title) for number, title in enumerate(titles)]
    orchard = [
        article(f"{ORCHARD} {n}", outlet="b.example", hours=n + 1, title=title) for n, title in enumerate(titles)
    ]
    trams = [article(f"{TRAMS} {n}", outlet="c.example", hours=n + 2, title=title) for n, title in enumerate(titles)]
    texts = {one.id for one in (*orchard, *trams)}
    for lineage in lineages([*bare, *orchard, *trams]):
        assert len(texts.intersection(member.article for member in lineage.members)) <= 1


def test_the_agency_is_the_origin_although_its_item_came_later() -> None:
    """Copies are often seen before the wire's own page; the lineage keeps the id that its first copy gave it."""
    first = lineages([verbatim_copy()])
    both = lineages([verbatim_copy(), at(agency_text(), 9)])
    assert (both[0].id, both[0].origin) == (first[0].id, "mna.example/0")
    assert roles(both) == [["copy", "origin"]]


def test_an_outlet_called_by_the_agencys_full_name_is_the_agency() -> None:
    """The initials of the outlet's name are what the texts name."""
    agency = replace(at(agency_text(), 9), outlet="Meridian News Agency")
    assert lineages([verbatim_copy(), agency])[0].origin == "mna.example/0"


def test_a_merged_text_is_of_the_lineage_that_it_shares_more_with_and_joins_no_two() -> None:
    """A text that carries two others does not make the two one."""
    trams = article(TRAMS, outlet="orrinstar.example", title="Eastbank closes two tram lines for new rails", hours=0.5)
    late = article(TRAMS, outlet="marketglass.example", title="Buses for trams in Eastbank from Friday", hours=8)
    assert grouped(agency_text(), trams, merged_from_two_agencies(), late) == [
        ["mna", "talbote"],
        ["orrinstar", "marketglass"],
    ]


def test_a_round_up_seen_first_chains_no_texts() -> None:
    """Two texts that both stand in an earlier round-up have nothing in common with each other."""
    round_up = article(
        f"{DAM}\n\n{TRAMS}\n\n{ORCHARD}",
        outlet="publicwave.example",
        title="Dam, trams and pears: the morning in short",
    )
    trams = article(TRAMS, outlet="orrinstar.example", title="Eastbank closes two tram lines for new rails", hours=2)
    pears = article(ORCHARD, outlet="thebeacon.example", title="Half a harvest of pears around Lindal", hours=3)
    found = grouped(at(agency_text(), -1), round_up, trams, pears)
    assert found == [["mna", "publicwave"], ["orrinstar"], ["thebeacon"]]


def test_an_undated_copy_comes_last() -> None:
    """Nothing says when it was published, so it is nobody's origin."""
    assert grouped(verbatim_copy(hours=None), agency_text()) == [["mna", "northgatetimes"]]


def test_two_copies_of_one_outlet_are_in_one_lineage() -> None:
    """The same text put out twice under two addresses."""
    assert roles(lineages([verbatim_copy(key="a"), verbatim_copy(key="b", hours=2)])) == [["origin", "copy"]]


def test_texts_without_spaces_are_compared_too() -> None:
    """Chinese: whole passages are copies, shared names are not."""
    articles = (
        article(FERRY_ZH, outlet="a.example", lang="zh", title="维尔马港外客轮沉没三人遇难"),
        article(FERRY_ZH[:80], outlet="b.example", lang="zh", title="客轮沉没至少三人遇难", hours=1),
        article(FISHERMEN_ZH, outlet="c.example", lang="zh", title="渔民讲述维尔马沉船之夜", hours=2),
    )
    assert grouped(*articles) == [["a", "b"], ["c"]]


def test_nothing_gives_no_lineages() -> None:
    """No articles, no lineages; articles without words stand alone."""
    assert lineages([]) == []
    assert [len(one.members) for one in lineages([article("", title="", key="a"), article("", title="", key="b")])] == [
        1,
        1,
    ]


EVERYTHING = (
    agency_text(),
    verbatim_copy(),
    verbatim_copy(hours=None),
    copy_with_new_headline(),
    copy_with_new_lead(),
    copy_cut_to_half(),
    light_rewrite(),
    merged_from_two_agencies(),
    account_of_its_own_with_the_same_quotations(),
    account_that_quotes_a_post(),
    account_that_shows_a_post(),
    article(TRAMS, outlet="orrinstar.example", title="Eastbank closes two tram lines for new rails", hours=0.5),
    article(ORCHARD, outlet="thebeacon.example", title="Half a harvest of pears around Lindal", hours=3),
    *(headline_only(outlet, number) for outlet in ("talbote.example", "morgenblatt.example") for number in range(5)),
)


@pytest.mark.parametrize("seed", range(8))
def test_the_order_in_which_articles_are_given_makes_no_difference(seed: int) -> None:
    """Same articles, same lineages, to the last figure."""
    shuffled = list(EVERYTHING)
    random.Random(seed).shuffle(shuffled)
    assert lineages(shuffled) == lineages(EVERYTHING)


sentences = st.sampled_from(
    [*DAM.split("\n\n"), *TRAMS.split("\n\n"), *ORCHARD.split("\n\n"), "", "Short line.", '"Quoted only," she said.']
)
drawn = st.builds(
    lambda parts, outlet, hours, title: (" ".join(parts), outlet, hours, title),
    st.lists(sentences, max_size=6),
    st.sampled_from(["", "a.example", "b.example", "mna.example"]),
    st.none() | st.integers(0, 400),
    st.sampled_from(
        ["Thousands led out of Velmar as dam above the port leaks", "Two tram lines in Eastbank to close on Friday", ""]
    ),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(drawn, max_size=12))
def test_every_article_is_in_exactly_one_lineage(given_articles: list[tuple[str, str, int | None, str]]) -> None:
    """Lineages divide the articles: none is lost, none is twice, every origin is a member, roles and shares are sound."""
    articles = [
        article(text, outlet=outlet, hours=hours, title=title, key=f"k{number}")
        for number, (text, outlet, hours, title) in enumerate(given_articles)
    ]
    found = lineages(articles)
    assert sorted(member.article for one in found for member in one.members) == sorted(one.id for one in articles)
    assert len({one.id for one in found}) == len(found)
    for one in found:
        by_role = [member.article for member in one.members if member.role == "origin"]
        assert by_role == ([one.origin] if len(one.members) > 1 else [])
        assert all(0.0 <= member.shared <= 1.0 for member in one.members)
        alone = Member(one.origin, "independent", 1.0)
        assert len(one.members) > 1 or one.members[0] in (alone, replace(alone, usable=False))


# --- as a stream ------------------------------------------------------------------------------------------------------


def hourly(count: int) -> list[Article]:
    """Every sixth an agency's text with a copy three hours later, other texts between them, one an hour."""
    words = [
        f"{consonant}{vowel}{ending}" for consonant in "bcdfgh" for vowel in "aeiou" for ending in ("lm", "rk", "st")
    ]
    rng = random.Random(1)
    texts = [" ".join(rng.choices(words, k=80)) for _ in range(count)]
    return [
        article(
            texts[number - 3] if number % 6 == 3 else texts[number],
            outlet=f"outlet{number % 7}.example",
            title=" ".join(texts[number - number % 3].split()[:8]),
            hours=number,
            key=f"n{number:04}",
        )
        for number in range(count)
    ]


def test_what_comes_in_many_rounds_is_traced_as_in_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy is found in a later round than its origin; every text is told once, when nothing can come to it any more."""
    stream = hourly(600)
    at_once = lineages(stream)
    assert sum(len(one.members) == 2 for one in at_once) == 100
    monkeypatch.setattr("newsfold.copies.trace.ROUND", 16)
    assert lineages(stream) == at_once
    tracer = Tracer()
    early = [text for text in tracer.add((one, fingerprint(one)) for one in stream) if text.articles]
    late = list(tracer.close())
    told = [one.id for text in (*early, *late) for one in text.articles]
    assert sorted(told) == [one.id for one in stream]
    assert len(early) > 100, "the stream was made longer than the days that are looked back"


def test_what_is_undated_is_let_go_of_by_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a stream without dates would be held in memory as a whole."""
    monkeypatch.setattr("newsfold.copies.trace.ROUND", 16)
    monkeypatch.setattr("newsfold.copies.trace.AT_MOST", 40)
    stream = [article(one.text, title=one.title, outlet=one.outlet, hours=None, key=one.id) for one in hourly(120)]
    tracer = Tracer()
    early = list(tracer.add((one, fingerprint(one)) for one in stream))
    assert len(early) > 40
    assert sum(len(text.articles) for text in (*early, *tracer.close())) == 120


def test_a_stream_of_nothing_is_over_at_once() -> None:
    """Whatever is asked first."""
    tracer = Tracer()
    assert [*tracer.close(), *tracer.add([]), *tracer.close()] == []

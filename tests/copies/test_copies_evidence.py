"""What makes an article a member of a lineage is shown on both sides: where the same words stand in it and in the origin."""

from __future__ import annotations

import re

from copies_builders import (
    agency_text,
    article,
    copy_cut_to_half,
    copy_with_new_headline,
    copy_with_new_lead,
    headline_only,
    verbatim_copy,
)

from newsfold.copies import lineages, proved
from newsfold.copies.evidence import SHOWN
from newsfold.model import Article, Lineage, Member
from newsfold.text.folding import fold


def traced(*articles: Article) -> tuple[list[Lineage], dict[str, Article]]:
    known = {one.id: one for one in articles}
    return [proved(one, known) for one in lineages(articles)], known


def words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))


def test_a_copy_carries_the_passages_that_it_shares_with_the_origin() -> None:
    """The same words on both sides, in the order of the text, the five longest; the origin has none, nor does one that is alone."""
    stranger = article("Nothing that anybody else wrote stands in these few words of mine.", outlet="echo.example")
    found, known = traced(agency_text(), copy_with_new_lead(), copy_cut_to_half(), stranger)
    origin = known[found[0].origin]
    for member in found[0].members:
        assert (member.passages == ()) == (member.article == origin.id)
        assert len(member.passages) <= SHOWN
        begins = [(one.here.start, one.there.start) for one in member.passages]
        assert begins == sorted(begins)
        for one in member.passages:
            assert words(one.here.of(known[member.article].text)) == words(one.there.of(origin.text)) != []
    assert found[1].members[0].passages == ()


def test_nearly_all_of_a_copy_is_in_its_passages() -> None:
    """A verbatim one is cut by its quotations alone."""
    found, known = traced(agency_text(), verbatim_copy())
    copy = next(member for member in found[0].members if member.role == "copy")
    shown = sum(one.here.end - one.here.start for one in copy.passages)
    assert shown > len(known[copy.article].text) / 2


def test_headlines_alone_are_their_own_evidence() -> None:
    """They share no text, so where the titles stand is what there is to show."""
    pairs = [headline_only(outlet, number) for number in range(6) for outlet in ("harbourpost", "keldonmirror")]
    found, known = traced(*pairs)
    copies = [member for one in found for member in one.members if member.role == "copy"]
    assert copies
    for member in copies:
        (only,) = member.passages
        assert (only.field, only.here.of(known[member.article].title)) == ("title", known[member.article].title)


def test_what_is_not_at_hand_has_no_evidence() -> None:
    """A lineage comes out as it was where its origin is not there, and a member that is not there has none."""
    origin, copy = agency_text(), copy_with_new_headline()
    members = (Member(origin.id, "origin", 1.0), Member(copy.id, "copy", 1.0), Member("gone", "copy", 0.9))
    lineage = Lineage("l1", origin.id, members)
    assert proved(lineage, {copy.id: copy}) == lineage
    assert [bool(one.passages) for one in proved(lineage, {copy.id: copy, origin.id: origin}).members] == [
        False,
        True,
        False,
    ]

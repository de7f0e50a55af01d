"""The rules that digests are held to, each broken once."""

from __future__ import annotations

from typing import Any

from evals.digest_rules import broken

RECORDS: dict[str, dict[str, Any]] = {
    one: {"id": one, "outlet": outlet, "url": f"https://{one}.example/", "title": f"The dam, by {one}", "text": text}
    for one, outlet, text in (
        ("agency", "Agency", "The dam held. The village slept."),
        ("copy", "Courier", "The dam held. The village slept."),
        ("own", "Post", "Nobody slept below the dam."),
    )
}
LINEAGE_OF = {"agency": "l1", "copy": "l1", "own": "l2"}


def excerpt(article: str, start: int = 0, end: int = 8, **changed: Any) -> dict[str, Any]:
    record = RECORDS[article]
    given = {"text": record["text"][start:end], "article": article, "field": "text", "span": [start, end]}
    return {**given, "outlet": record["outlet"], "url": record["url"], **changed}


def digest(*excerpts: dict[str, Any], headline: str = "The dam, by agency", accounts: int = 2) -> dict[str, Any]:
    return {
        "id": "s1",
        "headline": {"text": headline, "article": "agency"},
        "counts": {"articles": 3, "outlets": 3, "accounts": accounts},
        "excerpts": list(excerpts),
        "lineages": [{"id": "l1", "origin": "agency"}, {"id": "l2", "origin": "own"}],
        "articles": [{"id": one, "lineage": lineage} for one, lineage in LINEAGE_OF.items()],
    }


def faults(value: dict[str, Any]) -> list[str]:
    return [fault.partition("' ")[0].partition(": ")[2] for fault in broken(value, RECORDS)]


def test_a_true_digest_breaks_no_rule() -> None:
    """Two accounts, two outlets, the words where they are said to be; a copy may follow once no other account is left."""
    assert list(broken(digest(excerpt("agency"), excerpt("own")), RECORDS)) == []
    assert list(broken(digest(excerpt("agency"), excerpt("own"), excerpt("copy")), RECORDS)) == []


def test_a_word_that_is_not_the_outlets_is_found() -> None:
    """One letter, one place off, a place that the text does not have, a headline that no title is."""
    heading = "s1 'The dam, by agency': "
    not_there = [f"{heading}excerpt 1 is not what stands there"]
    own = excerpt("own")
    assert list(broken(digest(excerpt("agency", text="The dum "), own), RECORDS)) == not_there
    assert list(broken(digest(excerpt("agency", span=[1, 9]), own), RECORDS)) == not_there
    assert list(broken(digest(excerpt("agency", span=[25, 99], text=" slept."), own), RECORDS)) == not_there
    assert list(broken(digest(excerpt("agency"), own, headline="The dam"), RECORDS)) == [
        "s1 'The dam': the headline is not the title of its article"
    ]


def test_an_outlet_that_speaks_twice_or_under_another_name_is_found() -> None:
    """At most one excerpt is of one outlet, and each names the outlet and the address of its article."""
    heading = "s1 'The dam, by agency': "
    assert list(broken(digest(excerpt("own"), excerpt("own", 0, 6)), RECORDS)) == [
        f"{heading}2 excerpts are of one outlet, Post",
        f"{heading}2 excerpts are of one lineage, l2, while 1 others are not shown",
    ]
    assert list(broken(digest(excerpt("agency", outlet="Herald"), excerpt("own")), RECORDS)) == [
        f"{heading}excerpt 1 does not name its article's outlet and address"
    ]


def test_a_copy_shown_before_another_account_is_found() -> None:
    """Two of one text say less than one of each."""
    assert list(broken(digest(excerpt("agency"), excerpt("copy")), RECORDS)) == [
        "s1 'The dam, by agency': 2 excerpts are of one lineage, l1, while 1 others are not shown"
    ]


def test_a_wrong_number_is_found() -> None:
    """The counts come from the articles under them; there are excerpts, and no more than were asked for."""
    heading = "s1 'The dam, by agency': "
    counted = "{'articles': 3, 'outlets': 3, 'accounts': 2}"
    assert list(broken(digest(excerpt("own"), accounts=3), RECORDS)) == [
        f"{heading}the counts are {{'articles': 3, 'outlets': 3, 'accounts': 3}}, counted {counted}"
    ]
    assert list(broken(digest(), RECORDS)) == [f"{heading}0 excerpts"]
    assert list(broken(digest(excerpt("own"), excerpt("agency")), RECORDS, most=1)) == [f"{heading}2 excerpts"]

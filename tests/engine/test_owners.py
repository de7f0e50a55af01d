"""Outlets of one house are one account where the operator says so, and everything else about them stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsfold.engine.owners import Owners, load_owners
from newsfold.errors import UsageError
from newsfold.model import Article, Counts, Lineage, Member, Revision


def article(name: str, outlet: str, url: str | None = None) -> Article:
    return Article(name, outlet, Revision(name, name, name), url=url)


def alone(name: str) -> Lineage:
    return Lineage(name, name, (Member(name, "independent", 1.0),))


ARTICLES = (
    article("a", "Harbour Post", "https://www.harbourpost.example/a"),
    article("b", "Northgate Times", "https://northgatetimes.example/b"),
    article("c", "Echo", "https://sport.echo.example/c"),
    article("d", "Echo Sport", "https://news.echo.example/d"),
    article("e", ""),
    article("f", ""),
)


def accounts(*owners: Owners) -> int:
    return Counts.of(ARTICLES, [alone(one.id) for one in ARTICLES], *owners).accounts


def test_without_a_word_every_outlet_is_its_own() -> None:
    """Nothing is guessed from names; two unknown outlets are two."""
    assert accounts() == accounts(Owners()) == 6


def test_outlets_of_one_owner_are_one_account(tmp_path: Path) -> None:
    """By name or by domain, whatever the case; outlets and articles are counted as before."""
    path = tmp_path / "owners.toml"
    path.write_text('[owners]\n"Meridian Media" = ["harbour POST", "northgatetimes.example"]\n')
    owners = load_owners(str(path))
    assert accounts(owners) == 5
    counts = Counts.of(ARTICLES, [alone(one.id) for one in ARTICLES], owners)
    assert (counts.articles, counts.outlets) == (6, 6)


def test_outlets_of_one_domain_can_be_one_account() -> None:
    """The registrable domain tells a family of feeds; an article without an address is its outlet's."""
    assert accounts(Owners(families=True)) == 5


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("owners = ", "cannot be read"),
        ('[houses]\nA = ["b"]', "no table [owners]"),
        ('owners = "x"', "no table [owners]"),
        ('[owners]\nA = "b"', '"A" is not followed by a list'),
        ('[owners]\nA = [""]', '"A" is not followed by a list'),
        ('[owners]\nA = ["x"]\nB = ["X"]', '"X" is both of "A" and of "B"'),
    ],
)
def test_a_file_that_says_nothing_clear_is_refused_by_name(tmp_path: Path, text: str, why: str) -> None:
    """The message names the file and the line's fault."""
    path = tmp_path / "owners.toml"
    path.write_text(text)
    with pytest.raises(UsageError, match=r"owners\.toml") as error:
        load_owners(str(path))
    assert why in str(error.value)
    with pytest.raises(UsageError, match=r"nowhere\.toml"):
        load_owners(str(tmp_path / "nowhere.toml"))

"""Which agency an article names as its source, and what in brackets is none."""

from __future__ import annotations

import tomllib
import unicodedata
from importlib import resources
from pathlib import Path

import pytest
from copies_builders import article
from hypothesis import given
from hypothesis import strategies as st

from newsfold.copies import credit
from newsfold.copies.agencies import Agencies, known, load_agencies
from newsfold.copies.credit import dateline, is_by, same_agency
from newsfold.errors import UsageError


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("VELMAR, March 2 (MNA) - A passenger ferry sank.", "MNA"),
        ("Dec 1 (Reuters) - The president is running out of options.", "Reuters"),
        ("WASHINGTON (AP) — The court refused on Monday.", "AP"),
        ("(STMW) —One man was hurt.", "STMW"),
        ("Welden (wpd) - Mit Beginn der Frühschicht ruht die Arbeit.", "wpd"),
        ("Berlin/Dorne (dpa/lno) – Die Fähren fahren wieder.", "dpa"),
        ("Dorne (wpd/lno) – Die Fähren fahren wieder.", "wpd/lno"),
        ("Ciudad de Velmar, 2 mar (EFE).- La provincia pide ayuda.", "EFE"),
        ("ВЕЛМАР, 2 марта (Рейтер) - Паром затонул.", "Рейтер"),
        ("ওরিন, ২ মার্চ (বাসস) : জাহাজ ডুবে গেছে।", "বাসস"),
        ("ORRIN, March 2 (AP, Reuters) - A ferry sank.", "AP"),
        ("Peñarroble (Agencia Istmo).- El número de víctimas subió.", "Istmo"),
        ("SAN TELMO (Istmo) El presidente viajó a la costa.", "Istmo"),
        ("Ciudad de Altamira, 2 de marzo (Istmo).- La provincia pide ayuda.", "Istmo"),
        ("St. Ann, N.D., Dec. 1 (MNA) -- A man was hurt.", "MNA"),
        ("Photo: Lotte Ansgar\nORRIN, March 4 (MNA) - Screens went dark.", "MNA"),
    ],
)
def test_a_dateline_names_its_agency(text: str, name: str) -> None:
    """In capitals or small, with a dash, a stop or nothing behind it, dated or not."""
    found = dateline(text)
    assert found is not None
    assert (found.name, found.range.of(text).endswith(name)) == (name, True)


@pytest.mark.parametrize(
    "text",
    [
        "Edda Rohn (57) - captain of the ferry - was led ashore.",
        "Group five (5) - the last - has not voted.",
        "Velmar harbour at dawn (photo) - survivors are counted.",
        "Senator Ilona Vareth (D) - a member of the committee - said no.",
        "Marten Oyle (R-Ohio) - long an opponent - voted yes.",
        "Anatol Grebin (CDU) - seit März im Amt - lehnt ab.",
        "Gelsenkirchen (NRW) – Nach dem Beutezug fehlt jede Spur.",
        "Altamira (Sorria) - La provincia pide ayuda.",
        "The plan of the agency (NASA) - now in its tenth year - was cut.",
        "The minister said the port (Velmar) - the largest of the country - stays open.",
        "VELMAR, March 2 - A ferry sank on Monday, the port authority (VPA) said.",
        f"{'Long before. ' * 20}ORRIN, March 4 (MNA) - Screens went dark.",
        "",
    ],
)
def test_other_brackets_name_no_agency(text: str) -> None:
    """Ages, parties, countries, pictures, abbreviations explained, and datelines far down."""
    assert dateline(text) is None


@pytest.mark.parametrize(
    ("byline", "name"),
    [
        ("MNA", "MNA"),
        ("Herald staff and MNA", "MNA"),
        ("MNA, Marketglass", "MNA"),
        ("Meridian News Agency", "Meridian News Agency"),
        ("Agencia Istmo", "Istmo"),
        ("Lotte Ansgar", None),
        ("LOTTE ANSGAR", None),
        ("Von unserer Agentur", None),
        ("From our news services", None),
        ("Ewan Pryce, travel agent", None),
        ("Beacon staff", None),
        ("", None),
    ],
)
def test_a_byline_names_an_agency_by_its_form(byline: str, name: str | None) -> None:
    """An abbreviation in capitals or a name that says agency; people and the paper's own are none."""
    found = credit(article("No dateline here.", byline=byline))
    assert (found and found.name) == name
    assert found is None or found.range.of(byline).endswith(found.name)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("(dpa)", "dpa"),
        ("dpa/lno", "dpa"),
        ("© AFP", "AFP"),
        ("Quelle: dpa", "dpa"),
        ("Fuente: Europa Press", "Europa Press"),
        ("Nguồn: Reuters", "Reuters"),
        ("Theo Reuters", "Reuters"),
        ("/ANSA/", "ANSA"),
        ("来源：新华社", "新华社"),
        ("With files from The Canadian Press", "The Canadian Press"),
        ("Read more about ferries", None),
        ("Follow Reuters on our channels for more news of the coast", None),
        ("Lotte Ansgar", None),
        ("(AP Photo)", None),
        ("Photo: Lotte Ansgar/AFP/Archive Images", None),
        ("", None),
    ],
)
def test_a_last_line_names_the_agency_that_it_credits(line: str, name: str | None) -> None:
    """After what leads to a credit in many languages, or in a last bracket; a sentence that names one is no credit."""
    text = f"The ferry sank off Velmar on Monday morning, and three people died.\n\n{line}"
    found = credit(article(text))
    assert (found and found.name) == name
    assert found is None or (found.where, found.range.of(text)) == ("credit line", name)


def test_an_agency_in_a_sentence_is_no_credit() -> None:
    """That somebody spoke to an agency does not make the text its own."""
    assert credit(article("The minister told Reuters on Monday that the port stays open. AP said so too.")) is None


def test_initials_of_several_agencies_are_of_the_one_in_the_language() -> None:
    """ "APA" is Austria's in German and Azerbaijan's in Azerbaijani; where nobody can tell, nobody is named."""
    table = Agencies.of(
        {
            "one": {
                "name": "One",
                "languages": ["de"],
                "marks": ["One"],
                "ambiguous": ["XX"],
                "domains": ["one.example"],
            },
            "two": {"name": "Two", "languages": ["az"], "marks": ["Two"], "ambiguous": ["XX"], "domains": []},
        }
    )
    assert [found and found.key for found in (table.named("XX", "de"), table.named("XX", "az"), table.named("XX"))] == [
        "one",
        "two",
        None,
    ]
    assert table.named("Two") == table.surely["Two"]
    assert table.surely["One"].domains == {"one.example"}


def test_the_table_of_agencies_is_sound() -> None:
    """No mark is two agencies', domains are somebody's own, and there are marks in many languages and scripts."""
    agencies = known()
    rows = tomllib.loads(resources.files("newsfold.copies").joinpath("agencies.toml").read_text("utf-8"))
    marks = [mark for row in rows.values() for mark in row["marks"]]
    assert len(marks) == len(set(marks)) == len(agencies.surely)
    assert not set(marks) & agencies.perhaps.keys()
    domains = [domain for row in rows.values() for domain in row["domains"]]
    assert len(domains) == len(set(domains))
    assert len({lang for row in rows.values() for lang in row["languages"]}) >= 10
    assert all(mark == unicodedata.normalize("NFC", mark).strip() != "" for mark in marks)
    assert len({unicodedata.name(mark[0]).split()[0] for mark in marks if mark[0].isalpha()}) >= 10


def test_an_operator_adds_agencies_and_corrects_those_that_are_there(tmp_path: Path) -> None:
    """A mark of one's own names its agency in every place, and its domain makes an article its own."""
    path = tmp_path / "agencies.toml"
    path.write_text('[coastal]\nmarks = ["coastnews"]\ndomains = ["coastal.example"]\n[dpa]\nambiguous = ["QQQ"]\n')
    table = load_agencies(str(path))
    wired = article("The pier burned down on Monday. Nobody was hurt.\ncoastnews")
    assert credit(wired) is None
    found = credit(wired, table)
    assert found is not None
    assert (found.name, found.where, found.range.of(wired.text)) == ("coastnews", "credit line", "coastnews")
    assert is_by(article("The pier burned.", outlet="coastal.example"), "coastnews", table)
    assert known().named("dpa")
    assert not table.named("dpa")
    assert table.named("Reuters") == known().named("Reuters") != None  # noqa: E711 - one chain says all three


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[a", "cannot be read"),
        ('a = "b"', '"a" is no table'),
        ('[a]\nmarks = "b"', '"marks" of [a] is no list of words'),
        ('[a]\nmarks = [""]', '"marks" of [a] is no list of words'),
        ('[a]\ndomains = ["b.example"]', "[a] has no marks"),
    ],
)
def test_a_table_that_says_nothing_clear_is_refused_by_name(tmp_path: Path, text: str, why: str) -> None:
    """The message names the file, the row and what is wrong in it."""
    path = tmp_path / "agencies.toml"
    path.write_text(text)
    with pytest.raises(UsageError, match=r"agencies\.toml") as error:
        load_agencies(str(path))
    assert why in str(error.value)


def test_the_longest_mark_is_the_one_that_is_meant() -> None:
    """ "Associated Press of Pakistan" is not the Associated Press."""
    found = credit(article("No dateline here.", byline="By Associated Press of Pakistan, Orrin"))
    assert found is not None
    assert found.name == "Associated Press of Pakistan"


def test_the_source_of_a_feed_item_is_its_credit_unless_it_is_the_outlet_itself() -> None:
    """An aggregator's `<source>` often names the outlet that it lists."""
    taken = credit(article("No dateline here.", credit=" Meridian News Agency "))
    assert taken is not None
    assert (taken.name, taken.where, tuple(taken.range)) == ("Meridian News Agency", "source", (1, 21))
    assert credit(article("No dateline here.", outlet="mna.example", credit="Meridian News Agency")) is None


def test_an_agency_is_known_by_name_initials_and_domain() -> None:
    """The outlet's own name, the initials of it, or the label of its address."""
    assert same_agency("Meridian News Agency", "mna")
    assert not same_agency("Morgenblatt", "M")
    own = [
        is_by(article("", outlet=outlet), "MNA")
        for outlet in ("MNA", "Meridian News Agency", "wire.mna.example", "mnaples.example", "")
    ]
    assert own == [True, True, True, False, False]
    assert [is_by(article("", outlet=one), "Рейтер") for one in ("reuters.com", "Reuters", "example.com")] == [
        True,
        True,
        False,
    ]
    assert same_agency("Рейтер", "REUTERS")
    station = [
        is_by(article("", outlet=one), "WQZX") for one in ("wqzxnews.example", "wqzx12.example", "wqzxtra.example")
    ]
    assert station == [True, True, False]


@given(st.text(max_size=200))
def test_a_dateline_never_points_outside_the_text(text: str) -> None:
    """The evidence is a slice of the text, whatever the text."""
    found = dateline(text)
    assert found is None or found.range.of(text).strip() == found.range.of(text) != ""

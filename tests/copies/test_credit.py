"""Which agency an article names as its source, and what in brackets is none."""

from __future__ import annotations

import pytest
from copies_builders import article
from hypothesis import given
from hypothesis import strategies as st

from newsfold.copies import credit
from newsfold.copies.credit import dateline, is_by, same_agency


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("VELMAR, March 2 (MNA) - A passenger ferry sank.", "MNA"),
        ("Dec 1 (Reuters) - The president is running out of options.", "Reuters"),
        ("WASHINGTON (AP) — The court refused on Monday.", "AP"),
        ("(STMW) —One man was hurt.", "STMW"),
        ("Welden (wpd) - Mit Beginn der Frühschicht ruht die Arbeit.", "wpd"),
        ("Berlin/Dorne (dpa/lno) – Die Fähren fahren wieder.", "dpa/lno"),
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


@given(st.text(max_size=200))
def test_a_dateline_never_points_outside_the_text(text: str) -> None:
    """The evidence is a slice of the text, whatever the text."""
    found = dateline(text)
    assert found is None or found.range.of(text).strip() == found.range.of(text) != ""

"""The time zone as an operator sets it: by an option, the environment or a file; and what commands and the server do by it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import lxml.html
import pytest
from asking import asked
from commandline import DIVERS, GOATS, lines, record, run
from starlette.applications import Starlette

from newsfold.app.web import Desk, make_app
from newsfold.app.zones import zone_of
from newsfold.engine.archive import Archive
from newsfold.errors import UsageError
from newsfold.store import open_store

KOLKATA, ANGELES = ZoneInfo("Asia/Kolkata"), ZoneInfo("America/Los_Angeles")
Serve = Callable[[ZoneInfo], Starlette]
EVENING = "2026-03-02T20:00:00Z"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An article of Monday morning, one of Monday evening, and one of Monday: in Kolkata the second is Tuesday's."""
    file = tmp_path_factory.mktemp("zone") / "zone.db"
    bare = record("bare", DIVERS, title="Divers", published="2026-03-02")
    told = lines(record("ferry"), record("goat", GOATS, title="Goat crowned", published=EVENING), bare)
    assert run("ingest", "-", "--store", file, stdin=told).status == 0
    return file


@pytest.fixture
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, and no settings of the user's."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "nothing"))
    return tmp_path


@pytest.fixture
def served(store: Path) -> Iterator[Serve]:
    """Makes the server of the store in a zone."""
    with open_store(store) as opened:

        def made(zone: ZoneInfo) -> Starlette:
            archive = Archive(opened, zone=zone)
            now = datetime(2026, 3, 4, tzinfo=UTC)
            return make_app(Desk(archive, opened, archive=archive, zone=zone, now=lambda: now))

        yield made


def data(app: Starlette, path: str) -> Any:
    return json.loads(asked(app, path).text)


# --- what it may be ---------------------------------------------------------------------------------------------------


def test_a_zone_is_named_as_the_iana_database_names_it() -> None:
    assert (zone_of("UTC"), zone_of("Asia/Kolkata")) == (UTC, KOLKATA)


@pytest.mark.parametrize("name", ["Europe/Berln", "Europe", "", "/etc/passwd", "../Berlin", "UTC+1", "\x00", "Orrin"])
def test_what_is_no_zone_is_an_error_that_names_it(name: str) -> None:
    """A folder of the database is none, nor is anything outside of it."""
    with pytest.raises(UsageError, match="is no time zone") as raised:
        zone_of(name)
    assert raised.value.resource == f"zone {name}"


def test_a_slip_is_told_what_may_be_meant(outside: Path) -> None:
    ran = run("edition", "--zone", "Europe/Berln")
    assert ran.status == 2
    assert ran.told[-1] == 'zone Europe/Berln: is no time zone; did you mean "Europe/Berlin"?'


def test_it_comes_from_the_option_else_the_environment_else_a_file(
    outside: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As every setting does."""

    def days(*options: str) -> str:
        return str(json.loads(run("edition", "--store", store, "--json", *options).printed)["day"])

    assert days() == "2026-03-02"
    (outside / "newsfold.toml").write_text('zone = "Asia/Kolkata"\n')
    assert days() == "2026-03-03"
    monkeypatch.setenv("NEWSFOLD_ZONE", "Europe/Berlin")
    assert days() == "2026-03-02"
    assert days("--zone", "Asia/Tokyo") == "2026-03-03"
    told = run("config", "show", "--origin").printed.splitlines()
    assert 'zone = "Europe/Berlin"  # environment NEWSFOLD_ZONE' in told


# --- commands ---------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("outside")
def test_days_of_a_search_are_those_of_the_zone(store: Path) -> None:
    """Whichever comes first on the line; a bare date is of its own day."""

    def evening(*options: str) -> int:
        return run("search", "goat", "--store", store, "--json", *options).status

    assert evening("--since", "2026-03-03") != 0
    assert evening("--since", "2026-03-03", "--zone", "Asia/Kolkata") == 0
    assert evening("--zone", "Asia/Kolkata", "--until", "2026-03-02") != 0
    bare = run("search", "divers", "--store", store, "--json", "--zone", "Pacific/Pago_Pago", "--since", "2026-03-02")
    assert bare.status == 0


@pytest.mark.usefixtures("outside")
def test_commands_tell_times_by_the_clock_of_the_zone(store: Path, tmp_path: Path) -> None:
    """Text and pages; data stays in UTC."""
    zone = ("--zone", "Asia/Kolkata")
    assert "3 March 2026, 01:30 UTC+5:30" in run("search", "goat", "--store", store, *zone).printed
    assert (
        "3 March 2026, 01:30 UTC+5:30"
        in run("digest", "-", *zone, stdin=lines(record("goat", GOATS, published=EVENING))).printed
    )
    letter = run("edition", "--store", store, *zone).printed
    assert "Newsfold, 3 March 2026" in letter
    assert "3 March 2026, 01:30 UTC+5:30" in letter
    shown = run("search", "goat", "--store", store, "--json", *zone).printed
    assert json.loads(shown)["digest"]["excerpts"][0]["published"] == "2026-03-02T20:00:00Z"
    assert run("build", tmp_path / "site", "--store", store, *zone).status == 0
    assert "3 March 2026, 01:30 UTC+5:30" in (tmp_path / "site" / "index.html").read_text("utf-8")


# --- the server -------------------------------------------------------------------------------------------------------


def test_pages_have_the_days_and_times_of_the_zone(served: Serve) -> None:
    """The front page is Tuesday's, with the way to Monday; a page of a story is told by the same clock."""
    app = served(KOLKATA)
    page = lxml.html.fromstring(asked(app, "/").text)
    assert page.xpath("//h1/text()") == ["Tuesday, 3 March 2026"]
    assert page.xpath("//a[@rel='prev']/@href") == ["edition/2026-03-02"]
    assert "3 March 2026, 01:30 UTC+5:30" in " ".join(page.itertext())
    assert set(page.xpath("//time/@datetime")) == {EVENING}
    [story] = page.xpath("//article//h2/a/@href")
    assert "01:30 UTC+5:30" in asked(app, f"/{story}").text
    monday = asked(app, "/edition/2026-03-02").text
    assert "Goat crowned" not in monday
    assert "Divers" in monday


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("zone", [KOLKATA, ANGELES], ids=str)
def test_the_first_and_the_last_day_there_is_are_days_without_news(day: str, zone: ZoneInfo, served: Serve) -> None:
    assert "No story was told on this day." in asked(served(zone), f"/edition/{day}").text
    assert data(served(zone), f"/api/v1/editions/{day}")["stories"] == []
    assert asked(served(zone), f"/search?q=goat&since={day}&until={day}").status == 200


def test_the_api_has_the_days_of_the_zone_and_times_of_utc(served: Serve) -> None:
    """A day as `since` and `until` is the server's; a moment is a moment."""
    app = served(KOLKATA)
    assert data(app, "/api/v1/editions")["days"] == ["2026-03-03", "2026-03-02"]
    edition = data(app, "/api/v1/editions/2026-03-03")
    assert [one["last"] for one in edition["alone"]] == ["2026-03-02T20:00:00Z"]

    def articles(query: str) -> list[str]:
        return sorted(one["id"] for one in data(app, f"/api/v1/articles?{query}")["articles"])

    assert articles("since=2026-03-03") == ["goat"]
    assert articles("until=2026-03-02") == ["bare", "ferry"]
    assert articles("since=2026-03-02T19:00:00Z") == ["goat"]
    assert data(app, "/api/v1/search?q=goat&since=2026-03-03")["articles"] == 1


def test_a_search_page_takes_days_of_the_zone(served: Serve) -> None:
    app = served(KOLKATA)
    assert "Goat crowned" in asked(app, "/search?q=goat&since=2026-03-03").text
    assert "Goat crowned" not in asked(app, "/search?q=goat&until=2026-03-02").text

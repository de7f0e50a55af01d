"""Dates: read where they can mean one thing, refused where they cannot, and never by a clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.articles.dates import read
from newsfold.model import Date

SIX_FORTY = "2026-03-02T06:40:00Z"


@pytest.mark.parametrize(
    ("raw", "iso", "quality"),
    [
        ("Mon, 02 Mar 2026 06:40:00 GMT", SIX_FORTY, "exact"),
        ("Mon, 02 Mar 2026 07:40:00 +0100", SIX_FORTY, "exact"),
        ("2 Mar 26 01:40 EST", SIX_FORTY, "exact"),
        ("Monday, 02 March 2026 06:40:00 UT", SIX_FORTY, "exact"),
        ("Mon, 02 Mar 2026 06:40:00 +0000 (UTC)", SIX_FORTY, "exact"),
        ("Mon, 02 Mar 2026 06:40:00", SIX_FORTY, "no-zone"),
        ("Tue, 02 Mar 2026 06:40:00 GMT", SIX_FORTY, "exact"),  # it was a Monday; the day of the month is what counts
        ("Mon, 02 Mar 2026 06:40:00 IST", SIX_FORTY, "no-zone"),  # India, Ireland or Israel
        ("Mon, 02 Mar 2026 06:40:00 +9900", SIX_FORTY, "no-zone"),
        ("Mon, 02 Mar 2026", "2026-03-02", "day"),
        ("Mon, 02 Mar 2026 01:40 am EST", SIX_FORTY, "exact"),
        ("2026-03-02T06:40:00Z", SIX_FORTY, "exact"),
        ("2026-03-02T12:10:00.123456+05:30", SIX_FORTY, "exact"),
        ("2026-03-02T06:40Z", SIX_FORTY, "exact"),
        ("2026-03-02 06:40:00 UTC", SIX_FORTY, "exact"),
        ("2026-03-02 06:40:00", SIX_FORTY, "no-zone"),
        ("20260302T064000Z", SIX_FORTY, "exact"),
        ("2026-03-02", "2026-03-02", "day"),
        ("2026/3/2", "2026-03-02", "day"),
        ("20260302", "2026-03-02", "day"),
        ("March 2, 2026 6:40 a.m.", SIX_FORTY, "no-zone"),
        ("Mon Mar  2 06:40:00 2026", SIX_FORTY, "no-zone"),
        ("Mon Mar 02 2026 07:40:00 GMT+0100 (Central European Standard Time)", SIX_FORTY, "exact"),
        ("  2 Mar\n 2026 ", "2026-03-02", "day"),
        ("2026-06-30T23:59:60Z", "2026-06-30T23:59:59Z", "exact"),
        ("01 Jan 70 00:00:01 GMT", "1970-01-01T00:00:01Z", "exact"),
    ],
)
def test_a_date_is_read_as_it_is_written(raw: str, iso: str, quality: str) -> None:
    """With how sure it is: a day is no midnight, and a time without a zone says so."""
    date = read(raw)
    assert (date.raw, date.iso, date.quality) == (raw, iso, quality)


@pytest.mark.parametrize(
    "raw",
    [
        "1764000000", "1764000000000", "03/02/2026", "02.03.26", "2026-W10-1", "2026-03", "2026", "31 Feb 2026",
        "2026-13-01", "2026-03-02T25:00:00Z", "Mon, 02 Mar 2026 13:00 pm", "44798-03-02T00:00:00Z", "1899-12-30",
        "0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "2999-01-01", "yesterday", "2 mars 2026", "now" * 100,
        "٢٠٢٦-٠٣-٠٢",
    ],
)  # fmt: skip
def test_what_could_mean_two_days_or_none_is_not_read(raw: str) -> None:
    """It is kept as it came, and is unreadable."""
    assert read(raw) == Date(raw, None, "unreadable")


# Each with the instant that it means in UTC, None where it means several or none.
ODD = (
    ("Mon, 02 Mar 2026 06:40:00 PST", "2026-03-02T14:40:00Z"),
    ("Wed, 01 Jul 2026 06:40:00 PST", "2026-07-01T14:40:00Z"),  # summer, and the zone of winter: what is written counts
    ("Mon, 02 Mar 2026 06:40:00 EDT", "2026-03-02T10:40:00Z"),
    ("March 2, 2026 10:00 am EST", "2026-03-02T15:00:00Z"),
    ("Mon, 02 Mar 2026 12:10:00 IST", None),
    ("Mon, 02 Mar 2026 06:40:00 BST", None),
    ("Mon, 02 Mar 2026 06:40:00", None),
    ("2026-03-02T06:40:00", None),
    ("2026-03-02 06:40", None),
    ("Mon, 02 Mar 2026 06:40:00 +0530", "2026-03-02T01:10:00Z"),
    ("Mon, 02 Mar 2026 06:40:00 -0000", SIX_FORTY),
    ("Mon, 2 Mar 2026 6:40:00 GMT", SIX_FORTY),
    ("2026-03-02T06:40:00.000+00:00", SIX_FORTY),
    ("2026-03-02T06:40:00+0000", SIX_FORTY),
    ("20260302T064000Z", SIX_FORTY),
    ("1764000000", None),
    ("1764000000000", None),
    ("2026-W48-2", None),
    ("2026-061", None),
    ("44798-01-01T00:00:00Z", None),
    ("0000-00-00 00:00:00", None),
    ("Thu, 01 Jan 1970 00:00:00 GMT", None),
    ("Mon, 30 Feb 2026 06:40:00 GMT", None),
    ("Mon, 02 Mar 2026 24:40:00 GMT", None),
    ("02/03/2026 06:40:00", None),
    ("03-02-26", None),
    ("lun., 02 mars 2026 06:40:00 +0100", None),
    ("2026年3月2日 06:40", None),
    ("today", None),
)


@pytest.mark.parametrize(("raw", "meant"), ODD)
def test_no_odd_date_is_read_wrong_and_said_to_be_sure(raw: str, meant: str | None) -> None:
    """It is what it means, or it is not read, or it says that its zone is not known."""
    date = read(raw)
    assert date.raw == raw
    assert date.iso == meant if date.quality == "exact" else date.quality in ("no-zone", "unreadable")
    assert meant is None or date.quality == "exact"


@pytest.mark.parametrize("raw", [None, "", "  "])
def test_no_date_is_missing(raw: str | None) -> None:
    """Which is not the same as unreadable."""
    assert read(raw) == Date("", None, "missing")


instants = st.datetimes(
    min_value=datetime(1971, 1, 1), max_value=datetime(2099, 12, 31), timezones=st.just(UTC)
).map(lambda at: at.replace(microsecond=0))  # fmt: skip
offsets = st.integers(-14 * 4, 14 * 4).map(lambda quarters: timezone(timedelta(minutes=15 * quarters)))


@given(at=instants, zone=offsets)
def test_every_instant_comes_back_from_both_standards(at: datetime, zone: timezone) -> None:
    """RFC 2822 and RFC 3339, in any zone."""
    local = at.astimezone(zone)
    assert read(format_datetime(local)).at == at
    assert read(local.isoformat()).at == at


@given(st.text(st.characters(codec="utf-8")))
def test_no_text_raises(raw: str) -> None:
    """Whatever stands there."""
    assert read(raw).quality in ("exact", "day", "no-zone", "unreadable", "missing")

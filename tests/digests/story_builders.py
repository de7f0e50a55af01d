"""Builders for the digests' tests, named as phrases. The coast of Velmar and all that happens there is invented."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count

from newsfold.model import Article, Date, Lineage, Member, Revision, Story, revision_id

_numbers = count(1)
_DAWN = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)


def article(
    title: str = "",
    text: str = "",
    *,
    outlet: str = "Orrin Post",
    id_: str = "",
    hours: float | None = 0,
    lang: str | None = "en",
) -> Article:
    """An article of an outlet, published so many hours after dawn of the second of March, or undated (None)."""
    date = Date() if hours is None else Date("", _DAWN + timedelta(hours=hours), "exact")
    revision = Revision(revision_id(title, text), title, text, lang, date)
    return Article(id_ or f"a{next(_numbers):04d}", outlet, revision)


def story_of(articles: Iterable[Article], id_: str = "s1") -> Story:
    return Story(id_, tuple(one.id for one in sorted(articles, key=lambda one: one.time_order)))


def copies_of_one_text(articles: Sequence[Article]) -> Lineage:
    """One lineage: the first is the origin, the others are its copies."""
    origin, *others = articles
    members = [Member(origin.id, "origin", 1.0), *(Member(other.id, "copy", 0.95) for other in others)]
    return Lineage(f"l-{origin.id}", origin.id, tuple(members))


# Ten reports of one accident, each with something of its own.
REPORTS = (
    "A ferry with 140 people on board hit the pier of Orrin on Monday morning, the coast guard said.",
    "Forty passengers were taken to the hospital of Sund, three of them with broken bones, doctors said.",
    "The captain told investigators that the brakes had failed twice in the week before the accident.",
    "The shipping company Norvane denied that it had known of any trouble with the engines of its fleet.",
    "Velmar's transport minister Ilse Brandt ordered checks of all eleven ferries before the weekend.",
    "Divers found a torn steel cable under the hull, which prosecutors sent to a laboratory in the capital.",
    "The fishermen's union of Orrin called a strike for Thursday and demanded a second rescue boat.",
    "Insurance experts put the damage to the pier at nine million crowns and expect repairs until autumn.",
    "A schoolteacher from Sund led her class of twenty children off the lower deck through a window.",
    "Norvane's shares lost a fifth of their value at the stock exchange of Velmar within two hours.",
)


def one_report_each_by_ten_outlets() -> list[Article]:
    """Ten articles by ten outlets, an hour apart, each of three sentences of which the first is its own news."""
    return [
        article(
            f"Ferry accident in Orrin, report {number}",
            f"{report} The harbour of Orrin stayed closed to all ships until the evening of the accident.",
            outlet=f"Outlet {number}",
            id_=f"r{number:02d}",
            hours=number,
        )
        for number, report in enumerate(REPORTS)
    ]

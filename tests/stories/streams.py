"""Builders of short streams of invented articles, named as phrases, for the tests of grouping."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from newsfold.model import Article, Date, Revision, revision_id

MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)

FERRY = (
    "The ferry Silver Tern sank off Velmar on Monday morning with 212 people aboard, the coast guard said. "
    "Rescue boats from the port of Velmar pulled dozens of passengers out of the water near the Gannet lighthouse."
)
FERRY_AGAIN = (
    "Divers searched the wreck of the Silver Tern off Velmar for missing passengers. The coast guard said the ferry, "
    "licensed for 180 people, had 212 aboard when it sank near the Gannet lighthouse."
)
BANK = (
    "Astrava's central bank raised its key rate by half a point to 4.75 percent, governor Milena Dorst said in Orrin. "
    "Inflation would stay above target until the autumn, the bank's forecast says."
)
OTHER_BANK = (
    "The central bank of Keldonia lifted its policy rate to 9 percent in Dorne, citing the weak keld and dear imports. "
    "Deputy governor Piet Alvarun said more steps could follow in summer."
)


def article(name: str, text: str = FERRY, *, title: str = "", days: float | None = 0.0, outlet: str = "") -> Article:
    """Build an article published some days after Monday morning; None is undated."""
    at = None if days is None else MONDAY + timedelta(days=days)
    return Article(
        id=name,
        outlet=outlet or f"{name}.example",
        revision=Revision(
            id=revision_id(title, text),
            title=title,
            text=text,
            lang="en",
            published=Date(at.isoformat() if at else "", at, "exact" if at else "missing"),
        ),
    )


def noise(count: int) -> list[Article]:
    """Build articles that have nothing to do with each other or with anything else."""
    return [
        article(f"noise{n:04}", f"qa{n}x zu{n}y ve{n}w lo{n}k mi{n}p ra{n}s te{n}g fo{n}b", days=n / 1000)
        for n in range(count)
    ]


def events(count: int, articles: int, *, words: int = 18, seed: int = 1) -> list[Article]:
    """Build articles on some events, mixed, over three days. Those on one event ("e03-...") share words of its own only.

    Each article has `words` of the thirty that its event has: with few of them, accounts of one event differ widely.
    """
    rng, stream = random.Random(seed), []
    for event in range(count):
        own = [f"{event}{consonant}{vowel}x" for consonant in "bcdfghjklm" for vowel in "aeo"]
        stream += [
            article(f"e{event:02}-{n:02}", " ".join(rng.sample(own, words)), days=3 * rng.random())
            for n in range(articles)
        ]
    rng.shuffle(stream)
    return stream

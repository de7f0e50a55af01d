"""What watches over the server: that it lives, whether it is fit to answer, and measures that Prometheus can read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asking import asked
from prometheus_client.parser import text_string_to_metric_families

from newsfold.app.web import Desk, make_app, metrics
from newsfold.engine.archive import Archive
from newsfold.engine.ingest import ingest
from newsfold.engine.measures import measure
from newsfold.model import Feed, FeedState, Item, Rejected
from newsfold.store import open_store

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
FERRY = "The ferry Silver Tern sank off Velmar on Monday with 212 people aboard, the coast guard said."


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """What the server works with: a store in a file, with one story and one subscription that is due."""
    file = tmp_path / "news.db"
    with open_store(file) as store:
        ferry = Item("week.jsonl:a", "record", id="a", title="Ferry sinks", body=FERRY, lang="en")
        ingest(store, [ferry, Rejected("b", 'odd"\\\nreason', "No.")], on_reject=lambda _: None)
        store.record_feed(Feed("opml", "https://a.example/rss"))
        store.save_feed_state(FeedState("https://a.example/rss", due=NOON - timedelta(minutes=2)))
        yield Desk(Archive(store), store, now=lambda: NOON, file=file)


def values(text: str) -> dict[str, float]:
    """Every sample, by its name and labels, as Prometheus' own parser reads them."""
    return {
        sample.name + "".join(f"{{{key}={value}}}" for key, value in sample.labels.items()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_measures_are_read_by_prometheus(desk: Desk) -> None:
    """Each with its kind and what it means; a time that never was has no value."""
    answer = asked(make_app(desk), "/metrics")
    assert (answer.status, answer.headers["content-type"]) == (200, "text/plain; version=0.0.4; charset=utf-8")
    families = list(text_string_to_metric_families(answer.text))
    assert [family.name for family in families if not family.documentation or family.type == "unknown"] == []
    found = values(answer.text)
    assert found.pop("newsfold_store_size_bytes") > 0
    assert found == {
        "newsfold_items_total{outcome=stored}": 1,
        "newsfold_items_total{outcome=merged}": 0,
        "newsfold_items_total{outcome=rejected}": 1,
        'newsfold_rejected_items_total{reason=odd"\\\nreason}': 1,
        "newsfold_ledger_difference": 0,
        "newsfold_feeds{condition=new}": 1,
        "newsfold_feeds{condition=good}": 0,
        "newsfold_feeds{condition=waiting}": 0,
        "newsfold_feeds{condition=failing}": 0,
        "newsfold_feeds{condition=paused}": 0,
        "newsfold_feeds_due": 1,
        "newsfold_fetch_lag_seconds": 120,
        "newsfold_articles": 1,
        "newsfold_stories": 1,
        "newsfold_ungrouped_articles": 0,
        "newsfold_undigested_stories": 0,
    }


def test_a_time_is_in_seconds_since_1970(desk: Desk) -> None:
    """When a feed was last asked, and when one last brought something."""
    assert desk.store
    found = values(metrics.exposition(replace(measure(desk.store, NOON), fetched=NOON, changed=NOON)).decode())
    assert found["newsfold_last_fetch_timestamp_seconds"] == found["newsfold_last_news_timestamp_seconds"] == 1772452800


def test_measures_want_the_password_and_readiness_does_not(desk: Desk) -> None:
    """What watches over a container brings none; counts tell a stranger what is read here."""
    app = make_app(replace(desk, password="a long one"))  # noqa: S106 - this is a test
    assert [asked(app, path).status for path in ("/healthz", "/readyz", "/metrics")] == [200, 200, 401]
    assert asked(app, "/metrics", headers={"authorization": "Basic OmEgbG9uZyBvbmU="}).status == 200


def test_a_server_that_is_fit_says_so(desk: Desk) -> None:
    """And nobody keeps the answer."""
    answer = asked(make_app(desk), "/readyz")
    assert (answer.status, json.loads(answer.body)) == (200, {"ready": True, "reasons": {}})
    assert answer.headers["cache-control"] == "no-store"


def test_a_server_that_is_not_fit_says_why(desk: Desk) -> None:
    """A loop that stands still, and a store that cannot be read; the server itself still lives."""
    app = make_app(replace(desk, rounds_since=NOON - timedelta(hours=2)))
    answer = asked(app, "/readyz")
    assert (answer.status, list(json.loads(answer.body)["reasons"])) == (503, ["rounds"])
    assert desk.store
    desk.store.close()
    answer = asked(app, "/readyz")
    assert (answer.status, list(json.loads(answer.body)["reasons"])) == (503, ["store"])
    assert asked(app, "/healthz").status == 200

"""What is measured, in the text format that Prometheus reads (version 0.0.4), written by its own library.

Counters never go down while a store is the same; everything else is a gauge. Times are in seconds since 1970, sizes in bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final

from newsfold.engine.measures import Measures

if TYPE_CHECKING:
    from prometheus_client import Metric

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"


def exposition(measures: Measures) -> bytes:
    """Write what is measured, in a fixed order."""
    from prometheus_client import generate_latest  # noqa: PLC0415 - takes .2 s to load, for those who ask

    return generate_latest(_Measured(measures))


class _Measured:
    """What the library collects from."""

    def __init__(self, measures: Measures) -> None:
        self._measures = measures

    def collect(self) -> Iterable[Metric]:
        """Give each family of values."""
        return [*_counts(self._measures), *_feeds(self._measures), *_store(self._measures)]


def _counts(measures: Measures) -> Iterator[Metric]:
    ledger = measures.ledger
    entries = {"stored": ledger.stored, "merged": ledger.merged, "rejected": sum(ledger.rejected.values())}
    yield _counter("items", "Items seen, by what became of them.", "outcome", entries)
    yield _counter("rejected_items", "Items that could not be used, by reason.", "reason", ledger.rejected)
    yield _gauge(
        "ledger_difference", "Items seen that are not accounted for. Anything but 0 is a fault.", ledger.difference
    )


def _feeds(measures: Measures) -> Iterator[Metric]:
    yield _gauges("feeds", "Subscriptions, by how they are doing.", "condition", measures.feeds)
    yield _gauge("feeds_due", "Subscriptions that could be asked now.", measures.due)
    yield _gauge("fetch_lag_seconds", "For how long the first of these has been due.", measures.lag.total_seconds())
    yield _time("last_fetch_timestamp_seconds", "When a feed was last asked.", measures.fetched)
    yield _time("last_news_timestamp_seconds", "When a feed last brought something new.", measures.changed)


def _store(measures: Measures) -> Iterator[Metric]:
    tallies = measures.tallies
    yield _gauge("articles", "Articles whose words are kept.", tallies.articles)
    yield _gauge("stories", "Stories that have articles.", tallies.stories)
    yield _gauge("ungrouped_articles", "Articles that wait for their story.", tallies.ungrouped)
    yield _gauge("undigested_stories", "Stories that wait for their digest.", tallies.undigested)
    if measures.size is not None:
        yield _gauge("store_size_bytes", "Size of the store's files.", measures.size)


def _gauge(name: str, text: str, value: float) -> Metric:
    from prometheus_client.core import GaugeMetricFamily  # noqa: PLC0415 - as above

    return GaugeMetricFamily(f"newsfold_{name}", text, value=value)


def _time(name: str, text: str, at: datetime | None) -> Metric:
    """A time; one that never was has a family and no value, so that nobody takes it for 1970."""
    from prometheus_client.core import GaugeMetricFamily  # noqa: PLC0415 - as above

    return GaugeMetricFamily(f"newsfold_{name}", text, value=at.timestamp() if at else None)


def _gauges(name: str, text: str, label: str, values: Mapping[str, int]) -> Metric:
    from prometheus_client.core import GaugeMetricFamily  # noqa: PLC0415 - as above

    family = GaugeMetricFamily(f"newsfold_{name}", text, labels=[label])
    for key, value in values.items():
        family.add_metric([key], value)
    return family


def _counter(name: str, text: str, label: str, values: Mapping[str, int]) -> Metric:
    from prometheus_client.core import CounterMetricFamily  # noqa: PLC0415 - as above

    family = CounterMetricFamily(f"newsfold_{name}", text, labels=[label])
    for key, value in values.items():
        family.add_metric([key], value)
    return family

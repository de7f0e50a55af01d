"""What the store keeps of what goes out: what is settled once, who gets the edition, what was sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from newsfold.errors import NotFound
from newsfold.model import Letter, Receiver
from newsfold.store import MEMORY, Store, open_store

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
READER = Receiver("reader@orrin.example", "one", NOON)
MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store(MEMORY) as opened:
        yield opened


def test_what_is_settled_stays(store: Store) -> None:
    assert store.settled_once("authority") is None
    assert [store.settle_once("authority", one) for one in ("first", "second")] == ["first", "first"]
    assert (store.settled_once("authority"), store.settle_once("other", "x")) == ("first", "x")


def test_an_address_is_on_the_list_once_and_can_come_back(store: Store) -> None:
    """Under its new secret, in its old place; the old secret is then nobody's."""
    other = Receiver("other@orrin.example", "two", NOON)
    assert [store.add_receiver(one) for one in (READER, other, replace(READER, begun=NOON + timedelta(days=9)))] == [
        True,
        True,
        False,
    ]
    assert store.end_receiver("one", NOON) == replace(READER, ended=NOON)
    assert store.end_receiver("one", NOON + timedelta(days=1)).ended == NOON
    again = Receiver(READER.address, "four", NOON + timedelta(days=2))
    assert store.add_receiver(again)
    assert store.receivers() == [again, other]
    with pytest.raises(NotFound):
        store.end_receiver("one", NOON)


def test_a_letter_is_noted_once_a_day_and_address(store: Store) -> None:
    east = timezone(timedelta(hours=5))
    first = Letter(READER.address, MONDAY, "m1", NOON.astimezone(east), NOON)
    store.record_letter(first)
    store.record_letter(replace(first, id="m2"))
    store.record_letter(replace(first, day=TUESDAY, id="m3", told=None))
    assert store.letters(MONDAY) == [first]
    assert store.last_letter(READER.address) == Letter(READER.address, TUESDAY, "m3", NOON)
    assert store.last_letter("other@orrin.example") is None

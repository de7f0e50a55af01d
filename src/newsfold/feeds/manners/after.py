"""What follows from an answer: the feed's state from now on, a record of the fetch, a gap, and whether the address has changed.

The caller keeps all of it in one step, and only once the entries themselves are kept: a validator that is kept before its
entries are would hide them for good.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil
from typing import Final

from newsfold.feeds.manners.entries import keys_of, print_of, remembered
from newsfold.feeds.manners.headers import max_age, usable, wait_asked
from newsfold.feeds.manners.moves import moved_after, place_of, settled_address
from newsfold.feeds.manners.pace import (
    LONGEST,
    SHORTEST,
    TOO_MANY,
    allowed,
    backed_off,
    interval_of,
    next_slot,
    rate_after,
)
from newsfold.model import (
    FeedState,
    Fetched,
    FetchOutcome,
    FetchRecord,
    Gap,
    Gone,
    Held,
    Hints,
    Item,
    Rejected,
    Trouble,
    Validators,
)

# A feed that is gone is asked again twice, twelve hours apart, before it is given up: three times in 24 hours.
GONE_TIMES: Final = 3
GONE_OVER: Final = timedelta(hours=24)
GONE_WAIT: Final = GONE_OVER / (GONE_TIMES - 1)
# A feed of one or two entries, which have two keys each, has none in common with its last answer whenever one is new.
GAP_KEYS: Final = 5
# What was found too long an interval is tried again, carefully.
DOUBLED_OVER: Final = timedelta(days=7)

OK: Final = range(200, 300)
NOT_MODIFIED: Final = 304
GONE: Final = 410
TOO_MANY_REQUESTS: Final = 429
PHRASES: Final = {
    401: "(who asks has to log in)",
    403: "(it does not let this program in)",
    404: "(there is nothing at this address)",
    429: "(it was asked too often)",
    500: "(it is broken)",
    502: "(it is broken)",
    503: "(it cannot answer at the moment)",
    504: "(it is broken)",
}


@dataclass(frozen=True, slots=True)
class Read:
    """What the body of an answer was read as. `body` is its hash; `refused` is why it is no feed, where it is none.

    `same`: it is byte for byte the body of before, and was not read again.
    """

    body: str
    values: Sequence[Item | Rejected] = ()
    title: str | None = None
    hints: Hints = Hints()
    refused: Rejected | None = None
    same: bool = False


@dataclass(frozen=True, slots=True)
class After:
    """What is to be kept after a fetch. `address` is the one that the feed has from now on, where that is another."""

    state: FeedState
    record: FetchRecord
    gap: Gap | None = None
    address: str | None = None


def after(state: FeedState, answer: Fetched, read: Read | None, now: datetime) -> After:
    """Decide what follows from the answer to a request for a feed; `read` is what its body was read as, for a success."""
    status = answer.status
    if answer.failure:
        return _failed(state, answer, answer.failure.reason, answer.failure.detail, now)
    if status == NOT_MODIFIED and answer.wanted.validators != Validators():
        return _succeeded(state, answer, None, now)
    if status in OK and read and not read.refused:
        return _succeeded(state, answer, read, now)
    if status in OK and read and read.refused:
        failed = _failed(state, answer, "not-a-feed", read.refused.detail, now)
        prints = remembered([print_of(value) for value in read.values], state.prints)
        return replace(failed, state=replace(failed.state, prints=prints))
    if status == GONE:
        return _gone(state, answer, now)
    return _failed(state, answer, "status", _status_line(status), now)


# --- it went well ------------------------------------------------------------------------------------------------------


def _succeeded(state: FeedState, answer: Fetched, read: Read | None, now: datetime) -> After:
    """Take over what an answer says; `read` is None for one that says that nothing changed."""
    keys, new = _keys(read), _new_in(read, state)
    gap = _gap(state, keys, now)
    rate = rate_after(state, new, now)
    hints = read.hints if read and not read.same else state.hints
    longest = _longest(state, gap, now)
    interval = interval_of(rate, longest, min(max(hints.wait, max_age(answer.cache_control)), LONGEST))
    kept = replace(
        state,
        due=allowed(next_slot(state.url, now, interval), hints),
        interval=interval,
        longest=longest,
        rate=rate,
        fetched=now,
        succeeded=now,
        changed=now if new else state.changed,
        validators=_validators(state, answer, now),
        hints=hints,
        trouble=None,
        gone=None,
        held=None,
        moved=moved_after(state, answer, now),
        paused=None,
    )
    if read:
        prints = remembered([print_of(value) for value in read.values], state.prints)
        title = read.title or state.title
        kept = replace(kept, full=now, body=read.body, keys=keys or state.keys, prints=prints, title=title)
    outcome: FetchOutcome = "not-modified" if read is None else "new" if new else "nothing-new"
    record = _record(state, answer, outcome, now, entries=len(_items(read)), new=new)
    return After(kept, record, gap, settled_address(kept, now))


def _validators(state: FeedState, answer: Fetched, now: datetime) -> Validators:
    """Those of a whole answer as they are; "not modified" may give newer ones, each apart (RFC 9110, section 15.4.5)."""
    given = answer.validators
    if answer.status == NOT_MODIFIED:
        before = state.validators
        given = Validators(given.etag or before.etag, given.last_modified or before.last_modified)
    return usable(given, now)


def _items(read: Read | None) -> list[Item]:
    return [value for value in read.values if isinstance(value, Item)] if read else []


def _keys(read: Read | None) -> tuple[str, ...]:
    return tuple(sorted({key for item in _items(read) for key in keys_of(item)}))


def _new_in(read: Read | None, state: FeedState) -> int:
    known = set(state.keys)
    return sum(known.isdisjoint(keys_of(item)) for item in _items(read))


def _gap(state: FeedState, keys: Sequence[str], now: datetime) -> Gap | None:
    """Between two answers without an entry in common others may have come and gone."""
    enough = min(len(state.keys), len(keys)) >= GAP_KEYS
    if enough and state.succeeded and set(state.keys).isdisjoint(keys):
        return Gap(state.url, state.succeeded, now)
    return None


def _longest(state: FeedState, gap: Gap | None, now: datetime) -> int:
    """The longest interval that is known to lose nothing: half of one that may have, and twice as long after each quiet week."""
    if gap:
        return max(SHORTEST, min(state.interval, state.longest) // 2)
    quiet = now - (state.succeeded or now)
    return min(LONGEST, ceil(state.longest * 2 ** min(quiet / DOUBLED_OVER, 10)))


# --- it did not --------------------------------------------------------------------------------------------------------


def _failed(state: FeedState, answer: Fetched, reason: str, detail: str, now: datetime) -> After:
    before = state.trouble
    trouble = Trouble(reason, detail, before.count + 1 if before else 1, before.since if before else now)
    wait = timedelta(seconds=backed_off(state.interval, trouble.count))
    if answer.status == TOO_MANY_REQUESTS:
        wait = max(wait, timedelta(seconds=TOO_MANY))
    asked = wait_asked(answer.retry_after, answer.date, now)
    held = Held(place_of(answer.url), now + asked) if asked else None
    due = max(now + wait, held.until) if held else now + wait
    kept = replace(state, due=allowed(due, state.hints), fetched=now, trouble=trouble, held=held)
    return After(kept, _record(state, answer, "failed", now, detail=f"{reason}: {detail}"))


def _gone(state: FeedState, answer: Fetched, now: datetime) -> After:
    failed = _failed(state, answer, "gone", "the server says that it is gone for good (410)", now)
    gone = Gone(state.gone.count + 1, state.gone.since) if state.gone else Gone(1, now)
    over = gone.count >= GONE_TIMES and now - gone.since >= GONE_OVER
    paused = "its server said three times in 24 hours that it is gone for good (410)" if over else None
    due = now + max(GONE_WAIT, timedelta(seconds=state.interval))
    due = max(due, failed.state.held.until) if failed.state.held else due
    return replace(failed, state=replace(failed.state, gone=gone, paused=paused, due=due))


def _status_line(status: int | None) -> str:
    return f"the server answered {status} {PHRASES.get(status or 0, '')}".rstrip()


def _record(
    state: FeedState,
    answer: Fetched,
    outcome: FetchOutcome,
    now: datetime,
    *,
    entries: int = 0,
    new: int = 0,
    detail: str = "",
) -> FetchRecord:
    conditional = answer.wanted.validators != Validators()
    return FetchRecord(state.url, now, outcome, answer.status, entries, new, conditional, detail)

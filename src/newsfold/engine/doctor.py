"""Looks a store over and says of each thing how it is, in a sentence, and what to do about it where it is not well.

Nothing is written, not even the schema is brought up to date. No clock is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVar

from newsfold import digests, feeds
from newsfold.engine.ingest import ingest
from newsfold.errors import NewsfoldError, StoreError
from newsfold.feeds.health import WORTH_TELLING
from newsfold.feeds.manners import OFFLINE
from newsfold.store import Condition, Salvaged, Store, condition, open_store, open_to_read, salvage

T = TypeVar("T")

# So many stories are proved, spread over all that there are; `newsfold verify` proves every one.
SAMPLE: Final = 25
# A store needs room for what it writes beside its file, and for a backup of itself.
LEAST_FREE: Final = 100_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """How one thing is: a sentence about the `subject`, and one thing to do where it is not `ok`."""

    subject: str
    ok: bool
    said: str
    action: str = ""


def examine(path: str, *, free: int, now: datetime) -> list[Finding]:
    """Look a store over: its file, its schema, the disk with `free` bytes, its books, its words, its feeds.

    What cannot be looked at for what was found before is left out.
    """
    try:
        found = condition(path)
    except StoreError as error:
        return [Finding("store", False, str(error), _action_for(error))]
    findings = [_file(path, found), _schema(found), _disk(found, free)]
    if not found.faults and not found.unreadable and found.schema == found.current:
        findings += _inside(path, now)
    return findings


def _action_for(error: StoreError) -> str:
    if "no such store" in error.message:
        return "name the right one with --store, or make one with `newsfold ingest SOURCE...`"
    return "restore a backup with `newsfold restore FILE --force`"


# --- the file ---------------------------------------------------------------------------------------------------------


def _file(path: str, found: Condition) -> Finding:
    if found.faults or found.unreadable:
        first = f": {found.faults[0]}" if found.faults else ""
        more = f" and {len(found.faults) - 1} more" if len(found.faults) > 1 else ""
        where = f"; not every row can be read of {', '.join(found.unreadable)}" if found.unreadable else ""
        return Finding(
            "file",
            False,
            f"is damaged{first}{more}{where}",
            "restore a backup with `newsfold restore FILE --force`, or save what can be read with `newsfold doctor --salvage NEW`",
        )
    return Finding("file", True, f"{path} is sound, {_megabytes(found.size)}")


def _schema(found: Condition) -> Finding:
    if found.schema == found.current:
        return Finding("schema", True, f"{found.schema}, which is that of this version")
    if found.schema is None:
        return Finding("schema", False, "cannot be told", "restore a backup with `newsfold restore FILE --force`")
    if found.schema < found.current:
        said = f"{found.schema}, which is older than this version's, {found.current}"
        return Finding("schema", False, said, "run `newsfold stories`, which brings it up to date")
    said = f"{found.schema}, which a newer version made; this one knows {found.current}"
    return Finding("schema", False, said, "install the newer version")


def _disk(found: Condition, free: int) -> Finding:
    needed = max(found.size, LEAST_FREE)
    said = f"{_megabytes(free)} free beside the store"
    if free >= needed:
        return Finding("disk", True, said)
    return Finding("disk", False, said, f"make room for {_megabytes(needed)}, what a backup of it takes")


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"


# --- what is in it ----------------------------------------------------------------------------------------------------


def _inside(path: str, now: datetime) -> Iterator[Finding]:
    with open_to_read(path) as store, store.snapshot():
        for look in (_books, _work, _words):
            try:
                yield look(store)
            except NewsfoldError as error:
                yield Finding(
                    look.__name__.strip("_"), False, str(error), "restore a backup with `newsfold restore FILE --force`"
                )
        yield from _network(store)
        yield from _feeds(store, now)
        yield from _follows(store)


def _books(store: Store) -> Finding:
    ledger = store.ledger()
    said = f"{ledger.seen} items seen, {ledger.difference} not accounted for"
    return Finding("books", not ledger.difference, said, "restore a backup" if ledger.difference else "")


def _work(store: Store) -> Finding:
    """Nothing is wrong where something waits: an ingest is under way, or was broken off and the next takes it up."""
    ungrouped, undigested = len(store.ungrouped()), len(store.undigested())
    if not ungrouped and not undigested:
        return Finding("work", True, "every article is in a story, every story has its digest")
    return Finding("work", True, f"{ungrouped} articles wait for their story, {undigested} stories for their digest")


def _words(store: Store) -> Finding:
    stories = store.stories()
    sample = spread(stories, SAMPLE)
    failed: list[digests.Proof] = []
    proved = 0
    for story in sample:
        for proof in digests.verify(store.quoted(story.id), store.stored_words(story.articles)):
            proved += 1
            failed += [] if proof.ok else [proof]
    if failed:
        said = f"{len(failed)} of {proved} proofs fail in {len(sample)} of {len(stories)} stories, the first: {failed[0].message}"
        return Finding("words", False, said, "run `newsfold verify` for all of them, and restore a backup")
    return Finding("words", True, f"{proved} proofs hold, in {len(sample)} of {len(stories)} stories")


def spread(values: Sequence[T], most: int) -> list[T]:
    """Take at most so many values, evenly from all of them, the last one always.

    >>> spread(range(10), 3), spread("ab", 3)
    ([2, 5, 9], ['a', 'b'])
    """
    if len(values) <= most:
        return list(values)
    return [values[(place + 1) * len(values) // most - 1] for place in range(most)]


def _network(store: Store) -> Iterator[Finding]:
    """Say that the network of this machine was down at the latest round, if it was."""
    latest = [fetches[-1] for state in store.feed_states() if state.fetched and (fetches := store.fetches(state.url))]
    newest = max(latest, key=lambda one: one.at, default=None)
    if newest and newest.detail.startswith(OFFLINE):
        found = newest.detail.removeprefix(OFFLINE).lstrip(": ")
        said = f"was down at {newest.at:%Y-%m-%d %H:%M} UTC, as {found}; that is counted against no feed"
        yield Finding("network", False, said, "look whether this machine is online and can look up names")


def _follows(store: Store) -> Iterator[Finding]:
    """Find the addresses that what is followed cannot be sent to."""
    for follow in store.follows():
        wrong = follow.untaken
        if wrong and wrong.count >= WORTH_TELLING:
            said = f"{wrong.count} letters to {follow.to} since {wrong.since:%Y-%m-%d %H:%M} UTC were not taken: {wrong.detail}"
            act = f"look whether the address is right; `newsfold unfollow {follow.id}` ends it"
            yield Finding(f"follow {follow.id}", False, said, act)


def _feeds(store: Store, now: datetime) -> Iterator[Finding]:
    """Find the subscriptions that somebody has to look after."""
    healths = [(state.url, feeds.health(state, now)) for state in store.feed_states()]
    found = [Finding(f"feed {url}", False, one.sentence, one.action) for url, one in healths if not one.ok]
    yield Finding("feeds", True, f"{len(healths)} subscriptions, {len(healths) - len(found)} of them without trouble")
    yield from found


# --- saving what can be read ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of saving a damaged store: what was read of it, and how many articles there are in the new one.

    `again` of them were lost, or had lost their words, and were made again from the items that they came from.
    """

    read: Salvaged
    articles: int
    again: int


def save(path: str, target: str, *, workers: int = 1) -> Saved:
    """Copy what is readable of a damaged store into a new one, and take in once more the items whose articles are lost."""
    found = salvage(path, target)
    with open_store(target) as store:
        done = ingest(store, found.again, on_reject=lambda _: None, workers=workers)
        articles = store.contents().rows["articles"]
    return Saved(found, articles, done.ledger.stored)

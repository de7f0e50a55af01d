"""`Store` over any database that SQLAlchemy Core speaks to: connections, transactions and paging; the statements are
beside it.

What is particular to a database (how it is opened, how it lets one writer in) is in that database's own module.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from types import TracebackType
from typing import Self, TypeVar

from sqlalchemy import Connection, Engine

from newsfold.errors import NotFound, StoreError, UsageError
from newsfold.model import (
    Article,
    Change,
    ChangedStory,
    Checkpoint,
    Correction,
    Daily,
    Digest,
    Feed,
    FeedState,
    FetchRecord,
    Follow,
    Found,
    Gap,
    Item,
    KeptDigest,
    Ledger,
    Letter,
    Lineage,
    Making,
    Mark,
    OutletTally,
    Overlay,
    Pruned,
    QuotedWords,
    Rank,
    Reason,
    Receiver,
    Rejected,
    Revision,
    Search,
    Shelved,
    Signature,
    StoredWords,
    Story,
    Summary,
    Token,
    Untaken,
    Updated,
    Visited,
    Within,
)
from newsfold.store import (
    articles,
    checkpoints,
    corrections,
    fetching,
    follows,
    groupings,
    lineages,
    listings,
    outgoing,
    outlets,
    quotations,
    readers,
    received,
    retention,
    searching,
    shelf,
    tallies,
)
from newsfold.store.chunks import CHUNK, chunks
from newsfold.store.contents import Tallies
from newsfold.store.failures import reading_errors, store_errors
from newsfold.store.protocol import Outcome
from newsfold.store.shelf_protocol import NOT_SAID
from newsfold.store.values import Values

WRITES = "newsfold_writes"
"""The execution option of a connection that is about to write: at its start the engine must let in one writer only."""

_K = TypeVar("_K")
_T = TypeVar("_T")


class _Held(threading.local):
    """A thread's open transaction."""

    connection: Connection | None = None
    failed = False
    reads = False
    items: list[Values]


class SqlStore:
    """A `Store`; see there. `resource` is what error messages call it, a path or an address."""

    def __init__(self, engine: Engine, resource: str) -> None:
        self._engine = engine
        self._resource = resource
        self._held = _Held()
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._closed = True
        self._engine.dispose()

    # --- transactions ---

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with self._writing():
            yield

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        held = self._held
        if held.connection is not None:  # a transaction sees one moment as it is
            yield
            return
        with store_errors(self._resource), self._connect() as connection, connection.begin():
            held.connection, held.failed, held.items, held.reads = connection, False, [], True
            try:
                yield
            finally:
                held.connection, held.reads = None, False

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        held = self._held
        if held.reads:
            raise StoreError("nothing can be written while one moment of it is being read", resource=self._resource)
        if held.connection is None:
            with self._begun() as connection:
                yield connection
            return
        try:
            with store_errors(self._resource):
                yield held.connection
        except BaseException:
            # As in PostgreSQL, a step that failed half-way spoils the whole, whoever catches the error.
            held.failed = True
            raise

    @contextmanager
    def _begun(self) -> Iterator[Connection]:
        held = self._held
        with store_errors(self._resource), self._connect() as bare:
            connection = bare.execution_options(**{WRITES: True})
            with connection.begin():
                held.connection, held.failed, held.items = connection, False, []
                try:
                    yield connection
                    self._flush(connection)
                finally:
                    held.connection = None
                if held.failed:
                    raise StoreError(
                        "a step inside the transaction failed; nothing was written", resource=self._resource
                    )

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with reading_errors(self._resource):
            if self._held.connection is not None:
                yield self._held.connection
            else:
                with self._connect() as connection:
                    yield connection

    def _connect(self) -> Connection:
        if self._closed:
            raise StoreError("is closed", resource=self._resource)
        return self._engine.connect()

    def _paged(
        self, keys: Callable[[Connection], Sequence[_K]], load: Callable[[Connection, Sequence[_K]], Sequence[_T]]
    ) -> Iterator[_T]:
        """Read all keys at once and what they stand for page by page, with nothing held open between two values."""
        with self._reading() as connection:
            found = keys(connection)
        for page in chunks(found):
            with self._reading() as connection:
                values = load(connection, page)
            yield from values

    # --- what came in ---

    def record_item(
        self, item: Item | Rejected, outcome: Outcome, article_id: str | None = None, reason: str | Rejected = ""
    ) -> None:
        with self._writing() as connection:
            # Nothing reads items in the course of an ingest, so they are written some hundreds at a time.
            self._held.items.append(received.item_row(item, outcome, article_id, reason))
            if len(self._held.items) >= CHUNK:
                self._flush(connection)

    def _flush(self, connection: Connection) -> None:
        received.add_items(connection, self._held.items)
        self._held.items = []

    def received(self, article_id: str) -> list[Item]:
        with self._reading() as connection:
            return received.items_of(self._flushed(connection), article_id)

    def ledger(self) -> Ledger:
        with self._reading() as connection:
            return received.ledger(self._flushed(connection))

    def _flushed(self, connection: Connection) -> Connection:
        if connection is self._held.connection:
            self._flush(connection)
        return connection

    def tallies(self) -> Tallies:
        with self._reading() as connection:
            return tallies.tally(connection)

    def record_feed(self, feed: Feed) -> None:
        with self._writing() as connection:
            received.put_feed(connection, feed)

    def feeds(self) -> list[Feed]:
        with self._reading() as connection:
            return received.all_feeds(connection)

    # --- subscriptions between two fetches ---

    def feed_states(self) -> list[FeedState]:
        with self._reading() as connection:
            return fetching.states(connection)

    def save_feed_state(self, state: FeedState) -> None:
        with self._writing() as connection:
            fetching.save_state(connection, state)

    def record_fetch(self, fetch: FetchRecord) -> None:
        with self._writing() as connection:
            fetching.record(connection, fetch)

    def fetches(self, url: str) -> list[FetchRecord]:
        with self._reading() as connection:
            return fetching.of_feed(connection, url)

    def record_gap(self, gap: Gap) -> None:
        with self._writing() as connection:
            fetching.record_gap(connection, gap)

    def gaps(self, urls: Iterable[str] | None = None) -> list[Gap]:
        with self._reading() as connection:
            return fetching.all_gaps(connection, urls)

    def move_feed(self, old: str, new: str) -> bool:
        with self._writing() as connection:
            return fetching.move(connection, old, new)

    def remove_feed(self, url: str) -> bool:
        with self._writing() as connection:
            return fetching.remove(connection, url)

    # --- articles ---

    def find_article(self, keys: Iterable[str]) -> Article | None:
        with self._reading() as connection:
            first = next(iter(articles.owners(connection, keys).values()), None)
            return None if first is None else articles.one(connection, first)

    def find_articles(self, keys: Iterable[str]) -> dict[str, Article]:
        with self._reading() as connection:
            owners = articles.owners(connection, keys)
        found = {article.id: article for article in self.articles(owners.values())}
        return {key: found[article_id] for key, article_id in owners.items()}

    def add_article(self, article: Article) -> None:
        self.add_articles([article])

    def add_articles(self, new: Iterable[Article]) -> None:
        with self._writing() as connection:
            articles.add(connection, list(new))

    def add_revision(self, article: Article) -> None:
        with self._writing() as connection:
            if not articles.revise(connection, article):
                raise NotFound("is not known", resource=f"article {article.id}")

    def article(self, article_id: str) -> Article:
        with self._reading() as connection:
            found = articles.one(connection, article_id)
        if found is None:
            raise NotFound("is not known", resource=f"article {article_id}")
        return found

    def articles(self, ids: Iterable[str] | None = None) -> Iterator[Article]:
        wanted = None if ids is None else list(ids)
        return self._paged(lambda connection: articles.seqs(connection, wanted), articles.some)

    def in_time(self, ids: Iterable[str]) -> list[str]:
        with self._reading() as connection:
            return articles.in_time(connection, list(ids))

    def articles_as_given(self, ids: Iterable[str]) -> Iterator[Article]:
        wanted = list(ids)
        return self._paged(lambda _: wanted, articles.as_given)

    def revisions(self, article_id: str) -> list[Revision]:
        with self._reading() as connection:
            return articles.history(connection, article_id)

    def histories(self, article_ids: Iterable[str] | None = None) -> dict[str, list[Revision]]:
        wanted = None if article_ids is None else list(article_ids)
        with self._reading() as connection:
            edited = articles.edited(connection, wanted)
            return {one: articles.history(connection, one) for one in edited}

    def stored_words(self, article_ids: Iterable[str] | None = None) -> Iterator[StoredWords]:
        wanted = None if article_ids is None else list(article_ids)
        return self._paged(lambda connection: articles.revision_seqs(connection, wanted), articles.words)

    # --- searching ---

    def index(self) -> int:
        with self._reading() as connection:
            waits = searching.is_waiting(connection)  # whoever only reads need not wait for a writer
        done = 0
        while waits:
            with self._writing() as connection:
                some = searching.index(connection)
            done += some
            waits = some > 0
        return done

    def spellings(self, front: str) -> list[str]:
        with self._reading() as connection:
            return searching.spellings(connection, front)

    def find(self, search: Search, most: int) -> Found:
        with self._reading() as connection:
            return searching.find(connection, search, most)

    # --- following ---

    def add_follow(self, follow: Follow) -> bool:
        if follow.story is not None:
            self.story(follow.story)
        with self._writing() as connection:
            return follows.put(connection, follow)

    def remove_follow(self, follow_id: str) -> None:
        with self._writing() as connection:
            if not follows.remove(connection, follow_id):
                raise NotFound("nothing is followed under this id", resource=follow_id)

    def follows(self) -> list[Follow]:
        with self._reading() as connection:
            return follows.all_follows(connection)

    def follow_untaken(self, follow_id: str, untaken: Untaken) -> None:
        with self._writing() as connection:
            if not follows.not_taken(connection, follow_id, untaken):
                raise NotFound("nothing is followed under this id", resource=follow_id)

    def tell_follow(self, follow_id: str, upto: int) -> None:
        with self._writing() as connection:
            if not follows.tell(connection, follow_id, upto):
                raise NotFound("nothing is followed under this id", resource=follow_id)

    def last_arrived(self) -> int:
        with self._reading() as connection:
            return follows.last_arrived(connection)

    def arrived_since(self, article_ids: Iterable[str], seen: int) -> dict[str, bool]:
        with self._reading() as connection:
            return follows.arrived_since(connection, list(article_ids), seen)

    # --- stories ---

    def save_grouping(
        self,
        placements: Mapping[str, str],
        decisions: Iterable[Reason] = (),
        redirects: Mapping[str, str | None] | None = None,
        *,
        provisional: Iterable[Reason] = (),
    ) -> None:
        with self._writing() as connection:
            groupings.save(connection, placements, list(decisions), redirects or {}, list(provisional))

    def unsettled(self) -> list[str]:
        with self._reading() as connection:
            return groupings.unsettled(connection)

    def settle(self) -> None:
        with self._writing() as connection:
            groupings.settle_all(connection)
            checkpoints.drop(connection)

    def save_checkpoint(self, checkpoint: Checkpoint) -> None:
        with self._writing() as connection:
            checkpoints.save(connection, checkpoint)

    def checkpoint(self) -> Checkpoint | None:
        with self._reading() as connection:
            return checkpoints.one(connection)

    def ungrouped(self) -> list[str]:
        with self._reading() as connection:
            return groupings.ungrouped(connection)

    def counts(self) -> tuple[int, int]:
        with self._reading() as connection:
            return groupings.counts(connection)

    def stories_of(self, article_ids: Iterable[str]) -> dict[str, str]:
        with self._reading() as connection:
            return groupings.stories_of(connection, list(article_ids))

    def membership(self) -> dict[str, str]:
        with self._reading() as connection:
            return groupings.members(connection)

    def stories(self) -> list[Story]:
        with self._reading() as connection:
            return groupings.all_stories(connection)

    def redirects(self) -> dict[str, str]:
        with self._reading() as connection:
            return groupings.all_redirects(connection)

    def story_ids(self) -> list[str]:
        with self._reading() as connection:
            return groupings.all_ids(connection)

    def story(self, story_id: str) -> Story:
        with self._reading() as connection:
            found = groupings.all_stories(connection, corrections.living(connection, story_id))
        if found:
            return found[0]
        gone = self.pruned(story_id)
        message = f"is no longer kept. {gone.sentence}" if gone else "is not known"
        raise NotFound(message, resource=f"story {story_id}")

    def reasons(self, story_id: str) -> list[Reason]:
        with self._reading() as connection:
            return groupings.reasons_for(connection, corrections.living(connection, story_id))

    def reason(self, article_id: str) -> Reason | None:
        with self._reading() as connection:
            return groupings.reason_for(connection, article_id)

    # --- corrections ---

    def record_correction(self, change: Change, signed: Signature) -> Correction:
        with self._writing() as connection:
            return corrections.record(connection, change, signed)

    def corrections(self) -> list[Correction]:
        with self._reading() as connection:
            return corrections.all_corrections(connection)

    def save_overlay(self, overlay: Overlay) -> None:
        with self._writing() as connection:
            groupings.found(connection, [*overlay.stories.values(), *overlay.leads, *overlay.leads.values()])
            corrections.save(connection, overlay)

    def overlay(self) -> Overlay:
        with self._reading() as connection:
            return corrections.overlay_of(connection)

    def living(self, story_id: str) -> str:
        with self._reading() as connection:
            return corrections.living(connection, story_id)

    def grouped(self) -> dict[str, str]:
        with self._reading() as connection:
            return corrections.grouped(connection)

    def mergers(self) -> dict[str, str]:
        with self._reading() as connection:
            return corrections.mergers(connection)

    def nearest(self, article_ids: Collection[str]) -> dict[str, str]:
        with self._reading() as connection:
            return corrections.nearest(connection, article_ids)

    def publishers(self) -> dict[str, tuple[str, str | None]]:
        with self._reading() as connection:
            return corrections.publishers(connection)

    def outlets(self) -> list[OutletTally]:
        with self._reading() as connection:
            return outlets.tally(connection)

    # --- lineages ---

    def save_lineages(self, given: Iterable[Lineage]) -> None:
        with self._writing() as connection:
            lineages.save(connection, list(given))

    def lineages(self, article_ids: Iterable[str] | None = None) -> list[Lineage]:
        wanted = None if article_ids is None else list(article_ids)
        return list(self._paged(lambda connection: lineages.seqs(connection, wanted), lineages.some))

    # --- what is no longer kept ---

    def dates(self) -> dict[str, datetime | None]:
        with self._reading() as connection:
            return retention.dates(connection)

    def prune(self, story_ids: Iterable[str], *, at: datetime, days: int, before: datetime) -> int:
        times = {"at": at.astimezone(UTC).isoformat(), "before": before.astimezone(UTC).isoformat()}
        with self._writing() as connection:
            policy = {"reason": retention.PAST_RETENTION, "days": days, **times}
            return retention.prune(connection, list(story_ids), policy)

    def pruned(self, story_id: str) -> Pruned | None:
        with self._reading() as connection:
            return next(iter(retention.pruned(connection, corrections.living(connection, story_id))), None)

    def all_pruned(self) -> list[Pruned]:
        with self._reading() as connection:
            return retention.pruned(connection, None)

    def pruned_among(self, article_ids: Iterable[str] | None = None) -> dict[str, datetime]:
        with self._reading() as connection:
            return retention.among(connection, None if article_ids is None else list(article_ids))

    # --- who reads ---

    def begin_session(self, secret_hash: str, until: datetime) -> None:
        with self._writing() as connection:
            readers.begin_session(connection, secret_hash, until)

    def session(self, secret_hash: str) -> datetime | None:
        with self._reading() as connection:
            return readers.session(connection, secret_hash)

    def end_session(self, secret_hash: str) -> None:
        with self._writing() as connection:
            readers.end_session(connection, secret_hash)

    def end_sessions(self, before: datetime) -> None:
        with self._writing() as connection:
            readers.end_sessions(connection, before)

    def add_token(self, token: Token, secret_hash: str) -> None:
        with self._writing() as connection:
            readers.add_token(connection, token, secret_hash)

    def tokens(self) -> list[Token]:
        with self._reading() as connection:
            return readers.all_tokens(connection)

    def token(self, secret_hash: str) -> Token | None:
        with self._reading() as connection:
            return readers.token(connection, secret_hash)

    def remove_token(self, token_id: str) -> None:
        with self._writing() as connection:
            if not readers.remove_token(connection, token_id):
                raise NotFound("there is no token of this id", resource=token_id)

    def visited(self, story_id: str) -> Visited | None:
        with self._reading() as connection:
            return readers.visited(connection, story_id)

    def save_visit(self, visited: Visited) -> None:
        with self._writing() as connection:
            readers.save_visit(connection, visited)

    def mark(self, mark: Mark) -> None:
        with self._writing() as connection:
            readers.put_mark(connection, mark)

    def unmark(self, story_id: str, kind: str) -> None:
        with self._writing() as connection:
            readers.remove_mark(connection, story_id, kind)

    def marks(self, story_ids: Iterable[str] | None = None) -> list[Mark]:
        with self._reading() as connection:
            return readers.some_marks(connection, None if story_ids is None else list(story_ids))

    # --- lists, page by page ---

    def founded(self, within: Within, before: int | None = None, most: int = 50) -> list[tuple[int, str]]:
        with self._reading() as connection:
            return listings.founded(connection, within, before, most)

    def arrived(self, within: Within, before: int | None = None, most: int = 50) -> list[tuple[int, Article]]:
        with self.snapshot(), self._reading() as connection:
            return listings.arrived(connection, within, before, most)

    def outlet_counts(self) -> dict[str, int]:
        with self._reading() as connection:
            return listings.outlet_counts(connection)

    def changed_since(self, version: int, most: int = 50) -> list[ChangedStory]:
        with self._reading() as connection:
            return listings.changed_since(connection, version, most)

    # --- what goes out ---

    def settle_once(self, name: str, value: str) -> str:
        with self._writing() as connection:
            return outgoing.settle(connection, name, value)

    def settled_once(self, name: str) -> str | None:
        with self._reading() as connection:
            return outgoing.settled_value(connection, name)

    def add_receiver(self, receiver: Receiver) -> bool:
        with self._writing() as connection:
            return outgoing.add_receiver(connection, receiver)

    def receivers(self) -> list[Receiver]:
        with self._reading() as connection:
            return outgoing.all_receivers(connection)

    def end_receiver(self, secret: str, at: datetime) -> Receiver:
        with self._writing() as connection:
            ended = outgoing.end_receiver(connection, secret, at)
        if ended is None:
            raise NotFound("no address is under this name", resource="the list of receivers")
        return ended

    def record_letter(self, letter: Letter) -> None:
        with self._writing() as connection:
            outgoing.record_letter(connection, letter)

    def last_letter(self, address: str) -> Letter | None:
        with self._reading() as connection:
            return outgoing.last_letter(connection, address)

    def letters(self, day: date) -> list[Letter]:
        with self._reading() as connection:
            return outgoing.letters_of(connection, day)

    # --- what is shown ---

    def version(self) -> int:
        with self._reading() as connection:
            return shelf.version(connection)

    def save_digest(self, digest: Digest, making: Making = NOT_SAID) -> None:
        if digest.query is not None:
            raise UsageError("the digest of a query is made anew each time and cannot be kept", resource=digest.query)
        with self._writing() as connection:
            quotations.save(connection, digest, making)

    def outdate_digests(self, story_ids: Iterable[str]) -> None:
        with self._writing() as connection:
            quotations.outdate_digests(connection, list(story_ids))

    def drop_digests(self, story_ids: Iterable[str]) -> None:
        with self._writing() as connection:
            quotations.drop_digests(connection, list(story_ids))
            shelf.changed(connection)

    def undigested(self) -> list[str]:
        with self._reading() as connection:
            return quotations.undigested(connection)

    def made_otherwise(self, made_by: str, most: int) -> list[str]:
        with self._reading() as connection:
            return shelf.made_otherwise(connection, made_by, most)

    def kept_digest(self, story_id: str) -> KeptDigest | None:
        with self.snapshot(), self._reading() as connection:
            return shelf.kept(connection, story_id)

    def place(self, story_id: str) -> tuple[str, Shelved | None]:
        with self._reading() as connection:
            return shelf.place(connection, story_id)

    def shelved(self, story_ids: Iterable[str]) -> dict[str, Shelved]:
        with self._reading() as connection:
            return shelf.shelved(connection, list(story_ids))

    def ranked(self, after: Rank | None = None, most: int = 50) -> list[Shelved]:
        with self._reading() as connection:
            return shelf.ranked(connection, after, most)

    def summaries(self, story_ids: Iterable[str]) -> dict[str, Summary]:
        with self._reading() as connection:
            return shelf.summaries(connection, list(story_ids))

    def daily(self, since: datetime, until: datetime) -> list[Daily]:
        with self._reading() as connection:
            return shelf.daily(connection, since, until)

    def told_next(self, moment: datetime, *, before: bool) -> datetime | None:
        with self._reading() as connection:
            return shelf.told_next(connection, moment, before=before)

    def updates(self, story_ids: Iterable[str]) -> dict[str, Updated]:
        with self._reading() as connection:
            return shelf.updates(connection, list(story_ids))

    def quoted(self, story_id: str | None = None) -> Iterator[QuotedWords]:
        return self._paged(
            lambda connection: quotations.quoted_stories(
                connection, None if story_id is None else corrections.living(connection, story_id)
            ),
            quotations.quoted,
        )

"""The commands that keep a store live: fetch does one round, run does rounds and serves the pages."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta, tzinfo
from functools import partial
from typing import Final

import click

from newsfold.app import logs, mailing, options, output, world
from newsfold.app.alerting import report, sender
from newsfold.app.alone import alone
from newsfold.app.contact import remind
from newsfold.app.servers import Serving, ask_for_haste
from newsfold.app.stored import desk_of
from newsfold.engine.alerts import alert as send_out
from newsfold.engine.answered import Progress, Round, Told
from newsfold.engine.archive import Archive
from newsfold.engine.groups import Groups
from newsfold.engine.ingest import Settings
from newsfold.engine.live import Door, Live, StopAsked
from newsfold.engine.owners import Owners
from newsfold.engine.retention import Daily
from newsfold.errors import NothingUsable
from newsfold.store import Store, open_store

# A group of articles that is being composed when somebody says stop is left within seconds; longer work is left undone, as
# a loss of power would leave it: the store is whole, and the next run takes it up.
GRACE: Final = 10.0
# What came in the meantime is grouped together: a grouping looks at the latest articles each time.
GROUP_EVERY: Final = timedelta(minutes=2)


@click.command(epilog="Example:  newsfold fetch   (from cron, every 5 minutes)")
@options.store
@click.option(
    "--all", "force", is_flag=True, help="Also feeds that are not due; hosts that asked to wait are left alone."
)
@options.allow
@options.line
@options.accounts
@options.groups
@logs.logging
@options.as_json
def fetch(
    store: str,
    force: bool,
    allow: Sequence[str],
    settings: Settings,
    workers: int,
    owner: Owners,
    groups: Groups,
    as_json: bool,
) -> None:
    """Fetch the subscriptions that are due, once, and take what is new through the whole line."""
    here, settings = world.current(), replace(settings, owner=owner, groups=groups)
    with open_store(store) as opened, alone(store), world.stopped_by_signals(here.clock):
        if not opened.feeds():
            raise NothingUsable("there is no subscription; `newsfold add URL` makes one", resource=store)
        remind(opened.feed_states())
        told = Told(output.reject, on_progress=_Teller().tell)
        try:
            with here.open_door(allow, here.clock) as door:
                live = Live(opened, door, here.clock, told=told, settings=settings, workers=workers)
                done = live.round(force=force)
        except StopAsked:
            output.tell("stopped", "newsfold: stopped; what came in is kept, and the next round goes on from there")
            return
    _report(done, as_json=as_json)
    if done.is_offline:
        said = "no feed could be reached, which is counted against none; look whether this machine is online"
        raise NothingUsable(said, resource=store)
    if done.asked and done.asked == done.outcomes.get("failed", 0):
        raise NothingUsable("no feed could be fetched; `newsfold feeds` says why", resource=store)


def _report(done: Round, *, as_json: bool = False) -> None:
    for record in () if done.is_offline else done.failed:
        about = {"feed": record.url, "status": record.status, "detail": record.detail}
        output.tell("fetch-failed", f"newsfold: failed: {record.url}: {record.detail}", level="warning", about=about)
    asked = {"asked": done.asked, "outcomes": dict(done.outcomes), "known": done.known, "pages": done.pages}
    books = {"ledger": output.ledger_value(done.ledger), "stories": list(done.stories)}
    if as_json:
        output.print_json(asked | books)
        return
    outcomes = ", ".join(f"{count} {word}" for word, count in done.outcomes.items()) or "none was due"
    known = f" and {done.known} entries as before" if done.known else ""
    output.tell("round", f"newsfold: {done.asked} feeds asked: {outcomes}{known}", about=asked)
    changed = f"newsfold: {output.account(done.ledger)}; {len(done.stories)} stories new or changed"
    output.tell("books", changed, about=books)


class _Teller:
    """Says how far a store is, until all of its feeds have come in once."""

    def __init__(self) -> None:
        self._said: Progress | None = None

    def tell(self, now: Progress) -> None:
        if now != self._said and (self._said is None or self._said.feeds_in < now.feeds):
            line = f"{now.feeds_in} of {now.feeds} feeds in, {now.articles} articles, {now.stories} stories so far"
            output.tell("progress", line, about=asdict(now))
        self._said = now


@click.command(epilog="Example:  newsfold run --port 8000")
@options.store
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes a free one.")
@options.allow
@options.line
@options.keep
@options.accounts
@options.groups
@options.zone
@options.servers
@logs.logging
def run(
    store: str,
    host: str,
    port: int,
    allow: Sequence[str],
    settings: Settings,
    workers: int,
    keep: int,
    owner: Owners,
    groups: Groups,
    zone: tzinfo,
    serving: Serving,
) -> None:
    """Fetch, group, digest and serve, until Ctrl-C. What was left undone is taken up at the next start."""
    from newsfold.app.web import Intake  # noqa: PLC0415 - few commands need a web framework

    here, settings = world.current(), replace(settings, owner=owner, groups=groups)
    door = partial(here.open_door, allow, here.clock)
    since = here.clock.now()
    if not serving.is_first:
        with open_store(store) as opened:
            archive, intake = Archive(opened, settings.composing, zone), Intake(door, ask_for_haste, settings)
            desk = desk_of(opened, archive, keep, intake, file=store, rounds_since=since)
            serving.serve(desk, host, port)
        return
    with open_store(store) as opened, alone(store):
        remind(opened.feed_states())
        send, daily = sender(allow, here.clock), Daily(opened, keep)
        archive = Archive(opened, settings.composing, zone)
        mailing.listen(opened, here.clock.now())
        letters = mailing.daily(opened, archive, allow)

        def after_round(now: datetime) -> None:
            daily.at(now)
            report(send_out(opened, send, now, owner))
            if letters and (mailed := letters.turn(now)):
                mailing.report(mailed)

        loop = _Loop(opened, here, allow, settings, workers, after_round)
        intake = Intake(door, loop.hurry, settings)
        desk = desk_of(opened, archive, keep, intake, file=store, rounds_since=since)
        serving.serve(desk, host, port, started=loop.start, hurry=loop.hurry)
        loop.stop()


class _Loop:
    """The rounds, in a thread beside the one that serves."""

    def __init__(
        self,
        store: Store,
        here: world.World,
        allow: Sequence[str],
        settings: Settings,
        workers: int,
        after_round: Callable[[datetime], object],
    ) -> None:
        self._after_round = after_round
        self._here = here
        self._store = store
        self._allow = allow
        self._settings = settings
        self._workers = workers
        self._error: BaseException | None = None
        self._thread: threading.Thread | None = None
        self._live: Live | None = None

    def start(self, stop_serving: Callable[[], None]) -> None:
        """Start the rounds; should they end by an error, the server is to end too."""

        def rounds() -> None:
            try:
                with self._here.open_door(self._allow, self._here.clock) as door:
                    self._live = self._made(door)
                    self._live.run()
            except BaseException as error:  # noqa: BLE001 - raised again, in the thread that started this one
                self._error = error
                stop_serving()

        self._thread = threading.Thread(target=rounds, name="rounds", daemon=True)
        self._thread.start()

    def hurry(self) -> None:
        """Let the next round begin now, and group what it brings at once: a reader asked for it."""
        if self._live:
            self._live.hurry()
        world.waking(self._here.clock)()

    def _made(self, door: Door) -> Live:
        return Live(
            self._store,
            door,
            self._here.clock,
            told=Told(output.reject, on_progress=_Teller().tell, on_round=_report),
            settings=self._settings,
            workers=self._workers,
            group_every=GROUP_EVERY,
            after_round=self._after_round,
        )

    def stop(self) -> None:
        """Say stop, and wait for the round to be left; what made it end by itself is raised."""
        self._here.clock.stop()
        if self._thread:
            self._thread.join(GRACE)
        if self._error:
            raise self._error
        output.tell("stopped", "newsfold: stopped")

"""The commands that work on a store: ingest fills it; stories, show, verify, build and serve read it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import click

from newsfold import feeds, pages
from newsfold.app import logs, options, output, site, world
from newsfold.app.config import setting_of, shown_settings
from newsfold.app.servers import Serving
from newsfold.app.stateless import render
from newsfold.app.values import decisions_value, proofs_value
from newsfold.copies import Agencies
from newsfold.engine.archive import Archive
from newsfold.engine.composing import Composing
from newsfold.engine.groups import Groups
from newsfold.engine.ingest import Ingested, Settings, compose
from newsfold.engine.ingest import ingest as take_in
from newsfold.engine.newsroom import Asked, Newsroom, Visit
from newsfold.engine.outgoing import FeedsOut, authority_of
from newsfold.engine.owners import Owners
from newsfold.engine.rooms import corrected_of, moved, newsroom, newsroom_of
from newsfold.engine.verifying import prove
from newsfold.errors import NothingUsable, ProofError, StoreError, UsageError
from newsfold.model import Digest
from newsfold.store import Store, open_store
from newsfold.stories import Embedder, Width

if TYPE_CHECKING:
    from newsfold.app.web import Desk, Intake


NOBODY: Final = "web"  # who signs what is corrected on a page, where no operator is set


def open_existing(path: str) -> Store:
    """Open a store for reading; one that is not there is said to be missing instead of being made."""
    if not Path(path).exists():
        raise StoreError("there is no such store; `newsfold ingest SOURCE...` makes one", resource=path)
    return open_store(path)


def fill(store: Store, sources: Sequence[str], workers: int, settings: Settings | None = None) -> Ingested:
    """Take sources into a store, reporting rejections and, to a person, how far it is."""
    received = feeds.read(sources, output.standard_input())
    return take_in(
        store,
        output.progress(received, "reading"),
        on_reject=output.reject,
        on_step=_step,
        workers=workers,
        settings=settings,
    )


def _step(step: str, count: int) -> None:
    if step != "reading" and sys.stderr.isatty():
        output.say(f"{step}: {count} articles" if step != "composing" else f"{step}: {count} digests")


@click.command(epilog="Example:  newsfold ingest feeds/ saved-pages/ outlets.opml")
@options.sources
@options.store
@options.width
@options.embedder
@options.agencies
@options.accounts
@options.groups
@options.as_json
@options.workers
def ingest(
    sources: Sequence[str],
    store: str,
    width: Width,
    embedder: Embedder | None,
    agencies: Agencies | None,
    owner: Owners,
    groups: Groups,
    as_json: bool,
    workers: int,
) -> None:
    """Take sources into the store, through the whole line. Taking in the same twice changes nothing."""
    with open_store(store) as opened:
        settings = Settings(width=width, embedder=embedder, agencies=agencies, owner=owner, groups=groups)
        done = fill(opened, sources, workers, settings)
    if as_json:
        ledger = output.ledger_value(done.ledger)
        output.print_json({"ledger": ledger, "feeds": done.feeds, "stories": list(done.stories)})
    else:
        output.say(f"newsfold: {output.account(done.ledger)}; {len(done.stories)} stories new or changed in {store}")
        if done.feeds:
            output.say(f"newsfold: {done.feeds} subscriptions kept; `newsfold fetch` fetches them")
    if not (done.feeds or done.ledger.stored or done.ledger.merged):
        raise NothingUsable("no article could be read", resource=", ".join(sources))


@click.command(epilog="Example:  newsfold stories --top 20")
@options.store
@click.option("--top", type=click.IntRange(1), default=20, show_default=True, help="How many stories.")
@options.accounts
@options.as_json
def stories(store: str, top: int, owner: Owners, as_json: bool) -> None:
    """List the stories of the store, those told by most independent accounts first."""
    with open_existing(store) as opened:
        room, ledger = newsroom(opened, owner), opened.ledger()
    listed = [room.digest(story, Asked(details=False, evidence=False)) for story in room.ranked()[:top]]
    if as_json:
        output.print_json({"stories": [_line(digest) for digest in listed], "ledger": output.ledger_value(ledger)})
        return
    for digest in listed:
        lines = (f"{digest.id}  {digest.headline.text}", f"{' ' * len(digest.id)}  {pages.counts_line(digest.counts)}")
        output.write("".join(f"{output.one_line(line)}\n" for line in lines).encode())
    output.say(f"{len(listed)} of {len(room.stories)} stories; {output.account(ledger)}")


def _line(digest: Digest) -> dict[str, object]:
    return pages.listform.story_value(digest.id, digest.headline, digest.counts, digest.first, digest.last)


@click.command(epilog="Example:  newsfold show s3f2a91c04be7 --why")
@click.argument("story", metavar="ID")
@options.store
@options.excerpts
@options.seen
@options.brief
@click.option("--why", is_flag=True, help="Print the decisions that made the story instead of its digest.")
@options.accounts
@options.groups
@options.zone
@options.form
@options.as_json
def show(
    story: str,
    store: str,
    excerpts: int,
    seen: datetime | None,
    brief: bool,
    why: bool,
    owner: Owners,
    groups: Groups,
    zone: tzinfo,
    form: str,
    as_json: bool,
) -> None:
    """Print the digest of a stored story. The id of a story that was merged away leads to the one that took it in."""
    with open_existing(store) as opened:
        if why:
            _show_reasons(opened, story, zone, as_json=as_json or form == "json")
            return
        room = newsroom_of(opened, [story], owner, groups)
        revisions = {one: opened.revisions(one) for one in room.articles} if seen else {}
    asked = Asked(excerpts, details=not brief, since=Visit(seen, revisions) if seen else None)
    render([room.digest(room.stories[0], asked)], "json" if as_json else form, zone)


def _show_reasons(store: Store, story: str, zone: tzinfo, *, as_json: bool) -> None:
    found = store.story(story)
    if as_json:
        output.print_json(decisions_value(store, found))
        return
    reasons = pages.listform.reasons_value(store.reasons(found.id))
    corrected = corrected_of(store, found)
    for reason in reasons:
        told = {key: value for key, value in reason.items() if key != "decision" and value not in (None, ())}
        line = f"{reason['decision']:6}" + "  ".join(f"{key}={_plain(value)}" for key, value in told.items())
        output.write(f"{output.one_line(line)}\n".encode())
    for one in corrected:
        line = f"{one.correction.number:<6}{pages.corrected_line(one, zone)}"
        output.write(f"{output.one_line(line)}\n".encode())


def _plain(value: object) -> str:
    return ",".join(map(str, value)) if isinstance(value, tuple | list) else str(value)


@click.command(epilog="Example:  newsfold verify")
@click.argument("story", required=False, metavar="[ID]")
@options.store
@options.as_json
def verify(story: str | None, store: str, as_json: bool) -> None:
    """Prove every stored excerpt and headline against the stored articles, character for character."""
    with open_existing(store) as opened:
        proofs = prove(opened, story)
    failed = [proof for proof in proofs if not proof.ok]
    shown = sum(proof.story is not None for proof in proofs)
    if as_json:
        output.print_json(proofs_value(proofs))
    for proof in failed:
        output.say(f"newsfold: NOT VERBATIM: {proof.message}")
    if failed:
        raise ProofError(f"{len(failed)} of {len(proofs)} proofs failed", resource=store)
    if not as_json:
        output.say(
            f"{shown} stretches that are shown are verbatim; {len(proofs) - shown} revisions are as they came in"
        )


@click.command(epilog="Example:  newsfold build site")
@click.argument("folder", metavar="DIR")
@options.store
@options.site_url
@options.keep
@options.accounts
@options.groups
@options.zone
def build(folder: str, store: str, url: str | None, keep: int, owner: Owners, groups: Groups, zone: tzinfo) -> None:
    """Write the site of all stories into a folder, to be read from the disk or put on any server."""
    with open_existing(store) as opened:
        authority = authority_of(opened, site.authority(world.current().clock.now(), url))
        files = pages.build(
            composed(newsroom(opened, owner, groups)),
            kept=keep,
            pruned=opened.all_pruned(),
            moved=moved(opened),
            base=url,
            authority=authority,
            zone=zone,
        )
        written = write_site(files, Path(folder))
    output.say(f"newsfold: {written} files in {folder}; open {Path(folder) / 'index.html'}")


def composed(room: Newsroom) -> Iterator[Digest]:
    """Compose the digests of a newsroom, the first story first, and show a person how far it is."""
    return (room.digest(story) for story in output.progress(room.ranked(), "composing"))


def write_site(site: Iterable[tuple[str, bytes]], folder: Path) -> int:
    """Write every file of a site; give their number."""
    count = 0
    for name, content in site:
        path = output.folder((folder / name).parent) / Path(name).name
        try:
            path.write_bytes(content)
        except OSError as error:
            raise UsageError("the site cannot be written there", resource=str(folder)) from error
        count += 1
    return count


def desk_of(
    store: Store,
    archive: Archive,
    kept: int,
    intake: Intake,
    *,
    file: str,
    rounds_since: datetime | None = None,
) -> Desk:
    """Put together what the server works with, as the settings say."""
    from newsfold.app.web import Desk  # noqa: PLC0415 - few commands need it

    password = setting_of("serve.password")
    return Desk(
        archive,
        store,
        kept=kept,
        password=str(password) if password else None,
        hosts=cast("tuple[str, ...]", setting_of("serve.hosts") or ()),
        owner=archive.how.owner,
        groups=archive.how.groups,
        operator=str(setting_of("operator") or NOBODY),
        settings=shown_settings(),
        intake=intake,
        archive=archive,
        feeds=FeedsOut(archive, store, site.authority(world.current().clock.now())),
        url=site.url(),
        zone=archive.zone,
        file=Path(file),
        rounds_since=rounds_since,
    )


@click.command(epilog="Example:  newsfold serve --port 8000")
@options.store
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes a free one.")
@options.allow
@options.keep
@options.accounts
@options.groups
@options.zone
@options.servers
@logs.logging
def serve(
    store: str,
    host: str,
    port: int,
    allow: Sequence[str],
    keep: int,
    owner: Owners,
    groups: Groups,
    zone: tzinfo,
    serving: Serving,
) -> None:
    """Serve the store's pages on this machine, until Ctrl-C. What is added on a page is fetched once; `run` goes on fetching."""
    from newsfold.app.web import Intake  # noqa: PLC0415 - few commands need a web framework

    here, how = world.current(), Composing(owner=owner, groups=groups)
    intake = Intake(lambda: here.open_door(allow, here.clock), settings=Settings(owner=owner, groups=groups))
    with open_existing(store) as opened:
        if serving.is_first:
            _complete(opened, how)
        desk = desk_of(opened, Archive(opened, how, zone), keep, intake, file=store)
        serving.serve(desk, host, port)


def _complete(store: Store, how: Composing) -> None:
    """Compose what an ingest left undone, or an older version kept in another form: lists show what is composed."""
    if waiting := store.undigested():
        output.say(f"composing {len(waiting)} digests first")
        compose(store, how=how)

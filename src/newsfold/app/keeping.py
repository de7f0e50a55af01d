"""The commands that keep a store safe: backup and restore, each of which proves what it wrote before it says so."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from newsfold.app import options, output
from newsfold.engine.sameness import digest_hashes
from newsfold.errors import ProofError, StoreError, UsageError
from newsfold.store import Contents, Store, open_store, open_to_read
from newsfold.store import restore as put_back

_COUNTED = ("articles", "revisions", "items", "feeds")

_quick = click.option("--quick", is_flag=True, help="Compare every row, and leave it to that: no digest is composed.")


@click.command(epilog="Example:  newsfold backup monday.db")
@click.argument("path", metavar="FILE")
@options.store
@_quick
@options.as_json
@options.workers
def backup(path: str, store: str, quick: bool, as_json: bool, workers: int) -> None:
    """Copy the store into a new file, also while it is written to, and prove that the copy shows the same.

    The copy is one file. It is checked, compared with the store row by row, and every digest is composed from both.
    """
    _existing(store)
    with open_to_read(store) as opened, opened.snapshot():
        held = opened.back_up(path)
        shown = _shown(opened, workers, quick=quick)
    _tell("written", path, held, _compared(path, shown, workers), as_json)


@click.command(epilog="Example:  newsfold restore monday.db --store newsfold.db")
@click.argument("path", metavar="FILE")
@options.store
@click.option("--force", is_flag=True, help="Restore where there is a store; that one is kept beside it.")
@_quick
@options.as_json
@options.workers
def restore(path: str, store: str, force: bool, quick: bool, as_json: bool, workers: int) -> None:
    """Put a backup in the place of the store, and prove that it shows the same. The backup is only read."""
    if Path(path).exists() and Path(store).exists() and Path(path).samefile(store):
        raise UsageError("is the store itself", resource=path)
    with open_to_read(path) as source:
        old = source.outdated()
        shown = _shown(source, workers, quick=quick)
    held, kept = put_back(path, store, force=force)
    same = _compared(store, shown, workers)
    with open_store(store):  # which brings an older schema up to date
        pass
    _tell("restored", store, held, same, as_json, kept)
    if old and not as_json:
        output.say(
            f"newsfold: its schema, {old}, was brought up to date; the digests will be composed at the next ingest"
        )


def _existing(store: str) -> None:
    if not Path(store).exists():
        raise StoreError("there is no such store", resource=store)


def _shown(store: Store, workers: int, *, quick: bool) -> Mapping[str, str] | None:
    """Hash every digest of a store; none where nobody asked, or where its schema is older than can be read."""
    return None if quick or store.outdated() else digest_hashes(store, workers)


def _compared(path: str, expected: Mapping[str, str] | None, workers: int) -> int | None:
    """Compose the digests of a copy, hold them against the original's, and give their number."""
    if expected is None:
        return None
    with open_to_read(path) as copy:
        found = digest_hashes(copy, workers)
    differing = sorted(story for story in expected.keys() | found.keys() if expected.get(story) != found.get(story))
    if differing:
        raise ProofError(f"{len(differing)} digests differ, the first of story {differing[0]}", resource=path)
    return len(found)


def _tell(done: str, path: str, held: Contents, digests: int | None, as_json: bool, kept: Path | None = None) -> None:
    rows, size = sum(held.rows.values()), Path(path).stat().st_size
    if as_json:
        counts = {"rows": rows, "bytes": size} | {name: held.rows.get(name, 0) for name in _COUNTED}
        output.print_json({done: path, "hash": held.hash, "digests": digests, "kept": kept and str(kept)} | counts)
        return
    counted = ", ".join(f"{held.rows.get(name, 0)} {name}" for name in _COUNTED)
    proof = f"all {rows} rows are the same" + (f", {digests} digests the same bytes" if digests is not None else "")
    output.say(f"newsfold: {path} {done}, {size / 1e6:.1f} MB: {counted}; sound, {proof}")
    if kept:
        output.say(f"newsfold: the store that was there is kept as {kept}")

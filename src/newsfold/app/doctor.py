"""The command `doctor`: how the store and its feeds are, one sentence each, with one thing to do where something is wrong."""

from __future__ import annotations

import shutil
from dataclasses import asdict
from pathlib import Path

import click

from newsfold.app import contact, options, output, world
from newsfold.engine.doctor import Finding, Saved, examine, save
from newsfold.errors import ProofError


@click.command(epilog="Example:  newsfold doctor")
@options.store
@click.option(
    "--salvage",
    metavar="NEW",
    help="Save what can be read of a damaged store into a new file, and say what could not be.",
)
@options.as_json
@options.workers
def doctor(store: str, salvage: str | None, as_json: bool, workers: int) -> None:
    """Look over the store and its feeds, and change nothing: what is wrong, and what to do. The status is 1 if anything is."""
    if salvage is not None:
        _tell_saved(save(store, salvage, workers=workers), salvage, as_json)
        return
    folder = Path(store).absolute().parent
    free = shutil.disk_usage(folder).free if folder.is_dir() else 0
    findings = examine(store, free=free, now=world.current().clock.now())
    if any(finding.subject == "feeds" for finding in findings):
        findings = [*findings, contact.finding()]
    wrong = [finding for finding in findings if not finding.ok]
    if as_json:
        output.print_json({"ok": not wrong, "findings": [asdict(finding) for finding in findings]})
    else:
        output.write("".join(f"{output.one_line(_line(finding))}\n" for finding in findings).encode())
    if wrong:
        raise ProofError(f"{len(wrong)} of {len(findings)} things are not well", resource=store)


def _line(finding: Finding) -> str:
    mark = "ok   " if finding.ok else "WRONG"
    return f"{mark} {finding.subject}: {finding.said}" + (f" -> {finding.action}" if finding.action else "")


def _tell_saved(saved: Saved, target: str, as_json: bool) -> None:
    if as_json:
        told = {"rows": dict(saved.read.rows), "lost": dict(saved.read.lost)}
        output.print_json({"saved": target, "articles": saved.articles, "again": saved.again} | told)
        return
    lost = ", ".join(
        f"{count} of {saved.read.rows.get(table, count)} {table}" for table, count in saved.read.lost.items()
    )
    output.say(f"newsfold: {target} holds {saved.articles} articles; not readable: {lost or 'nothing'}")
    if saved.again:
        output.say(f"newsfold: {saved.again} articles were made again from the items that they came from")

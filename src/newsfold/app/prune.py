"""The command `prune`: removes the words of what is older than the operator keeps, and says what went."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from newsfold.app import options, output
from newsfold.app.stored import open_existing
from newsfold.engine.following import followed
from newsfold.engine.retention import Pruning
from newsfold.engine.retention import prune as let_go


@click.command(epilog="Example:  newsfold prune --keep 90 --dry-run")
@options.store
@options.keep
@click.option("--today", type=options.Moment(), metavar="DATE", help="The day to count back from.  [default: this one]")
@click.option("--dry-run", "dry", is_flag=True, help="Only say what would go.")
@click.option("--compact", is_flag=True, help="Write the store anew afterwards, without the room that is free now.")
@options.as_json
def prune(store: str, keep: int, today: datetime | None, dry: bool, compact: bool, as_json: bool) -> None:
    """Remove the words of stories of which every article is older than what is kept.

    What stays: the ids, the addresses, the reasons, the counts, and a page at each story's address that says when and why it
    went. A story stays as long as one that is newer shares a text with it.
    """
    with open_existing(store) as opened:
        done = let_go(opened, now=today or datetime.now(UTC), days=keep, needed=followed(opened), dry=dry)
        if compact and not dry:
            opened.compact()
    if as_json:
        told = {"stories": list(done.stories), "articles": done.articles, "needed": done.needed}
        output.print_json({"days": keep, "dry_run": dry} | told)
        return
    output.say(f"newsfold: {_told(done, keep, dry=dry)}")


def _told(done: Pruning, days: int, *, dry: bool) -> str:
    if not days:
        return "everything is kept; --keep or [retention] days says for how long"
    went = "would lose their words" if dry else "lost their words"
    held = f"; {done.needed} old stories stay, as others need them" if done.needed else ""
    return f"{done.articles} articles in {len(done.stories)} stories, older than {days} days, {went}{held}"

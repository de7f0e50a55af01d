"""The command `newsfold`: one group, each command in a module beside this one, every error one line and an exit status."""

from __future__ import annotations

import sys

import click

from newsfold import __version__
from newsfold.app.corrections import corrections, hide, merge, pin, split, undo
from newsfold.app.demo import demo
from newsfold.app.following import follow, news, unfollow
from newsfold.app.live import fetch, run
from newsfold.app.output import say
from newsfold.app.searching import search
from newsfold.app.stateless import cluster, copies, digest, extract, quotes
from newsfold.app.stored import build, ingest, serve, show, stories, verify
from newsfold.app.subscriptions import add, export, feeds, import_, remove
from newsfold.errors import NewsfoldError

SOURCE_HELP = """
    SOURCE is a feed file (RSS, Atom, JSON Feed), an OPML file, an article page (HTML), a folder of these, a file of
    records (.jsonl, .jsonl.gz), or - for standard input.
"""


@click.group(help=f"News feeds and articles into story digests, every word an outlet's own.\n\n{SOURCE_HELP}")
@click.version_option(__version__, prog_name="newsfold")
def newsfold() -> None:
    pass


_KEEPING_NOTHING = (demo, digest, cluster, copies, quotes, extract)
_ON_A_STORE = (ingest, stories, show, search, follow, unfollow, news, verify, build, serve)
_KEPT_LIVE = (add, remove, feeds, import_, export, fetch, run)
for command in (*_KEEPING_NOTHING, *_ON_A_STORE, *_KEPT_LIVE):
    newsfold.add_command(command)
for command in (merge, split, pin, hide, undo, corrections):
    newsfold.add_command(command)


def main() -> None:
    """Run the command line. Exit status: 0 done, 1 a check failed, 2 nothing usable or bad usage, 3 the store failed."""
    try:
        newsfold(standalone_mode=True)
    except NewsfoldError as error:
        say(f"newsfold: error: {error}")
        sys.exit(error.exit_status)

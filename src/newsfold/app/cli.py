"""The command `newsfold`: one group, each command in a module beside this one, every error one line and an exit status."""

from __future__ import annotations

import sys

import click

from newsfold import __version__
from newsfold.app.alerting import alert
from newsfold.app.assisting import mcp
from newsfold.app.completion import completion
from newsfold.app.config import SETTINGS_IN_FORCE, load
from newsfold.app.config import config as show_config
from newsfold.app.corrections import corrections, hide, merge, pin, split, undo
from newsfold.app.demo import demo
from newsfold.app.doctor import doctor
from newsfold.app.following import follow, news, unfollow
from newsfold.app.keeping import backup, restore
from newsfold.app.live import fetch, run
from newsfold.app.mailing import edition
from newsfold.app.output import say
from newsfold.app.prune import prune
from newsfold.app.searching import search
from newsfold.app.settings import defaults_of
from newsfold.app.starters import starters
from newsfold.app.stateless import cluster, copies, digest, extract, quotes
from newsfold.app.stored import build, ingest, serve, show, stories, verify
from newsfold.app.subscriptions import add, export, feeds, import_, remove
from newsfold.app.tokens import token
from newsfold.errors import NewsfoldError

SOURCE_HELP = """
    SOURCE is a feed file (RSS, Atom, JSON Feed), an OPML file, an article page (HTML), a folder of these, a file of
    records (.jsonl, .jsonl.gz), or - for standard input.
"""


@click.group(help=f"News feeds and articles into story digests, every word an outlet's own.\n\n{SOURCE_HELP}")
@click.version_option(__version__, prog_name="newsfold")
@click.option(
    "--config",
    envvar="NEWSFOLD_CONFIG",
    show_envvar=True,
    metavar="FILE",
    help="The file of settings, in place of newsfold.toml here and in your own settings.",
)
@click.pass_context
def newsfold(context: click.Context, config: str | None) -> None:
    settings = context.meta[SETTINGS_IN_FORCE] = load(config)
    context.default_map = defaults_of(newsfold, settings)


_KEEPING_NOTHING = (demo, digest, cluster, copies, quotes, extract)
_ON_A_STORE = (ingest, stories, show, search, follow, unfollow, news, verify, build, serve, token, mcp)
_KEPT_LIVE = (add, remove, feeds, import_, export, starters, fetch, run, alert, edition)
_CORRECTING = (merge, split, pin, hide, undo, corrections)
_LOOKED_AFTER = (backup, restore, doctor, prune, show_config, completion)
for command in (*_KEEPING_NOTHING, *_ON_A_STORE, *_KEPT_LIVE, *_CORRECTING, *_LOOKED_AFTER):
    newsfold.add_command(command)


def main() -> None:
    """Run the command line. Exit status: 0 done, 1 a check failed, 2 nothing usable or bad usage, 3 the store failed."""
    try:
        newsfold(standalone_mode=True)
    except NewsfoldError as error:
        say(f"newsfold: error: {error}")
        sys.exit(error.exit_status)

"""The command `newsfold`: one group, each command in a module beside this one, every error one line and an exit status."""

from __future__ import annotations

import sys

import click

from newsfold import __version__
from newsfold.app.commands import Commands, LazyGroup
from newsfold.errors import NewsfoldError

SOURCE_HELP = """
    SOURCE is a feed file (RSS, Atom, JSON Feed), an OPML file, an article page (HTML), a folder of these, a file of
    records (.jsonl, .jsonl.gz), or - for standard input.
"""


@click.group(
    cls=LazyGroup,
    commands=Commands(),
    help=f"News feeds and articles into story digests, every word an outlet's own.\n\n{SOURCE_HELP}",
)
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
    from newsfold.app.config import SETTINGS_IN_FORCE, load  # noqa: PLC0415 - --help and --version need no settings
    from newsfold.app.settings import defaults_of  # noqa: PLC0415 - the same

    settings = context.meta[SETTINGS_IN_FORCE] = load(config)
    if name := context.invoked_subcommand:
        context.default_map = {name: defaults_of(name, newsfold.commands[name], settings)}


def main() -> None:
    """Run the command line. Exit status: 0 done, 1 a check failed, 2 nothing usable or bad usage, 3 the store failed."""
    try:
        newsfold(standalone_mode=True)
    except NewsfoldError as error:
        from newsfold.app.output import say  # noqa: PLC0415 - where nothing fails it is not needed

        say(f"newsfold: error: {error}")
        sys.exit(error.exit_status)

"""The command `mcp`: serves a store to an assistant on this machine, over standard input and output."""

from __future__ import annotations

import importlib.util
from datetime import tzinfo

import click

from newsfold.app import options
from newsfold.app.stored import open_existing
from newsfold.engine.archive import Archive
from newsfold.engine.composing import Composing
from newsfold.engine.groups import Groups
from newsfold.engine.owners import Owners
from newsfold.errors import UsageError


@click.command(
    epilog="Example:  newsfold mcp --store newsfold.db   (as the command of a server, in an assistant's settings)"
)
@options.store
@options.accounts
@options.groups
@options.zone
def mcp(store: str, owner: Owners, groups: Groups, zone: tzinfo) -> None:
    """Answer an assistant (Model Context Protocol) on standard input and output, until it hangs up. It can only read.

    Every text it is given is an outlet's own, with its source and its span. Wants the extra: pip install 'newsfold[mcp]'.
    """
    if importlib.util.find_spec("mcp") is None:
        raise UsageError("the protocol's library is not installed; pip install 'newsfold[mcp]'", resource="mcp")
    from newsfold.app.assistant import make_server  # noqa: PLC0415 - the SDK takes a second to load

    with open_existing(store) as opened:
        make_server(opened, Archive(opened, Composing(owner=owner, groups=groups), zone)).run("stdio")

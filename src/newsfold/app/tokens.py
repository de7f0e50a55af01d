"""The command `token`: keys by which programs read, or change, what a server shows. Only the hash of a secret is kept."""

from __future__ import annotations

import secrets

import click

from newsfold.app import options, output, world
from newsfold.app.stored import open_existing
from newsfold.errors import UsageError
from newsfold.model import Scope, Token
from newsfold.pages import listform, number_of

SCOPES: tuple[Scope, ...] = ("read", "change")
# 256 bits from the system: nobody guesses them, and one round of a hash keeps them (OWASP, session ids: at least 64).
SECRET_BYTES = 32


@click.group(epilog="Example:  newsfold token add phone --scope change")
def token() -> None:
    """Give programs keys of their own to the server: add, list, remove."""


@token.command(epilog="Example:  newsfold token add phone")
@click.argument("name", metavar="NAME")
@click.option(
    "--scope",
    type=click.Choice(SCOPES),
    default="read",
    show_default=True,
    help="What it may do; change includes read.",
)
@options.store
@options.as_json
def add(name: str, scope: Scope, store: str, as_json: bool) -> None:
    """Make a token, and print its secret: once, as only its hash is kept."""
    from newsfold.app.web.access import hashed  # noqa: PLC0415 - few commands need the server

    if not name.strip():
        raise UsageError("a token has a name, so that one knows whom it was given", resource="token add")
    now = world.current().clock.now().replace(microsecond=0)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    made = Token(f"t{secrets.token_hex(6)}", name.strip(), (scope,), now)
    with open_existing(store) as opened:
        opened.add_token(made, hashed(secret))
    if as_json:
        output.print_json(listform.token_value(made) | {"secret": secret})
        return
    output.write(f"{secret}\n".encode())
    output.say(f"newsfold: token {made.id} for {made.name} may {scope}; its secret is shown this once")


@token.command(name="list", epilog="Example:  newsfold token list --json")
@options.store
@options.as_json
def list_(store: str, as_json: bool) -> None:
    """List the tokens that there are, without their secrets, which nobody knows."""
    with open_existing(store) as opened:
        tokens = opened.tokens()
    if as_json:
        output.print_json({"tokens": [listform.token_value(one) for one in tokens]})
        return
    for one in tokens:
        line = f"{one.id}  {'+'.join(one.scopes):6}  {one.made:%Y-%m-%d}  {one.name}"
        output.write(f"{output.one_line(line)}\n".encode())
    output.say(f"newsfold: {number_of(len(tokens), 'token')}")


@token.command(epilog="Example:  newsfold token remove t51a219c63d10")
@click.argument("token_id", metavar="ID")
@options.store
def remove(token_id: str, store: str) -> None:
    """End a token: whoever has its secret is not let in any more, from the next request on."""
    with open_existing(store) as opened:
        opened.remove_token(token_id)
    output.say(f"newsfold: token {token_id} lets nobody in any more")

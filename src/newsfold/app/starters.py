"""The command `starters`: lists of feeds to begin with, by language. Nothing is fetched: a list is shown or subscribed to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO

import click

from newsfold import feeds
from newsfold.app import options, output
from newsfold.engine.adding import subscribe_to
from newsfold.errors import NotFound
from newsfold.model import Feed
from newsfold.store import open_store


@click.command(epilog="Example:  newsfold starters de > german.opml")
@click.argument("language", required=False, metavar="[LANGUAGE]")
@click.option("--import", "subscribe", is_flag=True, help="Subscribe to the feeds of this language in the store.")
@options.store
@options.as_json
def starters(language: str | None, subscribe: bool, store: str, as_json: bool) -> None:
    """Give feeds to begin with: general news of one language, of outlets that report the same events. Nothing is fetched.

    Without a language, say which lists there are; with one, print it as OPML.
    """
    if language is None:
        if subscribe:
            raise click.UsageError("--import needs a language")
        _list(as_json)
        return
    path = _path(language)
    listed = read(path)
    if subscribe:
        _subscribe(listed, store, as_json)
    elif as_json:
        output.print_json({"language": language, "feeds": [_value(feed) for feed in listed]})
    else:
        output.write(path.read_bytes())


def bundled() -> list[Traversable]:
    """Give the lists that come with the program, by language."""
    folder = files("newsfold") / "starters"
    return sorted((path for path in folder.iterdir() if path.name.endswith(".opml")), key=lambda path: path.name)


def read(path: Traversable) -> list[Feed]:
    """Read a list as any OPML is read."""
    found = feeds.read(["-"], BytesIO(path.read_bytes()))
    return [replace(feed, source=f"starters/{path.name}") for feed in found if isinstance(feed, Feed)]


def listed(language: str) -> list[Feed]:
    """Give the feeds of the list of a language; NotFound where there is none."""
    return read(_path(language))


def _language(path: Traversable) -> str:
    return path.name.removesuffix(".opml")


def _path(language: str) -> Traversable:
    found = {_language(path): path for path in bundled()}
    if language not in found:
        raise NotFound(f"there is no such list of feeds; there are {', '.join(found)}", resource=language)
    return found[language]


def _list(as_json: bool) -> None:
    lists = {_language(path): [feed.name or feed.url for feed in read(path)] for path in bundled()}
    if as_json:
        output.print_json({"starters": [{"language": name, "outlets": outlets} for name, outlets in lists.items()]})
        return
    lines = [f"{name}  {len(outlets)} outlets: {', '.join(outlets)}" for name, outlets in lists.items()]
    output.write("".join(f"{output.one_line(line)}\n" for line in lines).encode())


def _value(feed: Feed) -> dict[str, object]:
    return {"name": feed.name, "url": feed.url, "site": feed.site, "folder": list(feed.folder)}


def _subscribe(listed: Sequence[Feed], store: str, as_json: bool) -> None:
    with open_store(store) as opened:
        new = subscribe_to(opened, listed)
    if as_json:
        output.print_json({"subscribed": [_value(feed) for feed in new], "known": len(listed) - len(new)})
        return
    output.say(
        f"newsfold: {len(new)} subscriptions added to {store}, {len(listed) - len(new)} were there; nothing was fetched"
    )

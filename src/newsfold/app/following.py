"""The commands about what is followed: follow, unfollow and news."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import tzinfo
from typing import Any

import click

from newsfold import pages
from newsfold.app import options, output, site, world
from newsfold.app.alerting import receiver
from newsfold.app.stored import open_existing
from newsfold.engine import following
from newsfold.engine.outgoing import authority_of
from newsfold.engine.owners import Owners
from newsfold.errors import NotFound, UsageError
from newsfold.model import Follow
from newsfold.store import Store


@click.command(epilog="Example:  newsfold follow '\"Silver Tern\"'")
@click.argument("query", nargs=-1, metavar="[QUERY...]")
@click.option("--story", metavar="ID", help="Follow this story instead of a query.")
@click.option("--to", metavar="ADDRESS", help="Send what is new there: mailto:name@example.org, or https://...")
@options.store
@options.as_json
def follow(query: Sequence[str], story: str | None, to: str | None, store: str, as_json: bool) -> None:
    """Follow a story or a query (a name, a "phrase", words) from now on; without either, list what is followed.

    `newsfold news` tells what is new for it.
    """
    if query and story:
        raise UsageError("a story or a query is followed, not both", resource=f"--story {story}")
    with open_existing(store) as opened:
        if not query and not story:
            _list(opened, as_json=as_json)
            return
        to = receiver(to) if to else None
        begun = following.begin(opened, story=story, query=" ".join(query) or None, to=to)
    if as_json:
        output.print_json(_value(begun))
    else:
        tells = f"what is new goes to {begun.to}" if begun.to else "`newsfold news` tells what is new"
        output.say(f"newsfold: {begun.what} is followed as {begun.id}; {tells}")


def _list(store: Store, *, as_json: bool) -> None:
    told = [following.news(store, one) for one in store.follows()]
    if as_json:
        output.print_json({"follows": [pages.listform.follow_value(one.follow, pages.news_count(one)) for one in told]})
        return
    for one in told:
        output.write(
            f"{output.one_line(f'{one.follow.id}  {pages.news_count(one):4} new  {one.follow.what}{_to(one.follow)}')}\n".encode()
        )
    output.say(f"newsfold: {len(told)} followed")


def _value(follow: Follow) -> dict[str, Any]:
    told = follow.untaken
    times = {"since": told.since.isoformat(), "until": told.until.isoformat()} if told else {}
    return asdict(follow) | {"untaken": asdict(told) | times if told else None}


def _to(follow: Follow) -> str:
    """Where it is sent, and what is wrong with that."""
    told = follow.untaken
    wrong = (
        f" (not taken {told.count} times, tried again {told.until:%Y-%m-%d %H:%M} UTC: {told.detail})" if told else ""
    )
    return f"  to {follow.to}{wrong}" if follow.to else ""


@click.command(epilog="Example:  newsfold unfollow f3a91c04be7d1")
@click.argument("follow_id", metavar="ID")
@options.store
def unfollow(follow_id: str, store: str) -> None:
    """Follow something no longer. The articles stay."""
    with open_existing(store) as opened:
        opened.remove_follow(follow_id)
    output.say(f"newsfold: {follow_id} is followed no longer")


@click.command(epilog="Example:  newsfold news --format atom f3a91c04be7d1 > ferry.atom")
@click.argument("follow_ids", nargs=-1, metavar="[ID...]")
@options.store
@click.option("--peek", is_flag=True, help="Tell it again the next time.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "atom"]),
    default="text",
    show_default=True,
    help="How to print it; atom is a feed of the latest of one follow, told or not.",
)
@options.accounts
@options.zone
@options.as_json
def news(
    follow_ids: Sequence[str], store: str, peek: bool, form: str, owner: Owners, zone: tzinfo, as_json: bool
) -> None:
    """Tell what is new for what is followed, each article once."""
    with open_existing(store) as opened:
        wanted = _wanted(opened, follow_ids)
        if form == "atom":
            _print_feed(opened, wanted, owner)
            return
        told = [following.news(opened, one, owner) for one in wanted]
        if as_json or form == "json":
            output.print_json({"news": [pages.news_value(one) for one in told]})
        else:
            for one in told:
                lines = (output.one_line(line) for line in pages.news_lines(one, zone))
                output.write("".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace"))
        if not peek:
            with opened.transaction():
                for one in told:
                    opened.tell_follow(one.follow.id, one.upto)
    output.say(f"newsfold: {sum(map(pages.news_count, told))} articles new for {len(told)} followed")


def _wanted(store: Store, ids: Sequence[str]) -> list[Follow]:
    known = {one.id: one for one in store.follows()}
    for one in ids:
        if one not in known:
            raise NotFound("nothing is followed under this id", resource=one)
    return [known[one] for one in ids] if ids else [one for one in known.values() if one.to is None]


def _print_feed(store: Store, wanted: Sequence[Follow], owner: Owners) -> None:
    if len(wanted) != 1:
        raise UsageError("a feed is of one follow; name its id", resource="--format atom")
    name = authority_of(store, site.authority(world.current().clock.now()))
    output.write(pages.as_atom(following.latest(store, wanted[0], owner), authority=name))

"""The commands that keep subscriptions: add, remove, feeds, import and export."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import click

from newsfold import feeds as front
from newsfold.app import options, output, world
from newsfold.app.stored import open_existing
from newsfold.app.values import entered_value, feeds_value, iso
from newsfold.engine.adding import Wish
from newsfold.engine.adding import add as take_up
from newsfold.engine.answered import Told
from newsfold.engine.ingest import Settings, catch_up
from newsfold.engine.pool import Processes
from newsfold.engine.subscribe import Entered, Looked, enter
from newsfold.errors import NotFound, NothingUsable, UsageError
from newsfold.model import Feed, Item, Rejected
from newsfold.store import open_store

# So many titles show whether a feed is the one that was meant.
TITLES = 5


def web_address(given: str) -> str:
    """Make what somebody typed an address of the web.

    >>> web_address("feed://Harbour.example/rss#top")
    'http://harbour.example/rss'
    """
    text = given.strip()
    for scheme, instead in (("feed:https:", "https:"), ("feed:http:", "http:"), ("feed:", "http:")):
        if text.lower().startswith(scheme):
            text = instead + text[len(scheme) :]
            break
    if "://" not in text:
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError as error:
        raise UsageError("is no address of the web", resource=given) from error
    if parts.scheme not in ("http", "https") or not host:
        raise UsageError("is no address of the web", resource=given)
    return urlunsplit((parts.scheme, parts.netloc.lower(), parts.path, parts.query, ""))


# --- add ---------------------------------------------------------------------------------------------------------------


@click.command(epilog="Example:  newsfold add https://harbourpost.example/rss --outlet 'Harbour Post'")
@click.argument("url", metavar="URL")
@options.store
@click.option("--outlet", metavar="NAME", help="What to call the outlet, instead of its domain.")
@click.option("--folder", metavar="NAME", help="The folder that the subscription is listed in; A/B is B in A.")
@click.option("--full-text", is_flag=True, help="Read the article's page where the feed gives only its beginning.")
@options.allow
@options.line
@options.as_json
def add(
    url: str,
    store: str,
    outlet: str | None,
    folder: str | None,
    full_text: bool,
    allow: Sequence[str],
    settings: Settings,
    workers: int,
    as_json: bool,
) -> None:
    """Subscribe to a feed: fetch it once, show what is in it, and take that in. A web page's address shows its feeds."""
    here = world.current()
    address = web_address(url)
    with here.open_door(allow, here.clock) as door, open_store(store) as opened:
        known = {feed.url for feed in opened.feeds()}
        told = Told(on_reject=output.reject)
        done = take_up(opened, door, address, here.clock.now(), Wish(outlet, _folder(folder), full_text), told)
        if done.decided is None or done.feed is None:
            _not_a_feed(done.looked, as_json=as_json)
            return
        with Processes(workers) as processes:
            catch_up(opened, processes=processes, settings=settings)
    feed, after = done.feed, done.decided.after
    titles = [entry.title for entry in done.decided.entries if isinstance(entry, Item) and entry.title]
    if as_json:
        output.print_json(
            {
                "added": feed.url,
                "title": after.state.title,
                "titles": titles,
                "ledger": output.ledger_value(done.ledger),
            }
        )
        return
    _print(
        f"{feed.name or after.state.title or feed.url}: {after.record.entries} entries",
        *(f"  {one}" for one in titles[:TITLES]),
    )
    if len(titles) > TITLES:
        _print(f"  and {len(titles) - TITLES} more")
    word = "subscribed already to" if feed.url in known else "subscribed to"
    output.say(f"newsfold: {word} {feed.url}; {output.account(done.ledger)}")


def _not_a_feed(found: Looked, *, as_json: bool) -> None:
    """Say what is there instead, and end: nothing was subscribed to."""
    listed = [{"url": one.url, "title": one.name} for one in found.declares]
    if as_json:
        output.print_json({"added": None, "feeds": listed})
    if not found.is_page:
        raise NothingUsable(found.why, resource=found.url)
    if not as_json:
        _print(*(f"newsfold add {one.url}" + (f"   # {one.name}" if one.name else "") for one in found.declares))
    count = len(listed)
    some = f"here are its {count} feeds" if count > 1 else "here is its feed" if count else "and it names no feed"
    raise NothingUsable(f"this is a web page, {some}", resource=found.url)


def _folder(given: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (given or "").split("/") if part.strip())


# --- remove, feeds -----------------------------------------------------------------------------------------------------


@click.command(epilog="Example:  newsfold remove https://harbourpost.example/rss")
@click.argument("url", metavar="URL")
@options.store
def remove(url: str, store: str) -> None:
    """End a subscription. What it brought stays."""
    with open_existing(store) as opened:
        with opened.transaction():
            gone = opened.remove_feed(url) or opened.remove_feed(web_address(url))
        if not gone:
            raise NotFound("there is no such subscription; `newsfold feeds` lists them", resource=url)
    output.say(f"newsfold: {url} is not fetched any more; its articles stay")


@click.command(epilog="Example:  newsfold feeds --json")
@options.store
@options.as_json
def feeds(store: str, as_json: bool) -> None:
    """List the subscriptions: when each was fetched, when it is next, and what is wrong with it."""
    now = world.current().clock.now()
    with open_existing(store) as opened:
        lines = feeds_value(opened, now)
    if as_json:
        output.print_json({"feeds": lines})
        return
    for line in lines:
        _print(f"{line['name'] or line['title'] or line['url']}  {line['url']}", f"  {_told(line, now)}")
    well = sum(line["condition"] in ("good", "new", "waiting") for line in lines)
    output.say(f"{len(lines)} subscriptions, {well} of them well")


def _told(line: dict[str, Any], now: datetime) -> str:
    parts = [f"{line['condition']}: {line['sentence']}"]
    if line["action"]:
        parts.append(line["action"])
    if line["fetched"]:
        parts.append(f"fetched {_short(line['fetched'])}")
    if line["next"]:
        parts.append(f"next {_short(max(line['next'], iso(now) or ''))}, every {_every(line['interval'])}")
    if line["gaps"]:
        parts.append(f"{line['gaps']} times entries may have been missed")
    return "; ".join(parts)


def _short(iso: str) -> str:
    return iso[:16].replace("T", " ")


def _every(seconds: int) -> str:
    minutes = timedelta(seconds=seconds) // timedelta(minutes=1)
    return f"{minutes // 60} h" if minutes % 60 == 0 else f"{minutes} min"


# --- import, export ----------------------------------------------------------------------------------------------------


@click.command(name="import", epilog="Example:  newsfold import outlets.opml")
@click.argument("opml", metavar="OPML")
@options.store
@options.as_json
def import_(opml: str, store: str, as_json: bool) -> None:
    """Subscribe to the feeds of an OPML file, or of - for standard input. Nothing is fetched; twice is as once."""
    received = [one for one in front.read([opml], output.standard_input()) if not isinstance(one, Item)]
    if not any(isinstance(one, Feed) for one in received):
        why = next((one.detail for one in received if isinstance(one, Rejected)), "it is no subscription list")
        raise NothingUsable(why, resource=opml)
    with open_store(store) as opened:
        entered = enter(opened, received)
    if as_json:
        output.print_json({"lines": [entered_value(word, one) for word, one in entered]})
    else:
        _print(*(_sentence(word, one) for word, one in entered))
    counts = {word: sum(one == word for one, _ in entered) for word, _ in entered}
    output.say(
        f"newsfold: {', '.join(f'{count} {word}' for word, count in counts.items())}; `newsfold fetch` fetches them"
    )


def _sentence(word: Entered, one: Feed | Rejected) -> str:
    if isinstance(one, Rejected):
        return f"{word:8}  {one}"
    return (
        f"{word:8}  {one.url}"
        + (f"  {one.name}" if one.name else "")
        + (f"  in {'/'.join(one.folder)}" if one.folder else "")
    )


@click.command(epilog="Example:  newsfold export outlets.opml")
@click.argument("opml", metavar="[OPML]", default="-")
@options.store
def export(opml: str, store: str) -> None:
    """Write the subscriptions as an OPML file, or to standard output. What `import` makes of it is what there was."""
    with open_existing(store) as opened:
        subscribed = opened.feeds()
    output.write_lines(opml, [front.write_opml(subscribed)])


def _print(*lines: str) -> None:
    output.write("".join(f"{output.one_line(line)}\n" for line in lines).encode())

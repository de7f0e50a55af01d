"""The commands by which an operator corrects what is shown: merge, split, pin, hide; undo, and corrections, which lists them."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import wraps

import click

from newsfold import pages
from newsfold.app import options, output
from newsfold.app.stored import open_existing
from newsfold.engine import corrections as engine
from newsfold.model import (
    Change,
    Correction,
    HideOutlet,
    MergeStories,
    PinHeadline,
    Signature,
    SplitStory,
    Undo,
)
from newsfold.store import Store

NOBODY = "operator"


def _user() -> str:
    """Name whoever is logged in; where the system has no name for them, the operator."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return NOBODY


_by = click.option(
    "--by",
    default=_user,
    envvar="NEWSFOLD_OPERATOR",
    show_envvar=True,
    metavar="NAME",
    help="Who corrects; kept in the store and on no page.  [default: who is logged in]",
)
_why = click.option("--reason", "why", default="", metavar="WORDS", help="Why; kept in the store and on no page.")


def _correcting(command: Callable[..., Correction]) -> Callable[..., None]:
    """Let a command, which is given a store and a signature, correct it and say what was done."""

    @options.store
    @_by
    @_why
    @options.as_json
    @wraps(command)
    def run(*arguments: object, store: str, by: str, why: str, as_json: bool, **given: object) -> None:
        signed = Signature(by, datetime.now(UTC).replace(microsecond=0), why)
        with open_existing(store) as opened:
            made = command(*arguments, opened, signed, **given)
        if as_json:
            output.print_json(pages.correction_value(made))
        else:
            output.say(f"newsfold: correction {made.number}: {said(made.change)}")

    return run


@click.command(epilog="Example:  newsfold merge s51a219c63d10 s9e0c32f1b7aa --reason 'one arrest'")
@click.argument("one", metavar="STORY")
@click.argument("other", metavar="STORY")
@_correcting
def merge(store: Store, signed: Signature, one: str, other: str) -> Correction:
    """Make two stories one, under the id of the older; the other id leads to it."""
    return engine.merge(store, one, other, signed)


@click.command(epilog="Example:  newsfold split s51a219c63d10 8422ce9d6a6afc01 f76ebbb469a09fb7")
@click.argument("story", metavar="STORY")
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...")
@_correcting
def split(store: Store, signed: Signature, story: str, articles: Sequence[str]) -> Correction:
    """Make some articles of a story one of their own, with a new id."""
    return engine.split(store, story, articles, signed)


@click.command(epilog="Example:  newsfold pin s51a219c63d10 8422ce9d6a6afc01")
@click.argument("story", metavar="STORY")
@click.argument("article", metavar="ARTICLE")
@_correcting
def pin(store: Store, signed: Signature, story: str, article: str) -> Correction:
    """Make an article's title the headline of its story."""
    return engine.pin(store, story, article, signed)


@click.command(epilog="Example:  newsfold hide 'The Orrin Star'")
@click.argument("outlet", metavar="OUTLET")
@_correcting
def hide(store: Store, signed: Signature, outlet: str) -> Correction:
    """Show nothing of an outlet, by its name or its registrable domain. What it publishes is kept and counted."""
    return engine.hide(store, outlet, signed)


@click.command(epilog="Example:  newsfold undo 3")
@click.argument("number", type=click.IntRange(1), metavar="NUMBER")
@_correcting
def undo(store: Store, signed: Signature, number: int) -> Correction:
    """Take the correction of this number back; `newsfold corrections` lists them. An undo can be undone too."""
    return engine.undo(store, number, signed)


@click.command(epilog="Example:  newsfold corrections")
@options.store
@options.as_json
def corrections(store: str, as_json: bool) -> None:
    """List every correction, with who made it, when and why, those that were undone too."""
    with open_existing(store) as opened:
        made = opened.corrections()
    undone = engine.undone_by(made)
    if as_json:
        listed = [pages.correction_value(one, undone.get(one.number)) for one in made]
        output.print_json({"corrections": listed})
        return
    for one in made:
        output.write(f"{output.one_line(_line(one, undone.get(one.number)))}\n".encode())
    output.say(f"{len(made)} corrections, {len(undone)} of them undone")


def _line(made: Correction, undone_by: int | None) -> str:
    parts = [f"{made.number:3}  {made.signed.at:%Y-%m-%d %H:%M}  {said(made.change)}  by {made.signed.by}"]
    parts += [made.signed.why] if made.signed.why else []
    line = ": ".join(parts)
    return f"{line}  (undone by {undone_by})" if undone_by else line


def said(change: Change) -> str:
    """Say what is corrected, by ids."""
    match change:
        case MergeStories(kept=kept, absorbed=absorbed):
            return f"{absorbed} is merged into {kept}"
        case SplitStory(story=story, into=into, articles=articles):
            return f"{pages.number_of(len(articles), 'article')} of {story} {'is' if len(articles) == 1 else 'are'} {into} now"
        case PinHeadline(story=story, article=article):
            return f"the title of {article} heads {story}"
        case HideOutlet(outlet=outlet):
            return f'"{outlet}" is hidden'
        case Undo(of=number):
            return f"correction {number} is undone"

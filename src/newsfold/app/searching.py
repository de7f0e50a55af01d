"""The command `search`: a query's own digest, then the stories that answer it."""

from __future__ import annotations

from datetime import datetime, tzinfo

import click

from newsfold.app import options, output
from newsfold.app.stateless import render
from newsfold.app.stored import open_existing
from newsfold.app.values import search_value
from newsfold.engine.newsroom import Asked
from newsfold.engine.owners import Owners
from newsfold.engine.searching import Answer
from newsfold.engine.searching import search as find
from newsfold.errors import NotFound
from newsfold.model import Within


@click.command(
    # "-insurers" is a word that must not be there, and no option
    context_settings={"ignore_unknown_options": True},
    epilog="Example:  newsfold search 'ferry \"stern door\" -insurers' --since 2026-03-02",
)
@click.argument("query", nargs=-1, required=True, metavar="QUERY...")
@options.store
@click.option("--since", type=options.Moment(), help="Only articles published then or later.")
@click.option("--until", type=options.Moment(end=True), help="Only articles published then or earlier.")
@click.option(
    "--outlet", "outlets", multiple=True, metavar="NAME", help="Only articles of this outlet; may be repeated."
)
@click.option("--lang", "languages", multiple=True, metavar="CODE", help="Only this language (en); may be repeated.")
@click.option("--top", type=click.IntRange(1), default=20, show_default=True, help="How many stories to list.")
@options.excerpts
@options.brief
@options.accounts
@options.zone
@options.form
@options.as_json
def search(
    query: tuple[str, ...],
    store: str,
    since: datetime | None,
    until: datetime | None,
    outlets: tuple[str, ...],
    languages: tuple[str, ...],
    top: int,
    excerpts: int,
    brief: bool,
    owner: Owners,
    zone: tzinfo,
    form: str,
    as_json: bool,
) -> None:
    """Search the stored articles: the digest of what answers best, then its stories.

    Words count in any form and order; "words in marks" must stand so; an article with a -word is left out.
    """
    if mistyped := [word for word in query if word.startswith("--")]:
        raise click.NoSuchOption(mistyped[0])
    asked = Asked(excerpts, details=not brief, evidence=False)
    with open_existing(store) as opened:
        answer = find(opened, " ".join(query), Within(since, until, outlets, languages), asked, owner)
    if answer.digest is None:
        raise NotFound("no article answers", resource=f"the query {answer.query}")
    if as_json or form == "json":
        output.print_json(search_value(answer, top))
        return
    render([answer.digest], form, zone)
    if form == "text":
        output.write(b"\n" + b"".join(_lines(answer, top)))
    output.say(_account(answer))


def _lines(answer: Answer, top: int) -> list[bytes]:
    return [
        f"{output.one_line(f'{one.story.id}  {one.articles:3}  {one.headline.text}')}\n".encode(
            "utf-8", "backslashreplace"
        )
        for one in answer.stories[:top]
    ]


def _account(answer: Answer) -> str:
    of_these = f", the best {answer.considered} of them shown here" if answer.considered < answer.articles else ""
    return f"newsfold: {answer.articles} articles answer{of_these}; {len(answer.stories)} stories"

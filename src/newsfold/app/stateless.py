"""The commands that keep nothing: digest, cluster, copies, quotes and extract read sources, work in memory, and print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from typing import Final

import click

from newsfold import digests, feeds, pages, stories
from newsfold.app import options, output
from newsfold.copies import Agencies
from newsfold.engine import line
from newsfold.engine.groups import Groups
from newsfold.engine.intake import Desk
from newsfold.engine.newsroom import Asked, Newsroom, Visit
from newsfold.engine.owners import Owners
from newsfold.engine.pool import Processes
from newsfold.engine.spool import Spool
from newsfold.errors import NothingUsable, UsageError
from newsfold.model import Article, Digest, Lineage, Member
from newsfold.stories import Width

# Some 20 ms an article: a chunk is worth sending, and the last ones do not wait for each other.
ARTICLES_A_CHUNK: Final = 16


def read(
    sources: Sequence[str],
    processes: Processes,
    group_by: str | None = None,
    *,
    grouping: bool = True,
    spool: Spool | None = None,
) -> list[Article]:
    """Read sources into articles, in the order in which they were seen; NothingUsable where there is not one.

    grouping: whether they will be grouped, for which processes can be started meanwhile. With a spool the articles have the
    leads of their texts alone.
    """
    desk = Desk(spool)
    received = feeds.read(sources, output.standard_input(), group_by=group_by)
    if grouping:
        received = line.before_grouping(received, processes)
    desk.take(output.progress(received, "reading"), on_reject=output.reject, processes=processes)
    ledger = desk.books.close()
    if ledger.merged or ledger.rejected or desk.feeds:
        output.say(f"newsfold: {output.account(ledger)}")
    if desk.feeds:
        output.say(f"newsfold: {len(desk.feeds)} subscriptions read for the names of outlets; none was fetched")
    if not desk.articles:
        raise NothingUsable("no article could be read", resource=", ".join(sources))
    return list(desk.articles.values())


def grouped(
    articles: Iterable[Article], processes: Processes, width: Width, embedder: stories.Embedder | None = None
) -> line.Grouping:
    """Group articles, showing a person how far it is."""
    return line.group(
        articles, processes, width=width, watched=lambda some: output.progress(some, "grouping"), embedder=embedder
    )


def render(digests: Sequence[Digest], form: str, zone: tzinfo = UTC) -> None:
    """Print digests in one of the formats of `--format`, their times by the clock of a zone where people read them."""
    if form == "json":
        output.write(pages.as_json(digests).encode("utf-8", "backslashreplace"))
    elif form == "html":
        output.write(pages.standalone_page(digests, zone))
    else:
        one = pages.as_text if form == "text" else pages.as_markdown
        output.write("\n".join(one(digest, zone=zone) for digest in digests).encode("utf-8", "backslashreplace"))


@click.command(epilog='Example:  newsfold digest week.jsonl.gz --query "ferry velmar"')
@options.sources
@click.option("--top", type=click.IntRange(1), default=3, show_default=True, help="How many stories.")
@click.option("--story", metavar="ID", help="Only the story of this id.")
@click.option("--query", metavar="WORDS", help="One digest of what answers these words, across stories.")
@click.option("--since", type=options.Moment(), help="Only articles published then or later.")
@click.option("--until", type=options.Moment(end=True), help="Only articles published then or earlier.")
@click.option("--group-by", metavar="FIELD", help="Take the grouping from this field of the records.")
@options.width
@options.excerpts
@options.seen
@options.brief
@options.embedder
@options.agencies
@options.accounts
@options.groups
@options.zone
@options.form
@options.as_json
@options.workers
def digest(
    sources: Sequence[str],
    top: int,
    story: str | None,
    query: str | None,
    since: datetime | None,
    until: datetime | None,
    group_by: str | None,
    width: Width,
    excerpts: int,
    seen: datetime | None,
    brief: bool,
    embedder: stories.Embedder | None,
    agencies: Agencies | None,
    owner: Owners,
    groups: Groups,
    zone: tzinfo,
    form: str,
    as_json: bool,
    workers: int,
) -> None:
    """Group articles and print the digests of the top stories, of one story, or of a query across stories."""
    if story and query:
        raise UsageError("ask for one story or for a query, not for both", resource="--story, --query")
    if query is not None and not query.strip():
        raise UsageError("there is no word in it", resource="--query")
    if query and seen:
        raise UsageError("what is new is told of stories, not of a query", resource="--query, --seen")
    with Processes(workers) as processes:
        articles = line.within(read(sources, processes, group_by, grouping=not group_by), since, until)
        if group_by and not any(article.group for article in articles):
            output.say(f'newsfold: no article has a field "{group_by}", so each is a story of its own')
        if not articles:
            raise NothingUsable("no article was published in that period", resource=", ".join(sources))
        grouping = line.group_as_given(articles) if group_by else grouped(articles, processes, width, embedder)
    room = replace(line.newsroom(articles, grouping, owner, agencies), groups=groups)
    asked = Asked(excerpts, details=not brief, since=Visit(seen) if seen else None)
    if query:
        found = _on(room, query, asked)
    else:
        found = [room.digest(one, asked) for one in ([room.story(story)] if story else room.ranked()[:top])]
    render(found, "json" if as_json else form, zone)


def _on(room: Newsroom, query: str, asked: Asked) -> list[Digest]:
    topic = room.topic(query, asked)
    if topic is None:
        output.say(f'newsfold: nothing found for "{query}" in {len(room.articles)} articles')
    return [topic] if topic else []


@click.command(epilog="Example:  newsfold cluster articles.jsonl.gz -o clusters.jsonl")
@options.sources
@options.out
@options.width
@options.embedder
@options.workers
def cluster(sources: Sequence[str], path: str, width: Width, embedder: stories.Embedder | None, workers: int) -> None:
    """Group articles into stories: one line {"id", "cluster"} an article, in the order of the input."""
    with Processes(workers) as processes, Spool(stories.lead) as spool:
        articles = read(sources, processes, spool=spool)
        ids = [one.id for one in articles]
        story_of = grouped(line.let_go(articles), processes, width, embedder).story_of
    output.write_lines(path, (output.json_line({"id": one, "cluster": story_of[one]}) for one in ids))


@click.command(epilog="Example:  newsfold copies articles.jsonl.gz -o copies.jsonl")
@options.sources
@options.out
@click.option("--passages", is_flag=True, help="Add where the words stand that an article shares with the origin.")
@options.agencies
@options.workers
def copies(sources: Sequence[str], path: str, passages: bool, agencies: Agencies | None, workers: int) -> None:
    """Trace who repeats whom: one line {"id", "lineage", "role"} an article, in the order of the input.

    The role is origin, copy, rewrite, or independent: a text that no other article carries.
    """
    with Processes(workers) as processes, Spool(_nothing) as spool:
        articles = read(sources, processes, grouping=False, spool=spool)
        ids = [one.id for one in articles]
        whole = map(spool.whole, output.progress(line.let_go(line.in_time(articles)), "tracing copies"))
        del articles
        members = {
            member.article: _copies_line(lineage, member, passages=passages)
            for lineage in line.traced(whole, processes, agencies=agencies, evidence=passages)
            for member in lineage.members
        }
    output.write_lines(path, (output.json_line(members[one]) for one in ids))


def _copies_line(lineage: Lineage, member: Member, *, passages: bool) -> dict[str, object]:
    found: dict[str, object] = {
        "id": member.article,
        "lineage": lineage.id,
        "role": member.role,
        "shared": member.shared,
        "origin": lineage.origin,
        "credit": lineage.credit,
        "original_seen": lineage.original_seen,
        "usable": member.usable,
    }
    return found | ({"passages": pages.passages(member)} if passages else {})


def _nothing(_text: str) -> str:
    return ""


@click.command(epilog="Example:  newsfold quotes articles.jsonl.gz -o quotes.jsonl")
@options.sources
@options.out
@options.workers
def quotes(sources: Sequence[str], path: str, workers: int) -> None:
    """Find who said what: one line {"id", "quotes"} an article, in the order of the input.

    A quote is the span of its content in the article's text, with those of who says it and of the words that say so.
    """
    with Processes(workers) as processes:
        articles = read(sources, processes, grouping=False)
        found = processes.map(digests.said_in, output.progress(articles, "reading quotes"), chunk=ARTICLES_A_CHUNK)
        lines = ({"id": one.id, "quotes": pages.quotes(said)} for one, said in zip(articles, found, strict=True))
        output.write_lines(path, map(output.json_line, lines))


@click.command(epilog="Example:  newsfold extract saved-pages/ week.xml -o articles.jsonl")
@options.sources
@options.out
@options.workers
def extract(sources: Sequence[str], path: str, workers: int) -> None:
    """Write the articles in feeds, pages and folders as records: id, url, outlet, published, title, text, lang."""
    with Processes(workers) as processes:
        articles = read(sources, processes, grouping=False)
    output.write_lines(path, (output.json_line(pages.listform.record_value(one)) for one in articles))

"""The options that several commands share, and the types that turn their words into values."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from functools import wraps
from typing import Final, TypeVar

import click
from click.shell_completion import CompletionItem

from newsfold.app.servers import SHARES, serving
from newsfold.app.zones import zone_of
from newsfold.articles import read_date
from newsfold.copies import Agencies, load_agencies
from newsfold.engine.groups import NO_GROUPS, Groups, load_groups
from newsfold.engine.ingest import Settings
from newsfold.engine.owners import Owners, load_owners
from newsfold.engine.pool import default_workers
from newsfold.model import bounds, last_of, moment_of
from newsfold.pages import web_link
from newsfold.stories import WIDTH, Embedder, Width
from newsfold.stories.static_model import load

T = TypeVar("T")

DEFAULT_STORE: Final = "newsfold.db"


class _Loaded(click.ParamType[T]):
    """What is read from a place that the operator names, before anything else is."""

    def __init__(self, name: str, load: Callable[[str], T]) -> None:
        self.name = name
        self._load = load

    def convert(self, value: str | T, param: click.Parameter | None, ctx: click.Context | None) -> T:  # noqa: ARG002 - click's own signature
        return self._load(value) if isinstance(value, str) else value


def _a_file(_context: click.Context, _parameter: click.Parameter, typed: str) -> list[CompletionItem]:
    """Let the shell complete the name of a file."""
    return [CompletionItem(typed, type="file")]


sources = click.argument("sources", nargs=-1, required=True, metavar="SOURCE...", shell_complete=_a_file)
store = click.option(
    "--store",
    shell_complete=_a_file,
    default=DEFAULT_STORE,
    envvar="NEWSFOLD_STORE",
    show_default=True,
    show_envvar=True,
    metavar="FILE",
    help="The store to read from or write to.",
)
workers = click.option(
    "--workers",
    type=click.IntRange(1),
    default=default_workers,
    metavar="N",
    help="Processes to use; the result is the same for any number.  [default: one for each core]",
)
embedder = click.option(
    "--embedder",
    type=_Loaded[Embedder]("folder", load),
    envvar="NEWSFOLD_EMBEDDER",
    show_envvar=True,
    metavar="FOLDER",
    help="A folder with a model2vec model: articles are compared by their meaning too.",
)


agencies = click.option(
    "--agencies",
    type=_Loaded[Agencies]("file", load_agencies),
    envvar="NEWSFOLD_AGENCIES",
    show_envvar=True,
    metavar="FILE",
    help="A table of news agencies and their marks, beside the one that comes with the program.",
)
_owners = click.option(
    "--owners",
    "owners",
    envvar="NEWSFOLD_OWNERS",
    show_envvar=True,
    metavar="FILE",
    help="Which outlets are of one owner: together they are one account.",
)
_families = click.option(
    "--fold-domains",
    "fold_domains",
    is_flag=True,
    envvar="NEWSFOLD_FOLD_DOMAINS",
    show_envvar=True,
    help="Outlets of one registrable domain are one account.",
)


def accounts(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that say which outlets count as one account; the command gets them as `owner`."""

    @wraps(command)
    def folded(*arguments: object, owners: str | None, fold_domains: bool, **options: object) -> None:
        owner = load_owners(owners, families=fold_domains) if owners else Owners(families=fold_domains)
        command(*arguments, owner=owner, **options)

    return _owners(_families(folded))


groups = click.option(
    "--groups",
    type=_Loaded[Groups]("file", load_groups),
    default=NO_GROUPS,
    envvar="NEWSFOLD_GROUPS",
    show_default=False,
    show_envvar=True,
    metavar="FILE",
    help="Groups of outlets: a digest says which of them cover the story, and which are silent.",
)
excerpts = click.option(
    "--excerpts",
    type=click.IntRange(1, 100),
    default=10,
    show_default=True,
    help="How many excerpts a digest has at the most, each from another outlet.",
)
keep = click.option(
    "--keep",
    type=click.IntRange(0),
    default=0,
    envvar="NEWSFOLD_RETENTION_DAYS",
    show_default=True,
    show_envvar=True,
    metavar="DAYS",
    help="For how many days the words of articles are kept; 0 keeps everything.",
)


def servers(command: Callable[..., None]) -> Callable[..., None]:
    """Add the option that says how many processes answer readers; the command gets it as `serving`."""

    @wraps(command)
    def shared(*arguments: object, servers: int, shares: int | None, **options: object) -> None:
        command(*arguments, serving=serving(servers, shares), **options)

    return _servers(_shares(shared))


_servers = click.option(
    "--servers",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    metavar="N",
    help="Processes that answer readers.",
)
# What `servers` starts the others with.
_shares = click.option(SHARES, type=int, hidden=True)

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
form = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "md", "html"]),
    default="text",
    show_default=True,
    help="How to print digests.",
)
out = click.option(
    "-o",
    "--out",
    "path",
    default="-",
    show_default=True,
    metavar="FILE",
    help='Where to write; "-" is standard output.',
)


allow = click.option(
    "--allow",
    multiple=True,
    envvar="NEWSFOLD_ALLOW",
    show_envvar=True,
    metavar="ADDRESS",
    help="An address or a network beyond the public internet that may be fetched from.",
)


zone = click.option(
    "--zone",
    type=_Loaded[tzinfo]("zone", zone_of),
    default="UTC",
    envvar="NEWSFOLD_ZONE",
    is_eager=True,  # days of other options are days there
    show_default=True,
    show_envvar=True,
    metavar="NAME",
    help="The time zone in which days are cut and times are told, as Europe/Berlin.",
)


class Moment(click.ParamType[datetime]):
    """A point in time: a bare date or ISO 8601. As the end of a period, a bare date means the end of that day.

    A day, and a time without a zone, are of the zone that the command is given.
    """

    name = "date"

    def __init__(self, *, end: bool = False) -> None:
        self._end = end

    def convert(self, value: str | datetime, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        date = read_date(value)
        if date.at is None:
            self.fail(f'"{value}" is no date; write 2026-03-02 or 2026-03-02T06:40:00Z', param, ctx)
        here: tzinfo = (ctx.params if ctx else {}).get("zone", UTC)
        if date.quality == "day":
            return last_of(date.at.date(), here) if self._end else bounds(date.at.date(), here)[0]
        return moment_of(date.at, here) if date.floating else date.at


class _SiteUrl(click.ParamType[str]):
    """The absolute address of a folder on the web, which ends with a "/"."""

    name = "address"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if web_link(value) is None or any(sign in value for sign in "?#"):
            self.fail(
                f'"{value}" is no address of a site; write https://news.example/ or http://host/folder/', param, ctx
            )
        return value if value.endswith("/") else f"{value}/"


site_url = click.option(
    "--url",
    type=_SiteUrl(),
    envvar="NEWSFOLD_SITE_URL",
    show_envvar=True,
    metavar="ADDRESS",
    help="Where the site will be found: for sitemap.xml, canonical links and the feeds' own addresses.",
)
seen = click.option(
    "--seen",
    type=Moment(),
    metavar="DATE",
    help="Say first what is new since then: your last visit.",
)
brief = click.option("--brief", is_flag=True, help="Only headline and excerpts.")


class _Width(click.ParamType[Width]):
    """A number between 0 and 1."""

    name = "number"

    def convert(self, value: str | Width, param: click.Parameter | None, ctx: click.Context | None) -> Width:
        try:
            return value if isinstance(value, Width) else Width(float(value))
        except ValueError:
            self.fail(f'"{value}" is no width; write a number between 0 and 1', param, ctx)


width = click.option(
    "--width",
    type=_Width(),
    default=str(WIDTH.width),
    envvar="NEWSFOLD_WIDTH",
    show_default=True,
    show_envvar=True,
    metavar="NUMBER",
    help="How wide a story is: towards 0 what is surely one event, towards 1 a whole saga.",
)


def line(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that say how articles are grouped; the command gets them as `settings` and `workers`."""

    @wraps(command)
    def settled(
        *arguments: object, width: Width, embedder: Embedder | None, agencies: Agencies | None, **options: object
    ) -> None:
        command(*arguments, settings=Settings(width=width, embedder=embedder, agencies=agencies), **options)

    return workers(agencies(embedder(width(settled))))

"""The commands by name: where each is, and what the list of them says of it. A command's module is loaded when it runs.

This is click's pattern of a lazy group, with the first sentences beside the names: `newsfold --help`, and a shell that completes
a name, need nothing else. A test holds them to what the commands say themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Final, NamedTuple

import click
from click.shell_completion import CompletionItem


class Named(NamedTuple):
    """A command's name, its place (module of `newsfold.app`, and its name there), and the first paragraph of its help."""

    name: str
    place: str
    says: str


COMMANDS: Final = (
    # keeping nothing
    Named("demo", "demo:demo", "Run the bundled sample week: print the top story's digest and write the site."),
    Named(
        "digest",
        "stateless:digest",
        "Group articles and print the digests of the top stories, of one story, or of a query across stories.",
    ),
    Named(
        "cluster",
        "stateless:cluster",
        'Group articles into stories: one line {"id", "cluster"} an article, in the order of the input.',
    ),
    Named(
        "copies",
        "stateless:copies",
        'Trace who repeats whom: one line {"id", "lineage", "role"} an article, in the order of the input.',
    ),
    Named(
        "quotes",
        "stateless:quotes",
        'Find who said what: one line {"id", "quotes"} an article, in the order of the input.',
    ),
    Named(
        "extract",
        "stateless:extract",
        "Write the articles in feeds, pages and folders as records: id, url, outlet, published, title, text, lang.",
    ),
    # on a store
    Named(
        "ingest",
        "stored:ingest",
        "Take sources into the store, through the whole line. Taking in the same twice changes nothing.",
    ),
    Named("stories", "stored:stories", "List the stories of the store, those told by most independent accounts first."),
    Named(
        "show",
        "stored:show",
        "Print the digest of a stored story. The id of a story that was merged away leads to the one that took it in.",
    ),
    Named(
        "search", "searching:search", "Search the stored articles: the digest of what answers best, then its stories."
    ),
    Named(
        "follow",
        "following:follow",
        'Follow a story or a query (a name, a "phrase", words) from now on; without either, list what is followed.',
    ),
    Named("unfollow", "following:unfollow", "Follow something no longer. The articles stay."),
    Named("news", "following:news", "Tell what is new for what is followed, each article once."),
    Named(
        "verify",
        "stored:verify",
        "Prove every stored excerpt and headline against the stored articles, character for character.",
    ),
    Named(
        "build",
        "stored:build",
        "Write the site of all stories into a folder, to be read from the disk or put on any server.",
    ),
    Named(
        "serve",
        "stored:serve",
        "Serve the store's pages on this machine, until Ctrl-C. What is added on a page is fetched once; `run` goes on fetching.",
    ),
    Named("token", "tokens:token", "Give programs keys of their own to the server: add, list, remove."),
    Named(
        "mcp",
        "assisting:mcp",
        "Answer an assistant (Model Context Protocol) on standard input and output, until it hangs up. It can only read.",
    ),
    # kept live
    Named(
        "add",
        "subscriptions:add",
        "Subscribe to a feed: fetch it once, show what is in it, and take that in. A web page's address shows its feeds.",
    ),
    Named("remove", "subscriptions:remove", "End a subscription. What it brought stays."),
    Named(
        "feeds",
        "subscriptions:feeds",
        "List the subscriptions: when each was fetched, when it is next, and what is wrong with it.",
    ),
    Named(
        "import",
        "subscriptions:import_",
        "Subscribe to the feeds of an OPML file, or of - for standard input. Nothing is fetched; twice is as once.",
    ),
    Named(
        "export",
        "subscriptions:export",
        "Write the subscriptions as an OPML file, or to standard output. What `import` makes of it is what there was.",
    ),
    Named(
        "starters",
        "starters:starters",
        "Give feeds to begin with: general news of one language, of outlets that report the same events. Nothing is fetched.",
    ),
    Named(
        "fetch",
        "live:fetch",
        "Fetch the subscriptions that are due, once, and take what is new through the whole line.",
    ),
    Named(
        "run",
        "live:run",
        "Fetch, group, digest and serve, until Ctrl-C. What was left undone is taken up at the next start.",
    ),
    Named(
        "alert",
        "alerting:alert",
        "Send out what is new for what is followed with --to, each article once. `newsfold run` does so by itself.",
    ),
    Named(
        "edition",
        "mailing:edition",
        "Print the edition of a day; say who gets it by e-mail; send it. `newsfold run` sends it by itself, at mail.edition-at.",
    ),
    # correcting
    Named("merge", "corrections:merge", "Make two stories one, under the id of the older; the other id leads to it."),
    Named("split", "corrections:split", "Make some articles of a story one of their own, with a new id."),
    Named("pin", "corrections:pin", "Make an article's title the headline of its story."),
    Named(
        "hide",
        "corrections:hide",
        "Show nothing of an outlet, by its name or its registrable domain. What it publishes is kept and counted.",
    ),
    Named(
        "undo",
        "corrections:undo",
        "Take the correction of this number back; `newsfold corrections` lists them. An undo can be undone too.",
    ),
    Named(
        "corrections",
        "corrections:corrections",
        "List every correction, with who made it, when and why, those that were undone too.",
    ),
    # looked after
    Named(
        "backup",
        "keeping:backup",
        "Copy the store into a new file, also while it is written to, and prove that the copy shows the same.",
    ),
    Named(
        "restore",
        "keeping:restore",
        "Put a backup in the place of the store, and prove that it shows the same. The backup is only read.",
    ),
    Named(
        "doctor",
        "doctor:doctor",
        "Look over the store and its feeds, and change nothing: what is wrong, and what to do. The status is 1 if anything is.",
    ),
    Named("prune", "prune:prune", "Remove the words of stories of which every article is older than what is kept."),
    Named("config", "config:config", "Show what is set, and where it comes from."),
    Named(
        "completion",
        "completion:completion",
        "Print what makes a shell complete newsfold's commands and options; SHELL is bash, zsh or fish.",
    ),
)


class Commands(Mapping[str, click.Command]):
    """The commands by name, in the order of the table. Each is loaded when it is asked for."""

    def __init__(self) -> None:
        self._places = {one.name: one.place for one in COMMANDS}

    def __getitem__(self, name: str) -> click.Command:
        module, _, inside = self._places[name].partition(":")
        command: click.Command = getattr(import_module(f"newsfold.app.{module}"), inside)
        return command

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


class LazyGroup(click.Group):
    """A group that lists these commands without loading them; `commands=Commands()` is its own."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands as click does, by their names and sentences alone."""
        click.Group(commands=_stand_ins()).format_commands(ctx, formatter)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete a command's name likewise, and the group's own options."""
        fitting = [one for one in _stand_ins() if (one.name or "").startswith(incomplete)]
        named = [CompletionItem(one.name, help=one.get_short_help_str()) for one in fitting]
        return named + click.Command.shell_complete(self, ctx, incomplete)


def _stand_ins() -> list[click.Command]:
    return [click.Command(one.name, help=one.says) for one in sorted(COMMANDS)]

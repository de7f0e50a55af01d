"""The demonstration: a week of invented news, bundled with the package, through the whole line to a site."""

from __future__ import annotations

from datetime import tzinfo
from importlib.resources import as_file, files

import click

from newsfold import pages
from newsfold.app import options, output
from newsfold.app.stateless import render
from newsfold.app.stored import composed, fill, write_site
from newsfold.engine.rooms import newsroom
from newsfold.store import open_store


@click.command(epilog="Example:  newsfold demo --out demo")
@click.option(
    "--out", "folder", default="newsfold-demo", show_default=True, metavar="DIR", help="Where to put store and site."
)
@options.site_url
@options.zone
@options.workers
def demo(folder: str, url: str | None, zone: tzinfo, workers: int) -> None:
    """Run the bundled sample week: print the top story's digest and write the site."""
    target = output.folder(folder)
    path = target / options.DEFAULT_STORE
    with as_file(files("newsfold") / "sample") as sample, open_store(path) as store:
        done = fill(store, [str(sample / part) for part in ("outlets.opml", "1-week", "2-later")], workers)
        room = newsroom(store)
        render([room.digest(room.ranked()[0])], "text", zone)
        pages_written = write_site(pages.build(composed(room), kept=0, base=url, zone=zone), target / "site")
    output.say("")
    output.say(output.account(done.ledger))
    output.say(f"The site ({pages_written} files): {target / 'site' / 'index.html'}")
    output.say(
        f"Next:  newsfold stories --store {path}    newsfold verify --store {path}    newsfold serve --store {path}"
    )

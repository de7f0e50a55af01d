"""The demonstration: a week of invented news, bundled with the package, through the whole line to a site."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

import click

from newsfold import pages
from newsfold.app import options, output
from newsfold.app.stored import fill, write_site
from newsfold.engine.archive import Archive
from newsfold.store import open_store


@click.command(epilog="Example:  newsfold demo --out demo")
@click.option(
    "--out", "folder", default="newsfold-demo", show_default=True, metavar="DIR", help="Where to put store and site."
)
@options.workers
def demo(folder: str, workers: int) -> None:
    """Run the bundled sample week: print the top story's digest and write the site."""
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    path = target / options.DEFAULT_STORE
    with as_file(files("newsfold") / "sample") as sample, open_store(path) as store:
        done = fill(store, [str(sample / part) for part in ("outlets.opml", "1-week", "2-later")], workers)
        archive = Archive(store)
        top = archive.digest(archive.ranked()[0])
        if top:
            output.write(pages.as_text(top).encode("utf-8", "backslashreplace"))
        pages_written = write_site(store, target / "site")
    output.say(f"\n{output.account(done.ledger)}")
    output.say(f"The site ({pages_written} files): {target / 'site' / 'index.html'}")
    output.say(
        f"Next:  newsfold stories --store {path}    newsfold verify --store {path}    newsfold serve --store {path}"
    )

"""Proves the API by its own description: thousands of requests, right ones and wrong ones, put to a server of the sample week.

Run it by `make prove-api`. What is asked comes from schemathesis, which reads /api/v1/openapi.json and holds every answer to it:
status, media type, headers and body, refusals of what is wrong and acceptance of what is right. The short form is a test.
Addresses of feeds are made up too, so the server's door to the network is played: nobody is asked anything.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import click

from newsfold.app.cli import newsfold
from newsfold.app.world import World
from newsfold.engine.live import Clock, Door
from newsfold.model import Failure, Fetched, Wanted

PREFIX = "api/v1"
# How often an id is one that is there, and where ids are asked for.
LIKELY = 0.7
PLACES = {
    "path.story": "story",
    "path.article": "article",
    "path.revision": "revision",
    "query.article": "article",
    "query.revision": "revision",
    "body.story": "story",
    "body.stories[*]": "story",
    "body.articles[*]": "article",
}
FEED = b"<rss version='2.0'><channel><title>Harbour Post</title></channel></rss>"
# What can be asked rightly and yet not be done: a query of no word (400), which no schema tells from others.
EXPECTED = ["2xx", "3xx", "400", "404", "409"]


@click.command()
@click.option("--examples", default=60, show_default=True, help="Requests made up for each resource, at the most.")
@click.option("--serving", hidden=True, help="Be the server of this store.")
def main(examples: int, serving: str | None) -> None:
    """Serve the sample week on loopback, and let schemathesis at it."""
    if serving:
        newsfold(["serve", "--store", serving, "--port", "0"], obj=World(open_door=played))
        return
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "week.db"
        sample = files("newsfold") / "sample"
        sources = [str(sample / name) for name in ("outlets.opml", "1-week", "2-later")]
        subprocess.run([sys.executable, "-m", "newsfold", "ingest", *sources, "--store", str(store)], check=True)
        command = [sys.executable, __file__, "--serving", str(store)]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
            try:
                address = _address(server)
                settings = Path(folder) / "schemathesis.toml"
                settings.write_text(settings_of(known(address)), "utf-8")
                sys.exit(_asked(address, settings, examples))
            finally:
                server.terminate()


@contextmanager
def played(_allow: Sequence[str], _clock: Clock) -> Iterator[Door]:
    """Play the network: there is a feed at every address of HTTPS, and nobody at the others."""
    yield Door(_answers)


def _answers(wanted: Iterable[Wanted]) -> Iterator[Fetched]:
    for one in wanted:
        if one.url.startswith("https:"):
            yield Fetched(one, one.url, 200, FEED, "application/rss+xml")
        else:
            yield Fetched(one, one.url, failure=Failure("unreachable", "nobody is there"))


def _address(server: subprocess.Popen[str]) -> str:
    assert server.stderr
    for line in server.stderr:
        if found := re.search(r"http://\S+/", line):
            return found[0]
    raise SystemExit("the server did not begin")


def known(address: str) -> dict[str, list[str]]:
    """Ids that are there, by the name of the parameter: without them most requests would be of nothing."""
    stories = _got(f"{address}{PREFIX}/stories?limit=5")["stories"]
    articles = _got(f"{address}{PREFIX}/articles?limit=5")["articles"]
    return {
        "story": [one["id"] for one in stories],
        "article": [one["id"] for one in articles],
        "revision": [one["revision"] for one in articles],
    }


def _got(url: str) -> Any:
    with urlopen(url) as answer:  # noqa: S310 - of this tool's own server
        return json.load(answer)


def settings_of(ids: dict[str, list[str]]) -> str:
    """Write schemathesis' settings: ids to ask for, and what may be answered to what is right."""
    lines = [f"[dictionaries.{name}]\nvalues = {json.dumps(some)}" for name, some in ids.items()]
    lines += ["[parameters]"]
    lines += [f'"{place}" = {{dictionary = "{name}", probability = {LIKELY}}}' for place, name in PLACES.items()]
    lines += ["[checks.positive_data_acceptance]", f"expected-statuses = {json.dumps(EXPECTED)}"]
    text = "\n".join(lines) + "\n"
    tomllib.loads(text)
    return text


def _asked(address: str, settings: Path, examples: int) -> int:
    place = f"{address}{PREFIX}"
    command = ["schemathesis", "--config-file", str(settings), "run", f"{place}/openapi.json", "--url", place]
    command += [
        "--checks",
        "all",
        "--max-examples",
        str(examples),
        "--exclude-path",
        "/events",
        "--continue-on-failure",
    ]
    return subprocess.run(command, cwd=settings.parent, check=False).returncode


if __name__ == "__main__":
    main()

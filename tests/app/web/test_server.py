"""The local server: pages of what is stored, under strict headers, and a stop that leaves nothing half done."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import lxml.html
import pytest
from asking import Answer, asked

from newsfold.app.web import Desk, make_app, serve
from newsfold.engine.searching import Answer as Found
from newsfold.errors import UsageError
from newsfold.model import (
    Article,
    Counts,
    Date,
    Digest,
    Edition,
    Excerpt,
    Headline,
    Pruned,
    Revision,
    Within,
    revision_id,
)
from newsfold.pages import style_sheet, summarise

SRC = Path(__file__).parents[3] / "src"


def story_of(name: str, words: str = "The ferry has stopped.") -> Digest:
    """A story of one article."""
    piece = Article(
        "a", "Orrin Today", Revision(revision_id("Ferry", words), "Ferry", words), "https://orrin.example/a"
    )
    excerpt = Excerpt.of(piece, "text", 0, len(words), story=name)
    headline = Headline("Ferry", "a", "Orrin Today", piece.url, "en")
    return Digest(name, headline, Counts(1, 1, 1), (excerpt,), (), (), Date(), Date())


class Shelf:
    """A reader of digests that are held in memory; `moved` says which story took up which."""

    def __init__(self, *digests: Digest, moved: Mapping[str, str] | None = None) -> None:
        self._digests = {digest.id: digest for digest in digests}
        self._moved = moved or {}
        self.gone: dict[str, Pruned] = {}

    def edition(self, day: date | None = None) -> Edition | None:
        stories = tuple(summarise(digest) for digest in self._digests.values())
        return Edition(day or date(2026, 3, 2), (), stories) if stories else None

    def digest(self, story: str, since: datetime | None = None) -> Digest | None:  # noqa: ARG002 - nothing is ever new here
        return self._digests.get(self._moved.get(story, story))

    def named(self, story: str, since: datetime | None = None) -> None:
        """Nothing names them: each page is drawn."""

    def search(self, typed: str, within: Within | None = None) -> Found:  # noqa: ARG002 - nothing answers here
        return Found(typed, None, (), 0, 0)

    def pruned(self, story: str) -> Pruned | None:
        return self.gone.get(story)


def ask(reader: Shelf, path: str, method: str = "GET", **headers: str) -> Answer:
    """Put one request to the application itself, as a server would, without a socket."""
    return asked(
        make_app(Desk(reader)), path, method, headers={name.replace("_", "-"): one for name, one in headers.items()}
    )


SHELF = Shelf(story_of("s1"), story_of("s2"), moved={"s0": "s2"})


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/story/s1", "text/html; charset=utf-8"),
        ("/story/s1.json", "application/json; charset=utf-8"),
        ("/style.css", "text/css; charset=utf-8"),
        ("/newsfold.js", "text/javascript; charset=utf-8"),
        ("/healthz", "text/plain; charset=utf-8"),
    ],
)
def test_every_page_answers_with_its_type_and_can_be_asked_for_again_cheaply(path: str, media_type: str) -> None:
    """A second request that names what it has is answered 304 without a body."""
    first = ask(SHELF, path)
    assert (first.status, first.headers["content-type"]) == (200, media_type)
    again = ask(SHELF, path, if_none_match=f'"other", W/{first.headers["etag"]}')
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert ask(SHELF, path, if_none_match='"other"').status == 200


def test_a_changed_story_has_another_tag() -> None:
    """A client is never told that it has what it has not."""
    tags = {ask(Shelf(story_of("s1", words)), "/story/s1").headers["etag"] for words in ("One.", "Two.")}
    assert len(tags) == 2


@pytest.mark.parametrize(
    "path", ["/", "/story/s1", "/story/s1.json", "/story/s0", "/none", "/style.css", "/newsfold.js"]
)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_every_answer_carries_the_security_headers(path: str, method: str) -> None:
    """Pages, redirects and refusals alike."""
    headers = ask(SHELF, path, method).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    own = dict.fromkeys(("style-src", "script-src", "img-src", "connect-src", "form-action"), "'self'")
    assert policy == own | dict.fromkeys(("default-src", "frame-ancestors", "base-uri"), "'none'")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_a_story_that_was_merged_leads_on_to_the_one_that_took_it_up() -> None:
    """For now, not for ever: stories can be split again."""
    answers = [ask(SHELF, path) for path in ("/story/s0", "/story/s0.json")]
    assert [(one.status, one.headers["location"]) for one in answers] == [
        (307, "../story/s2"),
        (307, "../story/s2.json"),
    ]


def test_a_story_that_is_no_longer_kept_is_gone_and_says_when_and_why() -> None:
    """As a page and as data; another one is merely not there."""
    day = datetime(2026, 3, 1, tzinfo=UTC)
    reader = Shelf()
    reader.gone["s-old"] = Pruned("s-old", day, 90, day, 2, 2, day, day)
    answer = ask(reader, "/story/s-old")
    page = lxml.html.fromstring(answer.body)
    assert (answer.status, page.xpath("//h1")[0].text_content()) == (410, "This story is no longer kept")
    assert "kept for 90 days" in page.text_content()
    data = ask(reader, "/story/s-old.json")
    assert (data.status, json.loads(data.body)["pruned"]["days"]) == (410, 90)
    assert ask(reader, "/story/s-other").status == 404


@pytest.mark.parametrize(
    "path", ["/story/none", "/story/none.json", "/none", "/a/b/c", "/story/", "/..%2f..%2fetc/passwd"]
)
def test_what_is_not_there_is_said_in_plain_words(path: str) -> None:
    """With a way back that holds from wherever the address was."""
    answer = ask(SHELF, path)
    page = lxml.html.document_fromstring(answer.body)
    assert (answer.status, page.xpath("//h1")[0].text_content()) == (404, "There is no such page")
    [back] = page.xpath("//footer//a/@href")
    assert back == ("../" * (unquote(path).count("/") - 1) or "./")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_nothing_but_reading_is_answered(method: str) -> None:
    """Other methods are refused, and told which are not."""
    answer = ask(SHELF, "/story/s1", method)
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    "name", ["s1", "with space", "a/b", "é", "half \ud83d".encode("utf-8", "replace").decode(), "x.y"]
)
def test_the_links_of_the_front_page_lead_to_the_stories(name: str) -> None:
    """Also for ids that are no plain words."""
    reader = Shelf(story_of(name))
    [link] = {*lxml.html.document_fromstring(ask(reader, "/").body).xpath("//h2/a/@href")}
    page = lxml.html.document_fromstring(ask(reader, "/" + link).body)
    data = page.xpath("//footer//a/@href")[0]
    assert page.xpath("//h1")[0].text_content() == "Ferry"
    assert json.loads(ask(reader, "/" + data.replace("../", "")).body)["stories"][0]["id"] == name


# --- the server -----------------------------------------------------------------------------------------------------

_PROGRAM = """
import sys
sys.path.insert(0, sys.argv[1])
from test_server import SHELF
from newsfold.app.web import Desk, serve
serve(Desk(SHELF), port=0, announce=lambda url: print(url, flush=True))
print("closed the store", flush=True)
"""


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
def test_the_server_listens_on_this_machine_and_stops_when_told(by: signal.Signals) -> None:
    """It prints nothing itself, and comes back to its caller, which can then close what it has open."""
    command = [sys.executable, "-c", _PROGRAM, str(Path(__file__).parent)]
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env=os.environ | {"PYTHONPATH": str(SRC)}, **pipes) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", url)
        connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=10)
        connection.request("HEAD", "/style.css")
        response = connection.getresponse()
        said = (response.status, response.headers["content-length"], response.read(), response.headers["server"])
        connection.close()
        process.send_signal(by)
        out, err = process.communicate(timeout=20)
    assert said == (200, str(len(style_sheet())), b"", None)
    assert (process.returncode, out, err) == (0, "closed the store\n", "")


def test_a_port_that_is_taken_is_said_so() -> None:
    """Before anything is announced."""
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(UsageError, match="nothing can listen there"):
        serve(Desk(SHELF), port=taken.getsockname()[1], announce=pytest.fail)

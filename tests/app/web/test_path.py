"""A person's path from an empty store to a correction, in a real Chromium, on a real `newsfold run` that fetches over loopback."""

from __future__ import annotations

import http.server
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT / "tools"))

from chromium import Tab, browser  # noqa: E402 - a tool, not a package

FIRST = "Mon, 02 Mar 2026 06:40:00 GMT"
LATER = "Mon, 02 Mar 2026 12:10:00 GMT"
# One event in the words of eight outlets, and two stories of an outlet each that a person will find to be one.
FERRY = {
    "harbour": "The ferry Silver Tern sank off Velmar on Monday with 312 passengers aboard, the coast guard said. Nine fishing"
    " boats took them off within an hour of the first call for help. Two sailors were brought to hospital with broken ribs.",
    "ledger": "Divers searched the wreck of the ferry Silver Tern off Velmar on Monday for its master, Augustin Lorne. The water"
    " is forty metres deep there, and they have light for another three hours. A crane will come from Dorne on Thursday.",
    "courier": "The port authority closed the harbour of Velmar after the ferry Silver Tern sank. Ships to the island of Corrow"
    " wait at anchor, and bread will be flown there from Tuesday. Hotels took in four hundred lorry drivers for the night.",
    "beacon": "Passengers of the Silver Tern told of a bang below the car deck before the ferry sank off Velmar. “It was like a"
    " door that somebody slams in another house,” said Mira Halvorsen, a teacher who travelled with her class.",
    "wave": "The owner of the Silver Tern, the ferry that sank off Velmar, put off its last inspection twice, according to two"
    " people who have seen the papers. “The hull was never at risk,” said Conrad Mabey, who heads the company.",
    "mirror": "Parliament in Orrin will ask the transport minister, Celia Varn, on Wednesday why the Silver Tern was allowed to"
    " sail. The opposition wants all eleven ferries of the line off Velmar kept in port until they are looked over.",
    "tribune": "Twelve people are feared dead after the Silver Tern sank off Velmar, the health ministry said. Three of them were"
    " children of one family from Lower Sallow. Flags in Orrin will fly at half-mast until Friday.",
    "dispatch": "Water on an open car deck can turn a ship of this kind over in ninety seconds, says Oda Lindqvist, who teaches"
    " naval design. The Silver Tern had no walls across its deck, she says, as newer ferries must have.",
}
GOAT = "Greenfield crowned the heaviest goat of its annual fair before three hundred visitors and a brass band on Saturday."
CHEESE = "Cala Mora has chosen the worst cheese of the year, and its dairies were proud of a smell that emptied the town hall."
NEW = "The port authority of Velmar found the stern door of the Silver Tern open, and gave the log of Augustin Lorne to a judge."


def entry(outlet: str, path: str, title: str, words: str, when: str) -> str:
    url = f"https://{outlet}.example/{path}"
    return (
        f"<item><title>{title}</title><link>{url}</link><guid>{url}</guid>"
        f"<pubDate>{when}</pubDate><description>{words}</description></item>"
    )


class Newsstand:
    """Feeds on loopback, which can bring something new."""

    def __init__(self) -> None:
        titles = {
            "harbour": "Ferry sinks off Velmar",
            "ledger": "Divers search wreck of ferry off Velmar",
            "courier": "Master of sunken ferry missing",
            "beacon": "A bang below deck, then the ferry sank off Velmar",
            "wave": "Owner of sunken ferry put off inspection",
            "mirror": "Minister to be asked about sunken ferry Silver Tern",
            "tribune": "Twelve feared dead after ferry sinks off Velmar",
            "dispatch": "Why the Silver Tern could capsize in calm water",
        }
        self.feeds = {name: [entry(name, "ferry", title, FERRY[name], FIRST)] for name, title in titles.items()}
        self.bring("harbour", "Goat crowned", GOAT, FIRST)
        self.bring("courier", "Worst cheese of the year chosen", CHEESE, FIRST)
        self.url = ""

    def bring(self, outlet: str, title: str, words: str, when: str) -> None:
        """Let an outlet publish something."""
        self.feeds[outlet].append(entry(outlet, title.split(maxsplit=1)[0].lower(), title, words, when))

    def body(self, path: str) -> bytes:
        items = "".join(self.feeds[path.strip("/")])
        return f'<rss version="2.0"><channel><title>{path.strip("/")}</title>{items}</channel></rss>'.encode()

    @property
    def opml(self) -> str:
        names = {
            "harbour": "Harbour Post",
            "ledger": "The Daily Ledger",
            "courier": "Orrin Courier",
            "beacon": "The Beacon",
            "wave": "Public Wave",
            "mirror": "Keldon Mirror",
            "tribune": "Orrin Tribune",
            "dispatch": "Science Dispatch",
        }
        outlines = "".join(
            f'<outline type="rss" text="{name}" xmlUrl="{self.url}{path}"/>' for path, name in names.items()
        )
        return f'<opml version="2.0"><body>{outlines}</body></opml>'


@pytest.fixture
def newsstand() -> Iterator[Newsstand]:
    stand = Newsstand()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known = self.path.strip("/") in stand.feeds
            body = stand.body(self.path) if known else b""
            self.send_response(200 if known else 404)
            self.send_header("content-type", "application/rss+xml")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    stand.url = f"http://127.0.0.1:{server.server_port}/"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield stand
    server.shutdown()
    server.server_close()


@contextmanager
def running(store: Path) -> Iterator[str]:
    """A real `newsfold run`, told to stop afterwards."""
    command = [
        sys.executable,
        "-m",
        "newsfold",
        "run",
        "--store",
        str(store),
        "--port",
        "0",
        "--allow",
        "127.0.0.1",
        "--workers",
        "1",
    ]
    env = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    with subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        said: list[str] = []
        while not (said and "reading at" in said[-1]):
            line = process.stderr.readline()
            assert line, said
            said.append(line)
        rest = threading.Thread(target=lambda: said.extend(process.stderr or ()), daemon=True)
        rest.start()
        try:
            yield said[-1].split()[-1]
        finally:
            process.terminate()
            process.wait(60)
            rest.join(5)


class Person:
    """Somebody at a browser, who reads and presses what is on the page."""

    def __init__(self, tab: Tab, home: str) -> None:
        self._tab = tab
        self._home = home

    def open(self, path: str) -> None:
        self._tab.open(self._home + path)

    @property
    def words(self) -> str:
        return str(self._tab.value("document.querySelector('main').innerText"))

    @property
    def heading(self) -> str:
        return str(self._tab.value("document.querySelector('h1').innerText"))

    @property
    def address(self) -> str:
        return str(self._tab.value("location.href"))

    def text(self, selector: str) -> str:
        return str(self._tab.value(f"document.querySelector({json.dumps(selector)}).textContent"))

    def until(self, path: str, seen: Callable[[], bool], seconds: float = 90) -> None:
        """Open a page again and again until it shows something; a busy machine takes its time."""
        end = time.monotonic() + seconds
        self.open(path)
        while not seen():
            assert time.monotonic() < end, self.words
            time.sleep(0.5)
            self.open(path)

    def write(self, selector: str, words: str) -> None:
        node = self._tab.find(selector)
        assert node is not None, selector
        self._tab.ask("DOM.focus", nodeId=node)
        self._tab.ask("Input.insertText", text=words)

    def choose_file(self, selector: str, path: Path) -> None:
        self._tab.ask("DOM.setFileInputFiles", nodeId=self._tab.find(selector), files=[str(path)])

    def press(self, selector: str) -> None:
        """Click what leads to another page, and wait for it."""
        self._tab.click(selector)
        self._tab.wait_for_load()

    def unfold(self, selector: str) -> None:
        self._tab.click(selector)

    def shown(self, selector: str) -> bool:
        return self._tab.find(selector) is not None and self._tab.is_shown(selector)


def test_a_person_goes_from_an_empty_store_to_a_correction(
    newsstand: Newsstand, tmp_path: Path, chromium_path: str
) -> None:
    """First run, import, edition, story, Digest more, proof, follow, what is new, merge, undo: all of it without a script."""
    opml = tmp_path / "mine.opml"
    opml.write_text(newsstand.opml)
    with running(tmp_path / "store.db") as home, browser(chromium_path) as tab:
        tab.scripts(allowed=False)
        person = Person(tab, home)
        _begin(person, opml)
        _read(person)
        _follow(person, newsstand)
        _correct(person)


def _begin(person: Person, opml: Path) -> None:
    person.open("")
    assert person.heading == "Whose news do you want to read?"
    person.choose_file("input[type=file]", opml)
    person.press("form[action$='do/import'] button")
    assert "8 added" in person.words
    person.until("", lambda: person.heading == "Monday, 2 March 2026")
    assert "That is all for Monday, 2 March." in person.words


def _read(person: Person) -> None:
    person.press(".lead h2 a")
    assert "8 articles, 8 outlets" in person.words
    assert not person.shown(".fold .excerpts")
    person.unfold(".fold > summary")
    assert person.shown(".fold .excerpts")
    words = person.text(".excerpts blockquote .words")
    person.press("a.prove")
    assert person.text("mark") == words


def _follow(person: Person, newsstand: Newsstand) -> None:
    person.open("")
    person.press(".lead h2 a")
    person.press("form[action$='do/follow'] button")
    assert "It is followed from now on." in person.words
    newsstand.bring("ledger", "Stern door of sunken ferry was open", NEW, LATER)
    person.open("feeds")
    person.press("form.press[action$='do/fetch'] button")
    person.until("following", lambda: "1 new article" in person.words)
    assert "Stern door of sunken ferry was open" in person.words


def _correct(person: Person) -> None:
    person.open("")
    person.press(".briefs li:last-child h3 a")
    other = person.address
    person.open("")
    person.press(".briefs h3 a")
    assert person.address != other
    person.press(".tools a[href$='/correct']")
    person.write("input[name=into]", other)
    person.press("form[action$='do/merge'] button")
    assert "The two stories are one now." in person.words
    assert "2 articles, 2 outlets" in person.words
    person.press(".notice button")
    assert "That was taken back." in person.words
    assert "1 article, 1 outlet" in person.words

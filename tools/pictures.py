"""Take pictures of a site that `newsfold build` wrote: its front page and a story, desktop and phone, light and dark, and in print.

    python tools/pictures.py SITE OUT [--story NAME] [--open] [--page NAME=ADDRESS]... [--store FILE]

Opens the files from the disk as a reader would; --open opens what is folded first. --page takes the pictures of other pages too,
by a file or an address; --store those of the server of a store: an edition, a search, and the first page of an empty one. A story
that is read from right to left, which the sample week has none of, comes from the tests.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chromium import BrowserError, Tab, browser, find

_SCREENS = {"desktop": (1280, 900, False), "phone": (390, 844, True)}
_MOST = 2400  # CSS pixels from the top, which is enough to see how a page is set
_PAPER = (718, 1016)  # A4 without its margins, in CSS pixels
_UNFOLD = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"


def main() -> int:
    """Read the command line and take the pictures; 0 when done, 2 when there is no browser or no site."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--story", help="the file name of a story without its ending; else the top story")
    parser.add_argument("--open", action="store_true", help="open what is folded")
    parser.add_argument("--store", type=Path, help="a store whose server's pages are taken too")
    parser.add_argument("--page", action="append", default=[], metavar="NAME=ADDRESS", help="another page")
    asked = parser.parse_args()
    path = find()
    if path is None or not (asked.site / "index.html").is_file():
        print("no Chromium is installed" if path is None else f"{asked.site}: no index.html there", file=sys.stderr)
        return 2
    asked.out.mkdir(parents=True, exist_ok=True)
    try:
        with browser(path) as tab:
            for name, page in _pages(asked.site, asked.story).items():
                _picture(tab, page.resolve().as_uri(), asked.out / name, unfold=asked.open)
            for name, _, page in (one.partition("=") for one in asked.page):
                address = page if "://" in page else Path(page).resolve().as_uri()
                _picture(tab, address, asked.out / name, unfold=asked.open)
            if asked.store:
                _server_pictures(tab, asked.store, asked.out, unfold=asked.open)
    except BrowserError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _pages(site: Path, story: str | None) -> dict[str, Path]:
    """The pages to take, by what their pictures are called; the top story is the first that the front page links to."""
    index = site / "index.html"
    link = re.search(r'href="story/([^"#]+)\.html', index.read_text("utf-8"))
    named = story or (link and link[1])
    right_to_left = site / "story" / "right-to-left.html"
    right_to_left.write_bytes(_right_to_left())
    return {"index": index, "rtl": right_to_left} | ({"story": site / "story" / f"{named}.html"} if named else {})


def _right_to_left() -> bytes:
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "pages"))
    from invented import right_to_left  # noqa: PLC0415 - it is found only now

    from newsfold.pages import story_page  # noqa: PLC0415 - the same

    return story_page(right_to_left())


def _server_pictures(tab: Tab, store: Path, out: Path, *, unfold: bool) -> None:
    with served(store) as home:
        for name, page in {"edition": "edition/2026-03-02", "search": "search?q=ferry"}.items():
            _picture(tab, home + page, out / name, unfold=unfold)
    with tempfile.TemporaryDirectory() as folder:
        from newsfold.store import open_store  # noqa: PLC0415 - only these pictures need a store

        open_store(Path(folder) / "empty.db").close()
        with served(Path(folder) / "empty.db") as home:
            _picture(tab, home, out / "first-run", unfold=unfold)


@contextmanager
def served(store: Path) -> Iterator[str]:
    """Serve a store, and give the address of its pages."""
    command = [sys.executable, "-m", "newsfold", "serve", "--store", str(store), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:  # noqa: S603 - a program of our own
        try:
            yield next(line.split()[-1] for line in process.stderr or () if "reading at" in line)
        finally:
            process.terminate()


def _picture(tab: Tab, page: str, start: Path, *, unfold: bool) -> None:
    for screen, (width, height, phone) in _SCREENS.items():
        for theme in ("light", "dark"):
            tab.screen(width, height, dark=theme == "dark", phone=phone)
            tab.open(page)
            if unfold:
                tab.value(_UNFOLD)
            _write(start.with_name(f"{start.name}-{screen}-{theme}.webp"), tab.picture(most=_MOST, small=True))
    tab.screen(*_PAPER)
    tab.open(page)
    tab.ask("Emulation.setEmulatedMedia", media="print")
    _write(start.with_name(f"{start.name}-print.webp"), tab.picture(most=_MOST, small=True))
    tab.ask("Emulation.setEmulatedMedia", media="")


def _write(target: Path, picture: bytes) -> None:
    target.write_bytes(picture)
    print(target)


if __name__ == "__main__":
    sys.exit(main())

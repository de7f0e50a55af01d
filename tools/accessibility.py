"""Hold pages against WCAG 2.2 AA and axe-core's own good practice, in a real Chromium: three widths, two themes, folds open.

    python tools/accessibility.py PAGE... [--quick]

PAGE is a file or an address. Prints every violation, every page that is wider than its screen, and how much was looked at; exits
with 1 if there was any. axe-core (MPL-2.0) comes with a package that `make` installs, and is no part of Newsfold.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from chromium import BrowserError, Tab, browser, find

WIDTHS: Final = (320, 768, 1280)
_RULES: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
_RUN: Final = """axe.run(document, {runOnly: %s, resultTypes: ["violations"]}).then((found) => ({
  rules: found.passes.length,
  faults: found.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 160)}`)),
}))"""
_OPEN: Final = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"


@dataclass(frozen=True, slots=True)
class Seen:
    """One page on one screen: its faults, in a line each, and how many rules it passed."""

    page: str
    width: int
    dark: bool
    faults: tuple[str, ...]
    rules: int


@lru_cache(maxsize=1)
def axe() -> str:
    """The source of axe-core. Where the package that carries it is not installed, ModuleNotFoundError names it."""
    return (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")


def look(tab: Tab, page: str, *, quick: bool = False) -> Iterator[Seen]:
    """Look at a page on every screen; `quick` looks at each width in one theme, at both themes in all."""
    for width in WIDTHS:
        for dark in (False, True):
            if not quick or dark == (width == WIDTHS[1]):
                yield _look(tab, page, width, dark=dark)


def _look(tab: Tab, page: str, width: int, *, dark: bool) -> Seen:
    tab.screen(width, 900, dark=dark)
    tab.open(page)
    tab.value(_OPEN)
    tab.value(f"{axe()};0")
    found: dict[str, Any] = tab.value(_RUN % list(_RULES))
    wide = tab.value("document.documentElement.scrollWidth")
    wider = (f"wider than its screen: {wide} px",) if wide > width else ()
    return Seen(page, width, dark, (*found["faults"], *wider), found["rules"])


def main() -> int:
    """Read the command line and look; 0 where there is no fault, 1 where there is, 2 where nothing could be looked at."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="+")
    parser.add_argument("--quick", action="store_true", help="look at each width in one theme only")
    asked = parser.parse_args()
    path = find()
    if path is None:
        print("no Chromium is installed", file=sys.stderr)
        return 2
    try:
        with browser(path) as tab:
            seen = [one for page in asked.pages for one in look(tab, _address(page), quick=asked.quick)]
    except BrowserError as error:
        print(error, file=sys.stderr)
        return 2
    for one in seen:
        for fault in one.faults:
            print(f"{one.page} ({one.width} px, {'dark' if one.dark else 'light'}): {fault}")
    faults = sum(len(one.faults) for one in seen)
    print(
        f"{faults} faults on {len(asked.pages)} pages, {len(seen)} screens; {sum(one.rules for one in seen)} rules passed"
    )
    return 1 if faults else 0


def _address(page: str) -> str:
    return page if "://" in page else Path(page).resolve().as_uri()


if __name__ == "__main__":
    sys.exit(main())

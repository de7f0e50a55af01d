"""Take pictures of a site that `newsfold build` wrote: its front page and stories, desktop and phone, light and dark.

    python tools/pictures.py SITE OUT [--story NAME] [--open]

Opens the files from the disk as a reader would; --open opens "Digest more" and the list of articles first.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from chromium import BrowserError, Tab, browser, find

_SCREENS = {"desktop": (1280, 900, False), "phone": (390, 844, True)}
_FOLDS = ("details.fold > summary", "details.all > summary")


def main() -> int:
    """Read the command line and take the pictures; 0 when done, 2 when there is no browser or no site."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--story", help="the file name of a story without its ending; else the top story")
    parser.add_argument("--open", action="store_true", help="open what is folded")
    asked = parser.parse_args()
    path = find()
    if path is None or not (asked.site / "index.html").is_file():
        print("no Chromium is installed" if path is None else f"{asked.site}: no index.html there", file=sys.stderr)
        return 2
    asked.out.mkdir(parents=True, exist_ok=True)
    try:
        with browser(path) as tab:
            for name, page in _pages(asked.site, asked.story).items():
                _picture(tab, page, asked.out / name, unfold=asked.open)
    except BrowserError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _pages(site: Path, story: str | None) -> dict[str, Path]:
    """The pages to take, by what their pictures are called; the top story is the first that the front page links to."""
    index = site / "index.html"
    link = re.search(r'href="story/([^"#]+)\.html', index.read_text("utf-8"))
    named = story or (link and link[1])
    return {"index": index} | ({"story": site / "story" / f"{named}.html"} if named else {})


def _picture(tab: Tab, page: Path, start: Path, *, unfold: bool) -> None:
    for screen, (width, height, phone) in _SCREENS.items():
        for theme in ("light", "dark"):
            tab.screen(width, height, dark=theme == "dark", phone=phone)
            tab.open(page.resolve().as_uri())
            for fold in _FOLDS if unfold else ():
                if tab.find(fold):
                    tab.click(fold)
            target = start.with_name(f"{start.name}-{screen}-{theme}.png")
            target.write_bytes(tab.picture())
            print(target)


if __name__ == "__main__":
    sys.exit(main())

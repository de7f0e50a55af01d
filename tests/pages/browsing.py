"""What tests share that look at pages as a reader does: a real Chromium, and a site written to a folder."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from newsfold.model import Digest
from newsfold.pages import build

# The driver is a tool of the project's, not a package of Newsfold's.
sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))

from chromium import Tab, browser, find

__all__ = ["Tab", "a_tab", "soon", "written"]


def a_tab() -> Iterator[Tab]:
    """Open a browser; missing, it fails where it must be there and is skipped loudly elsewhere."""
    path = find()
    if path is None:
        missing = "no Chromium is installed (Debian: apt-get install chromium), so no page was seen in a browser"
        if os.environ.get("CI") or os.environ.get("NEWSFOLD_REQUIRE_BROWSER"):
            pytest.fail(missing)
        pytest.skip(missing)
    with browser(path) as one:
        one.screen(1280, 800)
        yield one


def written(folder: Path, *digests: Digest) -> Path:
    """Write the site of some digests to a folder."""
    for name, content in build(digests):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return folder


def soon(holds: Callable[[], bool], seconds: float = 5.0) -> bool:
    """Whether something comes to hold within a few seconds."""
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True

"""What tests share that look at pages as a reader does: a real Chromium, and a site written to a folder."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from chromium import Tab

from newsfold.model import Digest
from newsfold.pages import build

__all__ = ["Tab", "soon", "written"]


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

"""What several tests share: the folder of other people's data, unpacked where a test asks for it, and loud when it is absent."""

from __future__ import annotations

import gzip
import json
import os
import sys
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
# What drives a browser is a tool of the project's, not a package of Newsfold's.
sys.path.insert(0, str(ROOT / "tools"))

from chromium import Tab, browser, find  # noqa: E402 - it is found only now

SHARED = Path(os.environ.get("NEWSFOLD_SHARED", ROOT.parent / "shared"))

# How long an example takes says how busy the machine is, and nothing of what it tests.
settings.register_profile("untimed", parent=settings(), deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared data. Without it these tests are skipped, each by name with this reason in the closing summary."""
    if not (SHARED / "bench").is_dir():
        pytest.skip(f"NOT RUN: the shared data is not at {SHARED} (set NEWSFOLD_SHARED)")
    return SHARED


@pytest.fixture(scope="session")
def shared_records(shared: Path) -> Callable[[str], Iterator[dict[str, Any]]]:
    """Read a .jsonl.gz of the shared data, by its path there."""

    def read(name: str) -> Iterator[dict[str, Any]]:
        with gzip.open(shared / name, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)

    return read


@pytest.fixture(scope="session")
def unpacked(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Unpack a .tar.gz of the shared data into a folder that is thrown away."""
    done: dict[str, Path] = {}

    def unpack(name: str) -> Path:
        if name not in done:
            done[name] = tmp_path_factory.mktemp("shared")
            with tarfile.open(shared / name) as archive:
                if hasattr(tarfile, "data_filter"):
                    archive.extractall(done[name], filter="data")
                else:  # Python before 3.11.4
                    archive.extractall(done[name])  # noqa: S202 - archives that come with the work, none from a stranger
        return done[name]

    return unpack


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Where Chromium is; missing, it fails where it must be there and is skipped loudly elsewhere."""
    path = find()
    if path is None:
        missing = (
            "NOT RUN: no Chromium is installed (Debian: apt-get install chromium), so no page was seen in a browser"
        )
        if os.environ.get("CI") or os.environ.get("NEWSFOLD_REQUIRE_BROWSER"):
            pytest.fail(missing)
        pytest.skip(missing)
    return path


@pytest.fixture(scope="module")
def tab(chromium_path: str) -> Iterator[Tab]:
    """One browser for all tests of a file."""
    with browser(chromium_path) as one:
        one.screen(1280, 800)
        yield one

"""Queries are answered in a process beside this one as they are here, and here where there is none."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from newsdesk import FERRY, GOATS, record, take_in

from newsfold.engine.archive import Archive
from newsfold.engine.searcher import Searcher
from newsfold.errors import UsageError
from newsfold.store import open_store

WAIT = 60.0


def until(holds: Callable[[], object]) -> None:
    end = time.monotonic() + WAIT
    while not holds():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.05)


def process_of(searcher: Searcher) -> int:
    """The process that answers, once it runs; 0 before."""
    pool = searcher._running()
    return next(iter(pool._processes)) if pool else 0


def test_a_process_beside_this_one_gives_the_same_answers(tmp_path: Path) -> None:
    """To those who ask while it starts, to those who ask it, and to those who ask after it was killed; of what is there now."""
    path = tmp_path / "news.db"
    with open_store(path) as store:
        take_in(store, record("a", FERRY), record("g", GOATS, title="Goats"))
        archive = Archive(store)
        with Searcher(archive, path) as searcher:
            asked = [searcher.search("ferry")]
            until(lambda: process_of(searcher))
            asked.append(searcher.search("ferry"))
            os.kill(process_of(searcher), signal.SIGKILL)
            asked.append(searcher.search("ferry"))
            until(lambda: process_of(searcher))
            asked.append(searcher.search("ferry"))
            assert asked == [archive.search("ferry")] * 4
            assert asked[0].digest is not None
            with pytest.raises(UsageError, match="asks for no word"):
                searcher.search("-")
            take_in(store, record("b", FERRY.replace("212", "221"), hour=9))
            assert searcher.search("ferry") == archive.search("ferry") != asked[0]

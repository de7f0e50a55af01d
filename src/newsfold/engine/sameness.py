"""Says of two stores that they show the same: the digest of every story, as JSON, byte for byte."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from newsfold import pages
from newsfold.engine.newsroom import Newsroom
from newsfold.engine.pool import Processes
from newsfold.engine.rooms import newsroom
from newsfold.store import Store

# Some 10 ms each: a chunk keeps a process busy for a while, and the last ones do not wait for each other.
DIGESTS_A_CHUNK = 16
# So many take longer than starting processes does.
WORTH_SPREADING = 400


def digest_hashes(store: Store, workers: int = 1) -> Mapping[str, str]:
    """Hash the bytes of `newsfold show ID --json` of every story, by its id, in the order of founding."""
    with Processes(workers) as processes:
        room = newsroom(store)
        if len(room.stories) >= WORTH_SPREADING:
            processes.expect(_hash)
        hashes = processes.map(_hash, map(room.part, room.stories), chunk=DIGESTS_A_CHUNK)
        return {story.id: made for story, made in zip(room.stories, hashes, strict=True)}


def _hash(part: Newsroom) -> str:
    written = pages.as_json([part.digest(part.stories[0])])
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()

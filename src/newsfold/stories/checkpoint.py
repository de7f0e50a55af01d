"""A state of grouping as bytes, so that another process goes on from it as if nothing had been between.

The bytes are an archive of arrays as numpy saves them (npz), with texts as JSON; the same state gives the same bytes. Kept are
the articles of the window and of their stories: what else there was can no longer change.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from typing import Final

import numpy as np

from newsfold import __version__
from newsfold.stories.arrays import as_bytes, as_texts
from newsfold.stories.embedder import Embedder
from newsfold.stories.graph import Measure, Pairs, Spread
from newsfold.stories.scorer import Scorer
from newsfold.stories.state import State
from newsfold.stories.window import Window

# Whatever changes how a state is written, what its arrays mean or what is read out of an article gets another number.
_FORMAT: Final = 2
_PROBE: Final = "Ferry sinks off the capital in a storm at night, nine dead"
# Most of it are zeros and small numbers: the lowest level makes 54 MB to 15 in 1.1 s, the usual one to 12 in 2.2 s.
_LEVEL: Final = 1


def made_by(scorer: Scorer, embedder: Embedder | None) -> str:
    """Name what the numbers of a state depend on beside its articles: only a program that is the same can go on from it.

    An embedder is known by what it makes of a text, and not by its name: another model may lie in a folder of that name.
    """
    weights = hashlib.sha256(json.dumps(scorer.as_value(), sort_keys=True).encode())
    meaning = hashlib.sha256(embedder.vectors([_PROBE]).tobytes()).hexdigest()[:16] if embedder else None
    return json.dumps([_FORMAT, __version__, len(Measure), weights.hexdigest()[:16], meaning])


def saved(state: State) -> bytes:
    """Write a state."""
    active = {state.kept(state.story_of[article]) for article in state.window.articles}
    members = {article: story for article, story in state.story_of.items() if state.kept(story) in active}
    arrays = {
        **state.window.as_arrays(),
        "later": state.pairs.later.astype(np.int32),
        "earlier": state.pairs.earlier.astype(np.int32),
        "measures": state.pairs.measures,
        "probability": state.pairs.probability,
        "mean": state.spread.mean,
        "deviation": state.spread.deviation,
        "weighed_at": np.array([state.weighed_at]),
        "founded": as_bytes(state.founded),
        "members": as_bytes(members),
        "story": np.array(list(members.values()), dtype=np.int64),
        "merged": np.array([*state.merged_into.items()], dtype=np.int64).reshape(-1, 2),
    }
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        for name, values in arrays.items():
            # Named so an entry has a date of its own, which is always the same one, and not that of the clock.
            entry = zipfile.ZipInfo(f"{name}.npy")
            entry.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(entry, "w", force_zip64=True) as file:
                np.lib.format.write_array(file, np.ascontiguousarray(values), allow_pickle=False)
    return data.getvalue()


def loaded(data: bytes) -> State:
    """Read a state that was written by `saved`."""
    with np.load(io.BytesIO(data), allow_pickle=False) as archive:
        arrays = {name: archive[name] for name in archive.files}
    founded = as_texts(arrays["founded"])
    return State(
        window=Window.of_arrays(arrays),
        pairs=Pairs(
            arrays["later"].astype(np.int64),
            arrays["earlier"].astype(np.int64),
            arrays["measures"],
            arrays["probability"],
        ),
        spread=Spread(arrays["mean"], arrays["deviation"]),
        weighed_at=int(arrays["weighed_at"][0]),
        founded=founded,
        number={story: number for number, story in enumerate(founded)},
        story_of=dict(zip(as_texts(arrays["members"]), arrays["story"].tolist(), strict=True)),
        merged_into=dict(arrays["merged"].tolist()),
    )

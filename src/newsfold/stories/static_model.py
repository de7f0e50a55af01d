"""Vectors of meaning from a table of words that the user supplies: a folder as model2vec saves it.

A static model looks its words up and takes the mean, so it needs no graphics card and little time. Newsfold ships none. The folder
is read from the disk and from nowhere else.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from newsfold.errors import UsageError
from newsfold.stories.arrays import Floats
from newsfold.stories.embedder import Embedder

if TYPE_CHECKING:
    from model2vec import StaticModel

# What model2vec itself looks for; with them it reads the folder, and without it would take the name for an address.
FILES: Final = ("config.json", "model.safetensors", "tokenizer.json")


def load(folder: str | Path) -> Embedder:
    """Load a model from a folder; UsageError where the folder is none, or where the extra `semantic` is not installed."""
    path = Path(folder).absolute()
    missing = [name for name in FILES if not (path / name).is_file()]
    if missing:
        raise UsageError(f"the folder holds no model2vec model, as it lacks {', '.join(missing)}", resource=str(folder))
    # Read when model2vec is first imported. A folder asks nothing of the hub, so this is to be twice sure.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    try:
        from model2vec import StaticModel  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise UsageError(
            "vectors of meaning need more packages: pip install 'newsfold[semantic]'", resource="--embedder"
        ) from error
    try:
        model = StaticModel.from_pretrained(path)
    except Exception as error:  # safetensors and tokenizers raise bare Exceptions of their own
        raise UsageError("the model cannot be read", resource=str(folder)) from error
    return _StaticModel(model, path.name)


class _StaticModel:
    """A model2vec model behind the seam."""

    def __init__(self, model: StaticModel, name: str) -> None:
        self.name = name
        self._model = model

    def vectors(self, texts: Sequence[str]) -> Floats:
        if not texts:
            return np.zeros((0, self._model.dim), dtype=np.float32)
        # Its own processes are for tens of thousands of texts; ours come in hundreds.
        found: Floats = self._model.encode(list(texts), use_multiprocessing=False).astype(np.float32)
        return found

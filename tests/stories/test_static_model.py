"""A model from a folder: what it gives, that it is read from the disk alone, and what is said where there is none."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from model2vec import StaticModel
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from newsfold.errors import UsageError
from newsfold.stories.static_model import FILES, load

WORDS = ("[UNK]", "ferry", "sinks", "ship", "lost", "goats", "crowned")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A model of six words, in which a ship is nearly a ferry."""
    numbered = {word: number for number, word in enumerate(WORDS)}
    tokenizer = Tokenizer(WordLevel(numbered, unk_token=WORDS[0]))
    tokenizer.pre_tokenizer = Whitespace()
    vectors = np.random.default_rng(1).normal(size=(len(WORDS), 16)).astype(np.float32)
    vectors[WORDS.index("ship")] = vectors[WORDS.index("ferry")] + 0.1
    StaticModel(vectors, tokenizer).save_pretrained(tmp_path / "six-words")
    return tmp_path / "six-words"


def test_a_model_gives_each_text_a_vector(folder: Path) -> None:
    """In their order, float32; nothing and words that it does not know have zeros; beside others a text has the same."""
    model = load(folder)
    texts = ["ferry sinks", "", "ship sinks", "quartz", "goats crowned"]
    vectors = model.vectors(texts)
    assert model.name == "six-words"
    assert vectors.shape == (5, 16)
    assert vectors.dtype == np.float32
    assert not vectors[[1, 3]].any()
    assert vectors[0] @ vectors[2] > vectors[0] @ vectors[4]
    assert all(np.array_equal(model.vectors([text])[0], vector) for text, vector in zip(texts, vectors, strict=True))
    assert model.vectors([]).shape == (0, 16)


@pytest.mark.parametrize("missing", FILES)
def test_a_folder_that_is_no_model_is_named(folder: Path, missing: str) -> None:
    """With what it lacks."""
    (folder / missing).unlink()
    with pytest.raises(UsageError, match=rf"six-words: .*no model2vec model.*{missing}"):
        load(folder)


def test_a_name_of_somebodys_model_is_not_looked_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not there as a folder is nowhere."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="somebody/model"):
        load("somebody/model")


@pytest.mark.parametrize("broken", FILES)
def test_a_model_that_cannot_be_read_is_named(folder: Path, broken: str) -> None:
    """With the cause."""
    (folder / broken).write_bytes(b"no model")
    with pytest.raises(UsageError, match=r"six-words: the model cannot be read: .+"):
        load(folder)


def test_a_missing_extra_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the words to type."""
    monkeypatch.setitem(sys.modules, "model2vec", None)
    with pytest.raises(UsageError, match=r"pip install 'newsfold\[semantic\]'"):
        load(folder)


def test_loading_a_model_touches_no_network(folder: Path, tmp_path: Path) -> None:
    """From the folder to stories, no address is looked up and no socket connected."""
    (tmp_path / "week.jsonl").write_text(json.dumps({"id": "a", "title": "ferry sinks"}), encoding="utf-8")
    code = f"""
import sys
def forbid(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "urllib.Request"):
        raise SystemExit(f"{{event}}: {{arguments}}")
sys.addaudithook(forbid)
from newsfold.app.cli import newsfold
newsfold(["cluster", {str(tmp_path / "week.jsonl")!r}, "--embedder", {str(folder)!r}, "--workers", "1"], standalone_mode=False)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert '"cluster"' in done.stdout


def test_the_core_loads_no_model_library() -> None:
    """Neither the stories nor the command line."""
    code = "import sys, newsfold.stories; from newsfold.app.cli import newsfold as n; [*n.commands.values()]; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"model2vec", "tokenizers", "safetensors", "huggingface_hub"} & set(loaded)

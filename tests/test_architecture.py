"""What the parts may know of each other, what an import costs, and what the package carries: checked in processes of their own."""

from __future__ import annotations

import ast
import importlib
import os
import pkgutil
import subprocess
import sys
import tomllib
from importlib.resources import files
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import newsfold

ROOT = Path(__file__).resolve().parent.parent
SOURCE = Path(newsfold.__file__).parent

DATABASES = {"sqlite3", "sqlalchemy", "alembic"}
WEB_FRAMEWORKS = {"starlette", "uvicorn", "jinja2", "fastapi", "pydantic", "mcp"}
READERS = {"feedparser", "trafilatura", "lxml", "py3langid", "sentencex", "Stemmer", "stopwordsiso"}
SOCKETS = {"socket", "ssl", "asyncio", "http.client", "http.server"}


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python with this checkout's package, in the project's folder."""
    path = os.pathsep.join(filter(None, (str(SOURCE.parent), os.environ.get("PYTHONPATH"))))
    environment = {**os.environ, "PYTHONPATH": path}
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def loaded_by(statement: str) -> set[str]:
    """Name the modules that are loaded after a statement and were not before it."""
    code = f"import sys; before = set(sys.modules); {statement}; print(*(set(sys.modules) - before))"
    done = python("-c", code)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def packages() -> list[ModuleType]:
    """Every package that has a front door, the root first."""
    names = [found.name for found in pkgutil.iter_modules(newsfold.__path__, "newsfold.") if found.ispkg]
    found = [newsfold, *map(importlib.import_module, names)]
    return [package for package in found if hasattr(package, "__all__")]


def settings() -> dict[str, Any]:
    """The settings of all tools."""
    tools: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    return tools


def isort_key(name: str) -> tuple[int, str]:
    """Constants first, then classes, then functions, as ruff sorts a front door."""
    return (0 if name.isupper() else 1 if name[:1].isupper() else 2, name)


def test_layers_are_kept() -> None:
    """Every contract in pyproject.toml holds: the layers, SQL only in the store, sockets only in the feeds and the server."""
    done = python("-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache")
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"Contracts: {len(settings()['importlinter']['contracts'])} kept, 0 broken." in done.stdout


def test_importing_newsfold_is_light() -> None:
    """No web framework, no database, no numpy, no reader of formats and nothing of the network is loaded."""
    heavy = DATABASES | WEB_FRAMEWORKS | READERS | SOCKETS | {"numpy", "click"}
    assert loaded_by("import newsfold") & heavy == set()


def test_the_command_line_loads_what_a_command_needs_only_when_it_runs() -> None:
    """`newsfold --help` waits for no server, database, page reader, feed reader or language model."""
    lazy = DATABASES | WEB_FRAMEWORKS | (READERS - {"lxml"})
    assert loaded_by("from newsfold.app.cli import newsfold; [*newsfold.commands.values()]") & lazy == set()


@pytest.mark.parametrize("asked", ["--help", "--version", "nonsense"])
def test_what_is_no_command_loads_no_command(asked: str) -> None:
    """The list of the commands is there at once, and so is the version."""
    run = f"CliRunner().invoke(newsfold, ['{asked}'])"
    loaded = loaded_by(f"from click.testing import CliRunner; from newsfold.app.cli import newsfold; {run}")
    ours = {name for name in loaded if name.startswith("newsfold")}
    assert ours == {"newsfold", "newsfold.app", "newsfold.app.cli", "newsfold.app.commands", "newsfold.errors"}
    assert not loaded & {"numpy", "lxml", "jinja2", "tomllib"}


def test_reading_and_grouping_touch_no_network() -> None:
    """From a page and a record to a printed digest, no address is looked up and no socket connected."""
    code = """
import sys, tempfile
from pathlib import Path
def forbid(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "urllib.Request"):
        raise SystemExit(f"{event}: {arguments}")
sys.addaudithook(forbid)
from newsfold.app.cli import newsfold
with tempfile.TemporaryDirectory() as folder:
    words = "The ferry to Velmar was stopped on Monday after a storm, the port said. " * 8
    page = f"<html><title>Ferry to Velmar stopped</title><article><p>{words}<img src='https://port.example/1.png'></p></article>"
    Path(folder, "page.html").write_text(page)
    Path(folder, "week.jsonl").write_text('{"id": "a1", "title": "Ferry stopped", "url": "https://harbour.example/1"}')
    newsfold(["digest", folder, "--workers", "1"], standalone_mode=False)
"""
    done = python("-c", code)
    assert done.returncode == 0, done.stderr
    assert "Ferry" in done.stdout


def test_only_the_command_line_prints() -> None:
    """ruff's rule against printing is on, and lifted in the package for nothing but `app`."""
    lint = settings()["ruff"]["lint"]
    lifted = {pattern for pattern, rules in lint["per-file-ignores"].items() if "T20" in rules}
    assert "T20" in lint["select"]
    assert not {"T20", "T201"} & set(lint["ignore"])
    assert {pattern for pattern in lifted if pattern.startswith("src/")} == {"src/newsfold/app/**"}


def test_nothing_lifts_the_rule_against_printing_by_itself() -> None:
    """No file of the package has a comment that would."""
    assert [path.name for path in SOURCE.rglob("*.py") if "noqa: T2" in path.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize("package", packages(), ids=lambda package: package.__name__)
def test_a_front_door_is_sorted_and_opens(package: ModuleType) -> None:
    """What a package offers is listed once, in order, and is there."""
    offered = list(package.__all__)
    assert offered == sorted(set(offered), key=isort_key)
    assert [name for name in offered if not hasattr(package, name)] == []
    assert package.__doc__


def test_every_stage_has_a_front_door() -> None:
    """Stages and `text` say what may be used from outside."""
    stages = {"articles", "copies", "digests", "feeds", "pages", "store", "stories", "text"}
    assert {package.__name__.removeprefix("newsfold.") for package in packages()} >= stages


def test_the_package_is_typed() -> None:
    """Other programs' type checkers may use its types (PEP 561)."""
    assert (files("newsfold") / "py.typed").is_file()


def test_the_package_carries_the_sample_week() -> None:
    """Subscriptions, the week as first captured, what was edited later, and the gold labels."""
    sample = files("newsfold") / "sample"
    assert {"outlets.opml", "1-week", "2-later", "gold"} <= {entry.name for entry in sample.iterdir()}
    assert len([entry for entry in (sample / "1-week" / "feeds").iterdir() if entry.is_file()]) == 20


def test_only_the_store_takes_words_without_the_text_that_they_stand_in() -> None:
    """`Verbatim.kept` trusts whoever calls it, so that is the one who proved the words when they were kept."""
    callers = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "kept" and isinstance(node.value, ast.Name)
        if node.value.id in {"Verbatim", "Excerpt", "cls"}
    }
    assert callers == {"store/documents.py"}

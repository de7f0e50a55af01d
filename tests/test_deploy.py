"""What operators are given: units that systemd takes, commands in them that there are, an image with no tools to build with."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from newsfold.app.cli import newsfold
from newsfold.app.settings import SETTINGS
from newsfold.app.web.operating import routes

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "docs" / "deploy"
UNITS = sorted(DEPLOY.iterdir())
# Given to Python and not to Newsfold.
NOT_OURS = {"PYTHONDONTWRITEBYTECODE", "PATH"}


def commands() -> Iterator[tuple[str, list[str]]]:
    """Every command line of ours in the units and the image, those that are there as a suggestion too, by its file."""
    for unit in UNITS:
        for line in re.findall(r"^#?ExecStart=/opt/newsfold/bin/newsfold (.+)$", unit.read_text("utf-8"), re.MULTILINE):
            yield unit.name, shlex.split(line)
    found = re.search(r'^CMD \["(.+)"\]$', (ROOT / "Dockerfile").read_text("utf-8"), re.MULTILINE)
    assert found
    yield "Dockerfile", found[1].split('", "')


@pytest.mark.parametrize(
    ("name", "words"), list(commands()), ids=lambda one: one if isinstance(one, str) else " ".join(one)
)
def test_what_is_started_is_a_command_with_options_that_it_has(name: str, words: list[str]) -> None:
    """As the command line itself reads it."""
    command = newsfold.commands[words[0]]
    assert isinstance(command.make_context(words[0], words[1:]), click.Context), name


def test_every_variable_that_is_set_is_a_setting() -> None:
    """Also where it is only suggested, and as a file that holds the value."""
    text = "\n".join(path.read_text("utf-8") for path in (*UNITS, ROOT / "Dockerfile", ROOT / "docs" / "operating.md"))
    named = {name.removesuffix("_FILE") for name in re.findall(r"\b(NEWSFOLD_[A-Z_]+)=", text)}
    assert len(named) > 4
    assert named - NOT_OURS - {one.variable for one in SETTINGS} - {"NEWSFOLD_CONFIG"} == set()


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    """Without a word, where the program is where they look for it."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("NOT RUN: systemd-analyze is not installed, so systemd did not look at the units")
    program = tmp_path / "newsfold"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    for unit in UNITS:
        text = unit.read_text("utf-8").replace("/opt/newsfold/bin/newsfold", str(program))
        # the manual page is not where systemd looks before the package is installed
        (tmp_path / unit.name).write_text(text.replace("Documentation=man:newsfold(1)\n", ""))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--recursive-errors=no", *(tmp_path / unit.name for unit in UNITS)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_the_services_are_shut_in_alike() -> None:
    """What one may not do, the other may not either."""
    service, fetch = (
        {line for line in (DEPLOY / name).read_text("utf-8").splitlines() if line.startswith(HARDENING)}
        for name in ("newsfold.service", "newsfold-fetch.service")
    )
    assert service == fetch
    assert len(service) > 25


HARDENING = (
    "Private", "Protect", "ProcSubset", "Restrict", "SystemCall", "Capability", "Ambient", "NoNew", "Lock", "Memory", "UMask",
    "RemoveIPC", "TasksMax", "DynamicUser", "StateDirectory",
)  # fmt: skip


def test_the_image_carries_nothing_to_build_with_and_runs_as_nobody_much() -> None:
    """Its last stage installs nothing and is no root; what watches over it asks an address that there is."""
    stages = re.split(r"^FROM ", (ROOT / "Dockerfile").read_text("utf-8"), flags=re.MULTILINE)[1:]
    last = stages[-1]
    assert len(stages) == 2
    assert not re.search(r"apt-get|\bpip\b|\bgcc\b", last)
    assert re.search(r"^USER 10001:10001$", last, re.MULTILINE)
    asked = re.search(r"HEALTHCHECK.*\n.*(/healthz)'", last)
    assert asked
    assert asked[1] in {route.path for route in routes()}


def test_only_what_the_image_needs_goes_to_its_builder() -> None:
    """Everything is left out but what is copied."""
    kept = {
        line.removeprefix("!") for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line[:1] == "!"
    }
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", (ROOT / "Dockerfile").read_text("utf-8"), re.MULTILINE)
    assert {name for line in copied for name in line.split()} == kept
    assert all((ROOT / name).exists() for name in kept)

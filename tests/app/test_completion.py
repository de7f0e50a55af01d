"""What a shell is given to complete newsfold's commands with, in real shells where they are installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from commandline import run

# What asks a shell whether it understands a script, without running it.
CHECKS = {"bash": ("bash", "-n"), "zsh": ("zsh", "-n"), "fish": ("fish", "--no-execute")}


@pytest.mark.parametrize("shell", CHECKS)
def test_each_shell_is_given_a_script_that_it_understands(shell: str, tmp_path: Path) -> None:
    """It defines what completes `newsfold`, and asks newsfold itself for what fits."""
    ran = run("completion", shell)
    assert ran.status == 0
    assert f"_NEWSFOLD_COMPLETE={shell}_complete" in ran.printed
    if shutil.which(shell) is None:
        pytest.skip(f"NOT RUN: {shell} is not installed, so nobody saw whether it understands its script")
    script = tmp_path / "script"
    script.write_text(ran.printed)
    done = subprocess.run([*CHECKS[shell], script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_shell_that_is_not_known_is_refused() -> None:
    """By name."""
    assert run("completion", "tcsh").status == 2


@pytest.mark.parametrize(
    ("typed", "fitting"),
    [
        ("newsfold ser", "plain,serve"),
        ("newsfold serve --po", "plain,--port"),
        ("newsfold digest --format j", "plain,json"),
        ("newsfold serve --store x", "file,x"),
        ("newsfold ingest fee", "file,fee"),
    ],
)
def test_what_is_typed_is_completed(typed: str, fitting: str) -> None:
    """Commands, options, their values; of a file the shell is told that it is one."""
    asking = {"_NEWSFOLD_COMPLETE": "bash_complete", "COMP_WORDS": typed, "COMP_CWORD": str(len(typed.split()) - 1)}
    program = "import sys; sys.argv[0] = 'newsfold'; from newsfold.app.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program], env=os.environ | asking, capture_output=True, text=True, check=False
    )
    assert (done.stdout.splitlines(), done.stderr) == ([fitting], "")

"""What a command cost is measured with the processes that it starts, also those that it leaves behind."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from evals import children

HOLDS_FIFTY_MEGABYTES = "import time; held = bytearray(50_000_000); time.sleep(0.4)"
LEAVES_A_PROCESS_AT_WORK = 'import subprocess, sys; subprocess.Popen([sys.executable, "-c", "sum(range(10_000_000))"])'


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the memory of other processes in /proc")
def test_the_memory_of_a_command_is_its_own() -> None:
    """What the measuring process holds does not count, though Linux counts it in the usage of a child."""
    held = bytearray(200_000_000)
    assert 50 < children.run([sys.executable, "-c", HOLDS_FIFTY_MEGABYTES]).peak < 100
    assert held


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux hands orphans over")
def test_the_work_of_a_process_left_behind_is_counted() -> None:
    """The command itself ends at once; the processor time is that of the process that it started."""
    cost = children.run([sys.executable, "-W", "ignore", "-c", LEAVES_A_PROCESS_AT_WORK])
    assert cost.cpu > 2 * children.run([sys.executable, "-c", "pass"]).cpu


def test_what_a_command_prints_goes_into_the_file_that_is_given(tmp_path: Path) -> None:
    """Byte for byte."""
    children.run([sys.executable, "-c", "print('The dam held', end='')"], tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == b"The dam held"


def test_a_command_that_fails_says_why() -> None:
    """Its own words come up; no figure is made of it."""
    with pytest.raises(children.Failed, match="no such dam"):
        children.run([sys.executable, "-c", "raise SystemExit('no such dam')"])

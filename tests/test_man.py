"""The manual page: current, and good in the eyes of those who show it."""

from __future__ import annotations

import shutil
import subprocess

import click
import make_man
import pytest

from newsfold.app.cli import newsfold


def test_the_page_is_what_the_commands_say() -> None:
    """`python tools/make_man.py` writes it."""
    assert make_man.PAGE.read_text("utf-8") == make_man.page()


def test_every_command_is_in_it() -> None:
    """With each of its options."""
    text = make_man.page().replace(r"\-", "-")
    assert [name for name in newsfold.commands if f'\n.SS "{name}"\n' not in text] == []
    options = [
        one for command in newsfold.commands.values() for one in command.params if not getattr(one, "hidden", False)
    ]
    flags = {flag for one in options for flag in one.opts}
    assert [flag for flag in flags if flag.startswith("-") and flag not in text] == []
    assert isinstance(newsfold, click.Group)


@pytest.mark.parametrize(
    "checker", [("mandoc", "-Tlint"), ("groff", "-man", "-Tutf8", "-ww", "-z")], ids=lambda one: one[0]
)
def test_it_is_in_order_for_those_who_show_it(checker: tuple[str, ...]) -> None:
    """Neither has anything to say against it."""
    if shutil.which(checker[0]) is None:
        pytest.skip(f"NOT RUN: {checker[0]} is not installed, so it did not look at the manual page")
    done = subprocess.run([*checker, make_man.PAGE], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_nothing_in_a_text_is_obeyed() -> None:
    """A line that begins with a point or an apostrophe is a macro to roff, a backslash its escape."""
    assert make_man.safe(".so /etc/passwd") == r"\&.so /etc/passwd"
    assert make_man.safe("'x' \\n") == r"\&'x' \en"

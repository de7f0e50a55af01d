"""The list of the commands says what they say themselves, without loading them."""

from __future__ import annotations

import inspect

import click
import pytest
from commandline import run

from newsfold.app.cli import newsfold
from newsfold.app.commands import COMMANDS


@pytest.mark.parametrize("one", COMMANDS, ids=lambda one: one.name)
def test_what_the_list_says_of_a_command_is_how_its_help_begins(one: tuple[str, str, str]) -> None:
    name, _, says = one
    command = newsfold.commands[name]
    assert (command.name, command.hidden, command.deprecated, command.short_help) == (name, False, False, None)
    assert " ".join(inspect.cleandoc(command.help or "").partition("\n\n")[0].split()) == says


def test_the_list_is_in_the_order_of_the_alphabet_and_each_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    printed = run("--help").printed
    listed = [
        line.split()[0]
        for line in printed.partition("Commands:")[2].splitlines()
        if line.startswith("  ") and line[2] != " "
    ]
    assert listed == sorted(newsfold.commands)
    assert all(isinstance(command, click.Command) for command in newsfold.commands.values())


@pytest.mark.parametrize(
    ("typed", "names"),
    [("", sorted(newsfold.commands)), ("un", ["undo", "unfollow"]), ("-", ["--version", "--config", "--help"])],
)
def test_a_shell_is_given_names_with_what_they_do(typed: str, names: list[str]) -> None:
    found = newsfold.shell_complete(click.Context(newsfold, info_name="newsfold"), typed)
    assert [one.value for one in found] == names
    assert all(one.help for one in found)


def test_what_is_no_command_is_refused_by_name() -> None:
    answer = run("colect")
    assert (answer.status, "No such command 'colect'" in " ".join(answer.told)) == (2, True)

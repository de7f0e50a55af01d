"""The command `config`: what is set, and by what. Printed as a file of settings that can be kept and read again."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from datetime import tzinfo
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from newsfold import pages
from newsfold.app import options, output
from newsfold.app.settings import SETTINGS, SWITCH, Given, Origin, Setting, Settings, Value, read

SETTINGS_IN_FORCE = "newsfold.settings"
"""Where click's context keeps the settings of the command that runs."""

_HIDDEN = "(not shown)"


def load(config: str | None) -> Settings:
    """Read the settings of this environment: the file that is named, or those of the working folder and of the user."""
    return read(os.environ, config, folders=(Path(), Path(click.get_app_dir("newsfold"))))


def _flags(command: Callable[..., None]) -> Callable[..., None]:
    """Add the option of every setting that has one, so that what a command would be told can be shown."""
    for setting in reversed([one for one in SETTINGS if one.option]):
        is_flag = setting.kind is SWITCH or None
        command = click.option(_flag(setting), setting.option or "", is_flag=is_flag, default=None, hidden=True)(
            command
        )
    return command


def _flag(setting: Setting) -> str:
    return f"--{(setting.option or '').replace('_', '-')}"


@click.group()
def config() -> None:
    """Show what is set, and where it comes from."""


@config.command(epilog="Example:  newsfold config show --origin")
@click.option("--origin", "origins", is_flag=True, help="Say of each value where it comes from.")
@options.as_json
@_flags
@click.pass_context
def show(context: click.Context, /, origins: bool, as_json: bool, **flags: Any) -> None:
    """Print every setting as it would be used, in the form of a file of settings.

    An option of a command may be given, to see that it goes before the environment, and that before any file.
    """
    given = {setting.key: _in_force(context, setting, flags) for setting in SETTINGS}
    if as_json:
        output.print_json({setting.key: _value(setting, given[setting.key]) for setting in SETTINGS})
        return
    output.write("".join(f"{output.one_line(line)}\n" for line in _lines(given, origins=origins)).encode())


def _in_force(context: click.Context, setting: Setting, flags: dict[str, Any]) -> Given:
    option = setting.option
    if option and context.get_parameter_source(option) is ParameterSource.COMMANDLINE:
        said = flags[option]
        value = said if isinstance(said, bool) else setting.kind.read(said)
        return Given(value, Origin("flag", _flag(setting)))
    settings: Settings = context.meta[SETTINGS_IN_FORCE]
    return settings.given[setting.key]


def setting_of(key: str) -> Value:
    """Give a setting that no option has, as files and the environment of the command that runs say."""
    settings: Settings = click.get_current_context().meta[SETTINGS_IN_FORCE]
    return settings[key]


def shown_settings() -> tuple[pages.Setting, ...]:
    """Give every setting as the command that runs has it, for a page to show. A secret's value is never among them."""
    context = click.get_current_context()
    return tuple(_shown(setting, context) for setting in SETTINGS)


def _shown(setting: Setting, context: click.Context) -> pages.Setting:
    given = context.meta[SETTINGS_IN_FORCE].given[setting.key]
    option = setting.option if setting.option in context.params else None
    if option and context.get_parameter_source(option) is ParameterSource.COMMANDLINE:
        given = Given(_plain(context.params[option]), Origin("flag", _flag(setting)))
    value = _HIDDEN if setting.secret and given.value is not None else _in_words(given.value)
    return pages.Setting(setting.key, value, str(given.origin), setting.help, setting.variable)


def _plain(value: object) -> Value:
    """A value as it was given; what was read from the place that was named is not shown."""
    if isinstance(value, tzinfo):
        return str(value)
    return value if isinstance(value, str | int | float | tuple) else "as given"


def _in_words(value: Value) -> str:
    if value is None or value == ():
        return "not set"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _value(setting: Setting, given: Given) -> dict[str, Any]:
    value = _HIDDEN if setting.secret and given.value is not None else given.value
    return {"value": value, "origin": given.origin.by, "from": given.origin.name or None, "help": setting.help}


def _lines(given: dict[str, Given], *, origins: bool) -> Iterator[str]:
    section = ""
    for setting in SETTINGS:
        table, _, name = setting.key.rpartition(".")
        if table != section:
            yield ""
            yield f"[{table}]"
            section = table
        one = given[setting.key]
        shown = f"# {name} =" if one.value is None else f"{name} = {_toml(setting, one.value)}"
        yield f"{shown}  # {one.origin}" if origins else shown


def _toml(setting: Setting, value: Value) -> str:
    """Write a value as TOML, whose strings, numbers and lists are those of JSON."""
    if setting.secret:
        return json.dumps(_HIDDEN)
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)

"""The settings of Newsfold, in one table: what each is called in a file and in the environment, and what it may be.

A setting is what the command line says, else what the environment says, else what a file says, else its default. Commands are told
what environment and files say as the defaults of their options (`defaults_of`), so none of them asks where a value comes from.
Reading is pure but for `read_files` and the secrets' files: the environment is given.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

import click

from newsfold.errors import UsageError

Value = str | int | float | bool | tuple[str, ...] | None

FILE_NAME: Final = "newsfold.toml"
TEXT_EXAMPLE: Final = '"..."'
_YES, _NO = ("1", "true", "yes", "on"), ("0", "false", "no", "off", "")


@dataclass(frozen=True, slots=True)
class Kind:
    """What a value may be: `name` for people, `types` as TOML has them, `read` from the text of an environment variable."""

    name: str
    types: tuple[type, ...]
    read: Callable[[str], Value]


def _switch(text: str) -> bool:
    if text.strip().casefold() not in (*_YES, *_NO):
        raise ValueError(text)
    return text.strip().casefold() in _YES


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.replace(",", " ").split())


TEXT: Final = Kind("a text", (str,), str)
PLACE: Final = Kind("a path", (str,), str)
WHOLE: Final = Kind("a whole number", (int,), int)
NUMBER: Final = Kind("a number", (int, float), float)
SWITCH: Final = Kind("true or false", (bool,), _switch)
LIST: Final = Kind("a list of texts", (list,), _words)


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. `key` is its name in a file, with its table in front ("serve.port").

    `option` is the parameter that it is the default of, in all commands or in those of `commands`; None where there is none. A
    `secret` is never printed.
    """

    key: str
    kind: Kind
    default: Value
    help: str
    option: str | None = None
    commands: tuple[str, ...] = ()
    secret: bool = False
    short: str | None = None

    @property
    def variable(self) -> str:
        """Its name in the environment, by its key or `short`. The same with _FILE behind it names a file that holds the value.

        >>> Setting("serve.port", WHOLE, 8000, "").variable
        'NEWSFOLD_SERVE_PORT'
        """
        return "NEWSFOLD_" + (self.short or self.key).upper().replace(".", "_").replace("-", "_")


SETTINGS: Final = (
    Setting("store", PLACE, "newsfold.db", "the store", "store"),
    Setting("width", NUMBER, 0.63, "how wide a story is, between 0 and 1", "width"),
    Setting("excerpts", WHOLE, 10, "how many excerpts a digest has at the most", "excerpts"),
    Setting("workers", WHOLE, None, "processes to use; else one for each core", "workers"),
    Setting("embedder", PLACE, None, "a folder with a model of meaning", "embedder"),
    Setting("agencies", PLACE, None, "a table of news agencies", "agencies"),
    Setting("owners", PLACE, None, "a file that says which outlets are of one owner", "owners"),
    Setting("groups", PLACE, None, "a file of groups of outlets, whose coverage digests tell", "groups"),
    Setting("operator", TEXT, None, "who corrects; else who is logged in", "by"),
    Setting("zone", TEXT, "UTC", "the time zone of those who read, as Europe/Berlin", "zone"),
    Setting("log", TEXT, "text", "how to say what happens: text or json", "log", ("fetch", "run", "serve")),
    Setting("fold-domains", SWITCH, False, "outlets of one registrable domain are one account", "fold_domains"),
    Setting(
        "network.allow",
        LIST,
        (),
        "addresses and networks that may be fetched from though they are not public",
        "allow",
        short="allow",
    ),
    Setting("network.contact", TEXT, None, "the address that servers read in the User-Agent; else Newsfold's"),
    Setting("mail.relay", TEXT, None, "where e-mail is handed in: smtps://user:password@host:port", secret=True),
    Setting("mail.from", TEXT, None, "the address that e-mail comes from"),
    Setting("mail.edition-at", TEXT, None, "when `run` sends the edition, once a day: 06:30, in the zone"),
    Setting(
        "mail.edition-to", LIST, (), "addresses that get the edition, beside those that `edition --to` put on the list"
    ),
    Setting("retention.days", WHOLE, 0, "for how many days the words of articles are kept; 0 keeps everything", "keep"),
    Setting("site.url", TEXT, None, "the address at which a site of files will be found", "url", ("build", "demo")),
    Setting("site.authority", TEXT, None, "the name in the ids of feeds, as news.example.org,2026; kept at first use"),
    Setting("serve.host", TEXT, "127.0.0.1", "the address that the server listens on", "host", ("serve", "run")),
    Setting(
        "serve.port", WHOLE, 8000, "the port that the server listens on; 0 takes a free one", "port", ("serve", "run")
    ),
    Setting("serve.servers", WHOLE, 1, "how many processes answer readers", "servers", ("serve", "run")),
    Setting(
        "serve.password", TEXT, None, "what those who read and change must know; else nothing is asked", secret=True
    ),
    Setting("serve.url", TEXT, None, "the address at which the server's pages are found from outside"),
    Setting("serve.hosts", LIST, (), "names under which the server is asked, as behind a proxy"),
)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value comes from; `name` is the option, the variable or the file."""

    by: Literal["flag", "environment", "file", "default"]
    name: str = ""

    def __str__(self) -> str:
        return f"{self.by} {self.name}".strip()


@dataclass(frozen=True, slots=True)
class Given:
    """A value and where it comes from."""

    value: Value
    origin: Origin


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, as files and the environment say. Commands and other parts read from it by key."""

    given: Mapping[str, Given]
    table: Sequence[Setting] = field(default=SETTINGS)

    def __getitem__(self, key: str) -> Value:
        return self.given[key].value


def read(
    environment: Mapping[str, str],
    config: str | None = None,
    *,
    folders: Sequence[Path] = (),
    table: Sequence[Setting] = SETTINGS,
) -> Settings:
    """Read all settings. `config` names the one file to read; without it, those of `folders` are, the first of them first.

    Raises: UsageError, naming the file or variable, the setting, and what is wrong.
    """
    files = list(read_files(config, folders, table))
    return Settings({one.key: _given(one, environment, files) for one in table}, table)


def _given(setting: Setting, environment: Mapping[str, str], files: Sequence[tuple[str, Mapping[str, Value]]]) -> Given:
    if found := _from_environment(setting, environment):
        return found
    for name, values in files:
        if setting.key in values:
            return Given(values[setting.key], Origin("file", name))
    return Given(setting.default, Origin("default"))


# --- the environment --------------------------------------------------------------------------------------------------


def _from_environment(setting: Setting, environment: Mapping[str, str]) -> Given | None:
    variable, in_file = setting.variable, f"{setting.variable}_FILE"
    if variable in environment and in_file in environment:
        raise UsageError(f"and {in_file} are both set; one of them is enough", resource=variable)
    if variable in environment:
        return Given(_understood(setting, environment[variable], variable), Origin("environment", variable))
    if in_file in environment:
        text = _text_of(environment[in_file], in_file)
        return Given(_understood(setting, text, in_file), Origin("environment", in_file))
    return None


def _text_of(path: str, variable: str) -> str:
    try:
        return Path(path).read_text("utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError("names a file that cannot be read", resource=variable) from error


def _understood(setting: Setting, text: str, variable: str) -> Value:
    try:
        return setting.kind.read(text)
    except ValueError:
        shown = "what it says" if setting.secret else f'"{text}"'
        raise UsageError(f"{shown} is not {setting.kind.name}", resource=variable) from None


# --- files ------------------------------------------------------------------------------------------------------------


def read_files(
    config: str | None, folders: Sequence[Path], table: Sequence[Setting] = SETTINGS
) -> Iterator[tuple[str, Mapping[str, Value]]]:
    """Read the file that is named, or those there are in these folders: each one's path and what it sets, by key."""
    if config is not None:
        yield config, _read_file(Path(config), table)
        return
    for folder in folders:
        path = folder / FILE_NAME
        if path.is_file():
            yield str(path), _read_file(path, table)


def _read_file(path: Path, table: Sequence[Setting]) -> dict[str, Value]:
    try:
        written = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError("the settings cannot be read", resource=str(path)) from error
    by_key = {setting.key: setting for setting in table}
    return {key: _checked(by_key, key, value, path) for key, value in _flat(written, by_key)}


def _flat(written: Mapping[str, Any], by_key: Mapping[str, Setting]) -> Iterator[tuple[str, Any]]:
    """Give each key with its table in front; a table that no setting is in is a key by itself, which is then unknown."""
    tables = {key.partition(".")[0] for key in by_key if "." in key}
    for name, value in written.items():
        if isinstance(value, dict) and name in tables:
            yield from ((f"{name}.{inner}", given) for inner, given in value.items())
        else:
            yield name, value


def _checked(by_key: Mapping[str, Setting], key: str, value: Any, path: Path) -> Value:
    setting = by_key.get(key)
    if setting is None:
        raise UsageError(f'there is no setting "{key}"{_nearest(key, by_key)}', resource=str(path))
    if not _fits(setting.kind, value):
        raise UsageError(f'"{key}" must be {setting.kind.name}, as in {_example(setting)}', resource=str(path))
    if setting.kind is LIST:
        return tuple(value)
    if setting.kind is PLACE:  # as the file means it, wherever the program is started
        return str(path.parent / Path(value).expanduser())
    return value  # type: ignore[no-any-return]  # `_fits` has seen to it


def _fits(kind: Kind, value: Any) -> bool:
    if isinstance(value, bool) and kind is not SWITCH:  # which Python takes for a number
        return False
    if isinstance(value, list):
        return kind is LIST and all(isinstance(one, str) for one in value)
    return isinstance(value, kind.types)


def _nearest(key: str, by_key: Mapping[str, Setting]) -> str:
    names = {name: name for name in by_key} | {name.partition(".")[2]: name for name in by_key if "." in name}
    near = difflib.get_close_matches(key, names, n=1) or difflib.get_close_matches(key.rpartition(".")[2], names, n=1)
    return f'; did you mean "{names[near[0]]}"?' if near else f"; there are {', '.join(by_key)}"


def _example(setting: Setting) -> str:
    """Write one value of the right kind, as TOML.

    >>> _example(Setting("network.allow", LIST, (), ""))
    '[network] allow = ["192.168.1.7"]'
    """
    examples = {LIST.name: '["192.168.1.7"]', SWITCH.name: "true", WHOLE.name: "10", NUMBER.name: "0.5"}
    section, _, name = setting.key.rpartition(".")
    table = f"[{section}] " if section else ""
    return f"{table}{name} = {examples.get(setting.kind.name, TEXT_EXAMPLE)}"


# --- for the command line ---------------------------------------------------------------------------------------------


def defaults_of(name: str, command: click.Command, settings: Settings) -> dict[str, Any]:
    """Give what environment and files set as click's `default_map` of a command: the defaults of its options."""
    if isinstance(command, click.Group):
        return {inner: defaults_of(inner, its, settings) for inner, its in command.commands.items()}
    options = {parameter.name for parameter in command.params if isinstance(parameter, click.Option)}
    return {
        setting.option: _for_click(settings[setting.key])
        for setting in settings.table
        if setting.option in options
        and (not setting.commands or name in setting.commands)
        and settings.given[setting.key].origin.by != "default"
    }


def _for_click(value: Value) -> Any:
    # Types of our own turn the words of a command line into values, and so take words.
    return str(value) if isinstance(value, float) else value

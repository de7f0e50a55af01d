"""Where a setting comes from: flags before the environment, that before files, and files before the default."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from newsfold.app.cli import newsfold
from newsfold.app.settings import SETTINGS, TEXT, Setting, read
from newsfold.errors import UsageError


def written(folder: Path, text: str) -> Path:
    """The folder, with this file of settings in it."""
    (folder / "newsfold.toml").write_text(text, "utf-8")
    return folder


@pytest.fixture
def here(tmp_path: Path) -> Path:
    folder = tmp_path / "here"
    folder.mkdir()
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


def test_the_environment_goes_before_files_and_the_nearer_file_before_the_other(here: Path, home: Path) -> None:
    """Each value says where it comes from."""
    folders = (written(here, "workers = 2"), written(home, "workers = 3\nexcerpts = 5\nwidth = 0.5"))
    found = read({"NEWSFOLD_WIDTH": "0.7"}, folders=folders)
    assert (found["width"], str(found.given["width"].origin)) == (0.7, "environment NEWSFOLD_WIDTH")
    assert (found["workers"], str(found.given["workers"].origin)) == (2, f"file {here / 'newsfold.toml'}")
    assert (found["excerpts"], found.given["excerpts"].origin.by) == (5, "file")
    assert (found["serve.port"], found.given["serve.port"].origin.by) == (8000, "default")


def test_a_file_that_is_named_is_the_only_one(here: Path, home: Path) -> None:
    """The others are not even read."""
    written(here, "broken =")
    written(home, "workers = 3")
    assert read({}, str(home / "newsfold.toml"), folders=(here,))["workers"] == 3


def test_a_path_is_meant_from_where_its_file_is(home: Path) -> None:
    """Wherever the program is started."""
    written(home, 'store = "news/newsfold.db"')
    assert read({}, folders=(home,))["store"] == str(home / "news" / "newsfold.db")


def test_a_secret_may_be_in_a_file_of_its_own(tmp_path: Path) -> None:
    """Its last line end is not of it, and a message never repeats it."""
    table = (Setting("mail.password", TEXT, None, "", secret=True),)
    (tmp_path / "secret").write_text("open sesame\n")
    found = read({"NEWSFOLD_MAIL_PASSWORD_FILE": str(tmp_path / "secret")}, table=table)
    assert found["mail.password"] == "open sesame"
    with pytest.raises(UsageError, match="cannot be read"):
        read({"NEWSFOLD_MAIL_PASSWORD_FILE": str(tmp_path / "none")}, table=table)
    with pytest.raises(UsageError, match="are both set"):
        read({"NEWSFOLD_MAIL_PASSWORD": "x", "NEWSFOLD_MAIL_PASSWORD_FILE": "y"}, table=table)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("stroe = 'x'", 'there is no setting "stroe"; did you mean "store"?'),
        ("[serve]\nprot = 1", 'there is no setting "serve.prot"; did you mean "serve.port"?'),
        ("[retnetion]\ndays = 1", 'there is no setting "retnetion"; did you mean "retention.days"?'),
        ("allow = []", 'there is no setting "allow"; did you mean "network.allow"?'),
        ("zzz = 1", 'there is no setting "zzz"; there are store, width'),
        ("workers = 'two'", '"workers" must be a whole number, as in workers = 10'),
        ("workers = true", '"workers" must be a whole number'),
        ("fold-domains = 1", '"fold-domains" must be true or false'),
        (
            "network.allow = '10.0.0.1'",
            '"network.allow" must be a list of texts, as in [network] allow = ["192.168.1.7"]',
        ),
        ("network.allow = [1]", '"network.allow" must be a list of texts'),
        ("store = ", "the settings cannot be read"),
    ],
)
def test_what_is_wrong_in_a_file_is_named(here: Path, text: str, message: str) -> None:
    """With the file, the setting, and what it should be."""
    written(here, text)
    with pytest.raises(UsageError) as raised:
        read({}, folders=(here,))
    assert str(raised.value).startswith(f"{here / 'newsfold.toml'}: {message}")


def test_what_is_wrong_in_the_environment_is_named() -> None:
    """With the variable."""
    with pytest.raises(UsageError, match='NEWSFOLD_WORKERS: "many" is not a whole number'):
        read({"NEWSFOLD_WORKERS": "many"})
    with pytest.raises(UsageError, match='NEWSFOLD_FOLD_DOMAINS: "perhaps" is not true or false'):
        read({"NEWSFOLD_FOLD_DOMAINS": "perhaps"})


def test_the_environment_gives_values_of_every_kind() -> None:
    """A list is split at commas and spaces."""
    found = read(
        {"NEWSFOLD_FOLD_DOMAINS": "yes", "NEWSFOLD_ALLOW": "10.0.0.1, 10.1.0.0/16", "NEWSFOLD_SERVE_PORT": "0"}
    )
    assert (found["fold-domains"], found["network.allow"], found["serve.port"]) == (
        True,
        ("10.0.0.1", "10.1.0.0/16"),
        0,
    )


def commands(group: click.Group) -> Iterator[click.Command]:
    for command in group.commands.values():
        if isinstance(command, click.Group):
            yield from commands(command)
        else:
            yield command


@pytest.mark.parametrize("setting", [one for one in SETTINGS if one.option], ids=lambda one: one.key)
def test_every_setting_is_the_default_of_an_option_that_there_is(setting: Setting) -> None:
    """And where click itself asks the environment, it asks for the same variable."""
    options = [
        option
        for command in commands(newsfold)
        for option in command.params
        if isinstance(option, click.Option) and option.name == setting.option and not option.hidden
    ]
    assert options
    assert {option.envvar for option in options} <= {setting.variable, None}


def test_no_setting_is_missing_that_click_asks_the_environment_for() -> None:
    """Every option with a variable has its line in the table."""
    asked = {
        option.envvar
        for command in commands(newsfold)
        for option in command.params
        if isinstance(option, click.Option) and option.envvar
    }
    assert asked <= {setting.variable for setting in SETTINGS}

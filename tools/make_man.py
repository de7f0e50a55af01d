"""Write the manual page, `docs/man/newsfold.1`, from the commands themselves, so that it says what `--help` says.

    python tools/make_man.py            # writes it
    python tools/make_man.py --check    # exit status 1 where it is not current

The macros are those of man(7), which groff and mandoc both know.
"""

from __future__ import annotations

import re
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click

from newsfold import __version__
from newsfold.app.cli import newsfold
from newsfold.app.settings import SETTINGS

ROOT: Final = Path(__file__).resolve().parent.parent
PAGE: Final = ROOT / "docs" / "man" / "newsfold.1"
# Of the last change to the commands. A page must have a date, and no clock is read, so that the same commands give the same page.
DATED: Final = "2026-11-26"
# Words are wrapped by whoever shows the page, so an option's explanation is asked for in one line.
WIDE: Final = 10_000
# Of the source, before what roff needs is put in; mandoc finds lines of more than 80 bytes bad style.
LINE: Final = 60

EXIT_STATUS: Final = (
    ("0", "Done. What could not be used is reported on standard error."),
    ("1", "A check failed: something is not verbatim, not well, or was not delivered."),
    ("2", "Bad usage, or nothing usable."),
    ("3", "The store could not be read or written."),
)


def page() -> str:
    """The whole page."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield f'.TH NEWSFOLD 1 {DATED} "Newsfold {__version__}"'
    yield from (".SH NAME", r"newsfold \- news feeds and articles into verbatim story digests")
    yield from (".SH SYNOPSIS", ".B newsfold", r"[\fIOPTION\fR]... \fICOMMAND\fR [\fIARGUMENT\fR]...")
    yield ".SH DESCRIPTION"
    yield from _paragraphs(newsfold.help or "", first=True)
    yield ".SH OPTIONS"
    yield from _options(newsfold)
    yield ".SH COMMANDS"
    for name, command in newsfold.commands.items():
        yield from _command(name, command)
    yield ".SH ENVIRONMENT"
    yield from _paragraphs("Each variable may also end in _FILE and name a file that holds the value.", first=True)
    for one in SETTINGS:
        yield from (".TP", rf"\fB{safe(one.variable)}\fR", *_text(_sentence(one.help)))
    yield ".SH FILES"
    yield from (".TP", r"\fInewsfold.db\fR", "The store, where no option and no setting names another.")
    yield from (".TP", r"\fInewsfold.toml\fR", "Settings, in the working folder or in your own folder of settings.")
    yield ".SH EXIT STATUS"
    for status, meaning in EXIT_STATUS:
        yield from (".TP", rf"\fB{status}\fR", *_text(meaning))


def _command(name: str, command: click.Command, parents: tuple[str, ...] = ("newsfold",)) -> Iterator[str]:
    context = click.Context(command, info_name=name, parent=click.Context(newsfold, info_name=" ".join(parents)))
    usage = " ".join(part for part in command.collect_usage_pieces(context) if part != "[OPTIONS]")
    yield f'.SS "{safe(" ".join((*parents[1:], name)))}"'
    yield rf"\fB{safe(' '.join((*parents, name)))}\fR [\fIOPTION\fR]... \fI{safe(usage)}\fR"
    yield from _paragraphs(command.help or "")
    yield from _options(command)
    if command.epilog:
        yield from _paragraphs(command.epilog)
    if isinstance(command, click.Group):
        for inner, its in command.commands.items():
            yield from _command(inner, its, (*parents, name))


def _options(command: click.Command) -> Iterator[str]:
    context = click.Context(command, terminal_width=WIDE, max_content_width=WIDE)
    for parameter in command.get_params(context):
        names, meaning = parameter.get_help_record(context) or ("", "")
        if meaning and (names != "--help" or command is newsfold):
            yield from (".TP", rf"\fB{safe(names)}\fR", *_text(meaning))


def _paragraphs(text: str, *, first: bool = False) -> Iterator[str]:
    """Paragraphs; the `first` of a section needs no macro."""
    for number, paragraph in enumerate(re.split(r"\n\s*\n", text.strip())):
        yield from ([] if first and number == 0 else [".PP"])
        yield from _text(paragraph)


def _text(text: str) -> Iterator[str]:
    """A text in lines, none of which roff takes for a macro."""
    yield from map(safe, textwrap.wrap(text, LINE, break_on_hyphens=False, break_long_words=False))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."


def safe(text: str) -> str:
    """Take from a text what roff would obey: its escape, a control character that begins a line, hyphens that it may break at."""
    escaped = text.replace("\\", r"\e").replace("-", r"\-").replace('"', r"\(dq").replace("`", r"\(ga")
    return rf"\&{escaped}" if escaped.startswith((".", "'")) else escaped


def main() -> int:
    """Write the page, or say whether it is current."""
    if "--check" in sys.argv[1:]:
        current = PAGE.is_file() and PAGE.read_text("utf-8") == page()
        print(
            "docs/man/newsfold.1 is current"
            if current
            else "docs/man/newsfold.1 is not current: python tools/make_man.py"
        )
        return 0 if current else 1
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

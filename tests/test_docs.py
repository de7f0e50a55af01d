"""Undocumented fails: every command, option, make target, key and constant is in the docs, and what the docs point to is there."""

from __future__ import annotations

import importlib
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

import newsfold
from newsfold import articles, feeds, pages
from newsfold.app import output
from newsfold.app.cli import newsfold as commands
from newsfold.digests import compose, compose_topic
from newsfold.model import Article, Digest, Item, Ledger, Lineage, Member, Revision, Story, revision_id

ROOT = Path(__file__).resolve().parent.parent
DOCS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"(!?)\[[^\]]*\]\(<?([^)>\s]+)>?\)")
STORIES = (
    "between",
    "decide",
    "embedder",
    "evidence",
    "features",
    "graph",
    "grouper",
    "meaning",
    "neighbours",
    "outlets",
    "prior",
    "reasons",
    "repair",
    "scorer",
    "texts",
    "vocabulary",
    "window",
)


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def prose(text: str) -> str:
    """A page without its blocks of code."""
    return re.sub(r"^```.*?^```|^ {4}.*?$", "", text, flags=re.DOTALL | re.MULTILINE)


def anchors(text: str) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", prose(text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def section(text: str, heading: str) -> str:
    """What stands under a heading, up to the next one."""
    found = re.search(rf"^## {re.escape(heading)}$(.*?)(?=^## |\Z)", text, re.DOTALL | re.MULTILINE)
    return found[1] if found else ""


def pinned() -> dict[str, dict[str, Any]]:
    return tomllib.loads(read("evals/floors.toml"))


# --- commands ---------------------------------------------------------------------------------------------------------


def options() -> Iterator[tuple[str, str]]:
    """Every option of every command but those that Newsfold alone gives, to processes that it starts."""
    for name, command in commands.commands.items():
        for parameter in command.params:
            if isinstance(parameter, click.Option) and not parameter.hidden:
                yield from ((name, flag) for flag in parameter.opts)


@pytest.mark.parametrize("name", sorted(commands.commands))
def test_every_command_has_its_section_with_an_example(name: str) -> None:
    """A heading, how it is called, and what it really prints."""
    text = section(read("docs/commands.md"), name)
    assert f"    newsfold {name}" in text
    assert f"    $ newsfold {name}" in text


@pytest.mark.parametrize(("name", "flag"), sorted(options()))
def test_every_option_is_in_its_commands_section(name: str, flag: str) -> None:
    """Under the command that takes it, in the form in which it is typed."""
    assert re.search(rf"`[^`]*(?<![\w-]){re.escape(flag)}(?![\w-])[^`]*`", section(read("docs/commands.md"), name))


def test_no_section_is_of_a_command_that_is_gone() -> None:
    """A heading that is one small word is a command's."""
    headings = set(re.findall(r"^## ([a-z]+)$", read("docs/commands.md"), re.MULTILINE))
    assert headings == set(commands.commands)


def test_every_make_target_is_documented() -> None:
    """Each target that the Makefile explains is named in the README or in the docs."""
    targets = re.findall(r"^([\w-]+):.*?## ", read("Makefile"), re.MULTILINE)
    text = "\n".join(path.read_text(encoding="utf-8") for path in DOCS)
    assert [target for target in targets if f"make {target}" not in text] == []
    assert targets


# --- links and pictures -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", DOCS, ids=named)
def test_every_link_leads_somewhere(path: Path) -> None:
    """To a file of the project, and to a heading that it has."""
    broken = []
    for picture, target in LINK.findall(prose(path.read_text(encoding="utf-8"))):
        if picture or re.match(r"\w+:", target):
            continue
        name, _, anchor = target.partition("#")
        file = (path.parent / name).resolve() if name else path
        if not file.exists() or (anchor and anchor not in anchors(file.read_text(encoding="utf-8"))):
            broken.append(target)
    assert broken == []


@pytest.mark.parametrize("path", DOCS, ids=named)
def test_every_picture_is_there(path: Path) -> None:
    """`make pictures` makes them."""
    shown = [target for picture, target in LINK.findall(path.read_text(encoding="utf-8")) if picture]
    assert [target for target in shown if not (path.parent / target).is_file()] == []


def test_the_readme_shows_a_page() -> None:
    """Whoever comes sees a real page first."""
    assert any(picture for picture, _ in LINK.findall(read("README.md")))


def test_the_readme_quotes_the_sample_word_for_word() -> None:
    """The digest that the README shows is made of titles and texts of the sample week."""
    sample = str(Path(newsfold.__file__).parent / "sample")
    built = [articles.build(item) for item in feeds.read([sample]) if isinstance(item, Item)]
    words = [text for one in built if isinstance(one, Article) for text in (one.title, one.text)]
    shown = re.search(r"^```text\n(.*?)^```", read("README.md"), re.DOTALL | re.MULTILINE)
    assert shown
    head, *excerpts = shown[1].strip().split("\n\n")
    quoted = [" ".join(line for line in block.splitlines() if not line.startswith(" ")) for block in excerpts]
    assert [quote for quote in quoted if not any(quote in text for text in words)] == []
    assert head.splitlines()[0] in words
    assert len(quoted) >= 3


# --- formats ----------------------------------------------------------------------------------------------------------


def article(name: str, outlet: str, title: str, text: str) -> Article:
    return Article(name, outlet, Revision(revision_id(title, text), title, text, "en"), f"https://{outlet}/{name}")


def two_reports_of_a_ferry() -> tuple[Story, list[Article], list[Lineage]]:
    told = [
        article(
            "a1", "harbour.example", "Ferry to Velmar stopped", "The ferry to Velmar was stopped by a storm on Monday."
        ),
        article(
            "a2", "ledger.example", "Storm stops the ferry", "A storm on Monday kept 90 people from reaching Velmar."
        ),
    ]
    lineages = [Lineage(f"l-{one.id}", one.id, (Member(one.id, "independent", 1.0),)) for one in told]
    return Story("s1", ("a1", "a2")), told, lineages


def keys(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys(inner)


def digests() -> list[Digest]:
    story, told, lineages = two_reports_of_a_ferry()
    topic = compose_topic("ferry", [story], told, lineages)
    assert topic
    return [compose(story, told, lineages), topic]


def test_every_key_of_a_digest_is_documented() -> None:
    """Those of a story's digest and those of a query's."""
    text = read("docs/formats.md")
    written = json.loads(pages.as_json(digests()))
    assert sorted({key for key in keys(written) if f"`{key}`" not in text and key != "stories"}) == []
    assert "`query`, `stories`" in text


def test_every_key_of_the_ledger_is_documented() -> None:
    """As `newsfold ingest --json` writes it."""
    written = output.ledger_value(Ledger())
    assert [key for key in written if f"`{key}`" not in section(read("docs/formats.md"), "Ledger")] == []


def test_every_reason_for_a_rejection_is_documented() -> None:
    """The short words under which the ledger counts."""
    sources = [*(ROOT / "src/newsfold/feeds").glob("*.py"), *(ROOT / "src/newsfold/articles").glob("*.py")]
    code = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    found = re.findall(r'(?:Rejected|Fault)\(\s*(?:[\w.]+,\s*)?"([a-z]+(?:-[a-z]+)+)"', code)
    text = section(read("docs/formats.md"), "Ledger")
    assert sorted({reason for reason in found if f"`{reason}`" not in text}) == []
    assert len(set(found)) > 10


def test_every_table_of_the_store_is_documented() -> None:
    """Whoever opens the file with another tool finds each table explained."""
    from newsfold.store.schema import metadata  # noqa: PLC0415 - SQLAlchemy takes .3 s to load

    text = section(read("docs/formats.md"), "The store's tables")
    assert [table for table in metadata.tables if f"`{table}`" not in text] == []


@pytest.mark.parametrize("path", DOCS, ids=named)
def test_every_json_example_is_json(path: Path) -> None:
    """What is shown as JSON can be read as such."""
    for block in re.findall(r"^```json\n(.*?)^```", path.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE):
        json.loads(block)


# --- figures ----------------------------------------------------------------------------------------------------------


def constants(table: str) -> Iterator[tuple[str, float]]:
    for names, values in re.findall(r"^\| (`[A-Z_`, ]+`) \| ([\d., ]+) \|", table, re.MULTILINE):
        yield from zip(re.findall(r"[A-Z_]+", names), map(float, values.split(", ")), strict=True)


def test_the_constants_of_grouping_are_as_documented() -> None:
    """The page names the values that the code has."""
    modules = [importlib.import_module(f"newsfold.stories.{name}") for name in STORIES]
    documented = dict(constants(section(read("docs/grouping.md"), "Constants")))
    actual = {name: getattr(module, name) for module in modules for name in documented if hasattr(module, name)}
    assert documented == {name: getattr(value, "width", value) for name, value in actual.items()}
    assert len(documented) > 10


def test_the_readme_shows_the_pinned_figures() -> None:
    """Every floor of BCubed F1 and of pair F1 stands in its line of the README's table, high or low."""
    text = section(read("README.md"), "How good it is")
    rows = {
        name: (bcubed, pair)
        for name, bcubed, pair in re.findall(r"^\| (\w+) .*\| (\.\d+) \| (\.\d+) \|$", text, re.MULTILINE)
    }
    wanted = {
        name: tuple(f"{figures[figure]['floor']:.3f}"[1:] for figure in ("bcubed_f1", "pair_f1"))
        for name, figures in pinned().items()
        if "bcubed_f1" in figures
    }
    assert rows == wanted


def test_every_dependency_has_its_line_in_the_note() -> None:
    """Each one of the core and of the extras, and none that is gone."""
    project = tomllib.loads(read("pyproject.toml"))["project"]
    asked = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    names = {re.split(r"[<>=!~\[; ]", one)[0].lower() for one in asked}
    note = read("docs/notes/0001-dependencies.md")
    assert {name.lower() for name in re.findall(r"^\| `([\w.-]+)` \| \d", note, re.MULTILINE)} == names


def test_every_note_is_listed() -> None:
    """In the table of the folder."""
    listed = read("docs/notes/README.md")
    notes = [path.name for path in (ROOT / "docs" / "notes").glob("[0-9]*.md")]
    assert [name for name in notes if f"]({name})" not in listed] == []


def test_the_changelog_begins_with_this_version() -> None:
    """What is installed is what is described first."""
    version = tomllib.loads(read("pyproject.toml"))["project"]["version"]
    first = re.search(r"^## (\S+)", read("CHANGELOG.md"), re.MULTILINE)
    assert first
    assert first[1] == version == newsfold.__version__


# --- examples ---------------------------------------------------------------------------------------------------------

# What needs a model, a network or a second terminal.
NOT_RUN = re.compile(r"--embedder|newsfold (?:serve|add|fetch|run|mcp)")


def examples(text: str) -> Iterator[tuple[str, list[str]]]:
    """Find the commands that are shown with what they print, in their order; outside of tables of options."""
    for block in re.findall(r"(?:^    .*\n|^\n(?=    ))+", text, re.MULTILINE):
        for part in re.split(r"^    \$ ", block, flags=re.MULTILINE)[1:]:
            command, *shown = part.splitlines()
            yield command, [line.strip() for line in shown if line.strip()]


def told(line: str) -> str:
    """A line as it is compared: processors differ in the last digits of a figure."""
    return re.sub(r"((?:agreement|probability)=\d\.\d\d?)\d*", r"\1", line.strip())


def test_the_examples_print_what_is_shown(tmp_path: Path) -> None:
    """Every line that is shown is printed, in its order, where the sample week lies; a line with ... stands for others."""
    for name in ("outlets.opml", "1-week", "2-later"):
        (tmp_path / name).symlink_to(ROOT / "src" / "newsfold" / "sample" / name)
    found = [
        one
        for page in ("docs/commands.md", "docs/grouping.md")
        for one in examples(read(page))
        if not NOT_RUN.search(one[0])
    ]
    script = [
        f'newsfold() {{ "{sys.executable}" -m newsfold "$@"; }}',
        "newsfold extract outlets.opml 1-week 2-later -o week.jsonl 2> /dev/null",
    ]
    for number, (command, _) in enumerate(found):
        script += [f"echo '@@{number}'", command]
    done = subprocess.run(
        ["bash", "-c", "\n".join(script)],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    printed = [part.splitlines() for part in re.split(r"^@@\d+\n", done.stdout, flags=re.MULTILINE)[1:]]
    assert len(printed) == len(found) > 10
    for (command, shown), lines in zip(found, printed, strict=True):
        following = iter(map(told, lines))
        missing = [line for line in map(told, shown) if line and "..." not in line and line not in following]
        assert not missing, f"{command}: {missing[0]}"

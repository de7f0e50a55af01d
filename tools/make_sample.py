"""Write the sample week: feeds, article pages and gold labels, from `tools/sample/`.

`python tools/make_sample.py` writes under `src/newsfold/sample/`: `1-week/` as first captured, `2-later/` with what was
edited since, `gold/` with what is true of them, and `outlets.opml`, the subscriptions by name. Same sources, same bytes;
`--check` compares instead of writing.
In the gold, an article of a file without `story` has the story null (it belongs to none), and one without a lineage is
its own, `independent`. In `conflicts.jsonl`, `about` is for people; `words` are verbatim in the text at that `url`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sample_render import feed, page, subscriptions
from sample_sources import Article, Outlet, Sample, Version, check, lineages, load

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "src" / "newsfold" / "sample"
OWNED = ("1-week", "2-later", "gold")  # folders of TARGET that hold nothing but our output; beside them: outlets.opml
RELATED = 3  # links to other articles on a page


def render(sample: Sample) -> dict[str, str]:
    """Return every file to be written, by its path below the sample folder."""
    first = [(a, a.versions[0]) for a in sample.articles]
    later = [(a, a.versions[-1]) for a in sample.articles if len(a.versions) > 1]
    outlets = sorted({a.outlet for a in sample.articles}, key=lambda outlet: outlet.slug)
    shelf = {"outlets.opml": subscriptions(outlets)}
    return shelf | _capture("1-week", first, sample) | _capture("2-later", later, sample) | _gold(sample)


def _capture(folder: str, entries: list[tuple[Article, Version]], sample: Sample) -> dict[str, str]:
    from_agency = {label for label, group in lineages(sample).items() for a in group if _is_wire(a)}
    wired = {a.key for a in sample.articles if a.role == "copy" and a.lineage in from_agency}
    by_outlet: dict[Outlet, list[tuple[Article, Version]]] = defaultdict(list)
    for entry in entries:
        by_outlet[entry[0].outlet].append(entry)
    files = {f"{folder}/feeds/{o.feed_name}": feed(o, mine, wired) for o, mine in by_outlet.items()}
    for article, version in entries:
        if article.page:
            path = f"{folder}/pages/{article.outlet.slug}/{article.slug}.html"
            files[path] = page(article, version, _related(article, sample))
    return files


def _is_wire(article: Article) -> bool:
    return article.role == "origin" and article.outlet.slug == "mna"


def _related(article: Article, sample: Sample) -> list[Article]:
    """Pick the outlet's articles nearest in time, as a page's "read also" would."""
    others = [a for a in sample.articles if a.outlet == article.outlet and a.key != article.key]
    return sorted(others, key=lambda a: (abs(a.published - article.published), a.key))[:RELATED]


def _gold(sample: Sample) -> dict[str, str]:
    url = {a.key: a.url for a in sample.articles}
    conflicts = [
        {"story": story, "about": table["about"], "kind": table["kind"]}
        | {side: {"url": url[table[side]["article"]], "words": table[side]["words"]} for side in ("a", "b")}
        for _, story, table in sample.conflicts
    ]
    return {
        "gold/stories.jsonl": _jsonl({"url": a.url, "key": a.key, "story": a.story} for a in sample.articles),
        "gold/lineages.jsonl": _jsonl(
            {"url": a.url, "lineage": a.lineage or a.key, "role": a.role or "independent"} for a in sample.articles
        ),
        "gold/conflicts.jsonl": _jsonl(conflicts),
        "gold/speakers.jsonl": _jsonl(
            {"url": a.url, "words": q["words"], "speaker": q.get("speaker", ""), "grade": q["grade"]}
            for a in sample.articles
            for q in a.quotes
        ),
    }


def _jsonl(rows: Iterable[dict[str, Any]]) -> str:
    return "".join(sorted(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))


def differences(files: dict[str, str]) -> list[str]:
    """Name the files below the sample folder that are missing, changed, or no longer made."""
    there = {path.relative_to(TARGET).as_posix(): path for path in _written()}
    wrong = [f"missing: {name}" for name in files.keys() - there.keys()]
    wrong += [f"not made by the sources: {name}" for name in there.keys() - files.keys()]
    wrong += [f"changed: {n}" for n in files.keys() & there.keys() if there[n].read_bytes() != files[n].encode()]
    return sorted(wrong)


def write(files: dict[str, str]) -> None:
    """Write the files and remove what earlier sources left behind."""
    for path in _written():
        if path.relative_to(TARGET).as_posix() not in files:
            path.unlink()
    for name, text in files.items():
        path = TARGET / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())


def _written() -> list[Path]:
    inside = [path for folder in OWNED for path in sorted((TARGET / folder).rglob("*")) if path.is_file()]
    return [*inside, *TARGET.glob("*.opml")]


def counts(sample: Sample) -> str:
    """Say how many articles there are by language, story and lineage role, and how many labels."""
    rows = {
        "language": Counter(a.outlet.lang for a in sample.articles),
        "story": Counter(a.story or "(none)" for a in sample.articles),
        "role": Counter(a.role or "independent" for a in sample.articles),
    }
    lines = [f"{len(sample.articles)} articles, {sum(a.page for a in sample.articles)} with a page"]
    lines += [f"by {name}: " + ", ".join(f"{k} {n}" for k, n in sorted(row.items())) for name, row in rows.items()]
    quotes = sum(len(a.quotes) for a in sample.articles)
    edits = sum(len(a.versions) - 1 for a in sample.articles)
    return "\n".join([*lines, f"labels: {quotes} quotes, {len(sample.conflicts)} conflicts, {edits} edits"])


def main() -> int:
    """Run the command line: 0 done, 1 bad sources or, with --check, files that differ."""
    parser = argparse.ArgumentParser(description="Write the sample week from tools/sample/.")
    parser.add_argument("--check", action="store_true", help="compare with what is there; write nothing")
    only_check = parser.parse_args().check
    sample, errors = load()
    errors = errors or check(sample)  # what could not be read would make every other check cry wolf
    if errors:
        print("\n".join(errors), file=sys.stderr)
        return 1
    files = render(sample)
    wrong = differences(files) if only_check else []
    if not only_check:
        write(files)
    print("\n".join([*wrong, counts(sample)]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

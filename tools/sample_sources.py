"""Read the sample week's sources and say what is wrong with them.

`tools/sample/outlets.toml` and `tools/sample/stories/*.toml` (their form: `tools/sample/README.md`) become frozen
values. Nothing is written here and nothing raised for a bad source: each error is one line that names
the file and the article.
"""

from __future__ import annotations

import html
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

SOURCES = Path(__file__).resolve().parent / "sample"

WEEK = (datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 9, tzinfo=UTC))
GRADES = {"named", "office", "anonymous", "document", "unattributed"}
KINDS = {"figure", "yes-no", "who", "when", "where"}
SHINGLE = 5  # words in a row
COPY_SHARE = 0.5  # of a copy's shingles; a copy with a new lead and two paragraphs cut still keeps more


@dataclass(frozen=True)
class Outlet:
    """Who publishes, and how its pages look; the fields of `outlets.toml`."""

    slug: str
    name: str
    domain: str
    format: str
    lang: str
    guid: str
    frame: tuple[str, ...]
    body_class: str
    nav: tuple[str, ...]
    cookie: str
    newsletter: str
    related: str
    footer: str
    inset: bool = False

    @property
    def feed_name(self) -> str:
        return f"{self.slug}.{'json' if self.format == 'jsonfeed' else 'xml'}"


@dataclass(frozen=True)
class Version:
    """An article's words at one time; `at` is when it got them."""

    at: datetime
    title: str
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs)

    @property
    def html(self) -> str:
        return "\n".join(f"<p>{html.escape(p, quote=False)}</p>" for p in self.paragraphs)


@dataclass(frozen=True)
class Article:
    """One article with all its versions, the first as published."""

    file: str
    story: str | None
    key: str
    outlet: Outlet
    slug: str
    versions: tuple[Version, ...]
    feed: str
    page: bool
    byline: str | None
    summary: str
    lineage: str | None
    role: str | None
    quotes: tuple[dict[str, str], ...]

    @property
    def published(self) -> datetime:
        return self.versions[0].at

    @property
    def url(self) -> str:
        return f"https://{self.outlet.domain}/{self.published:%Y/%m/%d}/{self.slug}"

    @property
    def guid(self) -> str:
        by_url = self.outlet.guid == "url" and self.outlet.format != "atom"
        return self.url if by_url else f"tag:{self.outlet.domain},{self.published:%Y-%m-%d}:{self.slug}"

    def says(self, words: str) -> bool:
        """Whether some version of the text holds these words."""
        return any(words in version.text for version in self.versions)


@dataclass(frozen=True)
class Sample:
    """All sources, in the order of files and of articles in them. Conflicts are kept as (file, story, table)."""

    articles: tuple[Article, ...]
    conflicts: tuple[tuple[str, str | None, dict[str, Any]], ...]


def load() -> tuple[Sample, list[str]]:
    """Read every source; what cannot be read is left out and named in the list of errors."""
    tables = tomllib.loads((SOURCES / "outlets.toml").read_text("utf-8"))
    outlets = {slug: _outlet(slug, table) for slug, table in tables.items()}
    articles: list[Article] = []
    conflicts: list[tuple[str, str | None, dict[str, Any]]] = []
    errors: list[str] = []
    for path in sorted((SOURCES / "stories").glob("*.toml")):
        try:
            source = tomllib.loads(path.read_text("utf-8"))
        except tomllib.TOMLDecodeError as error:
            errors.append(f"{path.name}: not TOML: {error}")
            continue
        story = source.get("story")
        for number, table in enumerate(source.get("article", []), 1):
            try:
                articles.append(_article(path.name, story, table, outlets))
            except KeyError as error:
                errors.append(f"{path.name}: {table.get('key', f'article {number}')}: missing or unknown {error}")
        conflicts += [(path.name, story, table) for table in source.get("conflict", [])]
    return Sample(tuple(articles), tuple(conflicts)), errors


def _outlet(slug: str, table: dict[str, Any]) -> Outlet:
    fields: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in table.items()}
    return Outlet(slug=slug, **fields)


def _article(file: str, story: str | None, table: dict[str, Any], outlets: dict[str, Outlet]) -> Article:
    first = Version(table["published"], table["title"], _paragraphs(table["text"]))
    edits = [
        Version(e["at"], e.get("title", first.title), _paragraphs(e["text"]) if "text" in e else first.paragraphs)
        for e in table.get("edit", [])
    ]
    return Article(
        file, story, table["key"], outlets[table["outlet"]], table["slug"], (first, *edits),
        table.get("feed", "full"), table.get("page", False), table.get("byline"),
        table.get("summary", first.paragraphs[0] if first.paragraphs else ""),
        table.get("lineage"), table.get("role"), tuple(table.get("quote", [])),
    )  # fmt: skip


def _paragraphs(text: str) -> tuple[str, ...]:
    """Split at blank lines; a paragraph wrapped in the source is one line here."""
    blocks = re.split(r"\n[ \t]*\n", text.strip())
    return tuple(re.sub(r"[ \t]*\n[ \t]*", " ", block.strip()) for block in blocks if block.strip())


def check(sample: Sample) -> list[str]:
    """Name everything in the sources that would make the gold labels false."""
    errors = [f"{a.file}: {a.key}: {message}" for a in sample.articles for message in _article_errors(a)]
    for what, values in {
        "key": [a.key for a in sample.articles],
        "outlet and slug": [f"{a.outlet.slug}/{a.slug}" for a in sample.articles],
    }.items():
        errors += [f"{what} used {count} times: {value}" for value, count in Counter(values).items() if count > 1]
    return errors + list(_lineage_errors(sample)) + list(_conflict_errors(sample))


def _article_errors(article: Article) -> Iterator[str]:
    if not article.versions[0].paragraphs:
        yield "no text"
    if article.feed not in {"full", "summary"} or (article.feed == "summary" and not article.page):
        yield f"feed {article.feed!r} must be full, or summary with a page"
    if (article.lineage is None) != (article.role is None) or article.role not in {None, "origin", "copy", "rewrite"}:
        yield f"role {article.role!r} does not go with lineage {article.lineage!r}"
    times = [version.at for version in article.versions]
    if any(time.tzinfo is None for time in times):
        yield "a time without a zone"
    elif times != sorted(times) or not all(WEEK[0] <= time < WEEK[1] for time in times):
        yield "times leave the week, or an edit comes before publication"
    yield from _quote_errors(article)


def _quote_errors(article: Article) -> Iterator[str]:
    for quote in article.quotes:
        if quote.get("grade") not in GRADES:
            yield f"quote grade {quote.get('grade')!r} is unknown"
        for name in ("words", "speaker"):
            if not quote.get(name) and not (name == "speaker" and quote.get("grade") == "unattributed"):
                yield f"quote without {name}"
            elif not article.says(quote.get(name, "")):
                yield f"quote {name} not in the text: {quote[name]!r}"


def _lineage_errors(sample: Sample) -> Iterator[str]:
    for label, members in lineages(sample).items():
        origins = sum(a.role == "origin" for a in members)
        if len(members) < 2 or origins > 1:
            yield f"{members[0].file}: lineage {label}: {len(members)} member(s), {origins} origin(s)"
        for article in members:
            kin = [a for a in members if a is not article and a.outlet.lang == article.outlet.lang]
            own = _shingles(article)
            share = max((len(own & _shingles(other)) / max(1, len(own)) for other in kin), default=1.0)
            if share == 0 or (article.role == "copy" and share < COPY_SHARE):
                yield f"{article.file}: {article.key}: {article.role} of {label} shares only {share:.0%} with any other"


def _shingles(article: Article) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", article.versions[0].text.lower())
    return {tuple(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)}


def _conflict_errors(sample: Sample) -> Iterator[str]:
    by_key = {a.key: a for a in sample.articles}
    for file, _, conflict in sample.conflicts:
        label = f"{file}: conflict {conflict.get('about', '?')!r}"
        if conflict.get("kind") not in KINDS:
            yield f"{label}: unknown kind {conflict.get('kind')!r}"
        for side in (conflict.get("a", {}), conflict.get("b", {})):
            article = by_key.get(side.get("article", ""))
            if article is None or article.file != file:
                yield f"{label}: no article {side.get('article')!r} in this file"
            elif not side.get("words") or not article.says(side["words"]):
                yield f"{label}: not in the text of {article.key}: {side.get('words')!r}"


def lineages(sample: Sample) -> dict[str, list[Article]]:
    """Group the articles that name a lineage by it."""
    groups: dict[str, list[Article]] = defaultdict(list)
    for article in sample.articles:
        if article.lineage:
            groups[article.lineage].append(article)
    return groups

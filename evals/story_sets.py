"""The stories that the choice of excerpts is measured on: labelled ones with reference summaries, and real ones as grouped here.

Nothing here knows how anything is chosen. The data are other people's and are read where they lie.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from evals.cases import read, write
from evals.summaries import Words, words_of
from newsfold import copies, feeds
from newsfold.engine import line
from newsfold.engine.intake import Desk
from newsfold.engine.pool import HERE
from newsfold.model import Article, Lineage, Rejected, Story
from newsfold.text.sentences import sentences

REFERENCES: Final = ("vnmds.jsonl.gz", "vnmds_references.jsonl.gz")
REAL: Final = ("seed-week.jsonl.gz", "capture-story.jsonl.gz")
STREAM: Final = "stream.jsonl.gz"
# Code points from which a text is more than a title; less than half of the stream's articles have so much.
_BODY: Final = 80


@dataclass(frozen=True, slots=True)
class StorySet:
    """A story with all that a digest is composed of, and the reference summaries of it, if there are any."""

    story: Story
    articles: tuple[Article, ...]
    lineages: tuple[Lineage, ...]
    references: tuple[Words, ...] = ()

    @property
    def outlets(self) -> int:
        return len({article.voice for article in self.articles})

    @property
    def told(self) -> list[list[Words]]:
        """The sentences of each article; its title where it has no text."""
        return [
            [words_of(sentence.of(text)) for sentence in sentences(text, article.lang)]
            for article in self.articles
            for text in [article.text or article.title]
        ]


def labelled(shared: Path) -> list[StorySet]:
    """Read the labelled stories, by name. Each article is a voice of its own.

    A fourth of them are named after the one aggregator that they were taken from, whoever wrote them.
    """
    articles, references = (shared / "bench" / name for name in REFERENCES)
    summaries = {one["story"]: tuple(map(words_of, one["references"])) for one in read(references)}
    own = [replace(one, outlet=f"{one.outlet} {one.id}") for one in _articles(articles, group_by="story")]
    found = _stories(own, line.group_as_given(own))
    return sorted(
        (replace(one, references=summaries[one.story.id]) for one in found if one.story.id in summaries),
        key=lambda one: one.story.id,
    )


def real(shared: Path, folder: Path, *, stream: bool = True) -> list[StorySet]:
    """Group the real articles into stories, those of the long stream where they have a text. `folder` is for working in."""
    paths = [shared / "real" / name for name in REAL]
    if stream:
        whole = (one for one in read(shared / "real" / STREAM) if len(one["text"] or "") >= _BODY)
        paths.append(write(folder / "stream.jsonl", list(whole)))
    found: list[StorySet] = []
    for path in paths:
        articles = _articles(path)
        found += _stories(articles, line.group(articles, HERE))
    return found


def files_of(shared: Path, *, references: bool) -> list[Path]:
    """Name the files that the one or the other is read from."""
    if references:
        return [shared / "bench" / name for name in REFERENCES]
    return [shared / "real" / name for name in (*REAL, STREAM)]


def _articles(path: Path, group_by: str | None = None) -> list[Article]:
    desk = Desk()
    desk.take(feeds.read([str(path)], group_by=group_by), on_reject=_not_read)
    return list(desk.articles.values())


def _not_read(rejected: Rejected) -> None:
    raise AssertionError(f"an article of the evaluation could not be read: {rejected}")


def _stories(articles: Iterable[Article], grouping: line.Grouping) -> Iterator[StorySet]:
    known = {article.id: article for article in articles}
    lineages = tuple(copies.lineages(line.in_time(known.values())))
    lineage_of = {member.article: lineage for lineage in lineages for member in lineage.members}
    for story in grouping.stories:
        own = {lineage_of[one].id: lineage_of[one] for one in story.articles}
        yield StorySet(story, tuple(known[one] for one in story.articles), tuple(own.values()))

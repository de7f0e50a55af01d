"""Scores lineages on other people's articles: `python -m evals.lineages`, some three minutes.

gva: incidents told by local outlets. Articles of one incident that begin alike are of one text, unless what they begin with is no
article at all; a lineage over several incidents is a false one, or an incident that the set has under two numbers.
stream: headlines and teasers of many feeds. A German headline that two outlets have word for word within days is an agency's item.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from newsfold import copies, feeds
from newsfold.engine import line
from newsfold.engine.intake import Desk
from newsfold.model import Article, Lineage

BEGINNING: Final = 300
DAYS: Final = 3.0


def read(path: Path, group_by: str | None = None) -> dict[str, Article]:
    desk = Desk()
    desk.take(feeds.read([str(path)], group_by=group_by), on_reject=lambda _: None)
    return desk.articles


def incidents(articles: Mapping[str, Article], incident: Mapping[str, str], found: Sequence[Lineage]) -> Iterator[str]:
    """Report on articles of one incident that begin alike, and on lineages over several incidents."""
    lineage_of = {member.article: one.id for one in found for member in one.members}
    unusable = {member.article for one in found for member in one.members if not member.usable}
    alike: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in articles.values():
        if len(one.text) >= BEGINNING:
            alike[incident[one.id], one.text[:BEGINNING]].append(one.id)
    groups = [group for group in alike.values() if len(group) > 1]
    articles_of = [group for group in groups if not unusable.issuperset(group)]
    together = sum(Counter(lineage_of[one] for one in group).most_common(1)[0][1] for group in articles_of)
    asked = sum(map(len, articles_of))
    several = [one for one in found if len({incident[member.article] for member in one.members}) > 1]
    usable = len(articles_of)
    yield f"gva: {len(groups)} groups of one incident begin with the same {BEGINNING} characters; {usable} have a text"
    yield f"  in one lineage: {together} of {asked} articles ({together / max(asked, 1):.3f})"
    shared = sum(len(one.members) > 1 for one in found)
    yield f"  lineages of two articles or more: {shared}; over several incidents: {len(several)}"
    yield f"  without a usable text: {len(unusable)} articles"
    for group in articles_of:
        if len({lineage_of[one] for one in group}) > 1:
            yield f"  apart: {' / '.join(articles[one].title for one in group)}"


def headlines(articles: Mapping[str, Article], found: Iterable[Lineage]) -> Iterator[str]:
    """Report on German headlines that two outlets or more have word for word, and on who is credited."""
    lineage_of: dict[str, Lineage] = {member.article: one for one in found for member in one.members}
    same: dict[str, list[Article]] = defaultdict(list)
    for article in articles.values():
        if article.lang == "de":
            same[article.title].append(article)
    groups = [group for group in same.values() if len({one.voice for one in group}) > 1]
    near = [group for group in groups if _days(group) <= DAYS]
    teasers = sum(len({one.voice for one in group if one.text.strip()}) > 1 for group in groups)
    yield f"stream: {len(groups)} German headlines are the same at two outlets or more, {teasers} with teasers at two"
    for name, some in (("all of them", groups), (f"within {DAYS:g} days", near)):
        whole = sum(len({lineage_of[one.id].id for one in group}) == 1 for group in some)
        joined = sum(len(lineage_of[one.id].members) > 1 for group in some for one in group)
        yield f"  {name}: {whole} of {len(some)} are one lineage; {joined} of {sum(map(len, some))} items are in one of several"
    named = Counter(credit for group in groups for one in group if (credit := lineage_of[one.id].credit))
    yield f"  credited: {', '.join(f'{name} {count}' for name, count in named.most_common(5)) or 'nobody'}"


def _days(group: Sequence[Article]) -> float:
    at = [one.published.at.timestamp() / 86_400 for one in group if one.published.at]
    return max(at) - min(at) if len(at) == len(group) else float("inf")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m evals.lineages", description="Score lineages on shared data.")
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="the folder of the shared data")
    shared = parser.parse_args(arguments).shared
    if not shared.is_dir():
        print(f"the shared data are not there: {shared}", file=sys.stderr)
        return 2
    articles = read(shared / "bench" / "gva.jsonl.gz", "story")
    incident = {row.id: row.group or row.id for row in articles.values()}
    for told in incidents(articles, incident, copies.lineages(articles.values())):
        print(told, flush=True)
    articles = read(shared / "real" / "stream.jsonl.gz")
    began = time.perf_counter()
    found = list(line.traced(line.in_time(articles.values())))
    print(f"stream: {len(articles)} articles traced on one core in {time.perf_counter() - began:.0f} s")
    for told in headlines(articles, found):
        print(told, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

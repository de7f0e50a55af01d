"""Chooses a story's headline: the title, verbatim, that says best and most soberly what the story is about.

A title is judged by what it holds, never by who wrote it. Questions, lists, opinion, live blogs and bait are passed
over as long as any other title is there; `faults` names what is wrong with one. The patterns are in faults.toml.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from importlib import resources

from newsfold.digests.sources import Sources, Words, sources
from newsfold.model import Article, Headline, Lineage, Owner, voice
from newsfold.text.folding import fold
from newsfold.text.tokens import terms, words

# Code points: 97 % of 821 real titles lie between; what is outside is a label or a paragraph.
_SHORTEST, _LONGEST = 25, 130
_READ = 400  # code points of a title that are looked at; one that is longer is no headline in any case
_FEWEST_WORDS = 4
_SHOUTED_SHARE = 0.6  # of all cased letters
# A title with this share of another's words supports it: outlets seldom word one event alike, but they name the same.
_SUPPORT = 0.5
# Words beyond what the story shares make a title specific, but each dilutes it: the sum is divided by (count + this) **
# 0.5.
_PADDING = 1.0
# What a title loses for a quotation in front, and for a label before a colon.
_BLEMISH = 0.85
# What follows one of these is told as known already; a report of the event itself puts it in front ("Gold rises after
# ...").
_BEHIND = re.compile(
    r"\b(?:after|following|amid|during|as|over|since|before|tras|luego de|después de|durante|ante"
    r"|nach|während|angesichts|wegen|seit)\b",
    re.IGNORECASE,
)
_BEHIND_SHARE = 0.5
_FRONT = 15  # code points in front that make a clause; "After the storm, ..." has none
_LABEL = re.compile(r"^[^:|]{3,60}[:|] ?|\s[|–—-]\s[^|–—-]{2,25}$")
# A label that a feed put in front without a space: "LiveWar in the north", "MeinungMieten".
_GLUED = re.compile(r"(?:Live|Liveblog|Meinung|Kommentar|Opinion|Analyse|Interview|Podcast|Video)(?=[A-ZÀ-Þ][a-zß-ÿ])")
_QUOTED_START = re.compile(r"""^["'“‘„«»]""")


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    listed = tomllib.loads(resources.files(__package__).joinpath("faults.toml").read_text("utf-8"))
    return {name: re.compile("|".join(f"(?:{one})" for one in patterns)) for name, patterns in listed.items()}


@lru_cache(maxsize=4096)
def faults(title: str) -> tuple[str, ...]:
    """Name what makes a title unfit to be a headline, in no order of weight; nothing for a sober statement.

    >>> faults("Harbour of Orrin closed after storm"), faults("LIVE: Is the harbour closed?")
    ((), ('question', 'live'))
    """
    folded = fold(title[:_READ])
    found = [name for name, pattern in _patterns().items() if pattern.search(folded)]
    if _GLUED.match(title):
        found.append("label")
    letters = [letter for letter in title if letter.isupper() or letter.islower()]
    if len(letters) >= 12 and sum(map(str.isupper, letters)) > _SHOUTED_SHARE * len(letters):
        found.append("capitals")
    return tuple(found)


def headline(given: Sources, asked: Sequence[Words] = ()) -> Headline:
    """Choose the headline of a story of one article or more; where none has a title, that of the first, which says nothing.

    Titles without faults in the story's main language come first, then those that say most of what the accounts share.
    For a query, `asked` holds the forms of each of its words; a title gains by each word that it has. Among equals the
    title that more accounts support is taken, then the earlier, then the lesser id.
    """
    titled = [article for article in given.articles if article.title.strip()] or given.articles[:1]
    shares = given.title_shares()

    def rank(article: Article) -> tuple[int, float]:
        fit = _fit(article, given.titles[article.id], shares, asked)
        return _unfit(article, given.main), -round(fit, 6)

    ranks = {article.id: rank(article) for article in titled}
    lowest = min(ranks.values())
    equals = [article for article in titled if ranks[article.id] == lowest]
    best = min(equals, key=lambda article: (-_support(article, given), article.time_order))
    return Headline(best.title, best.id, best.outlet, best.url, best.lang)


def headline_of(articles: Iterable[Article], lineages: Iterable[Lineage], owner: Owner = voice) -> Headline:
    """Choose the headline of a story's articles, given with their lineages, without composing a digest."""
    return headline(sources(articles, lineages, owner))


def _unfit(article: Article, main: str | None) -> int:
    """How many reasons there are not to take a title; a foreign language weighs more than all others together."""
    title = article.title.strip()
    odd = not _SHORTEST <= len(title) <= _LONGEST or len(words(title)) < _FEWEST_WORDS
    foreign = main is not None and article.lang is not None and article.lang != main
    return len(faults(title)) + 2 * odd + 20 * foreign


def _fit(article: Article, title: Words, shares: Mapping[str, float], asked: Sequence[Words]) -> float:
    """How much of what the accounts share a title tells, against how much it says in all."""
    behind = _BEHIND.search(article.title, _FRONT)
    front = frozenset(terms(article.title[: behind.start()], article.lang)) if behind else title
    told = sum(shares[word] * (1.0 if word in front else _BEHIND_SHARE) for word in sorted(title))
    answered = sum(not forms.isdisjoint(title) for forms in asked)
    blemishes = (_LABEL.search(article.title) is not None) + (_QUOTED_START.match(article.title) is not None)
    return float((told + answered) / (len(title) + _PADDING) ** 0.5 * _BLEMISH**blemishes)


def _support(article: Article, given: Sources) -> int:
    mine = given.titles[article.id]
    return len(
        {
            given.lineage_of[other.id]
            for other in given.articles
            if len(mine & given.titles[other.id]) >= _SUPPORT * max(len(mine), 1)
        }
    )

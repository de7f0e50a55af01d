"""Shows what makes articles members of a lineage: the longest passages that each has in common with the origin, on both sides.

Asked of lineages that are shown, since to align two texts costs more than to find that they are copies.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from newsfold.copies.fingerprint import is_bare
from newsfold.copies.passages import passages
from newsfold.copies.shingles import title_key
from newsfold.model import Article, Lineage, Member, Passage, Range

# So many show what two texts are to each other; a rewrite may have a hundred runs of three words.
SHOWN: Final = 5


def proved(lineage: Lineage, articles: Mapping[str, Article]) -> Lineage:
    """Give a lineage whose members carry their evidence; an article that is not among those given has none.

    articles: by id. Headlines without a text are members by their titles, so these are the evidence.
    """
    origin = articles.get(lineage.origin)
    if origin is None or len(lineage.members) == 1:
        return lineage
    return replace(lineage, members=tuple(_proved(member, origin, articles) for member in lineage.members))


def _proved(member: Member, origin: Article, articles: Mapping[str, Article]) -> Member:
    article = articles.get(member.article)
    if article is None or article.id == origin.id:
        return member
    if is_bare(article) or is_bare(origin):
        same = title_key(article.title, article.lang) == title_key(origin.title, origin.lang)
        titles = Passage("title", Range(0, len(article.title)), Range(0, len(origin.title)))
        return replace(member, passages=(titles,) if same and article.title else ())
    found = passages(article, origin)
    pairs = [Passage("text", here, there) for here, there in zip(found.one, found.other, strict=True)]
    longest = sorted(pairs, key=lambda one: (one.here.start - one.here.end, one.here.start))[:SHOWN]
    return replace(member, passages=tuple(sorted(longest, key=lambda one: one.here.start)))

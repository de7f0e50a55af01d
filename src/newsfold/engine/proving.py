"""Fetches what a reader asks to see behind a digest: the stored words at a place, and the decisions that made a story."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from newsfold.errors import NotFound, WordsRemoved
from newsfold.model import Article, Digest, InPlace, Join, Merge, Reason, Revision, Span, StoredWords, Verbatim, Veto
from newsfold.store import Store


@dataclass(frozen=True, slots=True)
class Decided:
    """The decisions about a story in the order in which they were made, and the articles that they name, by id."""

    reasons: tuple[Reason, ...] = ()
    articles: Mapping[str, Article] = field(default_factory=dict)


def in_place(store: Store, article_id: str, span: Span, shown: Digest | None = None) -> InPlace:
    """Find the words at a place, in the stored words of the revision that the span names, which may be an older one.

    Where `shown` shows words of that very place they are the ones that are held against it. Raises `NotFound` for an article
    that is unknown or hidden, a revision that is not its own and a span that does not lie in the field; `WordsRemoved` where
    the words are no longer kept.
    """
    with store.snapshot():
        article = _readable(store, article_id)
        revisions = store.revisions(article_id)
        story = store.stories_of([article_id]).get(article_id)
    found = next((one for one in revisions if one.id == span.revision), None)
    if found is None:
        raise NotFound(f"is none of article {article_id}", resource=f"revision {span.revision}")
    _check_lies_in(found, span)
    there = Verbatim.of(replace(article, revision=found), span.field, span.start, span.end)
    return InPlace(
        _shown_at(shown, there),
        StoredWords(article_id, found.id, found.title, found.text),
        seen=found.seen or article.first_seen,
        latest=article.revision.id == found.id,
        story=story,
    )


def _readable(store: Store, article_id: str) -> Article:
    """Give an article whose words may be shown."""
    resource = f"article {article_id}"
    if store.pruned_among([article_id]):
        raise WordsRemoved("was here, and its words are no longer kept", resource=resource)
    if article_id in store.overlay().hidden:
        raise NotFound("is hidden by a correction", resource=resource)
    return store.article(article_id)


def _check_lies_in(revision: Revision, span: Span) -> None:
    length = len(revision.words(span.field))
    if not 0 <= span.start < span.end <= length:
        sentence = f"is no stretch of the {span.field} of revision {revision.id}, which has {length} characters"
        raise NotFound(sentence, resource=f"{span.start} to {span.end}")


def _shown_at(digest: Digest | None, there: Verbatim) -> Verbatim:
    """Give the words that a digest shows of a place, those that differ from the stored ones first; else the stored ones."""
    if digest is None:
        return there
    shown = [*digest.excerpts, *(words for _, words in digest.details())]
    at = [one for one in shown if (one.article, one.span) == (there.article, there.span)]
    return next((one for one in at if one.text != there.text), there)


def decided(store: Store, story_id: str) -> Decided:
    """Gather the decisions about a story; none about one that is unknown."""
    reasons = tuple(store.reasons(story_id))
    named = dict.fromkeys(one for reason in reasons for one in _articles_of(reason))
    return Decided(reasons, {article.id: article for article in store.articles(named)})


def likened(store: Store, story_id: str, most: int = 5) -> dict[str, Article]:
    """Give the stories that were most like this one and were kept apart from it, each by an article that it has, latest first.

    A reader who would merge it finds the other one among these most often.
    """
    found: dict[str, str] = {}
    here = store.living(story_id)
    for reason in reversed(store.vetoes(story_id)):
        other, article = store.living(reason.refused), reason.nearest
        if other == here:
            other, article = store.living(reason.story), reason.article
        if other != here:
            found.setdefault(other, article)
    chosen = dict(list(found.items())[:most])
    articles = {article.id: article for article in store.articles(chosen.values())}
    return {other: articles[article] for other, article in chosen.items() if article in articles}


def _articles_of(reason: Reason) -> tuple[str, ...]:
    match reason:
        case Merge():
            return ()
        case Join(article=article, nearest=nearest) | Veto(article=article, nearest=nearest):
            return article, nearest
        case _:
            return (reason.article,)

"""Words with where they stand, for readers who cannot look at a page: each with outlet, address, time, revision, field and span.

What a digest as JSON says of a headline or a listed title only by its article is said here in full, so that none of them can be
taken for anybody else's words.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from newsfold.model import Article, Digest, Headline, Listed, Summary
from newsfold.pages.jsonform import as_value, excerpt_value


def sourced_digest(digest: Digest, more: Iterable[Article] = ()) -> dict[str, Any]:
    """Write a digest as `jsonform` does, but headlines and titles as words with their source.

    `more` are articles beside the digest's own of which it has headlines, as a query's has of the stories that it draws on.
    """
    value = as_value(digest)
    titles = {one.id: _of_listed(one) for one in digest.articles} | {one.id: title_value(one) for one in more}
    value["headline"] = _headline(digest.headline, titles)
    value["articles"] = [
        titles[one.id] | {"story": one.story, "lineage": one.lineage, "role": one.role} for one in digest.articles
    ]
    for line, story in zip(value.get("stories", ()), digest.stories, strict=True):
        line["headline"] = _headline(story.headline, titles)
    return value


def sourced_summary(summary: Summary, headline: Article) -> dict[str, Any]:
    """Write a story as a list has it; `headline` is the article whose title heads it."""
    return {
        "story": summary.id,
        "headline": _headline(summary.headline, {headline.id: title_value(headline)}),
        "counts": {
            "articles": summary.counts.articles,
            "outlets": summary.counts.outlets,
            "accounts": summary.counts.accounts,
        },
        "first": summary.first.iso,
        "last": summary.last.iso,
        "lead": excerpt_value(summary.lead) if summary.lead else None,
    }


def title_value(article: Article) -> dict[str, Any]:
    """Write an article's title as words with their source."""
    return _words(article, article.title, "title")


def text_value(article: Article) -> dict[str, Any]:
    """Write an article's whole text as words with their source."""
    return _words(article, article.text, "text")


def _words(article: Article, words: str, field: str) -> dict[str, Any]:
    return {
        "text": words,
        "article": article.id,
        "outlet": article.outlet or None,
        "url": article.url,
        "published": article.published.iso,
        "field": field,
        "span": [0, len(words)],
        "revision": article.revision.id,
        "lang": article.lang,
    }


def _of_listed(one: Listed) -> dict[str, Any]:
    return {
        "text": one.title,
        "article": one.id,
        "outlet": one.outlet or None,
        "url": one.url,
        "published": one.published.iso,
        "field": "title",
        "span": [0, len(one.title)],
        "revision": one.revision,
        "lang": one.lang,
    }


def _headline(headline: Headline, titles: dict[str, dict[str, Any]]) -> dict[str, Any] | None:
    """A headline is a title of its article; one that its article no longer has is not said, as nothing would prove it."""
    found = titles.get(headline.article)
    return found if found and found["text"] == headline.text else None

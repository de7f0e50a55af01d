"""News of what is followed, as lines of text and as data: titles as their outlets gave them, each with outlet, time and link."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, tzinfo
from typing import Any

from newsfold.model import News
from newsfold.pages.labels import outlet_name, when
from newsfold.pages.links import web_link


def news_count(news: News) -> int:
    """Count the articles that are told."""
    return sum(len(story.articles) for story in news.stories)


def news_lines(news: News, zone: tzinfo = UTC) -> Iterator[str]:
    """Give the news of one follow line by line; what outlets wrote may hold anything and is for the caller to make safe."""
    yield f"{news.follow.what}: {news_count(news) or 'nothing'} new"
    for story in news.stories:
        yield f"  {story.headline.text}  ({story.story})"
        for one in story.articles:
            changed = ", changed" if one.edited else ""
            yield f"    {one.title}  {outlet_name(one.outlet)}, {when(one.published, zone)}{changed}"
            if link := web_link(one.url):
                yield f"      {link}"
        if story.copies:
            yield f"    and {story.copies} more with the text of one of them or of one before"
    yield ""


def news_value(news: News) -> dict[str, Any]:
    """Give the news of one follow as JSON."""
    follow = news.follow
    return {
        "follow": {"id": follow.id, "story": follow.story, "query": follow.query},
        "stories": [
            {
                "id": story.story,
                "headline": asdict(story.headline),
                "copies": story.copies,
                "articles": [asdict(one) | {"published": one.published.iso} for one in story.articles],
            }
            for story in news.stories
        ],
    }

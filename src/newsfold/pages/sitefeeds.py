"""The feeds of a site that is only files, Atom and JSON Feed 1.1: one of the stories with the latest news, and one of each story.

Entries are stories, under the ids that stories keep; what is told of one is its articles. Nothing depends on when it was built.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from newsfold.model import Digest, Follow, Listed, NewArticle, News, StoryNews
from newsfold.pages.atom import as_atom
from newsfold.pages.labels import outlet_name, when
from newsfold.pages.links import web_link
from newsfold.pages.places import page_id, safe_name
from newsfold.pages.words import for_markup, language_tag

FRONT: Final = "feed"
# What a reader that asks once a day should not miss, and a file of some 100 kB at the most.
STORIES_A_FEED: Final = 50
_VERSION: Final = "https://jsonfeed.org/version/1.1"
_LONG_AGO: Final = datetime(1, 1, 1, tzinfo=UTC)


def feed_files(digests: Sequence[Digest], base: str | None = None) -> Iterator[tuple[str, bytes]]:
    """Make every feed, as (name relative to the site, content). With `base`, the site's address, each says where it is itself."""
    latest = sorted(digests, key=lambda one: one.last.at or _LONG_AGO, reverse=True)[:STORIES_A_FEED]
    yield from _both(FRONT, "All stories", latest, base)
    for digest in digests:
        yield from _both(f"story/{safe_name(page_id(digest))}", digest.headline.text or "Untitled", [digest], base)


def _both(name: str, title: str, digests: Sequence[Digest], base: str | None) -> Iterator[tuple[str, bytes]]:
    """Make one feed in both formats. The one place that says how feeds are written."""
    news = News(Follow(name.replace("/", "-"), query=title), tuple(map(_told, digests)), 0)
    yield f"{name}.xml", as_atom(news, link=f"{base}{name}.xml" if base else None)
    yield f"{name}.feed.json", _json_feed(news, name, base)


def _told(digest: Digest) -> StoryNews:
    return StoryNews(page_id(digest), digest.headline, tuple(map(_article, digest.articles)))


def _article(listed: Listed) -> NewArticle:
    return NewArticle(listed.id, listed.outlet, listed.title, listed.url, listed.published, listed.lang)


def _json_feed(news: News, name: str, base: str | None) -> bytes:
    """Write news as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/). Texts are plain, never HTML."""
    feed: dict[str, Any] = {"version": _VERSION, "title": for_markup(news.follow.what)}
    if base:
        feed |= {"home_page_url": base, "feed_url": f"{base}{name}.feed.json"}
    feed["items"] = [_item(story, base) for story in news.stories]
    written = json.dumps(feed, ensure_ascii=False, indent=1) + "\n"
    return written.encode("utf-8", "backslashreplace")  # half a surrogate pair, in an id, is written as its escape


def _item(story: StoryNews, base: str | None) -> dict[str, Any]:
    page = f"{base}story/{safe_name(story.story)}.html" if base else web_link(story.headline.url)
    latest = max(
        (one.published for one in story.articles if one.published.at), key=lambda d: d.at or _LONG_AGO, default=None
    )
    item = {
        "id": f"tag:newsfold,2026:story:{story.story}",
        "url": page,
        "title": for_markup(story.headline.text) or None,
        "content_text": for_markup("\n\n".join(map(_line, story.articles))) or " ",
        "date_modified": f"{latest.at:%Y-%m-%dT%H:%M:%SZ}" if latest else None,
        "language": language_tag(story.headline.lang) or None,
    }
    return {key: value for key, value in item.items() if value is not None}


def _line(article: NewArticle) -> str:
    told = f"{article.title}\n{outlet_name(article.outlet)}, {when(article.published)}"
    link = web_link(article.url)
    return f"{told}\n{link}" if link else told

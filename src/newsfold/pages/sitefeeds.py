"""The feeds of a site that is only files, Atom and JSON Feed 1.1: one of the stories with the latest news, and one of each story.

Entries are stories, under the ids that stories keep. Nothing depends on when it was built: a story is as new as its latest article.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Final

from newsfold.model import Digest
from newsfold.pages.atom import write_atom
from newsfold.pages.jsonfeed import write_json_feed
from newsfold.pages.outgoing import AUTHORITY, OutFeed, Tags, story_entry
from newsfold.pages.places import Places, page_id, safe_name

FRONT: Final = "feed"
# What a reader that asks once a day should not miss, and a file of some 100 kB at the most.
STORIES_A_FEED: Final = 50
_LONG_AGO: Final = datetime(1, 1, 1, tzinfo=UTC)


def feed_files(
    digests: Sequence[Digest], base: str | None = None, authority: str = AUTHORITY
) -> Iterator[tuple[str, bytes]]:
    """Make every feed, as (name relative to the site, content). With `base`, the site's address, each says where it is itself.

    `authority` is the name in ids: that of the store, so that a story has one id in all of its feeds.
    """
    tags = Tags(authority)
    latest = sorted(digests, key=lambda one: one.last.at or _LONG_AGO, reverse=True)[:STORIES_A_FEED]
    yield from _both(FRONT, "All stories", latest, base, tags)
    for digest in digests:
        yield from _both(f"story/{safe_name(page_id(digest))}", digest.headline.text, [digest], base, tags)


def _both(
    name: str, title: str, digests: Sequence[Digest], base: str | None, tags: Tags
) -> Iterator[tuple[str, bytes]]:
    """Make one feed in both formats. An address is only told where the site's is known."""
    entries = [story_entry(one, None, tags, _page(one, base)) for one in digests]
    told = (tags.of("site", name), title, tuple(entries))
    for ending, write in ((".xml", write_atom), (".feed.json", write_json_feed)):
        yield f"{name}{ending}", write(OutFeed(*told, address=f"{base}{name}{ending}" if base else None, page=base))


def _page(digest: Digest, base: str | None) -> str | None:
    return f"{base}{Places().story(page_id(digest))}" if base else None

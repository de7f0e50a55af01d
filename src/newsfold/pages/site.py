"""The whole site as files: front page, a page and a JSON document for each digest, list of articles, search, feeds, style sheet.

Nothing is written here: the caller gets names and bytes. All links are relative, so the folder works from a disk and
from a server at any address, and nothing in it depends on when it was built. What needs an absolute address (the map of the
site, canonical links) is made where the site's is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, tzinfo
from types import MappingProxyType
from typing import Final

from newsfold.errors import UsageError
from newsfold.model import Digest, Pruned
from newsfold.pages.html import (
    articles_page,
    find_page,
    find_script,
    front_page,
    moved_page,
    removed_page,
    script,
    story_page,
    style_sheet,
)
from newsfold.pages.jsonform import as_json, moved_json, removed_json
from newsfold.pages.outgoing import AUTHORITY
from newsfold.pages.places import Places, page_id, safe_name
from newsfold.pages.searchindex import index_files
from newsfold.pages.sitefeeds import feed_files
from newsfold.pages.sitemap import sitemap_files
from newsfold.pages.summary import summarise

# What a site has of the pages that not every place has.
_OFFERED: Final = frozenset({"search", "feed-file"})
_NOWHERE: Final[Mapping[str, str]] = MappingProxyType({})


def build(
    digests: Iterable[Digest],
    *,
    kept: int | None = None,
    pruned: Iterable[Pruned] = (),
    moved: Mapping[str, str] = _NOWHERE,
    base: str | None = None,
    authority: str = AUTHORITY,
    zone: tzinfo = UTC,
) -> Iterator[tuple[str, bytes]]:
    """Make every file of the site, as (name relative to the folder, content), digests in the order given.

    Of the `pruned`, stories whose words are no longer kept, each has a page and a document that say when and why. Of `moved`,
    ids of stories that ended with the ids of those that they are in, each has a page that leads there, if there is one. `base` is
    the absolute address of the folder, where there is one; `authority` the name in the ids of feeds; `zone` is by whose clock its
    pages tell times. Raises `UsageError` where two digests would have one name.
    """
    made: dict[str, Digest] = {}
    inner = Places(up="../", offered=_OFFERED, base=base, zone=zone)
    for digest in digests:
        name = safe_name(page_id(digest))
        if name in made:
            raise UsageError("two digests have this id", resource=digest.id)
        made[name] = digest
        yield f"story/{name}.html", story_page(digest, places=inner, kept=kept)
        yield f"story/{name}.json", as_json([digest]).encode()
    there = set(made)
    for gone in pruned:
        name = safe_name(gone.story)
        there.add(name)
        yield f"story/{name}.html", removed_page(gone, places=inner)
        yield f"story/{name}.json", removed_json(gone).encode()
    for old, story in moved.items():
        name, target = safe_name(old), safe_name(story)
        if target in there and name not in there:
            yield f"story/{name}.html", moved_page(f"{target}.html")
            yield f"story/{name}.json", moved_json(old, story).encode()
    yield from _about_all(list(made.values()), kept, inner, authority)


def _about_all(
    digests: Sequence[Digest], kept: int | None, inner: Places, authority: str
) -> Iterator[tuple[str, bytes]]:
    top, base = replace(inner, up=""), inner.base
    summaries = [summarise(digest) for digest in digests]
    yield "index.html", front_page(summaries, places=top, kept=kept)
    yield "articles.html", articles_page(digests, places=top, kept=kept)
    yield "search.html", find_page(summaries, places=top, kept=kept)
    yield "search.js", find_script()
    yield from index_files(digests, top.zone)
    yield from feed_files(digests, base, authority)
    if base:
        yield from sitemap_files(summaries, base)
    yield "style.css", style_sheet()
    yield "newsfold.js", script()

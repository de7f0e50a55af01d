"""The whole site as files: front page, a page and a JSON document for each digest, list of articles, style sheet.

Nothing is written here: the caller gets names and bytes. All links are relative, so the folder works from a disk and
from a server at any address, and nothing in it depends on when it was built.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from newsfold.errors import UsageError
from newsfold.model import Digest, Pruned
from newsfold.pages.html import articles_page, front_page, moved_page, removed_page, story_page, style_sheet
from newsfold.pages.jsonform import as_json, moved_json, removed_json
from newsfold.pages.places import page_id, safe_name
from newsfold.pages.summary import summarise

NOWHERE: Mapping[str, str] = MappingProxyType({})


def build(
    digests: Iterable[Digest],
    *,
    kept: int | None = None,
    pruned: Iterable[Pruned] = (),
    moved: Mapping[str, str] = NOWHERE,
) -> Iterator[tuple[str, bytes]]:
    """Make every file of the site, as (name relative to the folder, content), digests in the order given.

    Of the `pruned`, stories whose words are no longer kept, each has a page and a document that say when and why. Of `moved`,
    ids of stories that ended with the ids of those that they are in, each has a page that leads there, if there is one.
    Raises `UsageError` where two digests would have one name.
    """
    made: dict[str, Digest] = {}
    for digest in digests:
        name = safe_name(page_id(digest))
        if name in made:
            raise UsageError("two digests have this id", resource=digest.id)
        made[name] = digest
        yield f"story/{name}.html", story_page(digest, kept=kept)
        yield f"story/{name}.json", as_json([digest]).encode()
    there = set(made)
    for gone in pruned:
        name = safe_name(gone.story)
        there.add(name)
        yield f"story/{name}.html", removed_page(gone)
        yield f"story/{name}.json", removed_json(gone).encode()
    for old, story in moved.items():
        name, target = safe_name(old), safe_name(story)
        if target in there and name not in there:
            yield f"story/{name}.html", moved_page(f"{target}.html")
            yield f"story/{name}.json", moved_json(old, story).encode()
    yield "index.html", front_page([summarise(digest) for digest in made.values()], kept=kept)
    yield "articles.html", articles_page(made.values(), kept=kept)
    yield "style.css", style_sheet()

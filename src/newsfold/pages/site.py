"""The whole site as files: front page, a page and a JSON document for each digest, list of articles, style sheet.

Nothing is written here: the caller gets names and bytes. All links are relative, so the folder works from a disk and
from a server at any address, and nothing in it depends on when it was built.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from newsfold.errors import UsageError
from newsfold.model import Digest
from newsfold.pages.html import articles_page, front_page, story_page, style_sheet
from newsfold.pages.jsonform import as_json
from newsfold.pages.places import page_id, safe_name
from newsfold.pages.summary import summarise


def build(digests: Iterable[Digest]) -> Iterator[tuple[str, bytes]]:
    """Make every file of the site, as (name relative to the folder, content), digests in the order given.

    Raises `UsageError` where two digests would have one name.
    """
    kept: dict[str, Digest] = {}
    for digest in digests:
        name = safe_name(page_id(digest))
        if name in kept:
            raise UsageError("two digests have this id", resource=digest.id)
        kept[name] = digest
        yield f"story/{name}.html", story_page(digest)
        yield f"story/{name}.json", as_json([digest]).encode()
    yield "index.html", front_page([summarise(digest) for digest in kept.values()])
    yield "articles.html", articles_page(kept.values())
    yield "style.css", style_sheet()

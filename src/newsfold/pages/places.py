"""Where a page is, and how another page names it: file names that are safe everywhere, and relative links.

A folder of files and the local server lay out the same pages in the same way, so that either works below any address.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, date, tzinfo
from typing import Final
from urllib.parse import quote

from newsfold.model import Digest, Span

# The pages of the navigation besides the front page, in its order, with what each is called there.
_NAVIGATION: Final = {
    "search": "Search",
    "outlets": "Outlets",
    "feeds": "Feeds",
    "following": "Following",
    "settings": "Settings",
}

# Lower case only, since "A" and "a" are one file on many systems; no dot first, none of Windows' devices.
_SAFE = re.compile(r"(?!(?:con|prn|aux|nul|com\d|lpt\d)$)[a-z0-9][a-z0-9_-]{0,79}")
_UNSAFE_CHARACTER = re.compile(r"[^a-z0-9]+")


def page_id(digest: Digest) -> str:
    """What names a digest's page: its story's id; a topic's query, since all topics have one id."""
    return digest.id if digest.query is None else f"topic {digest.query}"


def safe_name(story: str) -> str:
    """A file name for an id: the id itself where every file system takes it, else its letters and a hash.

    >>> safe_name("s3f9a0"), safe_name("../../etc/passwd")
    ('s3f9a0', 'id.etc-passwd.3754d6cb3a38')
    """
    if _SAFE.fullmatch(story):
        return story
    letters = _UNSAFE_CHARACTER.sub("-", story.lower()).strip("-")[:40]
    digits = hashlib.sha256(story.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return ".".join(part for part in ("id", letters, digits) if part)


@dataclass(frozen=True, slots=True)
class Places:
    """The other pages as seen from one page: `up` leads to the top ("" or "../"), `files` says that pages are files.

    `offered` names the pages that are there besides front page, stories and articles, so that none is linked that is not:
    those of the navigation ("search", "outlets", "feeds", "following", "settings"), those of a story ("why", "proof"), and
    "feeds-out", the feeds of what pages show, or "feed-file", the one feed of a site of files. `base` is the absolute address of
    the top, with a "/" at its end, where it is known. `zone` is where its readers are: times are told by their clock.
    """

    up: str = ""
    files: bool = True
    offered: frozenset[str] = frozenset()
    base: str | None = None
    zone: tzinfo = UTC

    @property
    def front(self) -> str:
        """The front page. A folder opened from a disk has no default page, so a file is named in full."""
        return f"{self.up}index.html" if self.files else self.up or "./"

    @property
    def style(self) -> str:
        return f"{self.up}style.css"

    @property
    def script(self) -> str:
        return f"{self.up}newsfold.js"

    @property
    def navigation(self) -> tuple[tuple[str, str, str], ...]:
        """The pages of the navigation that are there: what each is for a program, for a reader, and where."""
        return tuple((name, label, self.page(name)) for name, label in _NAVIGATION.items() if name in self.offered)

    @property
    def feed_file(self) -> str | None:
        """The feed of a site of files, as Atom."""
        return f"{self.up}feed.xml" if "feed-file" in self.offered else None

    @property
    def articles(self) -> str | None:
        """The list of all articles, which the server does not keep."""
        return f"{self.up}articles.html" if self.files else None

    def page(self, name: str) -> str:
        """A page of the navigation."""
        return f"{self.up}{name}.html" if self.files else f"{self.up}{name}"

    def action(self, name: str) -> str:
        """Where a form that changes something is sent; a folder of files has nothing that can be changed."""
        return f"{self.up}do/{name}"

    def search(self, query: str) -> str:
        """What answers a query."""
        return f"{self.page('search')}?q={_quoted(query)}"

    def search_feed(self, query: str) -> str:
        """The feed of what answers a query; where "feeds-out" is offered."""
        return f"{self.up}feeds/search.atom?q={_quoted(query)}"

    def edition(self, day: date) -> str:
        """The stories of a day."""
        return f"{self.up}edition/{day.isoformat()}.html" if self.files else f"{self.up}edition/{day.isoformat()}"

    def feed(self, story: str | None = None, ending: str = ".atom") -> str:
        """The feed of the edition, or of a story; where "feeds-out" is offered."""
        return f"{self.up}feeds/{f'story/{_quoted(story)}' if story is not None else 'edition'}{ending}"

    def why(self, story: str) -> str:
        """Why the articles of a story are together."""
        return f"{self.up}story/{safe_name(story)}.why.html" if self.files else f"{self.up}story/{_quoted(story)}/why"

    def correct(self, story: str) -> str:
        """The forms by which a story is corrected. Only a server has them."""
        return f"{self.up}story/{_quoted(story)}/correct"

    def proof(self, article: str, span: Span) -> str:
        """Words in the whole stored text, by where they stand in it: the same words for as long as the revision is kept.

        Only a server has these pages.
        """
        place = f"revision={_quoted(span.revision)}&field={span.field}&start={span.start}&end={span.end}"
        return f"{self.up}proof?article={_quoted(article)}&{place}"

    def story(self, story: str) -> str:
        return f"{self.up}story/{safe_name(story)}.html" if self.files else f"{self.up}story/{_quoted(story)}"

    def data(self, story: str) -> str:
        return f"{self.up}story/{safe_name(story) if self.files else _quoted(story)}.json"


def story_path(story: str) -> str:
    """The path of a story's page from the top of a server's pages, for a form to lead back to."""
    return f"/story/{_quoted(story)}"


def _quoted(story: str) -> str:
    return quote(story.encode("utf-8", "replace"), safe="")

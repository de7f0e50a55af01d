"""What a handler of the API is given and answers with: the store, the archive, the clock; JSON with its tag."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import Depends
from starlette.requests import Request
from starlette.responses import Response

from newsfold import pages
from newsfold.app.web.answers import JSON, answer
from newsfold.app.web.api.problems import Moved, Removed
from newsfold.app.web.desk import Desk
from newsfold.engine.archive import Archive
from newsfold.errors import NotFound, StoreError
from newsfold.model import Digest, Story
from newsfold.store import Store

# Who made a change over the API without a token: the operator's own machine, or somebody with the password.
BY: Final = "api"


@dataclass(frozen=True)
class Call:
    """One request, and what it is answered from."""

    request: Request
    store: Store
    archive: Archive
    now: datetime

    @property
    def by(self) -> str:
        """Who asks, as corrections are signed: the name of the token."""
        token = self.request.state.visitor.token
        return token.name if token else BY

    def answer(self, value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
        """Answer with JSON: with its tag where something is read, or by 304 where the client has it."""
        body = pages.json_text(value).encode()
        reads = status == 200 and self.request.method == "GET"
        made = answer(self.request, body, JSON) if reads else Response(body, status, media_type=JSON)
        made.headers.update(headers or {})
        return made

    def page(self, name: str, values: list[Any], after: str | None) -> Response:
        """Answer with a page of a list, and where the next one is: the same request with another cursor; null at the end."""
        asked = [(key, value) for key, value in self.request.query_params.multi_items() if key != "cursor"]
        following = "?" + urlencode([*asked, ("cursor", after)]) if after else None
        headers = {"link": f'<{following}>; rel="next"'} if following else None
        return self.answer({name: values, "next": following}, headers=headers)

    def story(self, story_id: str, tail: str = "") -> Story:
        """The story of this id. One that became another leads there, one whose words were removed says so."""
        try:
            found = self.store.story(story_id)
        except NotFound:
            self._gone(story_id)
            raise
        if found.id != story_id:
            raise Moved(found.id, tail)
        return found

    def digest(self, story_id: str, since: datetime | None = None, tail: str = "") -> Digest:
        """The digest of a story, likewise."""
        digest = self.archive.digest(story_id, since)
        if digest is None:
            self._gone(story_id)
            raise NotFound("there is no story of this id", resource=story_id)
        if digest.id != story_id:
            raise Moved(digest.id, tail)
        return digest

    def _gone(self, story_id: str) -> None:
        if gone := self.archive.pruned(story_id):
            raise Removed(gone)


async def _call(request: Request) -> Call:
    desk: Desk = request.state.desk
    if desk.store is None:
        raise StoreError("there is no store behind these pages", resource="the API")
    return Call(request, desk.store, desk.archive or Archive(desk.store, zone=desk.zone), desk.now())


Here = Annotated[Call, Depends(_call)]


# --- cursors ----------------------------------------------------------------------------------------------------------

CURSOR: Final = "^c[0-9a-f]{1,15}$"
"""What a cursor looks like: the number of the last thing that was listed, which stays its number whatever arrives."""


def cursor_of(number: int) -> str:
    """Write a cursor.

    >>> cursor_of(31), number_of(cursor_of(31))
    ('c1f', 31)
    """
    return f"c{number:x}"


def number_of(cursor: str | None) -> int | None:
    """Read a cursor; None where there is none."""
    return int(cursor[1:], 16) if cursor else None

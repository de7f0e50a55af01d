"""How a form changes something: it is read within bounds, its token is looked at, and the change is made in a thread.

A handler of a change is a plain function of the request and its `Form`, and answers mostly by `answers.see`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from newsfold.app.web.answers import message
from newsfold.app.web.bodies import MOST_BYTES
from newsfold.errors import NewsfoldError, NotFound, StoreError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Mapping

    from starlette.requests import Request
    from starlette.responses import Response

MOST_FIELDS: Final = 1000
TOKEN: Final = "token"  # noqa: S105 - the name of a field


@dataclass(frozen=True, slots=True)
class Form:
    """What a form carried: the texts of each field in the order given, and the bytes of each file."""

    texts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        """The first text of a field; empty where there is none."""
        return next(iter(self.texts.get(name, ())), "").strip()

    def all(self, name: str) -> tuple[str, ...]:
        """Every text of a field."""
        return tuple(self.texts.get(name, ()))

    def back(self, otherwise: str) -> str:
        """The page to lead on to, as the form asks; only one of ours, seen from the top."""
        place = self["back"].lstrip("/")
        return place if place and "\\" not in place and ":" not in place.partition("/")[0] else otherwise


def changing(change: Callable[[Request, Form], Response]) -> Callable[[Request], Awaitable[Response]]:
    """Make a handler of POST requests of what changes something."""

    async def handle(request: Request) -> Response:
        from starlette.concurrency import run_in_threadpool  # noqa: PLC0415 - only the server needs a web framework
        from starlette.exceptions import HTTPException  # noqa: PLC0415 - the same

        try:
            form = await _read(request)
        except HTTPException as error:
            return message(request, "This form could not be read", str(error.detail), error.status_code)
        visitor = request.state.visitor
        if visitor.token is None and not request.state.gate.is_ours(visitor, form[TOKEN]):
            sentence = "It was opened before the server started anew, or another site sent it. Open the page again, and repeat it."
            return message(request, "This form is out of date", sentence, 403)
        try:
            return await run_in_threadpool(change, request, form)
        except NewsfoldError as error:
            return message(request, "That was not done", f"{error}.", _status(error))

    return handle


def _status(error: NewsfoldError) -> int:
    """The status of an error: not there (404), not now (503), or not so (400)."""
    return 404 if isinstance(error, NotFound) else 503 if isinstance(error, StoreError) else 400


async def _read(request: Request) -> Form:
    from starlette.datastructures import UploadFile  # noqa: PLC0415 - only the server needs a web framework

    texts: dict[str, list[str]] = {}
    files: dict[str, bytes] = {}
    async with request.form(max_files=1, max_fields=MOST_FIELDS, max_part_size=MOST_BYTES) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                files[name] = await value.read()
            else:
                texts.setdefault(name, []).append(value)
    return Form(texts, files)

"""What watches over the server asks here: whether it lives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsfold.app.web.answers import TEXT, answer

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route


def routes() -> list[Route]:
    """`/healthz`."""
    from starlette.routing import Route  # noqa: PLC0415 - only the server needs a web framework

    return [Route("/healthz", _health)]


async def _health(request: Request) -> Response:
    return answer(request, b"ok\n", TEXT)

"""How much may be sent to the server: what is more is refused while it comes in, whatever its length was said to be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

# A list of subscriptions is the largest thing that anybody sends; ten thousand feeds are 2 MB.
MOST_BYTES: Final = 8 * 1024 * 1024


class BoundedBodies:
    """Let a handler see no more than so many bytes of a request; one that reads on is answered with 413."""

    def __init__(self, app: ASGIApp, most: int = MOST_BYTES) -> None:
        self._app = app
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        from starlette.exceptions import HTTPException  # noqa: PLC0415 - only the server needs a web framework

        seen = 0

        async def bounded() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self._most:
                raise HTTPException(413, f"It is larger than {self._most // 1024 // 1024} MB.")
            return message

        await self._app(scope, bounded, send)

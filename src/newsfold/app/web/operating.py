"""What watches over the server asks here: whether it lives, whether it is fit to answer, and what it is measured by.

The first two may be asked by anybody; measures want the password or a token where there is one.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

from newsfold.app.web import metrics
from newsfold.app.web.answers import JSON, TEXT, answer, desk_of
from newsfold.engine.measures import measure, unready

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

# What SQLite writes beside a store, which is part of its size until it is written into the file.
_BESIDE: Final = ("", "-wal", "-shm")


def routes() -> list[Route]:
    """`/healthz`, `/readyz`, `/metrics`. Plain functions run in the pool of threads."""
    from starlette.routing import Route  # noqa: PLC0415 - only the server needs a web framework

    return [Route("/healthz", _health), Route("/readyz", _ready), Route("/metrics", _metrics)]


async def _health(request: Request) -> Response:
    return answer(request, b"ok\n", TEXT)


def _ready(request: Request) -> Response:
    """Answer 200, or 503 with the reasons."""
    desk = desk_of(request)
    reasons = {}
    if desk.store is not None:
        reasons = unready(desk.store, desk.now(), free=_free(desk.file), rounds_since=desk.rounds_since)
    body = json.dumps({"ready": not reasons, "reasons": reasons}).encode()
    return _watched(body + b"\n", 503 if reasons else 200, JSON)


def _metrics(request: Request) -> Response:
    """Answer with the measures, in the format that Prometheus reads."""
    from starlette.exceptions import HTTPException  # noqa: PLC0415 - only the server needs a web framework

    desk = desk_of(request)
    if desk.store is None:
        raise HTTPException(404)
    measures = measure(desk.store, desk.now(), _size(desk.file))
    return _watched(metrics.exposition(measures), 200, metrics.CONTENT_TYPE)


def _watched(body: bytes, status: int, media_type: str) -> Response:
    """Answer what is only so now."""
    from starlette.responses import Response  # noqa: PLC0415 - only the server needs a web framework

    return Response(body, status, media_type=media_type, headers={"cache-control": "no-store"})


def _size(file: Path | None) -> int | None:
    if file is None:
        return None
    parts = (file.with_name(file.name + ending) for ending in _BESIDE)
    return sum(part.stat().st_size for part in parts if part.exists())


def _free(file: Path | None) -> int | None:
    return shutil.disk_usage(file.absolute().parent).free if file else None

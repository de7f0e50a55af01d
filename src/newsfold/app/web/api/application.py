"""Puts the API together: an application of its own, with every refusal as problem details, HEAD and OPTIONS everywhere."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from typing import Final

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match
from starlette.types import Message, Receive, Scope, Send

from newsfold.app.web.answers import JSON, answer
from newsfold.app.web.api import events, keeping, problems, reading, stories
from newsfold.app.web.api.describing import PROBLEMS, description
from newsfold.app.web.api.problems import Busy, Moved, NoFeed, Removed, problem
from newsfold.errors import NewsfoldError

ROUTERS: Final = (stories.router, reading.router, keeping.router, events.router)
DESCRIPTION: Final = "/openapi.json"


@cache
def make_api() -> FastAPI:
    """Make the application of all resources, once: what it answers from comes with each request.

    It offers no page of its own: such pages load their scripts from others.
    """
    api = FastAPI(
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        responses=PROBLEMS,
        exception_handlers={
            NewsfoldError: problems.of_error,
            Moved: problems.of_moved,
            Removed: problems.of_removed,
            Busy: problems.of_busy,
            NoFeed: problems.of_no_feed,
            RequestValidationError: _not_understood,
            HTTPException: _refused,
            Exception: _failed,
        },
    )
    for router in ROUTERS:
        api.include_router(router)

    @api.get(DESCRIPTION, include_in_schema=False)
    async def openapi(request: Request) -> Response:
        return answer(request, written, JSON)

    described = description(api)
    written = json.dumps(described, indent=1, ensure_ascii=False).encode()
    api.openapi_schema = described
    return api


class Api:
    """The application as it is mounted: it hands on what the server works with, and answers HEAD and OPTIONS."""

    def __init__(self) -> None:
        self.app = make_api()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        state = scope["app"].state
        scope.setdefault("state", {}).update(desk=state.desk, stopping=getattr(state, "stopping", lambda: False))
        if scope["method"] == "OPTIONS":
            await _options(scope)(scope, receive, send)
        elif scope["method"] == "HEAD":
            await self.app({**scope, "method": "GET"}, receive, _without_body(send))
        else:
            await self.app(scope, receive, send)


def _options(scope: Scope) -> Response:
    allowed = allow(scope)
    return Response(status_code=204, headers={"allow": allowed}) if allowed else _no_such_place()


def allow(scope: Scope) -> str:
    """Name the methods that a place takes; none where there is no such place."""
    found = {"GET"} if scope["path"].endswith(DESCRIPTION) else set()
    for route in (route for router in ROUTERS for route in router.routes):
        if isinstance(route, APIRoute) and route.matches(scope)[0] is not Match.NONE:
            found |= route.methods or set()
    return ", ".join(_spelled_out(found))


def _spelled_out(methods: set[str]) -> Iterable[str]:
    if "GET" in methods:
        methods = methods | {"HEAD"}
    return sorted(methods | {"OPTIONS"}) if methods else ()


def _without_body(send: Send) -> Send:
    async def without(message: Message) -> None:
        if message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return without


# --- what cannot be done ----------------------------------------------------------------------------------------------


def _no_such_place() -> Response:
    return problem(404, "There is nothing under this address; /api/v1/openapi.json lists what there is.")


async def _refused(request: Request, error: HTTPException) -> Response:
    """Refuse what no route takes, or a body that is too large."""
    if error.status_code == 404:
        return _no_such_place()
    if error.status_code == 405:
        allowed = allow(request.scope)
        return problem(405, f"This address takes {allowed}.", headers={"allow": allowed})
    return problem(error.status_code, str(error.detail), headers=error.headers)


async def _not_understood(_: Request, error: RequestValidationError) -> Response:
    """Say of each part of what was asked what is wrong with it, and do not repeat what it was."""
    faults = [{"at": ".".join(map(str, one["loc"])), "fault": one["msg"]} for one in error.errors()]
    detail = "; ".join(f"{one['at']}: {one['fault']}" for one in faults[:5])
    return problem(422, detail, more={"faults": faults[:50]})


async def _failed(_: Request, __: Exception) -> Response:
    return problem(500, "Something failed that nobody expected; the server's log says what.", "failed")

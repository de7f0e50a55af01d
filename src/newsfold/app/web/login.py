"""The way in and out: a page that asks for the password, and a session in a cookie that no script can read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsfold import pages
from newsfold.app.web.access import COOKIE, address_of
from newsfold.app.web.answers import HTML, desk_of, places_of, see
from newsfold.app.web.changes import Form, changing

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route


def routes() -> list[Route]:
    """`/login` and `/logout`."""
    from starlette.routing import Route  # noqa: PLC0415 - only the server needs a web framework

    return [
        Route("/login", _page, methods=["GET"]),
        Route("/login", changing(_come_in), methods=["POST"]),
        Route("/logout", changing(_go_out), methods=["POST"]),
    ]


async def _page(request: Request) -> Response:
    return _asking(request, back=request.query_params.get("back", ""))


def _asking(request: Request, *, back: str, said: str = "", status: int = 200) -> Response:
    from starlette.responses import Response  # noqa: PLC0415 - only the server needs a web framework

    if desk_of(request).password is None:
        return see(request, "")
    token = request.state.gate.form_token(request.state.visitor)
    page = pages.login_page(token=token, back=back, said=said, places=places_of(request))
    return Response(page, status, media_type=HTML, headers={"cache-control": "no-store"})


def _come_in(request: Request, form: Form) -> Response:
    gate, address = request.state.gate, address_of(request)
    if wait := gate.waits(address):
        said = f"There were too many wrong passwords. Try again in {max(1, round(wait.total_seconds()))} seconds."
        return _asking(request, back=form["back"], said=said, status=429)
    if not gate.knows(form["password"], address):
        return _asking(request, back=form["back"], said="This is not the password.", status=401)
    secret, until = gate.begin()
    answer = see(request, form.back(""))
    seconds = int((until - desk_of(request).now()).total_seconds())
    secure = request.url.scheme == "https"
    answer.set_cookie(COOKIE, secret, max_age=seconds, path="/", httponly=True, samesite="lax", secure=secure)
    return answer


def _go_out(request: Request, _: Form) -> Response:
    request.state.gate.end(request.cookies.get(COOKIE, ""))
    answer = see(request, "login")
    answer.delete_cookie(COOKIE, path="/")
    return answer

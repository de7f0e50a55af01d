"""What a reader sees of a store in which nothing is yet, and the two ways to begin that are only here: a list, and the sample."""

from __future__ import annotations

from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Final

from newsfold import feeds, pages
from newsfold.app import starters
from newsfold.app.web.answers import desk_of
from newsfold.app.web.changes import Form, changing
from newsfold.app.web.doing import store_of
from newsfold.app.web.feeds import fetching_of
from newsfold.app.web.framing import frame_of, lead, page
from newsfold.engine.adding import subscribe_to, take_sample
from newsfold.engine.answered import progress
from newsfold.pages import Sofar, Starter

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

_LANGUAGES: Final = {
    "de": "Deutsch",
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "it": "Italiano",
    "pt": "Português",
}


def routes() -> list[Route]:
    """`/welcome`, `/do/starter`, `/do/sample`."""
    from starlette.routing import Route  # noqa: PLC0415 - only the server needs a web framework

    return [
        Route("/welcome", greet),
        Route("/do/starter", changing(_subscribe), methods=["POST"]),
        Route("/do/sample", changing(_sample), methods=["POST"]),
    ]


def greet(request: Request) -> Response:
    """Answer with the first page: four ways to begin, or how far the beginning is."""
    desk = desk_of(request)
    sofar = Sofar()
    if desk.store:
        now = progress(desk.store)
        sofar = Sofar(now.feeds_in, now.feeds, now.articles, now.stories)
    lists = tuple(_starter(path.name.removesuffix(".opml")) for path in starters.bundled())
    return page(request, pages.welcome_page(lists, sofar, frame_of(request), fetching=fetching_of(desk)))


def _starter(language: str) -> Starter:
    names = tuple(feed.name or feed.url for feed in starters.listed(language))
    return Starter(language, _LANGUAGES.get(language, language), names)


def _subscribe(request: Request, form: Form) -> Response:
    desk = desk_of(request)
    subscribe_to(store_of(request), starters.listed(form["language"]))
    if desk.intake.wake:
        desk.intake.wake()
    return lead(request, "welcome" if desk.reader.edition() is None else "feeds", said="subscribed")


def _sample(request: Request, _: Form) -> Response:
    desk = desk_of(request)
    with desk.intake.one_at_a_time, as_file(files("newsfold") / "sample") as sample:
        sources = [str(sample / part) for part in ("outlets.opml", "1-week", "2-later")]
        take_sample(store_of(request), feeds.read(sources), desk.intake.settings)
    return lead(request, "", said="sample")

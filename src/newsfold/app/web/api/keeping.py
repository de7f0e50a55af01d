"""What can be changed over the API: subscriptions, what is followed, and corrections."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from fastapi import APIRouter, Body, Path, Query
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from starlette.responses import Response

from newsfold import pages
from newsfold.app.alerting import receiver
from newsfold.app.subscriptions import web_address
from newsfold.app.values import entered_value, feeds_value
from newsfold.app.web.api import shapes
from newsfold.app.web.api.asking import LONGEST_ID, LONGEST_QUERY
from newsfold.app.web.api.calls import Here
from newsfold.app.web.api.describing import answers
from newsfold.app.web.api.problems import NoFeed
from newsfold.app.web.desk import Desk
from newsfold.app.web.taking import take_up
from newsfold.engine import corrections as engine
from newsfold.engine import following
from newsfold.engine.adding import Wish
from newsfold.engine.subscribe import Entered, enter
from newsfold.errors import NotFound
from newsfold.model import Correction, Feed, Rejected, Signature

router: Final = APIRouter(tags=["keeping"])

# White space and controls, written out: what `\s` is differs between us and those who read the description.
_WHITE: Final = r"\x00-\x20\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_LONGEST_URL: Final = 2000
_DONE: Final[dict[int | str, dict[str, str]]] = {204: {"description": "Done."}}

Id = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_ID)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Url = Annotated[
    str,
    StringConstraints(
        pattern=rf"^https?://[^{_WHITE}/?#@:\[\]\\]+(:[0-9]{{1,5}})?([/?][^{_WHITE}#]*)?$", max_length=_LONGEST_URL
    ),
]


def _whole(given: object) -> object:
    """Take 1.0 for 1, as JSON Schema does."""
    return int(given) if isinstance(given, float) and given.is_integer() else given


class _Given(BaseModel):
    """What is sent: nothing but what is named, and each as it is named."""

    model_config = ConfigDict(extra="forbid", strict=True)


# --- feeds ------------------------------------------------------------------------------------------------------------


class NewFeed(_Given):
    """A subscription that is wanted. What is not said of one that is known stays as it is."""

    url: Url
    name: Name | None = None
    folder: Annotated[list[Name], Field(max_length=8)] = []


@router.get("/feeds", responses=answers(shapes.Feeds))
def feeds(here: Here) -> Response:
    """List the subscriptions: when each was fetched, when it is next, and what is wrong with it."""
    return here.answer({"feeds": feeds_value(here.store, here.now)})


@router.post("/feeds", status_code=201, responses=answers(shapes.Entered, 201) | answers(shapes.Entered))
def add_feed(here: Here, given: NewFeed) -> Response:
    """Subscribe to a feed: a new address is fetched first, and what is in it taken in. 200 where it is known already.

    Where the server fetches nothing, the address is entered as it is, and the next round elsewhere fetches it.
    """
    desk: Desk = here.request.state.desk
    feed = Feed("api", web_address(given.url), None, given.name, tuple(given.folder))
    known = {one.url for one in here.store.feeds()}
    if desk.intake.open_door and feed.url not in known:
        done = take_up(desk, here.store, feed.url, Wish(feed.name, feed.folder))
        if done.feed is None:
            raise NoFeed(feed.url, done.looked)
        # An address can lead for good to one that is known.
        return _entered(here, "changed" if done.feed.url in known else "added", done.feed)
    ((word, entered),) = enter(here.store, [feed])
    return _entered(here, word, entered)


def _entered(here: Here, word: Entered, feed: Feed | Rejected) -> Response:
    return here.answer(entered_value(word, feed), 201 if word == "added" else 200)


@router.delete("/feeds", status_code=204, responses=_DONE)
def remove_feed(here: Here, url: Annotated[str, Query(min_length=1, max_length=_LONGEST_URL)]) -> Response:
    """End a subscription. What it brought stays."""
    with here.store.transaction():
        gone = here.store.remove_feed(url)
    if not gone:
        raise NotFound("there is no such subscription", resource=url)
    return Response(status_code=204)


# --- what is followed -------------------------------------------------------------------------------------------------


class FollowStory(_Given):
    """A story to follow from now on, and where to send what is new, if anywhere."""

    story: Id
    to: Annotated[str, StringConstraints(max_length=_LONGEST_URL)] | None = None


class FollowQuery(_Given):
    """A query to follow from now on, and where to send what is new, if anywhere."""

    query: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_QUERY)]
    to: Annotated[str, StringConstraints(max_length=_LONGEST_URL)] | None = None


@router.get("/follows", responses=answers(shapes.Follows))
def follows(here: Here) -> Response:
    """List what is followed, and how much is new for it."""
    told = [following.news(here.store, one) for one in here.store.follows()]
    values = [pages.listform.follow_value(one.follow, pages.news_count(one)) for one in told]
    return here.answer({"follows": values})


@router.post("/follows", status_code=201, responses=answers(shapes.Follow, 201))
def follow(here: Here, given: FollowStory | FollowQuery) -> Response:
    """Follow a story or a query. What is followed already stays as it is."""
    to = receiver(given.to) if given.to else None
    story = given.story if isinstance(given, FollowStory) else None
    query = given.query if isinstance(given, FollowQuery) else None
    begun = following.begin(here.store, story=story, query=query, to=to)
    return here.answer(pages.listform.follow_value(begun, 0), 201)


FollowId = Annotated[str, Path(pattern="^f[0-9a-f]{12}$")]


@router.get("/follows/{follow}/news", responses=answers(shapes.News))
def news(here: Here, follow: FollowId) -> Response:
    """Tell what is new for what is followed; it stays new until `newsfold news` tells it."""
    found = next((one for one in here.store.follows() if one.id == follow), None)
    if found is None:
        raise NotFound("nothing is followed under this id", resource=follow)
    return here.answer(pages.news_value(following.news(here.store, found, here.archive.how.owner)))


@router.delete("/follows/{follow}", status_code=204, responses=_DONE)
def unfollow(here: Here, follow: FollowId) -> Response:
    """Follow something no longer."""
    here.store.remove_follow(follow)
    return Response(status_code=204)


# --- corrections ------------------------------------------------------------------------------------------------------


class _Correcting(_Given):
    why: Annotated[str, StringConstraints(max_length=2000)] = ""


class Merging(_Correcting):
    """Two stories that are one."""

    kind: Literal["merge"]
    stories: Annotated[list[Id], Field(min_length=2, max_length=2)]


class Splitting(_Correcting):
    """Some articles of a story that are one of their own."""

    kind: Literal["split"]
    stories: Annotated[list[Id], Field(min_length=1, max_length=1)]
    articles: Annotated[list[Id], Field(min_length=1, max_length=1000)]


class Pinning(_Correcting):
    """An article whose title is to head its story."""

    kind: Literal["pin"]
    stories: Annotated[list[Id], Field(min_length=1, max_length=1)]
    articles: Annotated[list[Id], Field(min_length=1, max_length=1)]


class Hiding(_Correcting):
    """An outlet of which nothing is to be shown."""

    kind: Literal["hide"]
    outlet: Name


class Undoing(_Correcting):
    """A correction that is to be taken back, by its number."""

    kind: Literal["undo"]
    undoes: Annotated[int, Field(ge=1, le=2**53), BeforeValidator(_whole)]


Correcting = Annotated[Merging | Splitting | Pinning | Hiding | Undoing, Body(discriminator="kind")]


@router.get("/corrections", responses=answers(shapes.Corrections))
def corrections(here: Here) -> Response:
    """List every correction, those that were undone too."""
    made = here.store.corrections()
    undone = engine.undone_by(made)
    return here.answer({"corrections": [pages.correction_value(one, undone.get(one.number)) for one in made]})


@router.post("/corrections", status_code=201, responses=answers(shapes.Correction, 201))
def correct(here: Here, given: Correcting) -> Response:
    """Correct what is shown: merge, split, pin, hide, or undo one of these. Signed by the token's name."""
    signed = Signature(here.by, here.now.replace(microsecond=0), given.why)
    return here.answer(pages.correction_value(_made(here, given, signed)), 201)


def _made(here: Here, given: Merging | Splitting | Pinning | Hiding | Undoing, signed: Signature) -> Correction:
    match given:
        case Merging(stories=[one, other]):
            return engine.merge(here.store, one, other, signed)
        case Splitting(stories=[story], articles=articles):
            return engine.split(here.store, story, articles, signed)
        case Pinning(stories=[story], articles=[article]):
            return engine.pin(here.store, story, article, signed)
        case Hiding(outlet=outlet):
            return engine.hide(here.store, outlet, signed)
        case Undoing(undoes=number):
            return engine.undo(here.store, number, signed)
    raise AssertionError(given)  # what is sent has been looked at

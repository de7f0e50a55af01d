"""What is read beside stories: editions, articles and their revisions, search, outlets, the ledger and how the store stands."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from newsfold import __version__, pages
from newsfold.app.values import search_value
from newsfold.app.web.api import shapes
from newsfold.app.web.api.asking import LONGEST_ID, LONGEST_QUERY, MOST, ArticleId, Cursor, Day, Limit, Wanted
from newsfold.app.web.api.calls import Here, cursor_of, number_of
from newsfold.app.web.api.describing import answers
from newsfold.engine.newsroom import Asked
from newsfold.engine.proving import in_place
from newsfold.engine.searching import search as find
from newsfold.errors import NotFound
from newsfold.model import Field, Span

router: Final = APIRouter(tags=["reading"])


@router.get("/editions", responses=answers(shapes.Days))
def editions(here: Here, cursor: Cursor = None, limit: Limit = 50) -> Response:
    """List the days that have stories, the latest first. Days are those of the server's time zone."""
    # The number of a day is that of the calendar, so a cursor stays where it is while days are added.
    before = number_of(cursor)
    days = [day for day in here.archive.days() if before is None or day.toordinal() < before]
    after = cursor_of(days[limit - 1].toordinal()) if len(days) > limit else None
    return here.page("days", [day.isoformat() for day in days[:limit]], after)


@router.get("/editions/{day}", responses=answers(shapes.Edition))
def edition(here: Here, day: Annotated[Day, Path(description="A day, in the server's time zone.")]) -> Response:
    """Give the stories of a day, in order and with an end."""
    found = here.archive.edition(day)
    if found is None:
        raise NotFound("nothing was told yet", resource=f"the edition of {day.isoformat()}")
    return here.answer(pages.listform.edition_value(found))


@router.get("/articles", responses=answers(shapes.Articles))
def articles(here: Here, wanted: Wanted, cursor: Cursor = None, limit: Limit = 50) -> Response:
    """List the articles that are wanted, those that arrived last first."""
    found = here.store.arrived(wanted, number_of(cursor), limit + 1)
    shown = found[:limit]
    story_of = here.store.stories_of(article.id for _, article in shown)
    values = [pages.listform.listed_value(article, story_of.get(article.id)) for _, article in shown]
    return here.page("articles", values, cursor_of(shown[-1][0]) if len(found) > limit else None)


@router.get("/articles/{article:path}/revisions", responses=answers(shapes.Revisions))
def revisions(here: Here, article: ArticleId) -> Response:
    """Give every revision of an article; the id of each is the hash of its words."""
    known = _article_is_known(here, article)
    values = [pages.listform.revision_value(known, one) for one in here.store.revisions(known)]
    return here.answer({"article": known, "revisions": values})


@router.get("/articles/{article:path}/revisions/{revision}", responses=answers(shapes.Revision))
def revision(here: Here, article: ArticleId, revision: Annotated[str, Path(pattern="^[0-9a-f]{32}$")]) -> Response:
    """Give one revision of an article, against whose words a span can be proved."""
    known = _article_is_known(here, article)
    found = next((one for one in here.store.revisions(known) if one.id == revision), None)
    if found is None:
        raise NotFound("the article has no revision of this id", resource=revision)
    return here.answer(pages.listform.revision_value(known, found))


@router.get("/proof", responses=answers(shapes.Words))
def proof(
    here: Here,
    article: Annotated[str, Query(min_length=1, max_length=LONGEST_ID, description="The id of an article.")],
    revision: Annotated[str, Query(pattern="^[0-9a-f]{32}$", description="The hash of the words of the article.")],
    field: Annotated[Field, Query(description="Where in them: in the title or the text.")],
    start: Annotated[int, Query(ge=0, description="The first code point of the words.")],
    end: Annotated[int, Query(ge=1, description="The first code point behind them.")],
) -> Response:
    """Give the words that stand at a place, which `/proof` with the same parameters marks in the whole text."""
    return here.answer(pages.proof_value(in_place(here.store, article, Span(revision, field, start, end))))


@router.get("/articles/{article:path}", responses=answers(shapes.Article))
def article(here: Here, article: ArticleId) -> Response:
    """Give an article with its current words."""
    found = here.store.article(_article_is_known(here, article))
    story = here.store.stories_of([found.id]).get(found.id)
    return here.answer(pages.listform.article_value(found, story))


def _article_is_known(here: Here, article: str) -> str:
    """An article of a hidden outlet, or without its words, is not here any more."""
    if here.store.pruned_among([article]) or article in here.store.overlay().hidden:
        raise NotFound("is kept no longer, or hidden", resource=f"article {article}")
    return here.store.article(article).id


@router.get("/search", responses=answers(shapes.Answer))
def search(
    here: Here,
    wanted: Wanted,
    q: Annotated[
        str,
        Query(
            min_length=1,
            max_length=LONGEST_QUERY,
            description='Words in any form; "words in marks" as they stand; -without',
        ),
    ],
    top: Annotated[int, Query(ge=1, le=MOST, description="How many stories to list.")] = 20,
    excerpts: Annotated[int, Query(ge=1, le=50, description="How many excerpts the digest has at the most.")] = 10,
) -> Response:
    """Search the articles: the digest of what answers best, then its stories."""
    how = here.archive.how
    asked = Asked(excerpts, evidence=False)
    answer = find(here.store, q, wanted, asked, how.owner, how.groups, indexes=False)
    return here.answer(search_value(answer, top))


@router.get("/outlets", responses=answers(shapes.Outlets))
def outlets(here: Here) -> Response:
    """List the outlets, by name, with how many articles of each are kept."""
    counted = here.store.kept_by_outlet().items()
    return here.answer({"outlets": [{"outlet": name or None, "articles": count} for name, count in counted]})


@router.get("/ledger", responses=answers(shapes.Ledger))
def ledger(here: Here) -> Response:
    """Account for every item that was ever seen."""
    return here.answer(pages.listform.ledger_value(here.store.ledger()))


@router.get("/status", responses=answers(shapes.Status))
def status(here: Here) -> Response:
    """Say how the store stands."""
    counted = here.store.kept_by_outlet()
    value = {
        "version": __version__,
        "change": here.archive.version(),
        "articles": sum(counted.values()),
        "outlets": len(counted),
        "feeds": len(here.store.feeds()),
        "kept": here.request.state.desk.kept,
        "ledger": pages.listform.ledger_value(here.store.ledger()),
    }
    return here.answer(value)

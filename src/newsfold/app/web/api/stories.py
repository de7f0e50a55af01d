"""Stories: lists, digests and their parts, why the articles are together, and the proofs; and the marks that a reader makes."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from fastapi import APIRouter, Query
from starlette.responses import Response

from newsfold import pages
from newsfold.app.values import decisions_value, proofs_value
from newsfold.app.web.api import shapes
from newsfold.app.web.api.asking import Cursor, Limit, Moment, StoryId, Wanted, begun
from newsfold.app.web.api.calls import Here, cursor_of, number_of
from newsfold.app.web.api.describing import MOVES, answers
from newsfold.engine.verifying import prove
from newsfold.model import Mark

router: Final = APIRouter(tags=["stories"])
Kind = Literal["read", "star"]


@router.get("/stories", responses=answers(shapes.Stories))
def stories(here: Here, wanted: Wanted, cursor: Cursor = None, limit: Limit = 50) -> Response:
    """List the stories with an article that is wanted, those that began last first.

    A story's place never changes, so what arrives while somebody goes through the pages moves nothing.
    """
    found = here.store.founded(wanted, number_of(cursor), limit + 1)
    shown, more = found[:limit], len(found) > limit
    summaries = [summary for _, story in shown if (summary := here.archive.summary(story))]
    return here.page(
        "stories", [pages.listform.summary_value(one) for one in summaries], cursor_of(shown[-1][0]) if more else None
    )


@router.get("/stories/{story}", responses=answers(shapes.Digests) | MOVES)
def digest(
    here: Here,
    story: StoryId,
    since: Annotated[Moment | None, Query(description="Say also what is new since then: your last visit.")] = None,
) -> Response:
    """Give the digest of a story: what `newsfold show --json` prints."""
    return here.answer({"stories": [pages.as_value(here.digest(story, begun(since, here.request.state.desk.zone)))]})


@router.get("/stories/{story}/excerpts", responses=answers(shapes.Excerpts) | MOVES)
def excerpts(here: Here, story: StoryId) -> Response:
    """Give the excerpts of a story, each with its source and its span."""
    found = here.digest(story, tail="/excerpts")
    return here.answer({"story": found.id, "excerpts": [pages.excerpt_value(one) for one in found.excerpts]})


@router.get("/stories/{story}/lineages", responses=answers(shapes.Lineages) | MOVES)
def lineages(here: Here, story: StoryId) -> Response:
    """Say which articles of a story carry one text, with the passages that show it."""
    found = here.digest(story, tail="/lineages")
    return here.answer({"story": found.id, "lineages": pages.listform.lineages_value(found.lineages)})


@router.get("/stories/{story}/decisions", responses=answers(shapes.Decisions) | MOVES)
def decisions(here: Here, story: StoryId) -> Response:
    """Say why the articles of a story are together, and what was corrected."""
    return here.answer(decisions_value(here.store, here.story(story, "/decisions")))


@router.get("/stories/{story}/verify", responses=answers(shapes.Proofs) | MOVES)
def verify(here: Here, story: StoryId) -> Response:
    """Prove every stretch that the story shows against the stored articles, character for character."""
    return here.answer(proofs_value(prove(here.store, here.story(story, "/verify").id)))


# --- marks ------------------------------------------------------------------------------------------------------------


@router.get("/marks", responses=answers(shapes.Marks))
def marks(here: Here) -> Response:
    """List what the reader noted of stories: read, or starred."""
    return here.answer({"marks": [pages.listform.mark_value(one) for one in here.store.marks()]})


@router.put("/stories/{story}/marks/{kind}", responses=answers(shapes.Mark) | MOVES)
def mark(here: Here, story: StoryId, kind: Kind) -> Response:
    """Note that a story was read, or star it."""
    made = Mark(here.story(story, f"/marks/{kind}").id, kind, here.now)
    here.store.mark(made)
    return here.answer(pages.listform.mark_value(made))


@router.delete("/stories/{story}/marks/{kind}", status_code=204, responses={204: {"description": "Done."}, **MOVES})
def unmark(here: Here, story: StoryId, kind: Kind) -> Response:
    """Take a mark back; one that is not there stays so."""
    here.store.unmark(here.story(story, f"/marks/{kind}").id, kind)
    return Response(status_code=204)

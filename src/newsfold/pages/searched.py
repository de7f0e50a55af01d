"""The page of a search: the form, the query's own digest, and the stories that answer it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsfold.model import Digest, Headline
from newsfold.pages.frame import Frame, framed


@dataclass(frozen=True, slots=True)
class SearchForm:
    """What was typed into the form, as it was typed; empty where nothing was. The days are as ISO 8601 has them."""

    q: str = ""
    outlet: str = ""
    lang: str = ""
    since: str = ""
    until: str = ""

    @property
    def narrowed(self) -> bool:
        """Whether anything but words was asked for."""
        return bool(self.outlet or self.lang or self.since or self.until)


@dataclass(frozen=True, slots=True)
class Hit:
    """A story that answers, and how many of its articles do."""

    story: str
    headline: Headline
    articles: int


@dataclass(frozen=True, slots=True)
class Answered:
    """What answers a query: its digest, its stories, how many articles in all, and how many of these, the best, both are made of.

    They are the best of `ranked`, which are all, or the newest of very many.
    """

    digest: Digest | None = None
    hits: Sequence[Hit] = ()
    articles: int = 0
    considered: int = 0
    ranked: int = 0


def search_page(
    form: SearchForm,
    answered: Answered | None,
    frame: Frame,
    *,
    trouble: str = "",
    outlets: Sequence[str] = (),
) -> bytes:
    """Draw a search. `answered` is None where nothing was asked yet, `trouble` says why nothing could be; `outlets` are offered for
    the field of that name: those of the answer.
    """
    return framed(
        "search.html.j2", frame, here="search", form=form, answered=answered, trouble=trouble, outlets=outlets
    )

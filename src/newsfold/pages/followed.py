"""The page of what is followed, and what is new for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsfold.model import Headline, News
from newsfold.pages.frame import Frame, framed
from newsfold.pages.newsform import news_count


@dataclass(frozen=True, slots=True)
class FollowLine:
    """Something that is followed and what is new for it. `headline`: that of a story; None for a query, or one that is gone."""

    news: News
    headline: Headline | None = None

    @property
    def new(self) -> int:
        """How many articles are new."""
        return news_count(self.news)


def following_page(lines: Sequence[FollowLine], frame: Frame, *, can_send: bool = False) -> bytes:
    """Draw what is followed in the order given; `can_send` says that news goes out from here by itself."""
    told = [line for line in lines if line.news.follow.to is None]
    return framed(
        "following.html.j2",
        frame,
        here="following",
        lines=lines,
        new=sum(line.new for line in told),
        upto=min((line.news.upto for line in told), default=0),
        can_send=can_send,
    )

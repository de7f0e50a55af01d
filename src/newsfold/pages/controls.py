"""What a reader who may change things is offered on a story's page: plain forms, each with a token."""

from __future__ import annotations

from dataclasses import dataclass

from newsfold.model import StoryLine


@dataclass(frozen=True, slots=True)
class Controls:
    """How a story stands with its reader. `token` goes into every form; `others` are stories that it may be merged with.

    The forms are sent to `Places.action`: "follow" and "unfollow" (story, back), "merge" (story, into), "split" (story, article,
    repeated), "pin" (story, article), "hide" (outlet, back), "undo" (number, back); all with the token. `back` is a page's path.
    """

    token: str
    followed: bool = False
    others: tuple[StoryLine, ...] = ()

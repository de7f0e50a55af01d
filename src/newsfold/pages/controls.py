"""What a reader who may change things is offered: a form to follow a story on its page, those that correct it on one of their own.

Each carries the token that proves that the page was ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from newsfold.model import Article


@dataclass(frozen=True, slots=True)
class Controls:
    """How a story stands with its reader. `token` goes into every form; `others` are articles that stand for the
    stories most like it, which it may be merged with, by story id.

    The forms are sent to `Places.action`: "follow" and "unfollow" (story, back), "merge" (story, into), "split" (story, article,
    repeated), "pin" (story, article), "hide" (outlet, back), "undo" (number, back); all with the token. `back` is a page's path.
    """

    token: str
    followed: bool = False
    others: Mapping[str, Article] = field(default_factory=dict)

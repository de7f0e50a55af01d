"""What a page says at its top of what was just done on it, and the form that takes it back."""

from __future__ import annotations

from dataclasses import dataclass

from newsfold.model import Change, HideOutlet, MergeStories, PinHeadline, SplitStory
from newsfold.pages.labels import number_of


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence of what was done. `undo` is the number of the correction that it can be taken back by, if it was one; `token` and
    `back` go into that form.
    """

    sentence: str
    undo: int | None = None
    token: str = ""
    back: str = ""


def done(change: Change) -> str:
    """Say what a correction did, to whoever just made it.

    >>> done(SplitStory("s1", "s2", ("a", "b"), ("c",)))
    '2 articles are a story of their own now.'
    """
    match change:
        case MergeStories():
            return "The two stories are one now."
        case SplitStory(articles=articles):
            many = len(articles) > 1
            return f"{number_of(len(articles), 'article')} {'are a story of their' if many else 'is a story of its'} own now."
        case PinHeadline():
            return "The headline stays as it is now."
        case HideOutlet(outlet=outlet):
            return f"Nothing of {outlet} is shown any more."
        case _:
            return "That was taken back."

"""Says in plain words why the articles of a story are together: each recorded decision as a step, with what spoke for it.

The sentences are Newsfold's own; articles are named by their titles. Words in common are shown as they were compared, folded
and cut to their stems, and are no outlet's words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from newsfold.model import Article, Join, Merge, Move, New, Reason, Veto
from newsfold.pages.labels import number_of

_VIEWS: Final = {"names": "names", "places": "places", "numbers": "figures"}


@dataclass(frozen=True, slots=True)
class Step:
    """One decision: what was done with `article` (None for a whole story), `why`, and the article that spoke for or against it.

    `evidence` is what was found, as (label, terms). `elsewhere` is the other story that it tells of, if any; it is a page only
    where it was not taken into this one.
    """

    done: str
    why: str
    article: Article | None = None
    beside: str = ""
    nearest: Article | None = None
    evidence: tuple[tuple[str, tuple[str, ...]], ...] = ()
    elsewhere: str | None = None


def steps(story: str, reasons: Sequence[Reason], articles: Mapping[str, Article]) -> list[Step]:
    """Tell the decisions about a story in their order. An article that is not among those given goes unnamed.

    >>> [step.done for step in steps("s1", [New("a", "s1"), Merge("s1", "s2", 0.5)], {})]
    ['Began this story', 'Another story was taken in']
    """
    here = _Here(story, taken_in(story, reasons))
    return [_step(reason, here, articles) for reason in reasons]


@dataclass(frozen=True, slots=True)
class _Here:
    """The story that is told of, and the ids of those that ended in it."""

    story: str
    ended: frozenset[str]

    def holds(self, story: str) -> bool:
        """Whether what is said of a story is said of this one now."""
        return story in self.ended

    def this(self, story: str) -> str:
        """Name a story that is or became this one."""
        return "this story" if story == self.story else "a story that was taken in later"


def taken_in(story: str, reasons: Iterable[Reason]) -> frozenset[str]:
    """The ids that are this story's now: its own, and those of stories that ended in it by the mergers that led here.

    >>> sorted(taken_in("s1", [Merge("s2", "s3", 0.5), Merge("s1", "s2", 0.5), Merge("s8", "s9", 0.5)]))
    ['s1', 's2', 's3']
    """
    mergers = [(reason.story, reason.absorbed) for reason in reasons if isinstance(reason, Merge)]
    found = {story}
    for _ in mergers:  # as many rounds as a chain can have links
        found |= {absorbed for kept, absorbed in mergers if kept in found}
    return frozenset(found)


def _step(reason: Reason, here: _Here, articles: Mapping[str, Article]) -> Step:
    match reason:
        case Join():
            return _joined(reason, here, articles)
        case New(article=article, story=story, agreement=agreement):
            why = f"like enough: the best agreed by {_percent(agreement)}." if agreement else "like it."
            began = here.this(story) if here.holds(story) else "another story"
            return Step(f"Began {began}", f"No story before it was {why}", articles.get(article))
        case Veto():
            return _kept_apart(reason, here, articles)
        case Merge(absorbed=absorbed, agreement=agreement):
            why = f"The articles of the two agree by {_percent(agreement)}."
            return Step("Another story was taken in", why, elsewhere=absorbed)
        case Move():
            return _moved(reason, here, articles)


def _joined(reason: Join, here: _Here, articles: Mapping[str, Article]) -> Step:
    joined = here.this(reason.story) if here.holds(reason.story) else "another story"
    why = f"It agrees with that story by {_percent(reason.agreement)}"
    why += f", and with the article nearest to it by {_percent(reason.probability)}"
    evidence = (
        ("Words in both", reason.words),
        ("Names in both", reason.names),
        ("Places in both", reason.places),
        ("Figures in both", reason.numbers),
    )
    return Step(
        f"Joined {joined}",
        f"{why}; the two came out {_apart(reason.days)}." if reason.days is not None else f"{why}.",
        articles.get(reason.article),
        "Nearest to it",
        articles.get(reason.nearest),
        tuple((label, terms) for label, terms in evidence if terms),
    )


def _kept_apart(reason: Veto, here: _Here, articles: Mapping[str, Article]) -> Step:
    began, refused = here.holds(reason.story), here.holds(reason.refused)
    done = f"Began {here.this(reason.story)}, apart from another" if began else "Was kept out of this story"
    if began and refused:
        done = f"Was kept apart at first, and began {here.this(reason.story)}"
    evidence = (("Only in it", reason.here), ("Only in the other", reason.there))
    return Step(
        done,
        f"It tells of something else of the same kind: the {_VIEWS.get(reason.view, reason.view)} are others.",
        articles.get(reason.article),
        "Compared with",
        articles.get(reason.nearest),
        tuple((label, terms) for label, terms in evidence if terms),
        elsewhere=None if began and refused else reason.refused if began else reason.story,
    )


def _moved(reason: Move, here: _Here, articles: Mapping[str, Article]) -> Step:
    came, left = here.holds(reason.story), here.holds(reason.left)
    if reason.founded:
        done = f"Left its story, and began {here.this(reason.story) if came else 'one of its own'}"
        why = f"It agreed with the story that it left by {_percent(reason.agreement)} only."
    else:
        done = "Came from another story" if came else "Left for another story"
        done = "Moved within what is one story now" if came and left else done
        why = f"It agrees with the story that it went to by {_percent(reason.agreement)}, which is more."
    other = reason.left if came else reason.story
    return Step(done, why, articles.get(reason.article), elsewhere=None if came and left else other)


def _percent(share: float) -> str:
    """Say a share; what is not all is never said to be.

    >>> _percent(0.9948), _percent(0.0002), _percent(1.0), _percent(0.9999)
    ('99%', 'less than 1%', '100%', '99%')
    """
    whole = int(share * 100 + 1e-9)
    return f"{whole}%" if whole or not share else "less than 1%"


def _apart(days: float) -> str:
    """Say how far apart two articles came out.

    >>> _apart(0.03), _apart(0.5), _apart(1.22)
    ('within the hour', '12 hours apart', '1.2 days apart')
    """
    hours = round(days * 24)
    if hours <= 1:
        return "within the hour"
    return f"{number_of(hours, 'hour')} apart" if hours < 24 else f"{days:.1f} days apart"

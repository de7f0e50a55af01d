"""What a page says of corrections, and of the groups that cover a story: in its own words, beside names that others gave.

Who corrected and why stays with the operator (`newsfold corrections`): every sentence of a page but such labels is an outlet's.
"""

from __future__ import annotations

from datetime import UTC, tzinfo
from typing import Any

from newsfold.model import (
    Change,
    Corrected,
    Correction,
    Coverage,
    Digest,
    HideOutlet,
    MergeStories,
    PinHeadline,
    SplitStory,
    Undo,
    local,
)
from newsfold.pages.labels import day, number_of, outlet_name


def corrections(digest: Digest, zone: tzinfo = UTC) -> tuple[str, ...]:
    """Say in a line each what the operator corrected of a story."""
    return tuple(corrected_line(one, zone) for one in digest.corrections)


def coverage(digest: Digest) -> tuple[str, ...]:
    """Say in a line each how the declared groups of outlets cover a story."""
    return tuple(map(_covered, digest.coverage))


def corrected_line(corrected: Corrected, zone: tzinfo = UTC) -> str:
    """Say what was corrected of a story, and when."""
    correction = corrected.correction
    by = f"by the operator on {day(local(correction.signed.at, zone))}"
    match correction.change:
        case MergeStories(kept=kept, absorbed=absorbed):
            return f"Merged {by}: {absorbed} into {kept}"
        case SplitStory(story=story, into=into):
            return f"Split {by}: {into} from {story}"
        case PinHeadline():
            gone = "hidden" if corrected.articles else "in this story no longer"
            return f"Headline pinned {by}" + ("" if corrected.holds else f", but its article is {gone}")
        case HideOutlet(outlet=outlet):
            return f"{number_of(len(corrected.articles), 'article')} of {outlet} hidden {by}"
        case Undo(of=number):
            return f"Correction {number} undone {by}"


def _covered(group: Coverage) -> str:
    if not group.articles:
        return f"{group.group}: silent"
    outlets = ", ".join(map(outlet_name, group.outlets))
    return f"{group.group}: {outlets} ({number_of(group.articles, 'article')})"


# --- as JSON ----------------------------------------------------------------------------------------------------------


def corrected_value(corrected: Corrected) -> dict[str, Any]:
    """Write what a page tells of a correction."""
    about = change_value(corrected.correction.change) | {"articles": list(corrected.articles)}
    del about["undoes"]  # a page tells of no undo
    return {
        "number": corrected.correction.number,
        "kind": about.pop("kind"),
        "at": _iso(corrected.correction),
        "holds": corrected.holds,
        **about,
    }


def correction_value(correction: Correction, undone_by: int | None = None) -> dict[str, Any]:
    """Write a whole correction, with who made it and why, and the one that took it back."""
    about = change_value(correction.change)
    signed = {"at": _iso(correction), "by": correction.signed.by, "why": correction.signed.why}
    return {"number": correction.number, "kind": about.pop("kind"), **signed, "undone_by": undone_by, **about}


def change_value(change: Change) -> dict[str, Any]:
    """Write what was corrected, with the same keys whatever it is. Of two stories the one that stays comes first."""
    about: dict[str, Any] = {"kind": "", "stories": [], "articles": [], "outlet": None, "undoes": None}
    match change:
        case MergeStories(kept=kept, absorbed=absorbed, articles=articles):
            return about | {"kind": "merge", "stories": [kept, absorbed], "articles": list(articles)}
        case SplitStory(story=story, into=into, articles=articles):
            return about | {"kind": "split", "stories": [story, into], "articles": list(articles)}
        case PinHeadline(story=story, article=article):
            return about | {"kind": "pin", "stories": [story], "articles": [article]}
        case HideOutlet(outlet=outlet):
            return about | {"kind": "hide", "outlet": outlet}
        case Undo(of=number):
            return about | {"kind": "undo", "undoes": number}


def _iso(correction: Correction) -> str:
    return f"{correction.signed.at:%Y-%m-%dT%H:%M:%SZ}"

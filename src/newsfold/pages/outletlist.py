"""The page of the outlets: what each published, how often it was first, alone or a copy, and whether it is hidden."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsfold.model import OutletTally
from newsfold.pages.frame import Frame, framed


@dataclass(frozen=True, slots=True)
class OutletLine:
    """An outlet: its tally, the declared groups that it is in, and the number of the correction that hides it, if one does."""

    tally: OutletTally
    groups: tuple[str, ...] = ()
    hidden_by: int | None = None


def outlets_page(lines: Sequence[OutletLine], frame: Frame) -> bytes:
    """Draw the outlets in the order given."""
    grouped = any(line.groups for line in lines)
    return framed("outlets.html.j2", frame, here="outlets", lines=lines, grouped=grouped)

"""The page of the settings: what is set and by what, what was corrected, who may come in, and which versions run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsfold.model import Correction, Token
from newsfold.pages.frame import Frame, framed


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting as it is shown: its value in words (a secret's never), where that comes from, what it is for, its variable."""

    key: str
    value: str
    origin: str
    help: str
    variable: str


@dataclass(frozen=True, slots=True)
class Made:
    """A correction in words, and the number of the one that took it back, if one did."""

    correction: Correction
    sentence: str
    undone_by: int | None = None


@dataclass(frozen=True, slots=True)
class Access:
    """Who may come in: whether a password is asked for, the tokens, and the secret of one that was just made, shown this once."""

    password: bool = False
    tokens: Sequence[Token] = ()
    secret: str = ""


def settings_page(
    settings: Sequence[Setting],
    corrections: Sequence[Made],
    access: Access,
    versions: Sequence[tuple[str, str]],
    frame: Frame,
) -> bytes:
    """Draw the settings, the corrections with the latest first, the tokens and the versions."""
    latest = tuple(reversed(corrections))
    return framed(
        "settings.html.j2",
        frame,
        here="settings",
        settings=settings,
        corrections=latest,
        access=access,
        versions=versions,
    )

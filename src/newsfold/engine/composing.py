"""How digests are composed, by a name: one that was kept under another name is not what a reader asks for."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from newsfold import __version__, digests
from newsfold.engine.groups import NO_GROUPS, Groups
from newsfold.engine.owners import Owners
from newsfold.model import Owner, voice


@dataclass(frozen=True)
class Composing:
    """What a digest depends on beside its articles: the most excerpts, whose accounts outlets are, the groups that are told of."""

    excerpts: int = 10
    owner: Owner = voice
    groups: Groups = NO_GROUPS

    @cached_property
    def made_by(self) -> str:
        """Name it all, and the version that composes: another name, another digest."""
        said = {"owners": _owners(self.owner), "groups": _groups(self.groups)}
        parts = [f"newsfold {__version__}.{digests.COMPOSING}", f"{self.excerpts} excerpts"]
        return ", ".join([*parts, *(f"{name} {_hashed(one)}" for name, one in said.items() if one)])


AS_USUAL: Final = Composing()


def _owners(owner: Owner) -> list[object]:
    """What an operator said of owners; nothing where every outlet is its own."""
    if owner is voice or owner == Owners():
        return []
    if not isinstance(owner, Owners):
        return [f"{owner.__module__}.{owner.__qualname__}"]
    return [sorted(owner.of_outlet.items()), owner.families]


def _groups(groups: Groups) -> list[object]:
    return [[name, sorted(outlets)] for name, outlets in groups.outlets.items()]


def _hashed(said: Iterable[object]) -> str:
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:12]

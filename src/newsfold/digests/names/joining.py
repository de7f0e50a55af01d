"""Joins what the articles of a story name: the same person, body or place of all articles under one roof.

Full names first, with their spellings and middle names; then last names that only one person of the story can mean. Whoever cannot
be told apart from another stays apart: two entries for one person are a blemish, one entry for two persons is a lie.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from newsfold.digests.names.keys import JUNIOR, Key, is_full, is_longer, shortens, sounds
from newsfold.digests.names.mentions import Named
from newsfold.digests.names.roles import Gender, places, shortened
from newsfold.model import Article

# A last name goes to the one whom so many times more articles name in full than all others of that name, and only if no article
# ever calls any of those by the last name alone.
_DOMINANT: Final = 3


@dataclass(frozen=True)
class Node:
    """Somebody as one article names him, with the place of that article in the order of time.

    Offsets of `named` are of title, break and text together; `lines` is how many code points title and break have.
    """

    place: int
    article: Article
    named: Named
    lines: int

    @cached_property
    def key(self) -> Key:
        return canonical(self.named.keys[0])


@dataclass(eq=False)
class Cluster:
    """Somebody of the story: `key` is a name, the full one if there is one."""

    key: Key
    nodes: list[Node] = field(default_factory=list)

    @property
    def keys(self) -> set[Key]:
        return {canonical(key) for node in self.nodes for key in node.named.keys}


def canonical(key: Key) -> Key:
    """Give one key to a name that everybody shortens: "United States", "U.S."."""
    short = shortened().get(" ".join(key))
    return (short,) if short else key


def joined(nodes: Sequence[Node]) -> list[Cluster]:
    """Join what articles name, given in the order of time; each cluster is somebody of the story."""
    known = {node.key for node in nodes}
    clusters = _with_variants(_by_key((node for node in nodes if is_full(node.key)), known))
    bearers = _bearers(clusters)
    left: dict[Key, Cluster] = {}
    for node in nodes:
        if not is_full(node.key):
            key = _without_genitive(node, known)
            target = _meant(key, node, bearers.get(key[-1], ()))
            (target or left.setdefault(key, Cluster(key))).nodes.append(node)
    return [*clusters, *left.values()]


def _by_key(nodes: Iterable[Node], known: set[Key]) -> list[Cluster]:
    found: dict[Key, Cluster] = {}
    for node in nodes:
        key = _without_genitive(node, known)
        found.setdefault(key, Cluster(key)).nodes.append(node)
    return list(found.values())


def _without_genitive(node: Node, known: set[Key]) -> Key:
    key = node.key
    if node.article.lang == "de" and key[-1].endswith("s") and (*key[:-1], key[-1][:-1]) in known:
        return (*key[:-1], key[-1][:-1])
    return key


# --- full names -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Facts:
    """What the articles say of a cluster of full names, before any last name is given to it."""

    cluster: Cluster
    keys: frozenset[Key]
    person: bool
    genders: frozenset[Gender]
    heads: frozenset[str]
    articles: frozenset[int]

    @classmethod
    def of(cls, cluster: Cluster) -> _Facts:
        named = [node.named for node in cluster.nodes]
        return cls(
            cluster,
            frozenset(cluster.keys),
            any(one.person for one in named),
            frozenset(one.gender for one in named if one.gender),
            frozenset(role.head for one in named for role in one.roles),
            frozenset(node.place for node in cluster.nodes),
        )


def _with_variants(clusters: list[Cluster]) -> list[Cluster]:
    """Join the full names of one person: with and without middle names, in two spellings. Only where one alone is alike, and no
    article names both: who writes a name with more behind it and without means two."""
    facts = {id(one): _Facts.of(one) for one in clusters}
    near = _Near.of(clusters)
    gone: set[int] = set()
    for one in sorted(clusters, key=lambda one: (len(one.key), one.nodes[0].place)):
        alike = [
            other
            for other in near.to(one)
            if other is not one and id(other) not in gone and _alike(facts[id(one)], facts[id(other)])
        ]
        if len(alike) == 1 and (facts[id(one)].person or facts[id(alike[0])].person):
            alike[0].nodes += one.nodes
            facts[id(alike[0])] = _Facts.of(alike[0])
            gone.add(id(one))
    return [one for one in clusters if id(one) not in gone]


@dataclass(frozen=True, slots=True)
class _Near:
    """Which clusters of full names could be another: those that end or begin alike."""

    by_end: Mapping[str, Sequence[Cluster]]
    by_front: Mapping[Key, Sequence[Cluster]]

    @classmethod
    def of(cls, clusters: Iterable[Cluster]) -> _Near:
        ends: dict[str, list[Cluster]] = defaultdict(list)
        fronts: dict[Key, list[Cluster]] = defaultdict(list)
        for one in clusters:
            ends[sounds(one.key[-1:])[0]].append(one)
            fronts[one.key[:-1]].append(one)
        return cls(ends, fronts)

    def to(self, one: Cluster) -> Iterator[Cluster]:
        yield from self.by_end.get(sounds(one.key[-1:])[0], ())
        yield from self.by_front.get(one.key, ())


def _alike(one: _Facts, other: _Facts) -> bool:
    short, long = one.cluster.key, other.cluster.key
    if len(one.genders | other.genders) > 1:
        return False
    if sounds(long) == sounds(short):
        return True
    longer = is_longer(long, short) or (len(short) > 1 and long[:-1] == short and long[-1] not in JUNIOR)
    return longer and not one.articles & other.articles


# --- last names -----------------------------------------------------------------------------------------------------


def _bearers(clusters: Iterable[Cluster]) -> dict[str, list[_Facts]]:
    """List who has each word in a name, but for those who have it only as first of several."""
    found: dict[str, list[_Facts]] = defaultdict(list)
    for cluster in clusters:
        facts = _Facts.of(cluster)
        for word in sorted({word for key in facts.keys for word in (*key[1:], key[-1])}):
            found[word].append(facts)
    return found


def _meant(key: Key, node: Node, near: Sequence[_Facts]) -> Cluster | None:
    """Give the one whom a short name means in an article that names nobody in full with it; None if that is not sure."""
    explained = [one for one in near if key in one.keys and not one.person]
    if len(explained) == 1:  # an acronym that some article explains
        return explained[0].cluster
    if key[0] in places() or node.named.place:
        return None
    those = [one for one in near if one.person and any(shortens(key, full) for full in one.keys if is_full(full))]
    heads = {role.head for role in node.named.roles}
    if len(same := [one for one in those if heads & one.heads]) == 1:
        return same[0].cluster
    if any(node.place in one.articles for one in those):
        return None
    if node.named.gender:
        those = [one for one in those if not one.genders or node.named.gender in one.genders]
    return those[0].cluster if len(those) == 1 else _dominant(key, those)


def _dominant(key: Key, those: Sequence[_Facts]) -> Cluster | None:
    called = [one for one in those if key in one.keys]
    if len(called) != 1:
        return None
    others = sum(len(one.articles) for one in those if one is not called[0])
    return called[0].cluster if len(called[0].articles) >= _DOMINANT * others else None

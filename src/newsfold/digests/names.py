"""Says who is who in a story: each person, body and place once, with all that the articles call it.

Article by article `mentions` says what the text itself links. Here articles are joined: by full names first, then by last names
that only one person of the story bears. Whoever cannot be told apart from another stays apart: two entries for one person are a
blemish, one entry for two persons is a lie.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from newsfold.digests.keys import JUNIOR, Key, is_full, is_longer, shortens, sounds
from newsfold.digests.mentions import Mention, Named, mentions
from newsfold.digests.roles import Gender, bodies, peoples, places, shortened
from newsfold.digests.sources import Sources
from newsfold.model import Article, Entity, Range, Verbatim
from newsfold.text.folding import fold

# Names that matter come early; a text is read so far, in code points, up to the end of a line or a word.
_READ: Final = 5_000
_LEAST_MENTIONS: Final = 2
# A last name goes to the one whom so many times more accounts name in full than all others of that name, and only if no
# article ever calls any of those by the last name alone.
_DOMINANT: Final = 3
_LETTERS: Final = 2
_DATELINE: Final = 150
_IN_DATELINE: Final = re.compile(r"\)\s*[-–—]")
_PEOPLE: Final = re.compile(r"(?:i?an|ese|ish|i|ino|ine|ois|ais|e[nr]|sch|isch)e?s?$")
_COMMON_STEM: Final = 4


@dataclass(frozen=True, slots=True)
class _Node:
    """Somebody as one article names him, with the place of that article in the order of time."""

    place: int
    article: Article
    named: Named
    lines: int  # code points of the title and the break behind it

    @property
    def key(self) -> Key:
        return canonical(self.named.keys[0])


@dataclass(eq=False)
class _Cluster:
    """Somebody of the story, while it is put together."""

    nodes: list[_Node] = field(default_factory=list)

    @property
    def keys(self) -> set[Key]:
        return {canonical(key) for node in self.nodes for key in node.named.keys}

    @property
    def person(self) -> bool:
        return any(node.named.person for node in self.nodes)

    @property
    def genders(self) -> set[Gender]:
        return {node.named.gender for node in self.nodes if node.named.gender}

    @property
    def heads(self) -> set[str]:
        """The offices that the articles say this one holds."""
        return {role.head for node in self.nodes for role in node.named.roles}

    @property
    def articles(self) -> set[int]:
        return {node.place for node in self.nodes}


def who_is_who(given: Sources, most: int = 12) -> tuple[Entity, ...]:
    """List whom and what a story names, at most so many: first who is in most independent accounts, then by mentions.

    Titles and the beginnings of texts are read. Left out are outlets and agencies themselves, peoples and parties, and what is
    named only once. A story without articles names nobody.
    """
    nodes = [node for place, article in enumerate(given.articles) for node in _nodes(place, article, given)]
    clusters = _joined(nodes)
    accounts = _accounts(given)
    entities = [(entity, cluster) for cluster in clusters if (entity := _entity(cluster, given, accounts)) is not None]
    entities.sort(key=lambda pair: (-pair[0].accounts, -pair[0].mentions, min(node.place for node in pair[1].nodes)))
    return tuple(entity for entity, _ in entities[:most])


def canonical(key: Key) -> Key:
    """Give one key to a name that everybody shortens: "United States", "U.S."."""
    short = shortened().get(" ".join(key))
    return (short,) if short else key


# --- one article ----------------------------------------------------------------------------------------------------


def _nodes(place: int, article: Article, given: Sources) -> Iterator[_Node]:
    title = f"{article.title}\n" if article.title else ""
    text = "" if article.id in given.unusable else article.text
    if len(text) > _READ:
        text = text[: max(text.rfind("\n", 0, _READ), text.rfind(" ", 0, _READ), _READ // 2)]
    for named in mentions(title + text, article.lang, pronouns=False).named:
        yield _Node(place, article, named, len(title))


# --- one story ------------------------------------------------------------------------------------------------------


def _joined(nodes: Sequence[_Node]) -> list[_Cluster]:
    known = {node.key for node in nodes}
    clusters = _by_key((node for node in nodes if is_full(node.key)), known)
    clusters = _with_variants(clusters)
    left: dict[Key, _Cluster] = defaultdict(_Cluster)
    alone = [node for node in nodes if not is_full(node.key)]
    bearers = _Bearers.of(clusters)
    for node in alone:
        key = _without_genitive(node, known)
        target = bearers.of_short(key, node)
        (target or left[key]).nodes.append(node)
    return [*clusters, *left.values()]


def _by_key(nodes: Iterable[_Node], known: set[Key]) -> list[_Cluster]:
    found: dict[Key, _Cluster] = defaultdict(_Cluster)
    for node in nodes:
        found[_without_genitive(node, known)].nodes.append(node)
    return list(found.values())


def _with_variants(clusters: list[_Cluster]) -> list[_Cluster]:
    """Join the full names of one person: with and without middle names, in two spellings. Only where one alone is alike, and no
    article names both: who writes a name with more behind it and without means two."""
    found = sorted(clusters, key=lambda one: (len(one.nodes[0].key), one.nodes[0].place))
    groups: dict[str, list[_Cluster]] = defaultdict(list)
    for one in found:
        groups[_initial(one)].append(one)
    gone: set[int] = set()
    for one in found:
        alike = [
            other
            for other in groups[_initial(one)]
            if other is not one and id(other) not in gone and _alike(one, other)
        ]
        if len(alike) == 1 and (one.person or alike[0].person):
            alike[0].nodes += one.nodes
            gone.add(id(one))
    return [one for one in clusters if id(one) not in gone]


def _initial(one: _Cluster) -> str:
    return sounds(one.nodes[0].key[:1])[0][:1]


def _alike(one: _Cluster, other: _Cluster) -> bool:
    short, long = one.nodes[0].key, other.nodes[0].key
    if len(one.genders | other.genders) > 1:
        return False
    if sounds(long) == sounds(short):
        return True
    longer = is_longer(long, short) or (len(short) > 1 and long[:-1] == short and long[-1] not in JUNIOR)
    return longer and not one.articles & other.articles


def _without_genitive(node: _Node, known: set[Key]) -> Key:
    key = node.key
    if node.article.lang == "de" and key[-1].endswith("s") and (*key[:-1], key[-1][:-1]) in known:
        return (*key[:-1], key[-1][:-1])
    return key


@dataclass(frozen=True, slots=True)
class _Bearers:
    """Who bears each part of a full name, and who has each short form already."""

    by_word: Mapping[str, list[_Cluster]]

    @classmethod
    def of(cls, clusters: Iterable[_Cluster]) -> _Bearers:
        found: dict[str, list[_Cluster]] = defaultdict(list)
        for cluster in clusters:
            for word in {key[-1] for key in cluster.keys} | {word for key in cluster.keys for word in key[1:]}:
                found[word].append(cluster)
        return cls(found)

    def of_short(self, key: Key, node: _Node) -> _Cluster | None:
        """Give the one whom a short name means in an article that names nobody in full with it; None if that is not sure."""
        near = self.by_word.get(key[-1], ())
        short = [one for one in near if key in one.keys and not one.person]
        if len(short) == 1:  # an acronym that some article explains
            return short[0]
        if key[0] in places() or node.named.place:
            return None
        those = [one for one in near if one.person and any(shortens(key, full) for full in one.keys if is_full(full))]
        heads = {role.head for role in node.named.roles}
        if len(same := [one for one in those if heads & one.heads]) == 1:
            return same[0]
        if any(node.place in one.articles for one in those):
            return None
        if node.named.gender:
            those = [one for one in those if not one.genders or node.named.gender in one.genders]
        return those[0] if len(those) == 1 else _dominant(key, those)


def _dominant(key: Key, those: Sequence[_Cluster]) -> _Cluster | None:
    called = [one for one in those if key in one.keys]
    if len(called) != 1:
        return None
    others = sum(len(one.articles) for one in those if one is not called[0])
    return called[0] if len(called[0].articles) >= _DOMINANT * others else None


# --- what is shown --------------------------------------------------------------------------------------------------


def _accounts(given: Sources) -> dict[str, str]:
    """Give whose account each article is: its lineage's origin's."""
    articles = {article.id: article for article in given.articles}
    return {
        member.article: given.owner(articles[lineage.origin])
        for lineage in given.lineages
        for member in lineage.members
    }


def _entity(cluster: _Cluster, given: Sources, accounts: Mapping[str, str]) -> Entity | None:
    nodes = [node for node in cluster.nodes if not _is_source(node)]
    if not nodes or _is_people(cluster.keys) or _is_nobody(cluster):
        return None
    placed = [
        (node.article.lang != given.main, node.place, mention.range, node, mention)
        for node in nodes
        for mention in node.named.mentions
    ]
    placed.sort(key=lambda one: one[:3])
    named = [(node, mention) for *_, node, mention in placed if mention.kind == "name"]
    described = [(node, mention) for *_, node, mention in placed if mention.kind == "role"]
    if len(named) + len(described) < _LEAST_MENTIONS:
        return None
    fullest = _fullest(named, accounts)
    forms = _first_of_each(named)
    return Entity(
        name=_words(*fullest),
        forms=tuple(_words(*one) for form, one in forms.items() if form != _form(*fullest)),
        described=tuple(_words(*one) for one in _first_of_each(described).values()),
        accounts=len({accounts[node.article.id] for node in nodes}),
        mentions=len(named) + len(described),
    )


_Placed = tuple[_Node, Mention]


def _fullest(named: Sequence[_Placed], accounts: Mapping[str, str]) -> _Placed:
    """The first mention of the longest form of several words that two accounts have; else of the longest at all."""
    told: dict[str, set[str]] = defaultdict(set)
    for node, mention in named:
        told[_form(node, mention)].add(accounts[node.article.id])

    def rank(one: _Placed) -> tuple[bool, bool, int]:
        form = _form(*one)
        return " " in form, len(told[form]) > 1, len(form.split())

    return max(named, key=rank)


def _first_of_each(placed: Iterable[_Placed]) -> dict[str, _Placed]:
    found: dict[str, _Placed] = {}
    for node, mention in placed:
        found.setdefault(_form(node, mention), (node, mention))
    return found


def _form(node: _Node, mention: Mention) -> str:
    return _written(node, mention.range).casefold().removeprefix("the ").rstrip(".")


def _written(node: _Node, at: Range) -> str:
    return at.of(f"{node.article.title}\n{node.article.text}" if node.lines else node.article.text)


def _words(node: _Node, mention: Mention) -> Verbatim:
    start, end = mention.range
    if end <= node.lines:
        return Verbatim.of(node.article, "title", start, end)
    return Verbatim.of(node.article, "text", start - node.lines, end - node.lines)


def _is_source(node: _Node) -> bool:
    """Whether a name is the outlet's own, or an agency's that is only credited."""
    word = _squeezed(" ".join(node.key))
    outlet = _squeezed(re.sub(r"\.[a-z]{2,3}(?:\.[a-z]{2})?$", "", fold(node.article.outlet)))
    if word and word in (outlet, outlet.removeprefix("the")):
        return True
    text = f"{node.article.title}\n{node.article.text}" if node.lines else node.article.text
    return all(
        mention.range.end - node.lines < _DATELINE and _IN_DATELINE.match(text, mention.range.end)
        for mention in node.named.mentions
    )


def _squeezed(words: str) -> str:
    return re.sub(r"\W", "", words)


def _is_people(keys: set[Key]) -> bool:
    """Whether a name is what a people is called: "Keldonians", where Keldonia is a place or a name as well."""
    if any(len(key) > 1 for key in keys):
        return False
    return any(word in peoples() or _is_demonym(word) for (word,) in keys)


def _is_nobody(cluster: _Cluster) -> bool:
    """Whether a name names nobody: a word for a kind of body ("Office"), two letters that nothing explains ("AR" of a rifle)."""
    return all(
        len(key) == 1 and key[0] not in shortened() and (len(key[0]) <= _LETTERS or key[0] in bodies())
        for key in cluster.keys
    )


def _is_demonym(word: str) -> bool:
    match = _PEOPLE.search(word)
    if not match or word in places() or match.start() < _COMMON_STEM - 1:
        return False
    stem = word[: match.start()]
    return any(
        (place.startswith(stem) and len(place) <= len(stem) + _COMMON_STEM) or place == f"{word.removesuffix('s')}istan"
        for place in places()
    )

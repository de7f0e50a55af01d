"""Says who is who in a story: each person, body and place once, with all that the articles call it.

Article by article `mentions` says what the text itself links. Here articles are joined: by full names first, then by last names
that only one person of the story bears. Whoever cannot be told apart from another stays apart: two entries for one person are a
blemish, one entry for two persons is a lie.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Final

from newsfold.digests.names.joining import Cluster, Node, joined
from newsfold.digests.names.keys import Key
from newsfold.digests.names.mentions import Mention, mentions
from newsfold.digests.names.naming import german_nouns
from newsfold.digests.names.roles import bodies, levelled, peoples, places, shortened
from newsfold.digests.sources import Sources
from newsfold.model import Article, Entity, Range, Verbatim
from newsfold.text.folding import fold

# Names that matter come early; a text is read so far, in code points, up to the end of a line or a word.
_READ: Final = 3_000
_LEAST_MENTIONS: Final = 2
_LETTERS: Final = 2
_DATELINE: Final = 150
_IN_DATELINE: Final = re.compile(r"\)\s*[-–—]")
_PEOPLE: Final = re.compile(r"(?:i?an|ese|ish|i|ino|ine|ois|ais|e[nr]|sch|isch)e?s?$")
_COMMON_STEM: Final = 4


def who_is_who(given: Sources, most: int = 12) -> tuple[Entity, ...]:
    """List whom and what a story names, at most so many: first who is in most independent accounts, then by mentions.

    Titles and the beginnings of texts are read. Left out are outlets and agencies themselves, peoples and parties, and what is
    named only once. A story without articles names nobody.
    """
    nodes = [node for place, article in enumerate(given.articles) for node in _nodes(place, article, given)]
    nouns = frozenset().union(*(german_nouns(levelled(one.text[:_READ])) for one in given.articles if one.lang == "de"))
    clusters = [one for one in joined(nodes) if not _is_noun(one, nouns)]
    accounts = _accounts(given)
    entities = [(entity, cluster) for cluster in clusters if (entity := _entity(cluster, given, accounts)) is not None]
    entities.sort(key=lambda pair: (-pair[0].accounts, -pair[0].mentions, min(node.place for node in pair[1].nodes)))
    return tuple(entity for entity, _ in entities[:most])


# --- one article ----------------------------------------------------------------------------------------------------


def _nodes(place: int, article: Article, given: Sources) -> Iterator[Node]:
    title = f"{article.title}\n" if article.title else ""
    text = "" if article.id in given.unusable else article.text
    if len(text) > _READ:
        text = text[: max(text.rfind("\n", 0, _READ), text.rfind(" ", 0, _READ), _READ // 2)]
    for named in mentions(title + text, article.lang, pronouns=False).named:
        yield Node(place, article, named, len(title))


# --- what is shown --------------------------------------------------------------------------------------------------


def _accounts(given: Sources) -> dict[str, str]:
    """Give whose account each article is: its lineage's origin's."""
    articles = {article.id: article for article in given.articles}
    return {
        member.article: given.owner(articles[lineage.origin])
        for lineage in given.lineages
        for member in lineage.members
    }


def _entity(cluster: Cluster, given: Sources, accounts: Mapping[str, str]) -> Entity | None:
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
    forms = _by_form(named)
    fullest = _fullest(forms, accounts)
    return Entity(
        name=_words(*forms[fullest][0]),
        forms=tuple(_words(*those[0]) for form, those in forms.items() if form != fullest),
        described=tuple(_words(*those[0]) for those in _by_form(described).values()),
        accounts=len({accounts[node.article.id] for node in nodes}),
        mentions=len(named) + len(described),
    )


_Placed = tuple[Node, Mention]


def _fullest(forms: Mapping[str, Sequence[_Placed]], accounts: Mapping[str, str]) -> str:
    """The longest form of several words that two accounts have; else the longest at all. No genitive; the one that stands first."""

    def rank(form: str) -> tuple[bool, bool, int, bool]:
        told = {accounts[node.article.id] for node, _ in forms[form]}
        return " " in form, len(told) > 1, len(form.split()), not (form.endswith("s") and form[:-1] in forms)

    return max(forms, key=rank)


def _by_form(placed: Iterable[_Placed]) -> dict[str, list[_Placed]]:
    found: dict[str, list[_Placed]] = defaultdict(list)
    for node, mention in placed:
        found[_form(node, mention)].append((node, mention))
    return found


def _form(node: Node, mention: Mention) -> str:
    return _written(node, mention.range).casefold().removeprefix("the ").rstrip(".")


def _written(node: Node, at: Range) -> str:
    if at.end <= node.lines:
        return at.of(node.article.title)
    return node.article.text[at.start - node.lines : at.end - node.lines]


def _words(node: Node, mention: Mention) -> Verbatim:
    start, end = mention.range
    if end <= node.lines:
        return Verbatim.of(node.article, "title", start, end)
    return Verbatim.of(node.article, "text", start - node.lines, end - node.lines)


def _is_source(node: Node) -> bool:
    """Whether a name is the outlet's own, or an agency's that is only credited."""
    word = _squeezed(" ".join(node.key))
    outlet = _squeezed(re.sub(r"\.[a-z]{2,3}(?:\.[a-z]{2})?$", "", fold(node.article.outlet)))
    if word and word in (outlet, outlet.removeprefix("the")):
        return True
    return all(
        node.lines < mention.range.end < node.lines + _DATELINE
        and _IN_DATELINE.match(node.article.text, mention.range.end - node.lines)
        for mention in node.named.mentions
    )


def _squeezed(words: str) -> str:
    return re.sub(r"\W", "", words)


def _is_people(keys: set[Key]) -> bool:
    """Whether a name is what a people is called: "Keldonians", where Keldonia is a place or a name as well."""
    if any(len(key) > 1 for key in keys):
        return False
    return any(word in peoples() or _is_demonym(word) for (word,) in keys)


def _is_nobody(cluster: Cluster) -> bool:
    """Whether a name names nobody: a word for a kind of body ("Office"), two letters that nothing explains ("AR" of a rifle)."""
    return all(
        len(key) == 1 and key[0] not in shortened() and (len(key[0]) <= _LETTERS or key[0] in bodies())
        for key in cluster.keys
    )


def _is_noun(cluster: Cluster, nouns: frozenset[str]) -> bool:
    """Whether a name is a German noun that a text met without its article."""
    return all(
        len(key) == 1 and not nouns.isdisjoint((key[0], key[0].removesuffix("s"), key[0].removesuffix("es")))
        for key in cluster.keys
    ) and not any(node.named.person or node.article.lang != "de" for node in cluster.nodes)


@cache
def _is_demonym(word: str) -> bool:
    match = _PEOPLE.search(word)
    if not match or word in places() or match.start() < _COMMON_STEM - 1:
        return False
    stem = word[: match.start()]
    return any(
        (place.startswith(stem) and len(place) <= len(stem) + _COMMON_STEM) or place == f"{word.removesuffix('s')}istan"
        for place in places()
    )

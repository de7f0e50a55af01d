"""Articles -> lineages: each article, in the order of time, joins the text that it comes from, or begins one.

No chaining: what joins must have its words in common with the lineage's first text, or be the same text as a member as a
whole. A round-up that carries two agency texts is in one lineage and never makes the two one.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from newsfold.copies import candidates, decide
from newsfold.copies.credit import credit, is_by, same_agency
from newsfold.copies.fingerprint import Fingerprint, fingerprint
from newsfold.copies.relations import Relation, compare, relations
from newsfold.model import Article, Lineage, Member, Role


def lineages(articles: Iterable[Article]) -> list[Lineage]:
    """Trace which articles are of one text; every article is in exactly one lineage, and many are alone in theirs.

    The order in which the articles are given makes no difference. Members come in the order of time, lineages in that of
    their first members; a lineage keeps its id when copies join later. Of an article given twice, the last one counts.
    """
    ordered = sorted({one.id: one for one in articles}.values(), key=lambda one: one.time_order)
    prints = candidates.without_boilerplate([fingerprint(one) for one in ordered])
    return [_lineage(texts, ordered, prints) for texts in _trace(ordered, prints)]


@dataclass(slots=True)
class _Text:
    """A text and the articles that carry it, by number; `root` is the first of them that has more than a headline.

    `kinship` is what joined each member but the first.
    """

    members: list[int]
    root: int | None
    kinship: dict[int, decide.Kinship] = field(default_factory=dict)

    def join(self, number: int, kinship: decide.Kinship, *, bare: bool) -> None:
        self.members.append(number)
        self.kinship[number] = kinship
        if self.root is None and not bare:
            self.root = number


def _trace(articles: Sequence[Article], prints: Sequence[Fingerprint]) -> list[_Text]:
    """Put every article into its text, in the order of time."""
    to_earlier: dict[int, dict[int, Relation]] = defaultdict(dict)
    for relation in relations(articles, prints):
        to_earlier[relation.later][relation.earlier] = relation
    texts: list[_Text] = []
    text_of: list[_Text] = []
    for number, one in enumerate(prints):
        chosen = _choose(to_earlier.get(number, {}), text_of)
        if chosen:
            text = text_of[chosen.earlier]
            text.join(number, chosen.kinship, bare=one.bare)
        else:
            text = _Text([number], None if one.bare else number)
            texts.append(text)
        text_of.append(text)
    return texts


def _choose(to_earlier: Mapping[int, Relation], text_of: Sequence[_Text]) -> Relation | None:
    """Choose the strongest relation that lets an article join; a title that leads to several texts leads to none."""
    fitting = [one for one in to_earlier.values() if _fits(one, text_of[one.earlier], to_earlier)]
    best = min(fitting, key=lambda one: one.strength, default=None)
    if best and not best.shared and len({text_of[one.earlier].members[0] for one in fitting}) > 1:
        return None
    return best


def _fits(relation: Relation, text: _Text, to_earlier: Mapping[int, Relation]) -> bool:
    """Whether a relation to one member is reason enough to join all of them."""
    if not relation.shared:
        # Of two texts under one title a headline between them must not make one.
        return relation.bare or text.root is None
    if relation.whole or text.root is None or text.root == relation.earlier:
        return True
    to_root = to_earlier.get(text.root)
    return to_root is not None and to_root.shared > 0


# --- what is told of a text -----------------------------------------------------------------------------------------


def _lineage(text: _Text, articles: Sequence[Article], prints: Sequence[Fingerprint]) -> Lineage:
    named = _agency([articles[number] for number in text.members])
    own = (number for number in text.members if any(is_by(articles[number], name) for name in named))
    origin = next(own, text.members[0] if text.root is None else text.root)
    return Lineage(
        id="l" + hashlib.sha256(prints[text.members[0]].article.encode("utf-8", "surrogatepass")).hexdigest()[:12],
        origin=prints[origin].article,
        members=tuple(_member(number, origin, text, prints) for number in text.members),
        credit=named[0] if named else None,
    )


def _agency(members: Sequence[Article]) -> list[str]:
    """Give the forms of the agency's name that most members name, the most frequent first; none where none is named."""
    found = [named.name for member in members if (named := credit(member))]
    forms = [name for name, _ in Counter(found).most_common()]  # of equals, the one named first
    votes = Counter({name: sum(same_agency(name, other) for other in found) for name in forms})
    return [name for name in forms if same_agency(name, votes.most_common(1)[0][0])]


def _member(number: int, origin: int, text: _Text, prints: Sequence[Fingerprint]) -> Member:
    article = prints[number].article
    if len(text.members) == 1:
        return Member(article, "independent", 1.0)
    if number == origin:
        return Member(article, "origin", 1.0)
    shared, own, whole = compare(prints[number], prints[origin])
    if not decide.is_evidence(own):
        return Member(article, "copy", float(prints[number].title == prints[origin].title))
    role: Role | None = decide.by_text(shared, min(own, whole), max(own, whole))
    return Member(article, role or text.kinship.get(number, "copy"), round(shared / own, 4))

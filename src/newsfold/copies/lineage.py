"""Articles -> lineages: what is told of the articles that carry one text, whose it is and what each has of it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol

from newsfold.copies import decide
from newsfold.copies.agencies import Agencies, known
from newsfold.copies.credit import credit, is_by, same_agency
from newsfold.copies.fingerprint import Fingerprint, fingerprint
from newsfold.copies.relations import compare
from newsfold.copies.trace import Text, Tracer
from newsfold.model import Article, Lineage, Member, Role


class Mapped(Protocol):
    """Takes the fingerprints of articles, here (`map`) or in other processes, in their order."""

    def __call__(
        self, work: Callable[[Article], Fingerprint], articles: Iterable[Article], /
    ) -> Iterator[Fingerprint]: ...


def lineages(articles: Iterable[Article], mapped: Mapped = map, *, agencies: Agencies | None = None) -> list[Lineage]:
    """Trace which articles are of one text; every article is in exactly one lineage, and many are alone in theirs.

    The order in which the articles are given makes no difference. Members come in the order of time, lineages in that of
    their first members; a lineage keeps its id when copies join later. Of an article given twice, the last one counts. Agencies
    are known by the shipped table unless another is given.
    """
    ordered = sorted({one.id: one for one in articles}.values(), key=lambda one: one.time_order)
    tracer = Tracer()
    texts = [*tracer.add(zip(ordered, mapped(fingerprint, ordered), strict=True)), *tracer.close()]
    place = {one.id: number for number, one in enumerate(ordered)}
    return sorted((lineage(text, agencies) for text in texts), key=lambda one: place[one.members[0].article])


def lineage(text: Text, agencies: Agencies | None = None) -> Lineage:
    """Say whose a text is, and what each of its articles has of the origin."""
    listed = agencies or known()
    named = _agency(text.articles, listed)
    own = (number for number, one in enumerate(text.articles) if any(is_by(one, name, listed) for name in named))
    first = next((number for number, one in enumerate(text.prints) if not one.bare), 0)
    agencys = next(own, None)
    origin = first if agencys is None else agencys
    return Lineage(
        id="l" + hashlib.sha256(text.articles[0].id.encode("utf-8", "surrogatepass")).hexdigest()[:12],
        origin=text.articles[origin].id,
        members=tuple(_member(number, origin, text) for number in range(len(text.articles))),
        credit=named[0] if named else None,
        original_seen=not named or agencys is not None,
    )


def _agency(members: Sequence[Article], agencies: Agencies) -> list[str]:
    """Give the forms of the agency's name that most members name, the most frequent first; none where none is named."""
    found = [named.name for member in members if (named := credit(member, agencies))]
    forms = [name for name, _ in Counter(found).most_common()]  # of equals, the one named first
    votes = Counter({name: sum(same_agency(name, other, agencies) for other in found) for name in forms})
    return [name for name in forms if same_agency(name, votes.most_common(1)[0][0], agencies)]


def _member(number: int, origin: int, text: Text) -> Member:
    article = text.articles[number].id
    role, shared = _share(number, origin, text)
    return Member(article, role, shared, usable=article not in text.unusable)


def _share(number: int, origin: int, text: Text) -> tuple[Role, float]:
    if len(text.articles) == 1:
        return "independent", 1.0
    if number == origin:
        return "origin", 1.0
    one, other = text.prints[number], text.prints[origin]
    shared, own, whole = compare(one, other)
    if not decide.is_evidence(own):
        return "copy", float(one.title == other.title)
    role: Role | None = decide.by_text(shared, min(own, whole), max(own, whole))
    return role or text.kinship[number] or "copy", round(shared / own, 4)

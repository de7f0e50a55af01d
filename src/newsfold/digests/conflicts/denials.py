"""Finds where somebody denies what another is said to hold: yes and no about one matter.

Two shapes are read. A denial that points back ("The ministry denied it", "rejected the accusation", "no such letter") is set
beside the nearest sentence above it in which another source says something. A denial that says what is denied ("denied that
a ransom had been demanded") is set beside sentences of other accounts that tell the same without denying it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsfold.digests.conflicts.claims import Sentence
from newsfold.digests.conflicts.onequantity import Story
from newsfold.digests.conflicts.replies import Side, more_of
from newsfold.model import Conflict, Range
from newsfold.text.stopwords import short
from newsfold.text.tokens import terms

# A denial that points back means what stands just above it.
_SENTENCES_BACK = 2
_SUBJECT_WORDS, _POST_WORDS = 6, 12
# "Asked whether it was so, he said yes, but not how": an answer begins with its no.
_ANSWER_WORDS = 5
_PLAIN_NO = frozenset(["comment", "answer", "yes", "know", "say", "sure", "only"])
# What is denied has to be told by the other sentence nearly in full, and to be more than a topic.
_FEWEST_TERMS = 3
_TOLD = 0.7
_FEWEST_OF_NEVER = 2
# Who confirms what was denied tells it in words of their own.
_CONFIRMED = 0.35
_REPORT_WORDS = 6
_STEM = 5
_HOURS = 72.0
_THAT = (("that",), ("dass",), ("que",))
_THEIRS = frozenset(["his", "her", "their", "sein", "ihr", "su", "sus", "son", "sa", "leur"])
_SAYS_WHAT = (*_THAT, ("of",), ("against",), ("by",), ("made",), ("in",), ("gegen",), ("contra",), ("contre",))


@dataclass(frozen=True, slots=True)
class Denial:
    """A sentence that denies. `denier` are the folded words for who does; `points_back` that what is denied stands above;
    `denied` are the terms of what is denied where the sentence says it."""

    sentence: Sentence
    mark: Range
    denier: frozenset[str]
    points_back: bool
    denied: frozenset[str]
    is_theirs: bool = False
    is_of_report: bool = False
    is_never: bool = False


def denial_conflicts(articles: Sequence[Sequence[Sentence]], story: Story) -> list[Conflict]:
    """Find the yes and no among the sentences of one story's articles, given in the order of time."""
    denials = [denial for sentences in articles for denial in map(_denial, sentences) if denial]
    if not denials:
        return []
    of = {sentences[0].article.id: sentences for sentences in articles if sentences}
    answered: dict[str, tuple[Sentence, dict[str, Side]]] = {}
    for denial in denials:
        own = of[denial.sentence.article.id]
        above = _said_above(denial, own) if denial.points_back else None
        for said in [above] if above else [] if denial.points_back else _told(denial, story):
            # The same words in two articles are one claim.
            found = answered.setdefault(said.text, (said, {}))[1]
            found.setdefault(denial.sentence.text, (denial.sentence, denial.mark))
            if denial.is_of_report:
                for sentence, mark in more_of(own, own.index(denial.sentence)):
                    found.setdefault(sentence.text, (sentence, mark))
    return [_conflict(said, list(found.values())) for said, found in answered.values()]


def _conflict(said: Sentence, denials: Sequence[Side]) -> Conflict:
    sides = [(said, said.range), *denials]
    sides.sort(key=lambda side: (side[0].article.time_order, side[1].start))
    return Conflict("yes-no", tuple(sentence.claim(mark) for sentence, mark in sides))


def _denial(sentence: Sentence) -> Denial | None:
    lists, keys, words = sentence.lists, sentence.keys, sentence.words
    denies = next(lists.denials.find(keys), None)
    found = denies or next(lists.refusals.find(keys), None)
    other = _such(sentence) or _asked(sentence) or _never(sentence)
    if other is not None:
        return other
    if (
        sentence.field == "title"
        or found is None
        or lists.negations.has(keys, found.start - 4, found.start)
        or not sentence.tells
    ):
        return None
    first = next((place for place in range(found.start, 0, -1) if words[place].parted), 0)
    last = next((place for place in range(found.end, len(words)) if words[place].parted), len(words))
    small = short(lists.lang)
    denier = frozenset(key for key in keys[max(first, found.start - _SUBJECT_WORDS) : found.start] if key not in small)
    points_back = _follows(sentence, found.end) or (denies is not None and _is_pronoun(sentence, found.end, last))
    clause = sentence.stored[words[found.end].start : words[last - 1].end] if found.end < last else ""
    says_what = denies is not None and not points_back and keys[found.end : found.end + 1] in _THAT
    report = next(lists.reports_that.find(keys, found.end, min(last, found.end + _REPORT_WORDS)), None)
    if report is not None and not points_back and report.end < last:
        clause, says_what = sentence.stored[words[report.end].start : words[last - 1].end], True
    denied = frozenset(terms(clause, lists.lang)) if says_what else frozenset()
    if not denier or not (points_back or denied):
        return None
    is_theirs = not _THEIRS.isdisjoint(keys[first : found.start])
    return Denial(
        sentence,
        Range(words[found.start].start, words[last - 1].end),
        denier,
        points_back,
        denied,
        is_theirs,
        is_of_report=report is not None,
    )


def _asked(sentence: Sentence) -> Denial | None:
    """Read the answer no to a question that is told in the same sentence: "Asked whether files were lost, she said: no"."""
    lists, keys, words = sentence.lists, sentence.keys, sentence.words
    found = next(lists.asked.find(keys), None)
    if found is None or sentence.field == "title" or not sentence.tells:
        return None
    last = next((place for place in range(found.end, len(words)) if words[place].parted), len(words))
    says = next(lists.says.find(keys, last), None)
    answers = range(says.end, min(says.end + _ANSWER_WORDS, len(words))) if says else range(0)
    if not says or not lists.negations.has(keys, says.end, answers.stop) or lists.negations.has(keys, found.end, last):
        return None
    if not _PLAIN_NO.isdisjoint(keys[says.end : answers.stop]):
        return None
    denied = frozenset(terms(sentence.stored[words[found.end].start : words[last - 1].end], lists.lang))
    denier = frozenset(keys[last : says.start]) - short(lists.lang)
    mark = Range(words[says.end].start, words[-1].end)
    return Denial(sentence, mark, denier, points_back=False, denied=denied)


def _never(sentence: Sentence) -> Denial | None:
    """Read "he said he had met the mayor never with the director of Lindgate": whoever says never means every time."""
    lists, keys, words = sentence.lists, sentence.keys, sentence.words
    if not lists.nevers.may_start(sentence.keys) or sentence.field == "title" or not sentence.source:
        return None
    found = next(lists.nevers.find(keys), None)
    if found is None or not sentence.tells or lists.negations.has(keys, 0, found.start):
        return None
    if not words[found.start].raw.islower():
        return None
    last = next((place for place in range(found.end, len(words)) if words[place].parted), len(words))
    denied = frozenset(terms(sentence.stored[words[found.start].end : words[last - 1].end], lists.lang))
    mark = Range(words[found.start].start, words[last - 1].end)
    who = frozenset(word for word in sentence.source if word.isalpha()) - lists.no_names
    return Denial(sentence, mark, who, points_back=False, denied=denied, is_never=True) if who else None


def _such(sentence: Sentence) -> Denial | None:
    """Read "denied that any such letter existed": what is denied is the letter of a sentence above."""
    lists, keys, words = sentence.lists, sentence.keys, sentence.words
    found = next(lists.such.find(keys), None)
    if found is None or found.end >= len(words) or sentence.field == "title" or not sentence.tells:
        return None
    denies = next(lists.denials.find(keys, 0, found.start), None)
    first = next((place for place in range(found.start, 0, -1) if words[place].parted), 0)
    if denies is None or denies.start < first:
        return None
    noun = frozenset(terms(words[found.end].raw, lists.lang))
    small = short(lists.lang)
    denier = frozenset(
        key for key in keys[max(first, denies.start - _SUBJECT_WORDS) : denies.start] if key not in small
    )
    # "The secretary, Rosa Keel, denied that any such letter existed."
    denier = denier or frozenset(key for key in keys[: min(denies.start, _POST_WORDS)] if key not in small)
    last = next((place for place in range(found.end, len(words)) if words[place].parted), len(words))
    mark = Range(words[denies.start].start, words[last - 1].end)
    return Denial(sentence, mark, denier, points_back=True, denied=noun) if noun and denier else None


def _follows(sentence: Sentence, start: int) -> bool:
    """Tell whether what is denied is "the claim", and no more is said of it ("the claim that the gate was open")."""
    found = next(sentence.lists.backwards.find(sentence.keys, start, start + 4), None)
    return found is not None and found.start == start and sentence.keys[found.end : found.end + 1] not in _SAYS_WHAT


def _is_pronoun(sentence: Sentence, start: int, last: int) -> bool:
    """Tell whether nothing is denied in so many words but "it": "denied it was there" says what is denied."""
    return any(
        found.start == start and (found.end == last or found.end - found.start > 1)
        for found in sentence.lists.pronouns.find(sentence.keys, start, last)
    )


def _said_above(denial: Denial, sentences: Sequence[Sentence]) -> Sentence | None:
    """Give the sentence just above in which somebody else charges or claims; sentences that say no themselves are passed over."""
    place = sentences.index(denial.sentence)
    for sentence in reversed(sentences[max(place - _SENTENCES_BACK, 0) : place]):
        lists, keys = sentence.lists, sentence.keys
        who = _accuser(sentence) or sentence.source
        if sentence.field == "title":
            return None
        if lists.denials.has(keys) or lists.refusals.has(keys) or _says_no(sentence):
            continue
        if not sentence.tells or not who or (_alike(who, denial.denier) and not denial.denied):
            return None
        if denial.denied:
            # Two of one party may be of two minds.
            apart = not who <= denial.denier and not denial.denier <= who
            return sentence if apart and denial.denied <= sentence.terms and not lists.moods.has(keys) else None
        # Who only says something charges nobody, unless it is about who denies it.
        about = denial.is_theirs or _alike(frozenset(keys), denial.denier)
        return sentence if about or lists.accusations.has(keys) else None
    return None


def _says_no(sentence: Sentence) -> bool:
    """Tell whether a sentence has a no in it, but for one in what somebody is charged with: "accused him of not paying"."""
    lists, keys = sentence.lists, sentence.keys
    charge = next(lists.charges.find(keys), None)
    return lists.negations.has(keys, 0, charge.start if charge else None)


def _accuser(sentence: Sentence) -> frozenset[str]:
    """Give the words in front of a verb of charging."""
    found = next(sentence.lists.accusations.find(sentence.keys), None)
    small = short(sentence.lists.lang)
    subject = sentence.keys[max(found.start - _SUBJECT_WORDS, 0) : found.start] if found else ()
    return frozenset(key for key in subject if key not in small)


def _alike(some: frozenset[str], others: frozenset[str]) -> bool:
    """Tell whether two sets have a word in common, as far as "Ukraine" and "Ukrainian" are one."""
    return bool({word[:_STEM] for word in some} & {word[:_STEM] for word in others})


def _told(denial: Denial, story: Story) -> list[Sentence]:
    """Find the sentence of another account that tells most of what is denied, without any no in it; the earlier of two alike.

    What is reported is also told by who confirms it, in fewer of its words. Who says never has to be named.
    """
    if len(denial.denied) < (_FEWEST_OF_NEVER if denial.is_never else _FEWEST_TERMS):
        return []
    rarity = story.rarity
    whole = sum(rarity.get(term, 1.0) for term in denial.denied)
    rarest = min(denial.denied, key=lambda term: (-rarity.get(term, 1.0), term))
    best, share = None, 0.99 if denial.is_never else _TOLD
    confirming: list[Sentence] = []
    candidates = (
        [one for term in sorted(denial.denied) for one in story.having[term]]
        if denial.is_of_report
        else story.having.get(rarest, ())
    )
    for sentence in dict.fromkeys(candidates):
        if sentence.field == "title" or "?" in sentence.text or not _is_other(sentence, denial):
            continue
        shared = denial.denied & sentence.terms
        if denial.is_of_report and len(shared) < _FEWEST_TERMS:
            continue
        told = sum(rarity.get(term, 1.0) for term in shared) / whole
        if denial.is_of_report and told > _CONFIRMED and _confirms(sentence):
            confirming.append(sentence)
        elif (
            told > share
            and _asserts(sentence)
            and (not denial.is_never or _alike(frozenset(sentence.keys), denial.denier))
        ):
            best, share = sentence, told
    return [*([best] if best else []), *confirming]


def _confirms(sentence: Sentence) -> bool:
    lists, keys = sentence.lists, sentence.keys
    says_no = lists.negations.has(keys) or lists.denials.has(keys) or lists.refusals.has(keys)
    says_no = says_no or lists.accusations.has(keys)
    return lists.confirms.has(keys) and sentence.tells and not says_no


def _asserts(sentence: Sentence) -> bool:
    lists, keys = sentence.lists, sentence.keys
    return sentence.tells and not (
        lists.negations.has(keys) or lists.denials.has(keys) or lists.refusals.has(keys) or lists.moods.has(keys)
    )


def _is_other(sentence: Sentence, denial: Denial) -> bool:
    here, there = sentence, denial.sentence
    apart = here.account != there.account and here.article.voice != there.article.voice
    # One outlet may tell what two sources say, in two articles.
    apart = apart or (denial.is_of_report and here.article is not there.article and bool(here.source))
    first, second = here.article.published.at, there.article.published.at
    near = first is not None and second is not None and abs((second - first).total_seconds()) <= _HOURS * 3600
    return apart and near and not (here.source & denial.denier)

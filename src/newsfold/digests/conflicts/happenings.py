"""Reads when something happened: happenings of listed kinds (events.toml), and the time that their own clause gives them.

A time is a stretch of minutes, as wide as the words leave it open: "at about 5.20 a.m." some minutes to either side, "on Friday
morning" the hours of that morning, "on 3 March" the whole day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from newsfold.digests.conflicts.claims import Sentence
from newsfold.digests.conflicts.conflictwords import Found
from newsfold.digests.conflicts.eventwords import phrases, words
from newsfold.model import Article, Range
from newsfold.text.dateforms import Form, Shifted, Since, Year
from newsfold.text.datelines import anchor_of
from newsfold.text.dates import date_expressions
from newsfold.text.stopwords import short
from newsfold.text.when import Anchor, resolve

DAY = 24 * 60
# Between a happening and its time: "launched both of its boats from the outer harbour at 5.04".
_WORDS_BETWEEN = 9
_WORDS_AHEAD = 6
# "Said on Sunday" says when it was said.
_SAYS_BEFORE = 2
_DURATION = 4
# The parts of a day have no sharp ends, least of all its morning.
_EARLIER, _LATER = 5 * 60, 2 * 60
_CLOCK = re.compile(
    r"(?<![\d.,:$£€/-])(?P<hour>\d{1,2})(?:(?P<mark>[:.h])(?P<minute>[0-5]\d))?"
    r"(?:\s?(?P<half>[ap])\.?\s?m\b\.?|\s?(?P<unit>Uhr|hours|hrs|horas|heures|h)\b)?(?!\d|[:.,]\d|[%€£$])"
    r"|\b(?P<name>noon|midnight|Mitternacht|medianoche|mediodía|minuit|midi)\b",
    re.IGNORECASE,
)
_SHAPE = re.compile(r"\b\d{1,2}(?:[:.h][0-5]\d|\s?[ap]\.?m\b|\s(?:Uhr|hours|hrs|horas|heures)\b)")
_NAMED = {"noon": 720, "mediodía": 720, "midi": 720, "midnight": 0, "mitternacht": 0, "medianoche": 0, "minuit": 0}
_ZONED = re.compile(
    r"\s*\(?(?:GMT|UTC|BST|[ECMP][SD]?T|CEST?|MEZ)\b|\s+(?:local|eastern|central|pacific|mountain)\b", re.IGNORECASE
)
_TO_NEXT = re.compile(r"\s*(?:-|–|to|and|bis|a|y|und)\s*\d")


@dataclass(frozen=True, slots=True)
class Time:
    """From minute `low` to minute `high`, counted from the first of all days, or of some day where the day is not known."""

    low: int
    high: int
    mark: Range
    has_day: bool
    has_clock: bool


@dataclass(frozen=True, slots=True)
class Happening:
    """What a sentence says to have happened, by its kind, and when."""

    sentence: Sentence
    kind: str
    words: range
    time: Time

    @property
    def clause(self) -> range:
        """The places of the words of its clause, that of its time included where this is another."""
        spoken, mark = self.sentence.words, self.time.mark
        first = next((place for place in range(self.words.start, 0, -1) if spoken[place].parted), 0)
        ends = (
            place
            for place in range(self.words.stop, len(spoken))
            if spoken[place].parted and spoken[place].start >= mark.end
        )
        return range(first, next(ends, len(spoken)))

    @property
    def subject(self) -> range:
        """The places in front of the verb; of the sentence, where only an aside stands directly in front of it."""
        first = self.clause.start
        return range(0 if first == self.words.start else first, self.words.start)


Anchors = dict[str, Anchor | None]


def events(sentence: Sentence) -> list[Found]:
    """Find what a sentence says to have happened with something near that may be a time; the time is not read yet."""
    known = phrases(sentence.lists.lang, "happened")
    if sentence.field == "title" or not known.may_be_among(sentence.spellings) or not _may_have_time(sentence):
        return []
    found = list(known.find(sentence.keys))
    if not found or not sentence.tells:
        return []
    hints = _hints(sentence)
    return [
        one
        for one in found
        if any(one.start - _WORDS_AHEAD - 2 <= at <= one.end + _WORDS_BETWEEN for at in hints)
        and _says_enough(sentence, one)
    ]


def _says_enough(sentence: Sentence, one: Found) -> bool:
    """Tell whether who learned of something did so then "and not before", and whether what is dated is the record of something."""
    lang = sentence.lists.lang
    if one.label == "learned":
        return phrases(lang, "only").has(sentence.keys)
    return one.label != "recorded" or not words(lang, "records").isdisjoint(sentence.keys)


def happenings(sentence: Sentence, found: Sequence[Found], anchors: Anchors) -> Iterator[Happening]:
    """Read the times of some events of a sentence, of those that have one; `anchors` keeps what "today" is in each article."""
    times = list(_times(sentence, anchors))
    for start, end, kind in found:
        time = next((time for time in times if _is_of(sentence, start, end, time)), None)
        if time is not None:
            yield Happening(sentence, kind, range(start, end), time)


def _hints(sentence: Sentence) -> list[int]:
    lists, keys = sentence.lists, sentence.keys
    named = words(lists.lang, "hints")
    days = [found.start for found in lists.days.find(keys)]
    return [*days, *(place for place, key in enumerate(keys) if key[0].isdigit() or key in named)]


def _may_have_time(sentence: Sentence) -> bool:
    """Tell whether a sentence has a word of a day, or a figure, "noon" or "ago", as far as can be seen soon."""
    found, lists = sentence.spellings, sentence.lists
    hinted = lists.days.may_be_among(found) or not words(lists.lang, "hints").isdisjoint(found)
    return hinted or _SHAPE.search(sentence.text) is not None


def _is_of(sentence: Sentence, start: int, end: int, time: Time) -> bool:
    """Tell whether a time is that of the happening at words `start` to `end`: in its clause, or in front of the sentence."""
    spoken, lang = sentence.words, sentence.lists.lang
    first = next((place for place, word in enumerate(spoken) if word.end > time.mark.start), len(spoken))
    last = max((place for place, word in enumerate(spoken) if word.start < time.mark.end), default=len(spoken) - 1)
    if first >= end:
        between, joints = range(end, first), range(end, first + 1)
    elif last < start:
        # A comma may stand behind a time that opens the sentence.
        between, joints = range(last + 1, start), range(last + 1 + (first <= 1), start + 1)
    else:
        return False
    if len(between) > (_WORDS_BETWEEN if first >= end else _WORDS_AHEAD):
        return False
    if any(spoken[place].parted for place in joints if place < len(spoken)) or _is_of_a_noun(
        sentence, first, last, end
    ):
        return False
    if last < start and sentence.lists.says.has(sentence.keys, first - _SAYS_BEFORE, first):
        return False
    keys = [sentence.keys[place] for place in between]
    # German relative pronouns are articles, but for the comma in front.
    is_relative = start > 0 and sentence.keys[start - 1] in words(lang, "relative")
    is_relative = is_relative and (lang != "de" or spoken[start - 1].parted)
    return not is_relative and words(lang, "apart").isdisjoint(_without_duration(keys, lang))


def _is_of_a_noun(sentence: Sentence, first: int, last: int, end: int) -> bool:
    """Tell whether a noun is dated and no verb: "Wednesday's ambush", "the March 9 shooting", "a Friday night vigil"."""
    word, key, lang = sentence.words[last], sentence.keys[last], sentence.lists.lang
    if key != word.key:
        return True
    behind = last + 1
    if first < end or behind >= len(sentence.words) or sentence.words[behind].parted:
        return False
    key = sentence.keys[behind]
    return not (key in short(lang) or key in words(lang, "beside") or key.isdigit())


def _without_duration(keys: list[str], lang: str) -> list[str]:
    """Leave "for about 45 minutes" out."""
    units = words(lang, "units")
    for first, key in enumerate(keys):
        if key in words(lang, "for"):
            for last in range(first + 1, min(first + 1 + _DURATION, len(keys))):
                if keys[last] in units:
                    return keys[:first] + keys[last + 1 :]
    return keys


# --- times ----------------------------------------------------------------------------------------------------------


def _times(sentence: Sentence, anchors: Anchors) -> Iterator[Time]:
    days = list(_days(sentence, anchors))
    taken: set[Range] = set()
    for clock in _clocks(sentence):
        day = next((day for day in days if _is_beside(sentence, clock.mark, day.mark)), None)
        if day is None:
            yield clock
            continue
        taken.add(day.mark)
        if day.high - day.low > 2 * DAY:
            continue
        mark = Range(min(clock.mark.start, day.mark.start), max(clock.mark.end, day.mark.end))
        # "1 a.m. on Friday night" is of the one day or the other.
        known = day.has_clock is False or clock.low % DAY >= 5 * 60
        at = day.low - day.low % DAY if known else 0
        yield Time(at + clock.low, at + clock.high, mark, has_day=known, has_clock=True)
    yield from (day for day in days if day.mark not in taken)


def _is_beside(sentence: Sentence, clock: Range, day: Range) -> bool:
    between = sentence.stored[min(clock.end, day.end) : max(clock.start, day.start)]
    return len(between) <= 12 and not re.search(r"[;:()]|\d", between)


def _clocks(sentence: Sentence) -> Iterator[Time]:
    text, offset, lang = sentence.text, sentence.range.start, sentence.lists.lang
    for match in _CLOCK.finditer(text):
        minutes = _minutes(match, lang)
        if minutes is None or _ZONED.match(text, match.end()) or _TO_NEXT.match(text, match.end()):
            continue
        near, start = _nearness(text, match.start(), lang)
        if near == "open":
            continue
        slack = _slack(minutes, near == "about")
        low = minutes - (20 if near == "before" else 0 if near == "after" else slack)
        high = minutes + (20 if near == "after" else 0 if near == "before" else slack)
        yield Time(low, high, Range(offset + start, offset + match.end()), has_day=False, has_clock=True)


def _minutes(match: re.Match[str], lang: str) -> int | None:
    """Give the minutes from midnight of a clock time; None for a figure that is none, or for either half of the day."""
    if match["name"]:
        return _NAMED[match["name"].lower()]
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if match["half"]:
        return (hour % 12 + (12 if match["half"].lower() == "p" else 0)) * 60 + minute if 1 <= hour <= 12 else None
    if hour > 23 or (match["unit"] is None and match["mark"] != ":"):
        return None
    if match["unit"] is None and lang == "en" and hour <= 12:
        return None
    return hour * 60 + minute


def _nearness(text: str, start: int, lang: str) -> tuple[str, int]:
    before = [
        (match.start(), match[0].lower()) for match in re.finditer(r"[^\W\d_]+", text[max(start - 30, 0) : start])
    ]
    keys = [word for _, word in before]
    found = [one for one in phrases(lang, "near").find(keys) if one.end == len(keys)]
    if not found:
        return "", start
    widest = found[0]
    return widest.label, max(start - 30, 0) + before[widest.start][0]


def _slack(minutes: int, about: bool) -> int:
    """Say how far off a clock time may be: round ones are rounder than they look."""
    if minutes % 30 == 0:
        return 20 if about else 5
    if minutes % 5 == 0:
        return 10 if about else 3
    return 5 if about else 1


def _days(sentence: Sentence, anchors: Anchors) -> Iterator[Time]:
    article = sentence.article
    for found in date_expressions(sentence.text, article.lang):
        if isinstance(found.form, Since | Year) or found.until or _is_vague(found.form):
            continue
        hours = found.hours
        is_clock = hours is not None and (hours.minute is not None or hours.first == hours.last)
        when = resolve(replace(found, hours=None) if is_clock else found, _anchor(article, anchors))
        if when is None or when.ambiguous or len(when.start) < len("2026-03-04"):
            continue
        low, high = _minute(when.start), _minute(when.end)
        high += 59 if "T" in when.end else DAY - 1
        if "T" in when.end:
            # "On Friday morning" may be at three, and "in the evening" at five.
            day = low - low % DAY
            low, high = (
                max(low - _EARLIER, day),
                high + (_LATER if high // DAY > low // DAY else min(_LATER, DAY - 1 - high % DAY)),
            )
        start = sentence.range.start
        mark = Range(start + found.range.start, start + found.range.end)
        yield Time(low, high, mark, has_day=True, has_clock=False)


def _is_vague(form: Form) -> bool:
    return isinstance(form, Shifted) and (form.vague or form.low != form.high)


def _anchor(article: Article, anchors: Anchors) -> Anchor | None:
    if article.id not in anchors:
        anchors[article.id] = anchor_of(article.text, article.lang, article.published)
    return anchors[article.id]


def _minute(written: str) -> int:
    moment = datetime.fromisoformat(written if len(written) != len("2026-03-04T17") else f"{written}:00")
    return moment.toordinal() * DAY + moment.hour * 60 + moment.minute

"""What a feed says of itself before its first entry: its title, and how often it wants to be asked.

Only the first bytes are looked at, by libxml2 with nothing expanded, so this takes a bounded time whatever comes. What cannot be
read says nothing. RSS 2.0 (ttl, skipHours, skipDays) and the syndication module of RSS 1.0 (updatePeriod, updateFrequency).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Final

from lxml import etree

from newsfold.feeds import decoding, xmltext
from newsfold.feeds.limits import SNIFF
from newsfold.model import Hints

_ENTRY: Final = frozenset({"item", "entry"})
_AROUND: Final = frozenset({"rss", "rdf", "feed", "channel"})
_PERIODS: Final = {"hourly": 3600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MOST_TEXT: Final = 500
# What is opened before an element ends, in a feed that is one: a few dozen. A page of brackets is not looked through.
_MOST_ELEMENTS: Final = 2_000

_JSON_TITLE: Final = re.compile(r'^\s*\{[^{}\[\]]*?"title"\s*:\s*("(?:[^"\\]|\\.){0,2000}")', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Channel:
    """A feed's own title and the address of its site, where it has them, and its wishes."""

    title: str | None = None
    site: str | None = None
    hints: Hints = Hints()


def read(body: bytes) -> Channel:
    """Read what a feed says of itself."""
    text = decoding.decode(body[:SNIFF]) or ""
    if text.lstrip().startswith("{"):
        return Channel(_json_title(text))
    told = _told(text)
    site = told.get("link", "")
    return Channel(told.get("title"), site if site.startswith(("http://", "https://")) else None, _hints(told))


def _json_title(text: str) -> str | None:
    found = _JSON_TITLE.match(text)
    try:
        return _line(str(json.loads(found[1]))) or None if found else None
    except ValueError:
        return None


def _told(text: str) -> dict[str, str]:
    """The texts of a channel's own elements by their names, the first of each; those of lists joined by spaces."""
    start, _ = xmltext.prolog(text)
    parser = etree.XMLPullParser(("start", "end"), recover=True, resolve_entities=False, no_network=True)
    told: dict[str, str] = {}
    around: list[str] = []
    try:
        parser.feed(text[start:])
        for count, (event, element) in enumerate(parser.read_events()):
            name = xmltext.local(element) if isinstance(element.tag, str) else ""
            if count > _MOST_ELEMENTS or (event == "start" and name in _ENTRY):
                break
            if event == "start":
                around.append(name)
                continue
            around.pop()
            if around and around[-1] in _AROUND and name not in _AROUND:
                told[name] = told.get(name) or _text_of(element)
    except etree.XMLSyntaxError:
        pass
    return {name: value for name, value in told.items() if value}


def _text_of(element: etree._Element) -> str:
    """The text of an element, or the address that Atom has in an attribute instead."""
    href = element.get("href", "") if element.get("rel", "alternate") == "alternate" else ""
    return _line(" ".join(element.itertext())) or href


def _hints(told: dict[str, str]) -> Hints:
    hours = {int(hour) % 24 for hour in _numbers(told.get("skiphours", "")) if int(hour) <= 24}
    days = {_DAYS.index(day) for day in told.get("skipdays", "").lower().split() if day in _DAYS}
    return Hints(max(_minutes(told.get("ttl", "")), _period(told)), tuple(sorted(hours)), tuple(sorted(days)))


def _minutes(ttl: str) -> int:
    found = _numbers(ttl)
    return 60 * int(found[0]) if found else 0


def _period(told: dict[str, str]) -> int:
    """updateFrequency times in an updatePeriod, which is a day where only the other is given."""
    if not {"updateperiod", "updatefrequency"} & told.keys():
        return 0
    times = _numbers(told.get("updatefrequency", "1"))
    period = _PERIODS.get(told.get("updateperiod", "daily").lower(), 0)
    return period // max(int(times[0]), 1) if times else period


def _numbers(text: str) -> list[str]:
    return re.findall(r"(?<![\w.-])[0-9]{1,6}(?![\w.])", text)


def _line(text: str) -> str:
    return " ".join(text.split())[:_MOST_TEXT]

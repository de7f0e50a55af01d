"""The search of a site that is only files: every word that its pages show, and the stories in which each one stands.

A page that is opened from a disk may not fetch, so the index is scripts that hand over data and do nothing else: a table of
contents, words in shards by their first letters, and what is shown of a story in shards of so many stories. A search loads
the few that it needs. Words are folded here and, by the same rules, in `search.js`, which has its tables from the contents.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, tzinfo
from enum import IntFlag
from itertools import groupby, pairwise
from typing import Any, Final

from newsfold.model import Digest, Excerpt
from newsfold.pages.labels import counts_line, outlet_name, when
from newsfold.pages.places import page_id, safe_name
from newsfold.pages.words import for_markup, language_tag
from newsfold.text.scripts import UNSPACED

FOLDER: Final = "search"
# A shard of words is split by one letter more where it is larger (bytes, uncompressed). A search loads one or two of them.
WORDS_A_SHARD: Final = 48_000
# Beyond so many letters a shard is not split: what is left is one word in very many stories.
LONGEST_KEY: Final = 4
# A story's row, with ten excerpts, takes about 3 kB, so a shard takes about what one of words does.
STORIES_A_SHARD: Final = 16
# A word of half of all stories finds nothing in particular, and its list would be the longest; said in the answer. In a small
# site every word is worth its place.
COMMON_SHARE: Final = 0.5
COMMON_FROM: Final = 200

# Letters that do not decompose although people type them without their stroke, ligature or final form.
PLAIN: Final[Mapping[str, str]] = {
    "ß": "ss", "ς": "σ", "ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"
}  # fmt: skip
_PLAIN: Final = str.maketrans(dict(PLAIN))
_WORD: Final = re.compile(r"[^\W_]+")
_RUN: Final = re.compile(f"[{UNSPACED}]+|[^{UNSPACED}]+")
_UNSPACED: Final = re.compile(f"[{UNSPACED}]")
# In a script "</script" would end one that is inside a page, and old readers of scripts take U+2028 and U+2029 for line ends.
# Half a surrogate pair has no bytes. Within JSON all of these stand in strings alone, where the escape means the same.
_NOT_IN_SCRIPTS: Final = re.compile("[<>&\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class Stands(IntFlag):
    """Where a word stands in a story: what it is worth is for the search to say."""

    HEADLINE = 1
    TITLE = 2
    TEXT = 4


Postings = Mapping[str, Sequence[int]]
"""For each folded word, the stories in which it stands: 8 times a story's place in the site's order, plus where it stands."""


def index_files(digests: Sequence[Digest], zone: tzinfo = UTC) -> Iterator[tuple[str, bytes]]:
    """Make the files of the index, as (name relative to the site, content), stories in the order given."""
    words = postings(digests)
    common = [word for word, found in words.items() if _is_common(len(found), len(digests))]
    kept = {word: found for word, found in words.items() if word not in set(common)}
    shards = dict(shard(kept))
    contents = {
        "stories": len(digests),
        "shard": STORIES_A_SHARD,
        "words": list(shards),
        "common": common,
        "unspaced": UNSPACED,
        "plain": PLAIN,
    }
    yield f"{FOLDER}/contents.js", script("contents", contents)
    for key, found in shards.items():
        name = f"words-{_file_key(key)}"
        yield f"{FOLDER}/{name}.js", script(name, found)
    for start in range(0, len(digests), STORIES_A_SHARD):
        name = f"stories-{start // STORIES_A_SHARD}"
        yield (
            f"{FOLDER}/{name}.js",
            script(name, [_row(digest, zone) for digest in digests[start : start + STORIES_A_SHARD]]),
        )


def script(name: str, value: Any) -> bytes:
    r"""Write a script that hands over one value under a name. Nothing in it can end a script or begin markup.

    >>> script("words-61", {"</script>": [8]})
    b'(self.newsfold ??= {})["words-61"] = {"\\u003c/script\\u003e":[8]};\n'
    """
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    safe = _NOT_IN_SCRIPTS.sub(lambda match: f"\\u{ord(match[0]):04x}", written)
    return f"(self.newsfold ??= {{}})[{json.dumps(name)}] = {safe};\n".encode()


def postings(digests: Iterable[Digest]) -> Postings:
    """Say in which stories every folded word of their pages stands, words in the order of code points."""
    found: defaultdict[str, dict[int, Stands]] = defaultdict(dict)
    for place, digest in enumerate(digests):
        for stands, text in _texts(digest):
            for word in set(index_words(text)):
                found[word][place] = found[word].get(place, Stands(0)) | stands
    return {word: [8 * place + int(stands) for place, stands in sorted(found[word].items())] for word in sorted(found)}


def _texts(digest: Digest) -> Iterator[tuple[Stands, str]]:
    """Every text that the page of a story shows, and as what."""
    yield Stands.HEADLINE, digest.headline.text
    for article in digest.articles:
        yield Stands.TITLE, article.title
        yield Stands.TEXT, outlet_name(article.outlet)
    yield from ((Stands.TEXT, excerpt.text) for excerpt in digest.excerpts)
    yield from ((Stands.TEXT, words.text) for _, words in digest.details())


def index_words(text: str) -> Iterator[str]:
    """Cut a text into the words that it is found by: folded; of writing without spaces, each two characters and the last one.

    >>> list(index_words("Die Straße nach Łódź, 運航")), list(index_words("..."))
    (['die', 'strasse', 'nach', 'lodz', '運航', '航'], [])
    """
    for word in _WORD.findall(folded(text)):
        for run in _RUN.findall(word):
            if is_unspaced(run):
                yield from (first + second for first, second in pairwise(run))
                yield run[-1]
            else:
                yield run


def is_unspaced(run: str) -> bool:
    """Tell whether a run of characters is of writing that puts no spaces between words."""
    return _UNSPACED.match(run) is not None


def folded(text: str) -> str:
    """Fold a text for searching: without case, accents and vowel signs. `search.js` does the same, step by step."""
    lower = unicodedata.normalize("NFKD", text).lower()
    bare = "".join(char for char in lower if not unicodedata.category(char).startswith("M"))
    return unicodedata.normalize("NFC", bare).translate(_PLAIN)


def shard(words: Postings, key: str = "", limit: int = WORDS_A_SHARD) -> Iterator[tuple[str, Postings]]:
    """Share words out by their first letters, so that no part is much larger than `limit`: a word begins with its part's key.

    A word that is no longer than the key of a part that is split keeps a part of its own.
    """
    if len(key) >= LONGEST_KEY or _size(words) <= limit:
        if words:
            yield key, words
        return
    if key in words:
        yield key, {key: words[key]}
    longer = (word for word in words if word != key)
    for next_key, group in groupby(longer, lambda word: word[: len(key) + 1]):
        yield from shard({word: words[word] for word in group}, next_key, limit)


def _size(words: Postings) -> int:
    return len(json.dumps(words, separators=(",", ":")))


def _is_common(stories: int, of_all: int) -> bool:
    return of_all >= COMMON_FROM and stories > COMMON_SHARE * of_all


def _file_key(key: str) -> str:
    """A file name for the key of a part, the same on every file system: its code points in hexadecimal."""
    return "-".join(f"{ord(char):x}" for char in key) or "all"


def _row(digest: Digest, zone: tzinfo) -> dict[str, Any]:
    """What a search shows of a story. Words are as on the pages."""
    headline = digest.headline
    return {
        "page": f"story/{safe_name(page_id(digest))}.html",
        "headline": [for_markup(headline.text), language_tag(headline.lang), _outlet(headline.outlet)],
        "counts": counts_line(digest.counts),
        "latest": when(digest.last, zone) if digest.last.at else "",
        "excerpts": [_excerpt(excerpt, zone) for excerpt in digest.excerpts],
    }


def _excerpt(excerpt: Excerpt, zone: tzinfo) -> list[Any]:
    cuts = int(excerpt.cut_before) + 2 * int(excerpt.cut_after)
    words = for_markup(excerpt.text), language_tag(excerpt.lang)
    return [*words, _outlet(excerpt.outlet), when(excerpt.published, zone), cuts]


def _outlet(name: str) -> str:
    return for_markup(outlet_name(name))

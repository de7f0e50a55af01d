"""Write the prior of the words: `src/newsfold/stories/prior.txt`, from the word lists of wordfreq.

`python tools/make_prior.py` needs `pip install wordfreq==3.1.1`, which nothing else does. A word's frequency becomes the
share of articles that are expected to hold it, under the term that Newsfold compares it by: so whoever changes folding,
stems or function words makes the file anew. Same lists, same bytes; `--check` compares instead of writing.
Why these lists, and what they do not know: docs/notes/0009-background-prior.md
"""

from __future__ import annotations

import argparse
import sys
import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from newsfold.text.tokens import terms

TARGET: Final = Path(__file__).resolve().parent.parent / "src" / "newsfold" / "stories" / "prior.txt"
WORDFREQ: Final = "3.1.1"
# Those that most news is written in. Chinese, Japanese and Korean have lists too, but of words, where we compare pairs of
# characters, most of which stand across two words.
LANGUAGES: Final = (
    "ar", "bg", "ca", "cs", "da", "de", "el", "en", "es", "fa", "fi", "fr", "he", "hi", "hu", "id", "it", "nb", "nl", "pl",
    "pt", "ro", "ru", "sv", "tr", "uk", "vi",
)  # fmt: skip
# Grouping compares a title and a lead of 1,600 characters (`features.LEAD_CHARACTERS`), which is so many words and some more.
ARTICLE_WORDS: Final = 200
# Rarer terms are left out. With .002 instead the whole labelled sets score the same to .003, and the file packs to 508 kB, not 165.
LEAST_SHARE: Final = 0.01
LINE: Final = 120
HEADER: Final = f"""\
# How common a word is in any article: the expected share of articles of {ARTICLE_WORDS} words that hold the term. A line is a share
# and terms that have it, the most common first; what is not here has less than {LEAST_SHARE}.
# Made by tools/make_prior.py from the small word lists of wordfreq {WORDFREQ} (Robyn Speer, https://github.com/rspeer/wordfreq):
# {{languages}}.
# Licence of this file: CC BY-SA 4.0, https://creativecommons.org/licenses/by-sa/4.0/ - whom it credits: prior.txt.license
"""


def shares(frequencies: Mapping[str, float], lang: str) -> dict[str, float]:
    """Turn how often words are used in a language into the share of articles that hold each term.

    What several words have as their term is as frequent as all of them. Figures are not background, so they get no share.
    """
    frequency: Counter[str] = Counter()
    for word, often in frequencies.items():
        # The lists have no capitals, and a term of points needs them: "U.S." is one, "e.g." is not.
        for term in terms(word.upper() if "." in word else word, lang):
            if not term[0].isdigit():
                frequency[term] += often  # type: ignore[assignment]  # a Counter of floats
    return {term: 1 - (1 - often) ** ARTICLE_WORDS for term, often in frequency.items()}


def largest(languages: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """Give each term the largest share that it has in any language, and leave out what is rare in all."""
    found: dict[str, float] = {}
    for terms_of_one in languages:
        for term, share in terms_of_one.items():
            if share >= max(LEAST_SHARE, found.get(term, 0.0)):
                found[term] = share
    return found


def render(found: Mapping[str, float]) -> str:
    """Write the shares to three places, the largest first, and the terms of each in their order, on lines that can be read."""
    lines: dict[str, list[str]] = defaultdict(list)
    for term in sorted(found):
        lines[f"{found[term]:.3f}"].append(term)
    body = [f"{share} {line}\n" for share in sorted(lines, reverse=True) for line in _wrapped(" ".join(lines[share]))]
    return HEADER.format(languages=" ".join(LANGUAGES)) + "".join(body)


def _wrapped(words: str) -> list[str]:
    return textwrap.wrap(words, LINE, break_long_words=False, break_on_hyphens=False)


def make() -> str:
    """Make the file from the lists of the installed wordfreq."""
    import wordfreq  # noqa: PLC0415 - only after its version is known to be the one that is asked for

    return render(largest(shares(wordfreq.get_frequency_dict(lang, "small"), lang) for lang in LANGUAGES))


def main() -> int:
    """Write or check the file, and give the exit status."""
    parser = argparse.ArgumentParser(description="Write the prior of the words from the lists of wordfreq.")
    parser.add_argument("--check", action="store_true", help="compare with what is there; write nothing")
    asked = parser.parse_args()
    try:
        installed = version("wordfreq")
    except PackageNotFoundError:
        installed = "none"
    if installed != WORDFREQ:
        print(f"wordfreq {WORDFREQ} is needed, {installed} is installed", file=sys.stderr)
        return 2
    made = make().encode()
    if asked.check:
        same = TARGET.is_file() and TARGET.read_bytes() == made
        print(f"{TARGET.name} is {'as made' if same else 'NOT as made'} from wordfreq {WORDFREQ}")
        return 0 if same else 1
    TARGET.write_bytes(made)
    print(f"{TARGET}: {len(made)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())

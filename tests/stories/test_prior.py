"""What is known of words before any article has come: common ones are common, and names are left to the stream."""

from __future__ import annotations

import subprocess
import sys
import zlib
from collections.abc import Iterator
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest

from newsfold.stories import prior
from newsfold.text.tokens import terms

ROOT = Path(__file__).resolve().parent.parent.parent
TOOL = ROOT / "tools" / "make_prior.py"


def lines() -> list[str]:
    """The lines of the file without its head."""
    text = (files("newsfold.stories") / "prior.txt").read_text("utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


def listed() -> Iterator[tuple[str, str]]:
    """Each share as it is written, and each of its terms."""
    for line in lines():
        share, *found = line.split(" ")
        yield from ((share, term) for term in found)


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "bank raised rate police government minister court election million U.S."),
        ("de", "Polizei Regierung Gericht Präsident Wahl"),
        ("es", "policía gobierno presidente tribunal elecciones"),
        ("fr", "police gouvernement tribunal l'élection"),
        ("pt", "polícia governo eleições"),
        ("no", "politiet regjeringen"),
        ("ru", "полиция правительство суд"),
        ("uk", "поліція уряд"),
        ("ar", "الشرطة الحكومة الرئيس"),
        ("el", "κυβέρνηση αστυνομία"),
        ("tr", "polis hükümet mahkeme"),
        ("vi", "công an quốc hội"),
    ],
)
def test_words_that_any_news_is_full_of_are_known(lang: str, words: str) -> None:
    """Whatever form they stand in, for they are asked by their terms."""
    found = terms(words, lang)
    assert len(found) >= len(words.split())
    assert [term for term in found if prior.share(term) < 0.01] == []


def test_a_common_word_is_expected_more_often_than_a_rarer_one() -> None:
    """Shares are for weighing, so their order is what counts."""
    expected = [prior.share(term) for term in terms("government police rate bank accident hostages", "en")]
    assert expected == sorted(expected, reverse=True)


def test_invented_names_are_not_known() -> None:
    """What nobody has heard of is as rare as can be."""
    assert {prior.share(term) for term in terms("Velmar Orrin Thessaly-Quade Maduro", "en")} == {0.0}


def test_figures_are_never_background() -> None:
    """A number of dead or a sum tells one event from another, however common the figure is."""
    assert [term for _, term in listed() if term[0].isdigit()] == []
    assert prior.share("2026") == prior.share("10") == 0.0


def test_every_share_is_a_part_of_all_articles() -> None:
    """Over 0, under 1, written to three places."""
    shares = {share for share, _ in listed()}
    assert all(0.01 <= float(share) < 1 and len(share) == 5 for share in shares)
    assert {prior.share(term) for _, term in listed()} == {float(share) for share in shares}


def test_the_file_is_sorted_and_has_each_term_once() -> None:
    """The largest shares first, and the terms of a share in their order: a new version can be compared with this one."""
    rows = list(listed())
    assert len({term for _, term in rows}) == len(rows) > 30_000
    assert all(one[0] > other[0] or (one[0] == other[0] and one[1] < other[1]) for one, other in pairwise(rows))


def test_the_file_is_read_once() -> None:
    """However often it is asked, and only when it is."""
    prior._shares.cache_clear()
    for term in ("bank", "velmar", "bank"):
        prior.share(term)
    assert prior._shares.cache_info().misses == 1


def test_the_file_says_where_it_comes_from() -> None:
    """Source and licence in its head; whom it credits, beside it."""
    folder = files("newsfold.stories")
    head = (folder / "prior.txt").read_text("utf-8")[:1000]
    assert all(said in head for said in ("wordfreq 3.1.1", "CC BY-SA 4.0", "tools/make_prior.py", "prior.txt.license"))
    notice = (folder / "prior.txt.license").read_text("utf-8")
    assert all(said in notice for said in ("CC-BY-SA-4.0", "Robyn Speer", "SUBTLEX", "OpenSubtitles", "Google Books"))


def test_the_file_is_small() -> None:
    """It adds at most 250 kB to what is downloaded."""
    assert len(zlib.compress((files("newsfold.stories") / "prior.txt").read_bytes())) < 250_000


def test_the_file_is_what_the_tool_makes() -> None:
    """From the lists of wordfreq, with the stems and function words of today."""
    run = subprocess.run([sys.executable, TOOL, "--check"], check=False, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr

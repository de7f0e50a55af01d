"""Language: what was declared is believed as long as the text bears it out."""

from __future__ import annotations

import subprocess
import sys

import pytest

from newsfold.text import detect, primary

ENGLISH = """The mayor of Orrin has resigned after a vote
The council met on Monday and said that she would leave by the end of the week."""
GERMAN = """Bürgermeisterin tritt zurück
Die Bürgermeisterin von Orrin ist am Montag nach einer Abstimmung im Rat zurückgetreten, wie sie sagte."""


@pytest.mark.parametrize(
    ("text", "declared", "expected"),
    [
        (ENGLISH, "en-GB", "en"),
        (ENGLISH, None, "en"),
        (ENGLISH, "de", "en"),
        (GERMAN, "de-AT", "de"),
        (GERMAN, "en", "de"),
        ("Выборы в Оррине прошли спокойно, сообщили городские власти", "en", "ru"),
        ("অরিনের মেয়র পদত্যাগ করেছেন", "en", "bn"),
        ("オリンの市長が辞任した", "en", "ja"),
        ("奥林市长昨天宣布辞职", None, "zh"),
        ("오린 시장이 사임했다", None, "ko"),
        ("Δήμαρχος παραιτήθηκε", None, "el"),
        ("Orrin", "es", "es"),
        ("Orrin", None, None),
        ("Orrin", "ru", None),
        ("12:30 — 5%", "en", None),
        ("", "en", None),
        ("\ud800 \ud800", None, None),
    ],
)
def test_a_text_is_in_this_language(text: str, declared: str | None, expected: str | None) -> None:
    """A wrong declaration gives way to the script and to the words; too little text gives way to the declaration."""
    assert detect(text, declared) == expected


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("en-US", "en"),
        ("PT_br", "pt"),
        (" de ", "de"),
        ("iw", "he"),
        ("nb-NO", "no"),
        ("eng", "en"),
        ("english", None),
        ("", None),
    ],
)
def test_a_language_tag_is_reduced_to_two_letters(tag: str, code: str | None) -> None:
    """ISO 639-1, with the codes that feeds still use for renamed languages."""
    assert primary(tag) == code


def test_importing_the_package_loads_no_model_and_no_compiled_library() -> None:
    """In a fresh process: the model takes 100 MB, and most commands never ask for it."""
    heavy = ["numpy", "py3langid", "sentencex", "Stemmer", "stopwordsiso", "socket"]
    code = f"import sys, newsfold.text; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_declaration_that_the_text_bears_out_needs_no_model() -> None:
    """The common case costs nothing."""
    code = f"import sys; from newsfold.text import detect; print(detect({ENGLISH!r}, 'en'), 'numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["en", "False"]

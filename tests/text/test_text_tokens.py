"""Words and terms: what a text is compared by."""

from __future__ import annotations

import pytest

from newsfold.text import fold, short, terms, tokens, words


def words_of(text: str) -> list[str]:
    return [word.of(text) for word in words(text)]


def test_a_word_keeps_what_stands_inside_it() -> None:
    """Apostrophes, hyphens, points and separators join; underscores and dashes alone are nothing."""
    text = "Sean O’Hara's 12-mile build-up: U.S. 3.5 and 1,200 — _ naïve e\u0301tat"
    expected = ["Sean", "O’Hara's", "12-mile", "build-up", "U.S", "3.5", "and", "1,200", "naïve", "e\u0301tat"]
    assert words_of(text) == expected


def test_the_marks_of_a_script_do_not_break_its_words() -> None:
    """Vowel signs and joiners belong to the word in Hindi, Bengali and Persian."""
    assert words_of("हिन्दी में বাংলাদেশ می‌خواهم") == ["हिन्दी", "में", "বাংলাদেশ", "می‌خواهم"]


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("The ministers of Velmar met Nicolás", "en", ["minist", "velmar", "met", "nicola"]),
        ("Velmar’s O’Hara doesn’t go", "en", ["velmar", "ohara", "go"]),
        ("the US and U.S. told us; WHO knows who", "en", ["us", "us", "told", "who", "know"]),
        ("1,200 or 1.200 or 1200 and 3.5 or 3,5", "en", ["1200", "1200", "1200", "3.5", "3.5"]),
        ("L'état qu'il aujourd’hui", "fr", ["etat", "hui"]),
        ("Die Straßen und Häuser", "de", ["strass", "haus"]),
        ("Bán hàng, bạn hàng", "vi", ["bán", "hàng", "hàng"]),
        ("Выборы мэра в Оррине", "ru", ["выбор", "мэр", "оррин"]),
        ("马杜罗2025年", "zh", ["马杜", "杜罗", "2025", "年"]),
        ("สวัสดี ok", "th", ["สว", "วั", "ัส", "สด", "ดี", "ok"]),
        ("The ministers", None, ["the", "ministers"]),
        ("The ministers", "xx", ["the", "ministers"]),
        ("The ministers", "en-GB", ["minist"]),
        ("a _ 5 ... -", "en", ["5"]),
        ("", "en", []),
    ],
)
def test_a_text_is_compared_by_these_terms(text: str, lang: str | None, expected: list[str]) -> None:
    """Folded, stemmed, without function words; pairs of characters where no spaces are written."""
    assert terms(text, lang) == expected


def test_two_spellings_of_a_name_have_one_key() -> None:
    """Keys are for comparing: accents, case, ligatures and compatibility forms go."""
    assert {fold(name) for name in ["Nicolás", "NICOLAS", "Nicola\u0301s", "ｎｉｃｏｌａｓ"]} == {"nicolas"}
    assert fold("Øystein Łącki ﬁnds Đà Nẵng in İzmir") == "oystein lacki finds da nang in izmir"


def test_signs_that_are_letters_stay_in_the_key() -> None:
    """Indic vowel signs, kana voicing and й are no accents."""
    assert fold("बिल") != fold("बल")
    assert fold("が") != fold("か")
    assert fold("й") != fold("и")
    assert fold("ё") == fold("е")


def test_forgetting_what_was_remembered_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The memory of tokens is bounded, and never shows in a result."""
    text = "Ministers of Velmar met ministers of Orrin about boats and ports and votes"
    expected = terms(text, "en")
    monkeypatch.setattr(tokens, "_REMEMBERED", 2)
    tokens._memory.cache_clear()
    assert [terms(text, "en") for _ in range(3)] == [expected] * 3
    assert len(tokens._memory("en")) <= 2
    tokens._memory.cache_clear()


def test_the_list_of_function_words_carries_no_news() -> None:
    """stopwordsiso would delete these; for a language without a list of our own its short words are taken."""
    assert short("en").isdisjoint({"million", "fire", "home", "state", "work", "north"})
    assert {"the", "of", "he"} <= short("en")
    assert "och" in short("sv")
    assert short("xx") == short(None) == frozenset()

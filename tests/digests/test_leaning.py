"""A sentence that is understood only beside the one before it is known by how it opens and by whose words it quotes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.digests.leaning import _LONGEST_OPENING, _folded, _words, leans

LEANING = [
    ("en", "He said the brakes had failed twice before."),
    ("en", "But the company denied it on Monday."),
    ("en", "That vote was the third within a year."),
    ("en", "The picture they draw is of a harbour without a master."),
    ("en", "Officially they have not met since the harbour was closed."),
    ("en", "In addition, two boats were damaged."),
    ("en", "During his trial, prosecutors showed a film."),
    ("en", "“We had no brakes,” he told reporters."),
    ("en", '"We had no brakes," she added.'),
    ("en", "“We had no brakes at all that morning.”"),
    ("en", "officials said on Monday, and closed the harbour."),
    ("de", "Er habe zweimal gewarnt, sagte der Kapitän."),
    ("de", "Aber die Reederei bestritt das am Montag."),
    ("de", "Das sagte die Ministerin am Montag in Orrin."),
    ("de", "Diese Entscheidung fiel am Montag in Orrin."),
    ("de", "In seiner Rede nannte der Minister Zahlen."),
    ("de", "„Wir hatten keine Bremsen“, sagte er am Montag."),
    ("es", "Sin embargo, la naviera lo negó el lunes."),
    ("es", "Esta decisión fue la tercera en un año."),
    ("es", "Tras su llegada, el capitán declaró ante el juez."),
    ("es", "Agregó que los frenos habían fallado dos veces."),
    ("es", "“No teníamos frenos”, agregó."),
    ("fr", "Mais la compagnie a tout nié lundi."),
    ("vi", "Tuy nhiên, công ty đã phủ nhận điều đó."),
    ("vi", "Họ đã phủ nhận điều đó hôm thứ Hai."),
    ("de", "Das zeigt der Bericht der Reederei Norvane."),
    ("de", "Die haben zweimal gewarnt, heißt es in Orrin."),
    ("de", "Nun hat sich die Ministerin geäußert."),
]
STANDING = [
    ("en", "eFerry, a company from Sund, denied the report."),
    ("vi", "Hồ Velmar cạn nước sau ba tháng không mưa."),
    ("de", "Das größte Schiff von Velmar liegt im Hafen von Orrin."),
    ("de", "Die fast 300 Fahrgäste wurden nach Sund gebracht."),
    ("en", "The captain said he had warned the company twice."),
    ("en", "This week the company denied that it had been warned."),
    ("en", "“We had no brakes,” Captain Teel told reporters."),
    ("en", "Ilse Brandt and her deputy flew to Orrin on Monday."),
    ("en", "Velmar (Reuters) - The government resigned on Monday."),
    ("en", "Some 40 people were taken to hospital on Monday."),
    ("de", "Diese Woche tagt das Parlament von Velmar in Orrin."),
    ("de", "Die Fähre rammte am Montag die Pier von Orrin."),
    ("de", "Das Militär half bei der Bergung der Fähre."),
    ("de", "Es gibt nach Angaben der Polizei vierzig Verletzte."),
    ("es", "Este lunes, el transbordador chocó contra el muelle."),
    ("es", "El capitán dijo que los frenos habían fallado."),
    ("es", "“No teníamos frenos”, dijo el capitán Teel."),
    (None, "He is not judged by words of a language that is not known."),
]


@pytest.mark.parametrize(("lang", "sentence"), LEANING)
def test_a_sentence_that_points_back_leans(lang: str, sentence: str) -> None:
    """Pronouns, connectives, demonstratives and quotes of nobody named need what stands before them."""
    assert leans(sentence, lang)


@pytest.mark.parametrize(("lang", "sentence"), STANDING)
def test_a_sentence_that_names_what_it_speaks_of_stands(lang: str | None, sentence: str) -> None:
    """A named subject, a time said with "this", and a quote with its speaker stand alone."""
    assert not leans(sentence, lang)


def test_every_phrase_of_the_lists_can_be_met() -> None:
    """Phrases are folded, in order for comparing with folded text, and no longer than what is read of a sentence."""
    phrases = [(lang, phrase) for lang, words in _words().items() for phrase in words.openings]
    unmet = [(lang, one) for lang, one in phrases if _folded(one, lang) != one or len(one.split()) > _LONGEST_OPENING]
    assert unmet == []


@given(st.text(), st.sampled_from(["en", "de", "es", "fr", "vi", "bn", None]))
def test_any_text_is_judged_without_an_error(text: str, lang: str | None) -> None:
    """Whatever the words, the answer is yes or no."""
    assert leans(text, lang) in {True, False}

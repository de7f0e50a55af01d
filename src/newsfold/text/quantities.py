"""The words of numbers: small numbers, magnitudes, currencies, and what in a language separates thousands from
decimals.

Only tables, for `newsfold.text.numbers`. All words are folded. Long and short scales differ, so a magnitude belongs to
a language ("Billion" is 10^12 in German and 10^9 in English).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from newsfold.text.folding import fold

# "One" is left out where it is the article as well (un, una, ein, eine).
_EN: Final = """two 2 three 3 four 4 five 5 six 6 seven 7 eight 8 nine 9 ten 10 eleven 11 twelve 12 thirteen 13 fourteen
    14 fifteen 15 sixteen 16 seventeen 17 eighteen 18 nineteen 19 twenty 20 thirty 30 forty 40 fifty 50 sixty 60 seventy
    70 eighty 80 ninety 90"""
_DE: Final = """zwei 2 drei 3 vier 4 funf 5 sechs 6 sieben 7 acht 8 neun 9 zehn 10 elf 11 zwolf 12 dreizehn 13 vierzehn
    14 funfzehn 15 sechzehn 16 siebzehn 17 achtzehn 18 neunzehn 19 zwanzig 20 dreissig 30 vierzig 40 funfzig 50 sechzig
    60 siebzig 70 achtzig 80 neunzig 90"""
_ES: Final = """dos 2 tres 3 cuatro 4 cinco 5 seis 6 siete 7 ocho 8 nueve 9 diez 10 once 11 doce 12 trece 13 catorce 14
    quince 15 dieciseis 16 diecisiete 17 dieciocho 18 diecinueve 19 veinte 20 veintiun 21 veintiuno 21 veintiuna 21
    veintidos 22 veintitres 23 veinticuatro 24 veinticinco 25 veintiseis 26 veintisiete 27 veintiocho 28 veintinueve 29
    treinta 30 cuarenta 40 cincuenta 50 sesenta 60 setenta 70 ochenta 80 noventa 90"""
_EN_ONES: Final = "one 1 two 2 three 3 four 4 five 5 six 6 seven 7 eight 8 nine 9"
_ES_ONES: Final = "un 1 uno 1 una 1 dos 2 tres 3 cuatro 4 cinco 5 seis 6 siete 7 ocho 8 nueve 9"
_DE_ONES: Final = "ein 1 zwei 2 drei 3 vier 4 funf 5 sechs 6 sieben 7 acht 8 neun 9"


def _table(words: str) -> dict[str, int]:
    parts = words.split()
    return dict(zip(parts[::2], map(int, parts[1::2]), strict=True))


def _german() -> dict[str, int]:
    tens = {word: value for word, value in _table(_DE).items() if value >= 20}
    joined = {f"{one}und{ten}": a + b for one, a in _table(_DE_ONES).items() for ten, b in tens.items()}
    return _table(_DE) | joined


WORDS: Final[Mapping[str, Mapping[str, int]]] = {"en": _table(_EN), "de": _german(), "es": _table(_ES)}
# What may follow a ten, and what stands between: "twenty-one", "treinta y dos".
ONES: Final[Mapping[str, Mapping[str, int]]] = {"en": _table(_EN_ONES), "es": _table(_ES_ONES)}

# Two words are joined with an underscore here.
_SCALES: Final = {
    "en": """hundred 1e2 thousand 1e3 million 1e6 mn 1e6 mln 1e6 billion 1e9 bn 1e9 trillion 1e12 tn 1e12 lakh 1e5
        crore 1e7""",
    "de": """hundert 1e2 tausend 1e3 tsd 1e3 million 1e6 millionen 1e6 mio 1e6 milliarde 1e9 milliarden 1e9 mrd 1e9
        billion 1e12 billionen 1e12""",
    "es": "mil 1e3 millon 1e6 millones 1e6 mm 1e6 mil_millones 1e9 billon 1e12 billones 1e12",
    "fr": "mille 1e3 million 1e6 millions 1e6 milliard 1e9 milliards 1e9 billion 1e12 billions 1e12",
    "pt": "mil 1e3 milhao 1e6 milhoes 1e6 mil_milhoes 1e9 bilhao 1e9 bilhoes 1e9 trilhao 1e12 trilhoes 1e12",
    "it": "mila 1e3 milione 1e6 milioni 1e6 mln 1e6 miliardo 1e9 miliardi 1e9 mld 1e9",
    "nl": "duizend 1e3 miljoen 1e6 mln 1e6 miljard 1e9 mld 1e9 biljoen 1e12",
    "id": "ribu 1e3 juta 1e6 miliar 1e9 triliun 1e12",
    "vi": "nghin 1e3 ngan 1e3 trieu 1e6 ty 1e9 ti 1e9",
    "sq": "mije 1e3 milion 1e6 milione 1e6 miliard 1e9 miliarde 1e9",
    "ru": """тысяч 1e3 тысячи 1e3 тыс 1e3 миллион 1e6 миллиона 1e6 миллионов 1e6 млн 1e6 миллиард 1e9 миллиарда 1e9
        миллиардов 1e9 млрд 1e9 трлн 1e12""",
    "bn": "হাজার 1e3 লাখ 1e5 লক্ষ 1e5 কোটি 1e7",
    "hi": "हजार 1e3 लाख 1e5 करोड़ 1e7",
    "zh": "千 1e3 万 1e4 萬 1e4 亿 1e8 億 1e8",
    "ja": "千 1e3 万 1e4 億 1e8 兆 1e12",
    "ko": "천 1e3 만 1e4 억 1e8 조 1e12",
}


@cache
def magnitudes(lang: str) -> Mapping[str, float]:
    """Map the magnitudes of a language, folded, to what they multiply by."""
    parts = _SCALES.get(lang, "").split()
    return {fold(word.replace("_", " ")): float(by) for word, by in zip(parts[::2], parts[1::2], strict=True)}


# Letters that mean a magnitude only behind an amount of money: "$5m", "£2.5bn", "$40k".
MONEY_LETTERS: Final[Mapping[str, float]] = {"k": 1e3, "m": 1e6, "b": 1e9, "t": 1e12}

CURRENCY_SIGNS: Final = "$€£¥₹₩₽₺₴₫฿₦₱₪৳"
_CURRENCIES: Final = {
    "$": "dollar dollars dolar dolares usd us-dollar доллар доллара долларов",
    "€": "euro euros eur евро",
    "£": "gbp",
    "¥": "yen",
    "yuan": "yuan",
    "₹": "rupee rupees",
}
CURRENCY_WORDS: Final = {word: sign for sign, words in _CURRENCIES.items() for word in words.split()}
CURRENCY_UNSPACED: Final = {
    "美元": "$", "ドル": "$", "달러": "$", "欧元": "€", "歐元": "€", "ユーロ": "€", "円": "¥", "元": "yuan",
    "원": "₩",
}  # fmt: skip
# Magnitudes that are abbreviations: a point behind one ends no phrase ("3 Mio. Euro").
ABBREVIATED: Final = ("mio", "mrd", "tsd", "mln", "mld", "тыс", "млн", "млрд", "трлн")
PERCENT: Final = frozenset(
    ["percent", "pct", "prozent", "percento", "procent", "persen", "процент", "процента", "процентов", "শতাংশ", "प्रतिशत"]
)
# "per cent", "por ciento", "pour cent", "por cento", "phan tram": two words.
PERCENT_PAIRS: Final = frozenset(["per cent", "por ciento", "por cento", "pour cent", "per cento", "phan tram"])

# Where a point separates decimals and a comma thousands; elsewhere it is the other way about.
POINT_IS_DECIMAL: Final = frozenset(
    ["en", "zh", "ja", "ko", "th", "hi", "bn", "ur", "ta", "te", "mr", "gu", "ms", "he"]
)
# Spanish writes decimals with a comma in Chile and a point in Mexico; three digits behind either are thousands in news.
BOTH_DECIMALS: Final = frozenset(["es"])
SPACE_GROUPS: Final = frozenset(["fr", "ru", "uk", "bg", "pl", "cs", "sk", "sv", "no", "fi", "hu", "pt", "et", "lt"])

# January to December, the abbreviations of each behind it.
_MONTHS: Final = {
    "en": """january/jan february/feb march/mar april/apr may june/jun july/jul august/aug september/sep/sept october/oct
        november/nov december/dec""",
    "de": """januar/janner/jan februar/feb marz/mar april/apr mai juni/jun juli/jul august/aug september/sep/sept
        oktober/okt november/nov dezember/dez""",
    "es": """enero/ene febrero/feb marzo/mar abril/abr mayo/may junio/jun julio/jul agosto/ago septiembre/setiembre/sep/sept
        octubre/oct noviembre/nov diciembre/dic""",
    "fr": "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "pt": "janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "id": "januari februari maret april mei juni juli agustus september oktober november desember",
    "bn": "জানুয়ারি ফেব্রুয়ারি মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
}
# The names of each month by language, folded: the whole word first.
MONTHS_OF: Final[Mapping[str, Sequence[Sequence[str]]]] = {
    lang: [fold(names).split("/") for names in listed.split()] for lang, listed in _MONTHS.items()
}
# "Ago" is August in Spanish and stands before amounts in English: "two days ago 12 people".
MONTHS: Final = frozenset(name for months in MONTHS_OF.values() for names in months for name in names) - {"ago"}

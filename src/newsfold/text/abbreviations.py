"""Abbreviations that end in a point without ending a sentence, by what may follow them.

Written without the point, as they are met in news. A language's own come on top of those that are met everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

# Titles and parts of names: what follows belongs to them, capital or not.
_BEFORE_A_NAME: Final = """Mr Mrs Ms Mx Dr Prof Gov Sen Sens Rep Reps Lt Col Gen Capt Cpt Sgt Cpl Pvt Maj Cmdr Adm Brig
    Pres Rev Hon St Ste Mt Ft Msgr Supt Det Insp Atty Amb Messrs Mme Mlle Mgr TP"""
_BEFORE_A_NAME_IN: Final[Mapping[str, str]] = {
    "bn": "ড ডা মো মোহা মোসা অ্যাড",
    "de": "Hr Fr Hl Frhr Dipl Ing",
    "en": "Sec Gens Cols Drs",
    "es": "Sr Sra Srta Sres Sto Sta Dra Ing Lic Gral Cnel Tte Mons Hno Avda Av Ud Uds",
    "fr": "M MM Mlles Mmes Me",
    "hi": "डॉ पं प्रो श्री स्व",
    "id": "Ir Drs Hj KH Jl Kab Prof Tn Ny Sdr",
    "it": "Sig Dott On Ing Avv",
    "nl": "dhr mevr mr drs ir",
    "pt": "Sr Sra Dra Eng Av Exmo",
    "ru": "г ул им проф акад ген стр",
    "vi": "GS PGS TS ThS BS KS LS NSND NSƯT Q P",
}  # fmt: skip
# Joining words: they stand in the middle of a sentence and never at its end.
_INSIDE: Final = "vs v e.g i.e cf viz approx ca z.B d.h u.a bzw ggf evtl inkl resp sog p.ej т.е т.н ст"
# These want a figure after them.
_BEFORE_A_NUMBER: Final = """No Nos no nos Nr Art Arts art Fig Figs fig Vol Ch Sec Abs Bd Nº núm Núm pág págs p pp № т п
    Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Rp Rs"""


@cache
def before_a_name(lang: str) -> frozenset[str]:
    return frozenset(f"{_BEFORE_A_NAME} {_BEFORE_A_NAME_IN.get(lang, '')}".split())


INSIDE: Final = frozenset(_INSIDE.split())
BEFORE_A_NUMBER: Final = frozenset(_BEFORE_A_NUMBER.split())

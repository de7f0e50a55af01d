"""Small words in and around names: what joins their parts, what stands before them, and capitals that name nothing.

Only tables, for `newsfold.text.names`.
"""

from __future__ import annotations

from typing import Final


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Between two capitalised words these belong to one name: "Port of Velmar", "Ana de la Torre", "Omar bin Saleh".
JOINTS: Final = _listed(
    "of de del da do dos das di della dello du des d' van ter ten von zu af av bin bint ibn abu al el ul la le ap"
) | {"of the", "de la", "de las", "de los", "van de", "van den", "van der", "von der", "von dem"}
# Countries of two names; any others joined by "and" are two.
PAIRS: Final = {
    "antigua": "barbuda",
    "bosnia": "herzegovina",
    "trinidad": "tobago",
    "turks": "caicos",
    "wallis": "futuna",
    "tome": "principe",
}
# Before a point these begin a name.
SAINTS: Final = frozenset(["St", "Ste", "Sta", "Sto", "Mt", "Ft"])
# They stand before a name without being part of it. Offices in full ("President") are kept: no list of them is whole.
TITLES: Final = _listed(
    """Mr Mrs Ms Mx Dr Prof Gov Sen Sens Rep Reps Lt Col Gen Capt Sgt Maj Cmdr Adm Rev Hon Messrs Mme Mlle Sr Sra Srta
    Herr Frau Hr Fr Monsieur Madame"""
)
# Days and months are capitals of a date; "May", "March" and "August" can be names and are left to the other rules.
DATES: Final = _listed(
    """monday tuesday wednesday thursday friday saturday sunday january february april june july september october
    november december jan feb apr aug sept oct nov dec montag dienstag mittwoch donnerstag freitag samstag sonntag
    januar februar marz mai juni juli oktober dezember"""
)
MAYBE_DATES: Final = frozenset(["may", "march", "august", "sun", "mon"])
# Words that open sentences with a capital and are no function words.
OPENERS: Final = _listed(
    """according additionally afterwards asked both currently despite earlier finally following former furthermore hours
    however instead later meanwhile moreover nearly nevertheless once overall police previously recently separately
    several similarly sometimes speaking thousands today together tomorrow tonight under unlike yesterday yes ayer hoy
    hier вчера сегодня"""
)
# German capitals that measure, count or time, and stand before or behind other nouns without an article.
GERMAN_MEASURES: Final = _listed(
    """prozent euro dollar millionen milliarden million milliarde uhr tausende hunderte dutzende ende anfang mitte
    kilometer meter grad menschen angaben jahre jahren monate monaten tage tagen wochen stunden minuten"""
)
GERMAN_DETERMINERS: Final = _listed(
    """der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner im am zum zur vom beim
    ins ans sein seine seinen seinem seiner ihr ihre ihren ihrem ihrer unser unsere dieser diese dieses diesem diesen
    jeder jede jedes mehr viele alle einige"""
)

"""Tells a sentence that reports something from the furniture of a page: share buttons, captions, newsletter calls.

Every rule has a name, so that a wrong refusal can be traced. Furniture carries its label in front, so most rules are
read at the start of a sentence only; what would also strike reporting ("Share prices fell", "Contact with the boat was
lost") has to be that narrow. Rules are read against the folded sentence, which has neither case nor accents.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from newsfold.text.folding import fold

_Rules = Mapping[str, Sequence[str]]

_MONTH = r"(?:jan|feb|mar|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez|ene|abr|ago|set|dic)[a-z]*\.?"
_DATE = (
    rf"(?:\d{{1,2}}\.? (?:de )?{_MONTH}(?: de)? ?\d{{2,4}}|{_MONTH} \d{{1,2}},? \d{{4}}"
    r"|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{4}-\d\d-\d\d)"
)
_CLOCK = r"\d{1,2}[:.h]\d{2}"
_ZONE = r"(?:a\.?m\.?|p\.?m\.?|uhr|gmt|utc|bst|e[sd]t|ce?s?t|hrs?|horas|h)\b\.?"
_BUTTON = (
    r"(?:share|save|print|email|e-mail|copy|link|article|story|facebook|twitter|whatsapp|telegram|x|teilen|drucken|merken"
    r"|artikel|kopieren|compartir|compartelo|imprimir|guardar|enlace)"
)
_NETWORK = r"(?:x|twitter|facebook|instagram|tiktok|telegram|whatsapp|youtube|threads|bluesky|linkedin|google news)"
_LETTER = r"(?:newsletters?|inbox|podcast|channel|kanal|boletin(?:es)?|push-?\w*|e-?mail alerts?)"
_AGENCY = r"(?:dpa|afp|reuters|efe|ap|sid|kna|ansa|apa)"

# These are looked for at the start of the sentence.
_OPENS_WITH: _Rules = {
    "share": (
        rf"{_BUTTON}(?:\W+{_BUTTON})*\W*$",
        r"(?:share (?:this|on|via|it)|teilen sie|(?:diesen )?artikel teilen)\b",
        r"(?:comparte|compart[ei]r (?:en|esta|este|por))\b",
    ),
    "published": (
        rf"(?:published|updated|posted|last (?:updated|modified))\b.{{0,20}}(?:{_DATE}|{_CLOCK})",
        rf"(?:veroffentlicht|aktualisiert|zuletzt aktualisiert|stand|erstellt)\b.{{0,20}}(?:{_DATE}|{_CLOCK})",
        rf"(?:publicad[oa]|actualizad[oa]|ultima actualizacion)\b.{{0,20}}(?:{_DATE}|{_CLOCK})",
        rf"{_DATE}[\s,|–-]*(?:{_CLOCK}\s*(?:{_ZONE})?)?\W*$",
    ),
    "clock": (
        rf"{_CLOCK}\s*(?:{_ZONE})?\s*(?:[:|–—-]|update\b)",
        r"(?:\d+ (?:minutes?|mins?|hours?|days?) ago\b|(?:vor|hace) \d+ (?:minuten?|stunden?|minutos?|horas?)\W*$)",
    ),
    "live blog": (
        r"follow (?:our|the) live\b",
        r"(?:sigue|siga|sigan) (?:aqui|en directo|en vivo|la ultima)",
    ),
    "updating": (r"this is a (?:breaking|developing)\b", r"noticia en desarrollo"),
    "newsletter": (
        r"(?:sign up|subscribe (?:to|now|for|today))\b",
        r"get (?:the|our|all the|your) (?:latest|best|daily|morning|top|day|news)\b",
        r"(?:jetzt abonnieren|abonnieren sie|melden sie sich)\b",
        r"(?:suscribete|suscribase|registrate)\b",
    ),
    "subscription": (
        r"(?:already have an account|log ?in (?:to|or|now)|sign in (?:to|or)|start your (?:free )?trial)\b",
        r"(?:einloggen|inicia sesion|ya eres suscriptor)\b",
    ),
    "app": (
        r"(?:download|get|install|laden sie|hol dir|descarg\w+)\b.{0,50}\b(?:app|application|aplicacion)\b",
        r"you can (?:also )?(?:receive|get|follow)\b",
        r"(?:available|disponible|jetzt)\b.{0,60}\b(?:app store|google play)\b",
    ),
    "follow": (
        rf"(?:follow|like|join|find) (?:us|our)\b.{{0,80}}\b{_NETWORK}\b",
        rf"follow .{{2,60}} on {_NETWORK}\b",
        rf"folg\w+ sie\b.{{0,60}}\b(?:uns|{_NETWORK})\b",
        rf"(?:sigue|siga|siguenos|siganos)\b.{{0,60}}\b(?:redes|{_NETWORK})\b",
        r"(?:siguel[oa]|sigal[oa])\b",
        r"(?:a post shared by|view this post|sieh dir diesen beitrag)\b",
        r"(?:ver esta publicacion|una publicacion compartida)\b",
    ),
    "cookies": (
        r"(?:we|this (?:site|website)|by (?:using|clicking|continuing)|manage|accept)\b.{0,160}\bcookies?\b",
        r"(?:wir|diese (?:seite|website)|mit (?:klick|der nutzung)|akzeptieren|um)\b.{0,160}\bcookies?\b",
        r"(?:utilizamos|usamos|este sitio|nuestr[oa]|al (?:hacer|continuar|navegar)|aceptar)\b.{0,160}\bcookies?\b",
        r"(?:cookies?|privacy policy|terms of (?:use|service)|aviso legal)\b.{0,60}$",
        r"(?:datenschutz(?:erklarung)?|impressum)\b.{0,60}$",
    ),
    "advertisement": (
        r"(?:advertisement|anzeige|werbung|publicidad|patrocinado)\s*(?:[:|.–-].*)?$",
        r"(?:sponsored|promoted|paid) (?:content|by|post)\b",
    ),
    "caption": (
        r"(?:photos?|photograph|pictures?|images?|graphic|map|source)"
        r"(?: (?:by|credit|source|copyright|caption|gallery))?\s*[:©/|(]",
        r"(?:fotos?|bild(?:er)?|grafik|karte|quelle|archivbild|symbolbild|archivfoto)(?: (?:von|der))?\s*[:©/|(]",
        r"(?:fotos?|imagen(?:es)?|fuente|captura|mapa)(?: (?:de|por))?\s*[:©/|(]",
        r"(?:image (?:copyright|source|caption)|getty images?|photo by|pictured|(?:seen|shown) here)\b",
        r"picture alliance\b",
        r"file\s?[-–—_] ?",
        r"(?:bildrechte|bildquelle|foto von|im bild|auf dem bild|auf diesem (?:archiv)?(?:foto|bild))\b",
        r"en la (?:foto|imagen)\b",
    ),
    "watch": (
        r"(?:watch|listen|video|podcast|live|audio|mira|escucha|en video|im video)\s*[:|]",
        r"(?:watch|listen(?: to)?) (?:live|now|here|this|our|the (?:full|moment))\b",
        r"(?:sehen sie|schauen sie|horen sie) (?:live|jetzt|hier|diese[sn]?|unsere[n]?)\b",
        r"(?:mira|escucha) (?:aqui|en vivo|el video|la entrevista|nuestro)\b",
    ),
    "reading time": (r"(?:\d+[- ]min(?:ute)?s? read|reading time|lesezeit|tiempo de lectura|lectura de \d+)\b",),
    "read more": (
        r"(?:(?:read|see|learn|find out|discover|view) (?:more|also|next|the full)|also read|continue reading)\b",
        r"(?:lesen sie|lies|lest|mehr (?:dazu|zum)|mehr lesen|weiterlesen|hier geht es zu[mr]?)\b",
        r"weitere (?:informationen|infos|hintergrunde)\b.{0,40}\b(?:hier|finden|gibt)\b",
        r"(?:lea|lee|leer|ver|vea|conozca|conoce) (?:mas|tambien|ademas|aqui|la noticia|el articulo)\b",
        r"(?:seguir leyendo|continua leyendo|siga leyendo|(?:te|le) puede interesar)\b",
        r"(?:related|recommended|trending|most (?:read|popular)|recommended stories|top stories|editor'?s picks?)"
        r"\s*(?:[:|].*)?$",
        r"(?:passend dazu|auch interessant|verwandte artikel|meistgelesen|noticias relacionadas|lo mas (?:leido|visto))"
        r"\s*(?:[:|].*)?$",
        r"(?:more (?:on|from|about) (?:this|our)|you (?:may|might) (?:also )?(?:like|be interested))\b",
        r"(?:don['’]?t miss|what to read next|das konnte sie)\b",
        r"(?:the|el) post\b.{3,400}\b(?:appeared first on|aparecio primero en)\b",
        r"(?:la entrada|der beitrag)\b.{3,400}\b(?:aparecio primero en|erschien zuerst)\b",
    ),
    "byline": (
        r"(?:presenters?|guests?|host|producer|moderation|presenta|autor(?:in|a|en)?|authors?|redaktion|redaccion)\s*:",
        r"\(?(?:additional |with )?(?:reporting|writing|editing) by \w|edited by \w|written by \w",
        r"(?:mit (?:material|informationen) (?:von|der)|con informacion de)\b",
        rf"\W?{_AGENCY}(?:\W+(?:{_AGENCY}|mit|and|und|y|\w{{2,3}}))*\W*$",
    ),
    "disclaimer": (
        r"(?:an earlier|a previous) version of this\b",
        r"(?:corrections?|editor['’]?s note|anmerkung(?: der redaktion)?|korrektur|transparenzhinweis)\s*:",
        r"(?:nota de la redaccion|nota del editor|fe de erratas)\s*:",
    ),
    "contact": (
        r"(?:do you |have you )?(?:got|have) (?:a|any) (?:tips?|story|question|news)\b",
        r"(?:contact|e-?mail|write to|send) (?:us|our|your)\b",
        r"(?:kontakt|contacto|escribanos|escribenos|schreiben sie uns|haben sie (?:hinweise|fragen)|teilen sie uns)\b",
        r"(?:leave a|post a|view|join the|read the|show) (?:comments?|conversation|discussion)\b",
        r"(?:(?:diskutieren|kommentieren) sie|deja tu comentario)\b",
    ),
    "signpost": (
        r"(?:here['’]?s|here (?:is|are)|what we know|in this (?:article|explainer|video))\b",
        r"(?:hier (?:ist|sind|finden|lesen)|was wir (?:bisher |uber )?wissen|das (?:ist|sind) die wichtigsten)\b",
        r"(?:in diesem (?:artikel|text)|a continuacion|esto es lo que|lo que (?:sabemos|se sabe))\b",
    ),
    "tags": (
        r"(?:topics|tags|themen|schlagworte|schlagworter|etiquetas|temas|keywords)\s*:",
        r"(?:#\w+\W*)+$",
    ),
    "link": (r"(?:https?://|www\.)\S*\W*$", r"\S+\.(?:com|de|org|net|es|co\.uk)/\S*$"),
}

# These are looked for at the start of every word.
_HOLDS: _Rules = {
    "live blog": (
        r"(?:live ?blog|live-?ticker|news ?blog|newsticker)\b.{0,40}$",
        r"live updates\b",
        r"all(?:e|es) (?:\w+ ){0,3}im (?:live\w*|ticker|uberblick|newsblog)\b",
        r"minuto a minuto\b.{0,20}$",
    ),
    "updating": (
        r"(?:story|article|page) (?:is being|will be|was last) (?:continuously )?updated\b",
        r"refresh (?:this|the) page\b",
        r"(?:artikel|meldung|text|beitrag|ticker) wird (?:laufend|fortlaufend|in kurze|standig|regelmassig) \w+",
    ),
    "newsletter": (
        rf"(?:sign(?:ed)? up|subscribe|anmelden|abonnier\w*|suscri[bp]\w*)\b.{{0,60}}\b{_LETTER}\b",
        r"(?:our|free|daily|weekly|morning) (?:\w+ ){0,2}newsletters?\b",
        r"(?:kostenlose[rn]?|unser(?:en|em)?) (?:\w+ ){0,2}newsletter\b",
        r"nuestr[oa]s? (?:\w+ ){0,2}boletin(?:es)?\b",
    ),
    "subscription": (
        r"(?:already|become) a subscriber\b",
        r"(?:fur|nur) abonnenten\b|(?:weiterlesen|lesen sie weiter|jetzt lesen) mit\b",
        r"(?:hazte (?:socio|suscriptor)|(?:solo|exclusivo) para suscriptores)\b",
    ),
    "consent": (
        r"(?:externer? inhalt|redaktionell empfohlener)\b",
        r"personenbezogene daten\b.{0,60}\b(?:drittplattform\w*|ubermittelt)",
        r"(?:enable|activate|turn on|activ\w+) javascript\b|javascript (?:zu )?(?:aktivieren|activado)",
    ),
    "advertisement": (r"(?:affiliate|provisions)[- ]?links?\b|earn a commission\b",),
    "caption": (
        # a scene in the present tense with its full date
        r"(?:waves|speaks|gestures|poses|listens|walks|looks on|arrives|shakes hands|sits|stands|smiles|reacts|works"
        r"|rally|gather|stand|walk|wave|wait)\b.{1,160}?\b"
        r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.? \d{1,2}, (?:19|20)\d\d\b",
        r"(?:getty images|afp via|picture alliance|imago images|ap photo|shutterstock)\W*(?:\w+\W*){0,3}$",
        r"foto de archivo\W*$",
        r"(?:in this|in the|on this) (?:file |undated |handout )?(?:photo|image|picture|photograph)\b",
        r"pictured (?:above|below|here)\b",
    ),
    "watch": (
        r"(?:this video (?:is not|cannot)|video (?:is )?unavailable|browser does not support)\b",
        r"(?:listen to this (?:article|story|episode)|video ist nicht verfugbar|artikel (?:an|vor)horen)\b",
        r"escuchar? (?:esta noticia|este articulo)\b",
    ),
    "reading time": (r"\d+ min(?:utes?)? read\W*$",),
    "read more": (r"(?:click|tap|klick(?:en sie)?|ha(?:ga|z) clic|pinch[ae]|consult[ae]) (?:here|hier|aqui)\b",),
    "byline": (r"contributed (?:reporting|to this (?:report|story|article))\b",),
    "copyright": (
        r"all rights reserved\b|may not be (?:published|reproduced)\b",
        r"alle rechte vorbehalten\b|todos los derechos reservados\b",
    ),
    "disclaimer": (
        r"views expressed in this\b|do(?:es)? not necessarily reflect\b",
        r"(?:was|ist|wurde|fue) (?:\w+ )?(?:translated|ubersetzt|traducid[oa]) (?:using|mit|con)\b",
    ),
    "contact": (r"[\w.]+@[\w-]+\.\w+\b",),
    "signpost": (
        r"die wichtigsten fragen und antworten\b|was bislang uber .{3,60} bekannt ist\b|what we know so far\b",
    ),
    "no answer": (
        r"(?:did(?:n['’]t| not)|ha(?:s|ve|d)(?:n['’]t| not)|could not|declined to|not immediately)\b.{0,40}"
        r"(?:comment|(?:requests?|inquiry|inquiries|questions) for|be reached)\b",
        r"ausserten? sich (?:zunachst|bislang|dazu)\b.{0,20}\bnicht\b|nicht auf (?:eine )?anfragen?\b",
        r"no respondi(?:o|eron)\b.{0,60}\bcomentarios?\b",
    ),
}

# These begin with a sign.
_SIGNS: _Rules = {
    "clock": (r"\+\+\+",),
    "copyright": (r"©",),
    "caption": (
        r"[\[(][^\])]{0,50}\b(?:photo|foto|getty|afp|reuters|efe|dpa|imago|screengrab|handout|al jazeera)\b"
        r"[^\])]{0,30}[\])]\W?$",
    ),
    "byline": (r"[;)]\s*(?:writing|editing) by \w",),
}  # fmt: skip

# A byline is known by its capitals, so this one is read against the sentence as it is.
_BYLINE = re.compile(
    r"(?:By|BY|Von|VON|Por|POR|Text|Texto)\s*:?\s+"
    r"(?:(?:[A-ZÀ-Þ][\w.'’-]*|and|und|y|de|del|la|van|von|der|for|in|für|at)[\s,&/|]+){0,12}[A-ZÀ-Þ][\w.'’-]*$"
)


def _alternatives(rules: _Rules) -> str:
    return "|".join(f"(?:{pattern})" for patterns in rules.values() for pattern in patterns)


@cache
def _any_rule() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """All rules in two expressions: nearly every sentence passes, and naming the rule can wait until one does not."""
    anywhere = rf"(?<!\w)(?=\w)(?:{_alternatives(_HOLDS)})|{_alternatives(_SIGNS)}"
    return re.compile(_alternatives(_OPENS_WITH)), re.compile(anywhere)


def boilerplate(sentence: str) -> str | None:
    """Name the kind of furniture that a sentence is ("caption", "newsletter"), or None where it may report something.

    >>> boilerplate("Sign up for our morning newsletter.")
    'newsletter'
    >>> boilerplate("The harbour of Orrin was closed on Tuesday after the storm.")
    """
    if _BYLINE.match(sentence):
        return "byline"
    folded = fold(sentence)
    opens, holds = _any_rule()
    if opens.match(folded):
        return _named(_OPENS_WITH, "^", folded)
    if holds.search(folded):
        return _named(_HOLDS, r"\b", folded) or _named(_SIGNS, "", folded)
    return None


def _named(rules: _Rules, before: str, folded: str) -> str | None:
    return next(
        (name for name, patterns in rules.items() if any(re.search(f"{before}(?:{p})", folded) for p in patterns)), None
    )

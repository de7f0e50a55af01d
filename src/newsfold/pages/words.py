"""What is shown of an outlet's words where a character cannot be shown as it is.

Words are never cleaned: a character that a terminal would obey, or that a page cannot carry, is shown as a visible
escape ("\\x1b", "\\u202e"), and every other character stays what it was.
"""

from __future__ import annotations

import re

# C0 and C1 controls without tab and newline (ESC, CSI and OSC begin a command to a terminal), the bidirectional
# embeddings, overrides and isolates and the deprecated format characters (they reorder what follows them on the line),
# and lone surrogates (they cannot be encoded). The marks U+200E, U+200F and U+061C stay: they order nothing but
# themselves, and Arabic and Hebrew text needs them.
_TERMINAL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u206f\ud800-\udfff]")

# What HTML's parser would drop, replace or report, and XML forbids: controls without tab, newline, form feed and
# carriage return; lone surrogates; U+FFFE and U+FFFF. Bidirectional controls stay: every excerpt is isolated by its
# element.
_MARKUP = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

# A language tag's shape (BCP 47, without its registry): what else stands in that field is no language.
_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}")


def for_terminal(text: str) -> str:
    r"""Show what a terminal or a plain-text file would obey instead of printing; a line's end is "\n" alone.

    >>> for_terminal("red \x1b[31malert\u202e")
    'red \\x1b[31malert\\u202e'
    """
    return _TERMINAL.sub(_escape, text.replace("\r\n", "\n"))


def for_markup(text: str) -> str:
    r"""Show what an HTML page cannot carry. Escaping for markup is left to the template.

    >>> for_markup("a\x00b <i>")
    'a\\x00b <i>'
    """
    return _MARKUP.sub(_escape, text)


def language_tag(lang: str | None) -> str:
    """A language tag for a `lang` attribute; "" (unknown, says HTML) where there is none or it is not one.

    >>> language_tag("pt-BR"), language_tag('en" onclick="'), language_tag(None)
    ('pt-BR', '', '')
    """
    return lang if lang and _TAG.fullmatch(lang) else ""


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"

"""HTML as feeds carry it -> plain text, one line a paragraph; the words are the outlet's, the white space is ours.

Blocks and line breaks become new lines, entities their characters; scripts, styles, frames and forms are left out.
Parsing follows the HTML standard through libxml2, so what a browser would show as words is what comes out.
"""

from __future__ import annotations

import re

from lxml import etree

BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "dialog",
        "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6",
        "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section",
        "summary", "table", "tbody", "tfoot", "thead", "tr", "ul", "xmp",
        # what trafilatura calls the same things
        "head", "item", "lb", "list", "quote", "row",
    }
)  # fmt: skip
CELLS = frozenset({"td", "th", "cell"})
LEFT_OUT = frozenset(
    {
        "applet", "audio", "button", "canvas", "datalist", "embed", "frame", "frameset", "iframe", "input", "link",
        "map", "math", "meta", "noembed", "noframes", "noscript", "object", "option", "param", "script", "select",
        "style", "svg", "template", "textarea", "title", "video",
    }
)  # fmt: skip

# White space of HTML; a no-break space is a character of the text.
WHITE = re.compile(r"[ \t\n\r\f]+")
NUL = "\0"


def plain(fragment: str) -> str:
    """Turn a fragment of HTML into lines of text, without empty ones. Plain text passes with its white space folded.

    >>> plain("<p>Q&A: caf&eacute;<br>opens</p><script>x()</script> at&nbsp;9")
    'Q&A: café\\nopens\\nat\\xa09'
    """
    root = parsed(fragment)
    return "" if root is None else text_of(root)


def inline(fragment: str) -> str:
    """Turn the HTML of a title into one line of text.

    >>> inline("Dam at <b>Orrin</b><br/>holds &amp; drains")
    'Dam at Orrin holds & drains'
    """
    return plain(fragment).replace("\n", " ")


def lines(text: str) -> str:
    """Bring plain text into the form of `plain`: one line a paragraph, white space folded inside it.

    >>> lines("One  line,\\r\\n\\r\\n and another ")
    'One line,\\nand another'
    """
    folded = (WHITE.sub(" ", line).strip() for line in text.splitlines())
    return "\n".join(line for line in folded if line)


def parsed(document: str) -> etree._Element | None:
    """Parse HTML as a browser would; None where there is nothing in it."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, no_network=True)
    try:
        return etree.fromstring(document.replace(NUL, "").encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None


def text_of(root: etree._Element) -> str:
    """The words of a tree in lines, without those of elements that are left out."""
    pieces: list[str] = []
    skipped = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = _name(element)
        if event == "start":
            skipped += name in LEFT_OUT
            if not skipped:
                pieces += _edge(name), WHITE.sub(" ", element.text or "")
            continue
        skipped -= name in LEFT_OUT
        if not skipped:
            # the root's own tail is outside of it
            pieces += _edge(name), WHITE.sub(" ", (element.tail or "") if element is not root else "")
    folded = (re.sub(" +", " ", line).strip() for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in folded if line)


def _name(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _edge(name: str) -> str:
    """What stands at either edge of an element: a new line for a block, a space for a table's cell, nothing else."""
    return "\n" if name in BLOCKS else " " if name in CELLS else ""

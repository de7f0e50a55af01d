"""Digests as HTML pages that need no script: every word of an outlet is a text node, escaped by the template engine.

Pages link to nothing but each other, their style sheet and the outlets' articles; their policy forbids everything else.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from newsfold.model import Date, Digest, Pruned
from newsfold.pages import labels
from newsfold.pages.accounts import own_texts, shared_texts
from newsfold.pages.beside import news, parted, sections
from newsfold.pages.links import link_at_words, web_link
from newsfold.pages.places import Places, page_id
from newsfold.pages.summary import Summary
from newsfold.pages.words import for_markup, language_tag

if TYPE_CHECKING:
    from jinja2 import Environment, Undefined
    from markupsafe import Markup

# The seed page shows a few excerpts and a control that opens the rest.
OPEN_EXCERPTS = 3
REMOVED = "This story is no longer kept"
POLICY = "default-src 'none'; style-src 'self'"


def front_page(stories: Sequence[Summary], *, places: Places | None = None, kept: int | None = None) -> bytes:
    """The front page: the first story with its first excerpt, the others as a list, in the order given.

    `kept`, here and in the other pages, is for how many days articles are kept, 0 for ever; the foot says so. None says nothing.
    """
    newest = _newest(story.last for story in stories)
    return _render("index.html.j2", places or Places(), kept=kept, stories=tuple(stories), newest=newest)


def story_page(digest: Digest, *, places: Places | None = None, kept: int | None = None) -> bytes:
    """The page of one digest, for a folder of pages or a server."""
    return _render("story.html.j2", places or Places(up="../"), kept=kept, digests=(digest,))


def standalone_page(digests: Iterable[Digest]) -> bytes:
    """Digests as one HTML file that needs no other: the style sheet is inside, and no page of Newsfold's is linked."""
    return _render("story.html.j2", None, digests=tuple(digests))


def articles_page(digests: Iterable[Digest], *, places: Places | None = None, kept: int | None = None) -> bytes:
    """Every article, listed under its stories in the order given."""
    return _render("articles.html.j2", places or Places(), kept=kept, digests=tuple(digests))


def message_page(title: str, sentence: str, *, places: Places) -> bytes:
    """A page that says one thing in Newsfold's own plain words, such as that there is no page of that name."""
    return _render("message.html.j2", places, title=title, sentence=sentence)


@lru_cache(maxsize=1)
def style_sheet() -> bytes:
    """The one style sheet of all pages."""
    return (files("newsfold.pages") / "templates" / "style.css").read_bytes()


def removed_page(pruned: Pruned, *, places: Places | None = None) -> bytes:
    """The page of a story whose words are no longer kept: when and why they went."""
    return message_page(REMOVED, pruned.sentence, places=places or Places(up="../"))


def moved_page(target: str) -> bytes:
    """A page that leads on to `target`, the page of the story that one is in now, beside it in the same folder."""
    title, sentence = "This story is part of another one", "It is told there."
    return _render("moved.html.j2", Places(up="../"), title=title, sentence=sentence, target=target)


def _render(template: str, places: Places | None, *, kept: int | None = None, **values: Any) -> bytes:
    style = None if places else style_sheet().decode()
    found = _environment().get_template(template)
    return found.render(places=places, style=style, policy=_policy(style), kept=kept, **values).encode()


def _policy(style: str | None) -> str:
    """The content security policy; a style sheet inside the page is allowed by its hash alone."""
    if style is None:
        return POLICY
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'"


def _newest(dates: Iterable[Date]) -> Date:
    known: list[tuple[datetime, Date]] = [(date.at, date) for date in dates if date.at]
    return max(known, key=lambda pair: pair[0])[1] if known else Date()


@lru_cache(maxsize=1)
def _environment() -> Environment:
    """The template engine, built once. Escaping is on for every template, whatever its name."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - not needed to print text or JSON

    undefined: type[Undefined] = StrictUndefined
    environment = Environment(
        loader=PackageLoader("newsfold.pages"),
        autoescape=True,
        undefined=undefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(
        words=_words,
        lang=language_tag,
        when=labels.when,
        machine_time=labels.machine_time,
        counts_line=labels.counts_line,
        outlet=labels.outlet_name,
        share=labels.share,
        web_link=web_link,
    )
    environment.globals.update(
        between=labels.between,
        number_of=labels.number_of,
        in_tree=labels.in_tree,
        link_at_words=link_at_words,
        shared_texts=shared_texts,
        own_texts=own_texts,
        news=news,
        sections=sections,
        parted=parted,
        page_id=page_id,
        open_excerpts=OPEN_EXCERPTS,
    )
    return environment


def _words(text: str) -> Markup:
    """Escape an outlet's words. A carriage return is written as a reference, or the parser would make it a newline."""
    from markupsafe import Markup, escape  # noqa: PLC0415 - comes with the template engine

    return Markup(str(escape(for_markup(text))).replace("\r", "&#13;"))  # noqa: S704 - escaped just before

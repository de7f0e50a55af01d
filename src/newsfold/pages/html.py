"""Digests as HTML pages that need no script: every word of an outlet is a text node, escaped by the template engine.

Pages link to nothing but each other, their style sheet, their script of keys and the outlets' articles; their policy forbids
everything else.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache, partial
from importlib.resources import files
from itertools import groupby
from typing import TYPE_CHECKING, Any

from newsfold.model import Article, Date, Digest, Headline, InPlace, Pruned, Reason
from newsfold.pages import labels
from newsfold.pages.accounts import own_texts, shared_texts
from newsfold.pages.beside import CORRECTED, COVERED, news, parted, sections
from newsfold.pages.charts import by_teller, over_time
from newsfold.pages.controls import Controls
from newsfold.pages.corrected import corrected_line
from newsfold.pages.links import link_at_words, web_link
from newsfold.pages.notices import Notice
from newsfold.pages.outgoing import Entry
from newsfold.pages.places import Places, page_id, story_path
from newsfold.pages.summary import Summary
from newsfold.pages.why import steps, taken_in
from newsfold.pages.words import for_markup, language_tag

if TYPE_CHECKING:
    from jinja2 import Environment, Undefined
    from markupsafe import Markup

# The seed page shows a few excerpts and a control that opens the rest.
OPEN_EXCERPTS = 3
# Of one program: its own, and the one that feeds are told in.
_ZONES = 2
REMOVED = "This story is no longer kept"
POLICY = "default-src 'none'; style-src 'self'; script-src 'self'"


def front_page(stories: Sequence[Summary], *, places: Places | None = None, kept: int | None = None) -> bytes:
    """The front page: the first story with its first excerpt, the others as a list, in the order given.

    `kept`, here and in the other pages, is for how many days articles are kept, 0 for ever; the foot says so. None says nothing.
    """
    newest = _newest(story.last for story in stories)
    return rendered(
        "index.html.j2", places or Places(), kept=kept, here="front", address="", stories=tuple(stories), newest=newest
    )


def story_page(
    digest: Digest,
    *,
    places: Places | None = None,
    kept: int | None = None,
    controls: Controls | None = None,
    notice: Notice | None = None,
) -> bytes:
    """The page of one digest, for a folder of pages or a server; `controls` is for a reader who may change things,
    `notice` says what was just done.
    """
    around, address = places or Places(up="../"), Places().story(page_id(digest))
    drawn: dict[str, Any] = {"digests": (digest,), "controls": controls, "notice": notice}
    return rendered("story.html.j2", around, kept=kept, address=address, **drawn)


def correct_page(digest: Digest, controls: Controls, *, places: Places, kept: int | None = None) -> bytes:
    """The forms by which whoever may change things corrects a story: merge, split, pin, hide, and undo of each that was made."""
    return rendered("correct.html.j2", places, kept=kept, digest=digest, controls=controls)


def standalone_page(digests: Iterable[Digest], zone: tzinfo = UTC) -> bytes:
    """Digests as one HTML file that needs no other: the style sheet is inside, and no page of Newsfold's is linked."""
    return rendered("story.html.j2", None, digests=tuple(digests), controls=None, zone=zone)


def why_page(
    digest: Digest,
    reasons: Sequence[Reason],
    articles: Mapping[str, Article],
    *,
    places: Places,
    kept: int | None = None,
) -> bytes:
    """Why the articles of a story are together: the recorded decisions in their order, with the articles that they name, by id."""
    told, ended = steps(digest.id, reasons, articles), taken_in(digest.id, reasons)
    return rendered("why.html.j2", places, kept=kept, digest=digest, steps=told, taken_in=ended)


def proof_page(proof: InPlace, *, places: Places, headline: Headline | None = None, kept: int | None = None) -> bytes:
    """Words marked in the whole stored text of their revision, and whether the two are the same; `headline` is their story's."""
    seen = Date("", proof.seen, "exact") if proof.seen else Date()
    return rendered("proof.html.j2", places, kept=kept, headline=headline, proof=proof, seen=seen)


def articles_page(digests: Iterable[Digest], *, places: Places | None = None, kept: int | None = None) -> bytes:
    """Every article, listed under its stories in the order given."""
    return rendered(
        "articles.html.j2",
        places or Places(),
        kept=kept,
        here="articles",
        address="articles.html",
        digests=tuple(digests),
    )


def find_page(stories: Sequence[Summary], *, places: Places | None = None, kept: int | None = None) -> bytes:
    """The search of a site that is only files: a form for its script, and all headlines by the day of their latest article, the
    latest day first, the undated last; of one day in the order given.
    """
    on = partial(_day_of, zone=places.zone if places else UTC)
    ordered = sorted(stories, key=lambda story: on(story) or date.min, reverse=True)
    days = tuple((day, tuple(group)) for day, group in groupby(ordered, on))
    return rendered("find.html.j2", places or Places(), kept=kept, here="search", address="search.html", days=days)


@lru_cache(maxsize=1)
def find_script() -> bytes:
    """The script of `find_page`."""
    return (files("newsfold.pages") / "templates" / "search.js").read_bytes()


def message_page(title: str, sentence: str, *, places: Places) -> bytes:
    """A page that says one thing in Newsfold's own plain words, such as that there is no page of that name."""
    return rendered("message.html.j2", places, title=title, sentence=sentence)


def login_page(*, token: str, back: str, said: str, places: Places) -> bytes:
    """The page that asks for the password. `back` is where to go then, `said` why it is asked for again, or empty."""
    return rendered("login.html.j2", places, token=token, back=back, said=said)


def content_of(entry: Entry) -> str:
    """What a feed's entry tells, as a piece of HTML that stands anywhere: no class, no style, nothing that is loaded."""
    return fragment("entry.html.j2", entry=entry).strip() or "<p></p>"


def fragment(template: str, zone: tzinfo = UTC, **values: Any) -> str:
    """Fill a template that is no page of Newsfold's."""
    return _environment(zone).get_template(template).render(**values)


def unsubscribe_page(address: str, *, places: Places) -> bytes:
    """The page that asks whether an address is to get no more letters."""
    return rendered("unsubscribe.html.j2", places, receiver=address)


@lru_cache(maxsize=1)
def style_sheet() -> bytes:
    """The one style sheet of all pages."""
    return (files("newsfold.pages") / "templates" / "style.css").read_bytes()


@lru_cache(maxsize=1)
def script() -> bytes:
    """The one script of all pages: keys for those who like them. Nothing needs it."""
    return (files("newsfold.pages") / "templates" / "newsfold.js").read_bytes()


def removed_page(pruned: Pruned, *, places: Places | None = None) -> bytes:
    """The page of a story whose words are no longer kept: when and why they went."""
    around = places or Places(up="../")
    return message_page(REMOVED, pruned.sentence_in(around.zone), places=around)


def moved_page(target: str) -> bytes:
    """A page that leads on to `target`, the page of the story that one is in now, beside it in the same folder."""
    title, sentence = "This story is part of another one", "It is told there."
    return rendered("moved.html.j2", Places(up="../"), title=title, sentence=sentence, target=target)


def rendered(
    template: str,
    places: Places | None,
    *,
    kept: int | None = None,
    here: str = "",
    address: str | None = None,
    zone: tzinfo = UTC,
    **values: Any,
) -> bytes:
    """Fill a template. `here` is which page of the navigation it is ("front" for the first), if it is one; `address` is where it is
    below the top of a site of files, None for what nobody should cite. `zone` is for a page without places, which say theirs.
    """
    style = None if places else style_sheet().decode()
    canonical = f"{places.base}{address}" if places and places.base and address is not None else None
    values |= {"places": places, "style": style, "policy": _policy(style), "kept": kept, "here": here}
    environment = _environment(places.zone if places else zone)
    return environment.get_template(template).render(canonical=canonical, **values).encode("utf-8", "replace")


def _policy(style: str | None) -> str:
    """The content security policy; a style sheet inside the page is allowed by its hash alone."""
    if style is None:
        return POLICY
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'"


def _day_of(story: Summary, zone: tzinfo) -> date | None:
    at = story.last.by(zone)
    return at.date() if at else None


def _newest(dates: Iterable[Date]) -> Date:
    known: list[tuple[datetime, Date]] = [(date.at, date) for date in dates if date.at]
    return max(known, key=lambda pair: pair[0])[1] if known else Date()


@lru_cache(maxsize=_ZONES)
def _environment(zone: tzinfo) -> Environment:
    """The template engine that tells times in a zone, built once. Escaping is on for every template, whatever its name."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - not needed to print text or JSON

    undefined: type[Undefined] = StrictUndefined
    environment = Environment(
        loader=PackageLoader("newsfold.pages"),
        autoescape=True,
        undefined=undefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,  # or each page looks at the files of all its templates
    )
    environment.filters.update(
        words=_words_filter(),
        lang=language_tag,
        when=partial(labels.when, zone=zone),
        machine_time=labels.machine_time,
        counts_line=labels.counts_line,
        outlet=labels.outlet_name,
        share=labels.share,
        web_link=web_link,
        corrected_line=partial(corrected_line, zone=zone),
        weekday=labels.weekday,
        instant=partial(labels.instant, zone=zone),
        minutes=labels.length,
    )
    environment.globals.update(
        between=partial(labels.between, zone=zone),
        number_of=labels.number_of,
        in_tree=labels.in_tree,
        day_label=labels.day,
        closing=labels.closing,
        link_at_words=link_at_words,
        shared_texts=shared_texts,
        own_texts=own_texts,
        news=partial(news, zone=zone),
        sections=partial(sections, zone=zone),
        parted=parted,
        page_id=page_id,
        story_path=story_path,
        over_time=partial(over_time, zone=zone),
        by_teller=by_teller,
        covered=COVERED,
        corrected=CORRECTED,
        open_excerpts=OPEN_EXCERPTS,
    )
    return environment


def _words_filter() -> Callable[[str], Markup]:
    from markupsafe import Markup, escape  # noqa: PLC0415 - comes with the template engine

    def words(text: str) -> Markup:
        """Escape an outlet's words. A carriage return is written as a reference, or the parser would make it a newline."""
        escaped = escape(for_markup(text))
        return Markup(str(escaped).replace("\r", "&#13;")) if "\r" in escaped else escaped  # noqa: S704 - escaped just before

    return words

"""One item -> one article with its current revision, or the reason why it is none. Words are taken, never rewritten.

A record's title and text stay exactly as they were given, as spans index them; a feed's HTML becomes lines of text; a
page is searched for its article.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from newsfold.articles import body, dates, identity, taken, urls
from newsfold.model import Article, Item, Rejected, Revision, revision_id
from newsfold.text import language

# Characters of a text from which on a feed that carries it twice, under two guids and without an address, carries one piece. "No
# delays." may be said every day.
ENOUGH_WORDS = 100

NO_NAMES: Mapping[str, str] = MappingProxyType({})


def build(item: Item, names: Mapping[str, str] = NO_NAMES, found: Item | None = None) -> Article | Rejected:
    """Make an article of an item. `names` maps registrable domains to what the operator calls the outlet.

    An item without a word in title and text is rejected ("no-words"). A page that shows no article keeps its title. `found` is
    what was taken out of a page already, perhaps in another process, as `taken.of` gives it.

    >>> build(Item("week.jsonl:1", "record", id="a1", title=" Dam holds", url="https://news.orrin-post.example/1")).outlet
    'orrin-post.example'
    """
    if item.kind == "record":
        return _from_record(item, names)
    if item.body_markup == "page":
        return _from_page(item, found or taken.of(item.body or "", item.source), names)
    return _from_feed(item, names)


def _from_record(item: Item, names: Mapping[str, str]) -> Article | Rejected:
    words = _revision(item, item.title or "", item.body or "", language.primary(item.lang))
    return _article(item, words, urls.canonical(item.url), (f"record:{item.id}",), names)


def _from_feed(item: Item, names: Mapping[str, str]) -> Article | Rejected:
    title = body.inline(item.title or "") if item.title_markup == "html" else (item.title or "").strip()
    url = urls.canonical(item.url)
    # a body may have no words: a lone picture
    text = _plain(item, item.body) or _plain(item, item.summary)
    # Atom demands the date of the last change only, and many feeds have no other
    words = _revision(replace(item, published=item.published or item.updated), title, text)
    return _article(item, words, url, _feed_keys(item, url, words), names)


def _plain(item: Item, words: str | None) -> str:
    return body.plain(words or "") if item.body_markup == "html" else body.lines(words or "")


def _feed_keys(item: Item, url: str | None, words: Revision) -> tuple[str, ...]:
    """The address, an address that serves as guid, and the guid within its feed.

    An entry without address adds guid and title together, so that those of one recycled guid are told apart again, and its words
    within its feed where they are enough to tell it by, so that it is known again when its guid has changed.
    """
    permalink = urls.canonical(item.guid) if item.guid else None
    keys = [f"url:{key}" for key in dict.fromkeys((urls.key(url), urls.key(permalink))) if key]
    if not item.guid:
        return tuple(keys)
    guid = f"guid:{item.feed or urls.domain(url) or ''}|{item.guid.strip()}"
    if keys:
        return (*keys, guid)
    told = f"words:{item.feed}|{words.id}"
    return (f"{guid}|{(item.title or '').strip()}", guid, *([told] if len(words.text) >= ENOUGH_WORDS else []))


def _from_page(item: Item, found: Item, names: Mapping[str, str]) -> Article | Rejected:
    url = urls.canonical(item.url) or found.url
    described = replace(
        item,
        published=item.published or found.published,
        updated=item.updated or found.updated,
        byline=item.byline or found.byline,
        credit=item.credit or found.credit,
        lang=item.lang or found.lang,
        # without an address the page's own word is all that there is
        outlet=item.outlet or (None if url else found.outlet),
    )
    words = _revision(described, found.title or "", found.body or "")
    key = urls.key(url)
    return _article(described, words, url, (f"url:{key}",) if key else (), names)


def _revision(item: Item, title: str, text: str, lang: str | None = None) -> Revision:
    return Revision(
        id=revision_id(title, text),
        title=title,
        text=text,
        lang=lang or language.detect(f"{title}\n{text}", item.lang),
        published=dates.read(item.published),
        updated=dates.read(item.updated),
        byline=item.byline,
        credit=item.credit,
    )


def _article(
    item: Item, words: Revision, url: str | None, keys: tuple[str, ...], names: Mapping[str, str]
) -> Article | Rejected:
    if not words.title.strip() and not words.text.strip():
        return Rejected(item.source, "no-words", "it has neither a title nor a text")
    domain = urls.domain(url) or ""
    article = Article(
        id="",
        outlet=item.outlet or names.get(domain) or domain,
        revision=words,
        url=url,
        keys=keys or (f"words:{words.id}",),
        kind=item.kind,
        group=item.group,
    )
    return identity.identified(article)

"""A digest as JSON: the contract that other programs read.

Keys and their order are fixed; keys may be added, never changed. The text is the digest's own to the code point. Same
digest, same bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from newsfold.model import (
    Claim,
    Counts,
    Digest,
    Edit,
    Entity,
    Event,
    Excerpt,
    Headline,
    InPlace,
    Lineage,
    Listed,
    Member,
    Pruned,
    Quote,
    Range,
    Said,
    StoryLine,
    Verbatim,
)
from newsfold.pages.corrected import corrected_value

# Written as JSON escapes, which mean the same: lone surrogates (UTF-8 has no bytes for them), and what a terminal would
# obey that the output is printed to: DEL, C1 controls, bidirectional controls. `json` itself escapes C0.
_ESCAPED = re.compile("[\x7f-\x9f\u202a-\u202e\u2066-\u206f\ud800-\udfff]")


def as_json(digests: Iterable[Digest]) -> str:
    r"""Write digests as one JSON document, `{"stories": [...]}`, that can always be encoded as UTF-8.

    >>> as_json([])
    '{\n  "stories": []\n}\n'
    """
    return json_text({"stories": [as_value(digest) for digest in digests]})


def json_text(value: object) -> str:
    """Write any value as every JSON here is written: it can be encoded as UTF-8, and shown on a terminal."""
    written = json.dumps(value, ensure_ascii=False, indent=2)
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", written) + "\n"


def moved_json(story: str, target: str) -> str:
    """Write of a story that ended in which it is now, as `{"moved": {...}}`."""
    return json.dumps({"moved": {"story": story, "to": target}}, indent=2) + "\n"


def moment(at: datetime) -> str:
    """Write a moment in UTC to the second, with all four digits of its year, which `strftime` need not give.

    >>> moment(datetime(915, 9, 24, tzinfo=UTC))
    '0915-09-24T00:00:00Z'
    """
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def removed_json(gone: Pruned) -> str:
    """Write of a story whose words are no longer kept when and why they went, as `{"pruned": {...}}`."""
    value = {
        "story": gone.story,
        "at": f"{gone.at:%Y-%m-%dT%H:%M:%SZ}",
        "days": gone.days,
        "articles": gone.articles,
        "outlets": gone.outlets,
        "first": f"{gone.first:%Y-%m-%dT%H:%M:%SZ}",
        "last": f"{gone.last:%Y-%m-%dT%H:%M:%SZ}",
    }
    return json.dumps({"pruned": value}, indent=2) + "\n"


def as_value(digest: Digest) -> dict[str, Any]:
    """A digest as plain dicts and lists, in the fixed order of keys. Only a topic has "query" and "stories"."""
    value: dict[str, Any] = {
        "id": digest.id,
        "headline": _headline(digest.headline),
        "counts": _counts(digest.counts),
        "first": digest.first.iso,
        "last": digest.last.iso,
        "excerpts": [excerpt_value(excerpt) for excerpt in digest.excerpts],
        "lineages": [lineage_value(lineage) for lineage in digest.lineages],
        "articles": [_listed(article) for article in digest.articles],
        "quotes": [_quote(quote) for quote in digest.quotes],
        "conflicts": [
            {"kind": one.kind, "claims": [_claim(claim) for claim in one.claims]} for one in digest.conflicts
        ],
        "updates": [{"claims": [_claim(claim) for claim in one.claims]} for one in digest.updates],
        "timeline": [_event(event) for event in digest.timeline],
        "names": [_entity(entity) for entity in digest.names],
        "corrections": [corrected_value(one) for one in digest.corrections],
    }
    if digest.coverage:
        value["groups"] = [
            {"group": one.group, "outlets": list(one.outlets), "articles": one.articles} for one in digest.coverage
        ]
    if digest.edits:
        value["edits"] = [_edit(edit) for edit in digest.edits]
    if digest.since is not None:
        value["since"] = moment(digest.since)
        value["new"] = [excerpt_value(excerpt) for excerpt in digest.new]
    if digest.query is not None:
        value["query"] = digest.query
        value["stories"] = [_story_line(line) for line in digest.stories]
    return value


def _headline(headline: Headline) -> dict[str, Any]:
    return {
        "text": headline.text,
        "article": headline.article,
        "outlet": headline.outlet,
        "url": headline.url,
        "lang": headline.lang,
    }


def _counts(counts: Counts) -> dict[str, int]:
    return {"articles": counts.articles, "outlets": counts.outlets, "accounts": counts.accounts}


def excerpt_value(excerpt: Excerpt) -> dict[str, Any]:
    """Write an excerpt with its source, its span and why it was chosen."""
    whose = _verbatim(excerpt)
    lang = whose.pop("lang")
    return whose | {
        "cut_before": excerpt.cut_before,
        "cut_after": excerpt.cut_after,
        "lang": lang,
        "story": excerpt.story,
        "pick": {"gain": excerpt.pick.gain, "words": list(excerpt.pick.words)},
    }


def proof_value(proof: InPlace) -> dict[str, Any]:
    """Write words in their place with their source, and how they stand there: see `InPlace`."""
    how = {"as_came_in": proof.as_came_in, "latest": proof.latest, "story": proof.story}
    return _verbatim(proof.words) | how


def _verbatim(words: Verbatim) -> dict[str, Any]:
    return {
        "text": words.text,
        "article": words.article,
        "outlet": words.outlet,
        "url": words.url,
        "published": words.published.iso,
        "field": words.span.field,
        "span": [words.span.start, words.span.end],
        "revision": words.span.revision,
        "lang": words.lang,
    }


def _quote(quote: Quote) -> dict[str, Any]:
    return _verbatim(quote.content) | {
        "direct": quote.direct,
        "grade": quote.grade,
        "speaker": _inside(quote.speaker),
        "cue": _inside(quote.cue),
        "name": _inside(quote.name),
        "repeats": [_verbatim(one) for one in quote.repeats],
    }


def _inside(words: Verbatim | None) -> dict[str, Any] | None:
    """Words of the same article as those that they belong to."""
    return {"text": words.text, "span": [words.span.start, words.span.end]} if words else None


def _claim(claim: Claim) -> dict[str, Any]:
    return _verbatim(claim.words) | {"mark": [*claim.mark]}


def _edit(edit: Edit) -> dict[str, Any]:
    return {
        "kind": edit.kind,
        "before": _marked(edit.before, edit.gone),
        "after": _marked(edit.after, edit.new),
        "at": edit.at.iso,
    }


def _marked(words: Verbatim | None, marks: Iterable[Range]) -> dict[str, Any] | None:
    return _verbatim(words) | {"marks": [[*mark] for mark in marks]} if words else None


def _event(event: Event) -> dict[str, Any]:
    when = {"start": event.when.start, "end": event.when.end, "ambiguous": event.when.ambiguous}
    return when | {"accounts": event.accounts, "claim": _claim(event.claim)}


def _entity(entity: Entity) -> dict[str, Any]:
    return {
        "name": _verbatim(entity.name),
        "forms": [_verbatim(one) for one in entity.forms],
        "described": [_verbatim(one) for one in entity.described],
        "accounts": entity.accounts,
        "mentions": entity.mentions,
    }


def lineage_value(lineage: Lineage) -> dict[str, Any]:
    """Write which articles carry one text."""
    return {
        "id": lineage.id,
        "origin": lineage.origin,
        "credit": lineage.credit,
        "original_seen": lineage.original_seen,
        "members": [
            {
                "article": member.article,
                "role": member.role,
                "shared": member.shared,
                "usable": member.usable,
                "passages": passages(member),
            }
            for member in lineage.members
        ],
    }


def passages(member: Member) -> list[dict[str, Any]]:
    """Write where the words of a member stand that it shares with the origin: in it and, under `origin`, in that."""
    return [{"field": one.field, "span": [*one.here], "origin": [*one.there]} for one in member.passages]


def quotes(said: Iterable[Said]) -> list[dict[str, Any]]:
    """Write who said what in an article, as spans of its text."""
    return [
        {
            "content": [*one.content],
            "cue": _span(one.cue),
            "speaker": _span(one.speaker),
            "name": _span(one.name),
            "direct": one.direct,
            "grade": one.grade,
        }
        for one in said
    ]


def _span(where: Range | None) -> list[int] | None:
    return [*where] if where else None


def _listed(article: Listed) -> dict[str, Any]:
    return {
        "id": article.id,
        "title": article.title,
        "outlet": article.outlet,
        "url": article.url,
        "published": article.published.iso,
        "lang": article.lang,
        "lineage": article.lineage,
        "role": article.role,
        "story": article.story,
        "revision": article.revision,
    }


def _story_line(line: StoryLine) -> dict[str, Any]:
    return {"id": line.id, "headline": _headline(line.headline), "counts": _counts(line.counts)}

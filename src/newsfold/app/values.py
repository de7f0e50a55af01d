"""What the commands print as JSON and the API answers, where more than values is needed to put it together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from newsfold import feeds, pages
from newsfold.digests import Proof
from newsfold.engine.rooms import corrected_of
from newsfold.engine.searching import Answer
from newsfold.engine.subscribe import Entered
from newsfold.model import Feed, FeedState, Rejected, Story
from newsfold.store import Store


def decisions_value(store: Store, story: Story) -> dict[str, Any]:
    """Give every decision about a story, and what was corrected of it."""
    decisions = pages.listform.reasons_value(store.reasons(story.id))
    decisions += [{"decision": "correction", **pages.corrected_value(one)} for one in corrected_of(store, story)]
    return {"story": story.id, "decisions": decisions}


def proofs_value(proofs: Sequence[Proof]) -> dict[str, Any]:
    """Give how many proofs hold, and what is wrong with the others."""
    failed = [proof.message for proof in proofs if not proof.ok]
    return {"proved": len(proofs) - len(failed), "failed": failed}


def search_value(answer: Answer, top: int) -> dict[str, Any]:
    """Give what answers a query: its digest, and its stories, at most `top` of them."""
    return {
        "query": answer.query,
        "articles": answer.articles,
        "ranked": answer.ranked,
        "considered": answer.considered,
        "digest": pages.as_value(answer.digest) if answer.digest else None,
        "stories": [
            {"id": one.story.id, "headline": asdict(one.headline), "articles": one.articles}
            for one in answer.stories[:top]
        ],
    }


# --- subscriptions ----------------------------------------------------------------------------------------------------


def feeds_value(store: Store, now: datetime) -> list[dict[str, Any]]:
    """Give each subscription: when it was fetched, when it is next, and what is wrong with it."""
    subscribed = {feed.url: feed for feed in store.feeds()}
    states = store.feed_states()
    gaps = {url: sum(gap.url == url for gap in store.gaps([url])) for url in subscribed}
    return [_feed(subscribed[state.url], state, gaps[state.url], now) for state in states if state.url in subscribed]


def _feed(feed: Feed, state: FeedState, gaps: int, now: datetime) -> dict[str, Any]:
    found = feeds.health(state, now)
    return {
        "url": feed.url,
        "name": feed.name,
        "title": state.title,
        "site": feed.site,
        "folder": list(feed.folder),
        "full_text": state.full_text,
        "condition": found.condition,
        "sentence": found.sentence,
        "action": found.action,
        "fetched": iso(state.fetched),
        "succeeded": iso(state.succeeded),
        "changed": iso(state.changed),
        "next": None if state.paused else iso(state.due),
        "interval": state.interval,
        "failures": state.trouble.count if state.trouble else 0,
        "gaps": gaps,
    }


def entered_value(word: Entered, one: Feed | Rejected) -> dict[str, Any]:
    """Give what became of a line of a list of subscriptions."""
    if isinstance(one, Rejected):
        return {"outcome": word, "reason": one.reason, "detail": one.detail, "line": one.line}
    return {"outcome": word, "url": one.url, "name": one.name, "folder": list(one.folder)}


def iso(at: datetime | None) -> str | None:
    """Write a moment to the second, in UTC."""
    return at.isoformat(timespec="seconds").replace("+00:00", "Z") if at else None

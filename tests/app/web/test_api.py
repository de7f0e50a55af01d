"""The API: what it answers is what the commands print, page by page, to whom it may be told, and how it refuses."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from asking import Answer, asked
from commandline import DIVERS, FERRY, GOATS, lines, record, run
from jsonschema import Draft202012Validator
from starlette.applications import Starlette

from newsfold.app.web import Desk, make_app
from newsfold.app.web.access import hashed
from newsfold.app.web.api import PREFIX
from newsfold.engine.archive import Archive
from newsfold.engine.retention import prune
from newsfold.model import Field, Span, Token, revision_id
from newsfold.pages import Places
from newsfold.store import Store, open_store

NOON = datetime(2026, 3, 9, 12, tzinfo=UTC)
BANK = "The central bank of Astrava raised its key rate to four percent and surprised every economist in the capital."
WEEK = lines(
    record("a"),
    record("b", DIVERS, hour=9),
    record("g", GOATS, title="Heaviest goat crowned", published="2026-03-04T08:00:00Z"),
    record("k/1?", BANK, title="Key rate raised", lang="de", url="https://bank.example/1", outlet="Bank"),
)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of three stories: of a ferry (a and b), of a goat (g), of a bank (the article k/1?)."""
    path = tmp_path_factory.mktemp("filled") / "news.db"
    assert run("ingest", "-", "--store", path, stdin=WEEK).status == 0
    return path


@pytest.fixture
def path(filled: Path, tmp_path: Path) -> Path:
    """A store of its own for each test."""
    return Path(shutil.copy(filled, tmp_path))


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with open_store(path) as opened:
        yield opened


@pytest.fixture
def app(store: Store) -> Starlette:
    archive = Archive(store)
    return make_app(Desk(archive, store, kept=30, now=lambda: NOON, archive=archive))


def ask(app: Starlette, path: str, method: str = "GET", *, given: object = None, **headers: str) -> Answer:
    """Ask the API; `given` is sent as JSON."""
    body = b"" if given is None else json.dumps(given).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if given is not None:
        named["content-type"] = "application/json"
    return asked(app, PREFIX + path, method, headers=named, body=body)


def got(app: Starlette, path: str) -> Any:
    answer = ask(app, path)
    assert answer.status == 200, answer.text
    return json.loads(answer.body)


def ids(app: Starlette) -> dict[str, str]:
    """The story of each article."""
    return {one["id"]: one["story"] for one in got(app, "/articles")["articles"]}


def place_of(store: Store, article: str, field: Field, start: int, end: int) -> str:
    """The address of words of an article as it is now, below the top of the pages or of the API."""
    return Places("/", files=False).proof(article, Span(store.article(article).revision.id, field, start, end))


def refused(answer: Answer) -> tuple[int, str]:
    """The status and the code of a problem."""
    assert answer.headers["content-type"] == "application/problem+json"
    value = json.loads(answer.body)
    assert value["status"] == answer.status
    assert value["type"] == f"urn:newsfold:problem:{value['code']}"
    return answer.status, value["code"]


# --- what is read -----------------------------------------------------------------------------------------------------


def test_what_it_answers_is_what_the_commands_print(app: Starlette, path: Path) -> None:
    """Digests to the byte; why, proofs, subscriptions, corrections and searches value for value."""
    ferry = ids(app)["a"]
    assert ask(app, f"/stories/{ferry}").text == run("show", ferry, "--json", "--store", path).printed
    same = {
        f"/stories/{ferry}/decisions": ("show", ferry, "--why", "--json"),
        f"/stories/{ferry}/verify": ("verify", ferry, "--json"),
        "/feeds": ("feeds", "--json"),
        "/follows": ("follow", "--json"),
        "/corrections": ("corrections", "--json"),
        "/search?q=ferry": ("search", "ferry", "--json"),
    }
    for place, command in same.items():
        assert got(app, place) == json.loads(run(*command, "--store", path).printed), place


def test_parts_of_a_digest_can_be_had_alone(app: Starlette) -> None:
    """Excerpts with their spans, which are proved by the article's own words; and lineages."""
    ferry = ids(app)["a"]
    (digest,) = got(app, f"/stories/{ferry}")["stories"]
    found = got(app, f"/stories/{ferry}/excerpts")
    assert found == {"story": ferry, "excerpts": digest["excerpts"]}
    assert got(app, f"/stories/{ferry}/lineages")["lineages"] == digest["lineages"]
    assert found["excerpts"]
    for one in found["excerpts"]:
        kept = got(app, f"/articles/{one['article']}/revisions/{one['revision']}")
        start, end = one["span"]
        assert kept[one["field"]][start:end] == one["text"]
        assert revision_id(kept["title"], kept["text"]) == kept["id"] == one["revision"]


@pytest.mark.parametrize(("article", "field", "words"), [("a", "text", "212 people"), ("k/1?", "title", "Key rate")])
def test_words_are_proved_at_the_place_that_their_page_has(
    app: Starlette, store: Store, article: str, field: Field, words: str
) -> None:
    """The address behind /api/v1 is that of the page; what it gives says whether what is stored is what came in."""
    now = store.article(article)
    start = now.revision.words(field).index(words)
    place = place_of(store, article, field, start, start + len(words))
    found = got(app, place)
    assert (found["text"], found["span"], found["field"]) == (words, [start, start + len(words)], field)
    assert (found["article"], found["url"], found["revision"]) == (article, now.url, now.revision.id)
    assert (found["as_came_in"], found["latest"], found["story"]) == (True, True, ids(app)[article])
    assert words in asked(app, place).text


def test_what_is_no_place_of_words_is_refused(app: Starlette, store: Store) -> None:
    """Behind the end, of another article, of a field that there is not, or without an end."""
    assert refused(ask(app, place_of(store, "a", "title", 0, 999))) == (404, "not-found")
    other = place_of(store, "a", "text", 0, 3).replace("article=a", "article=g")
    assert refused(ask(app, other)) == (404, "not-found")
    assert refused(ask(app, other.replace("article=g", "article=none"))) == (404, "not-found")
    assert refused(ask(app, other.replace("field=text", "field=body"))) == (422, "not-understood")
    assert refused(ask(app, other.replace("&end=3", ""))) == (422, "not-understood")


def test_an_article_may_have_any_id(app: Starlette) -> None:
    """Records bring their own, with slashes and question marks."""
    article = got(app, "/articles/k%2F1%3F")
    assert (article["id"], article["text"], article["story"]) == ("k/1?", BANK, ids(app)["k/1?"])
    (revision,) = got(app, "/articles/k%2F1%3F/revisions")["revisions"]
    assert revision["text"] == BANK


def test_lists_are_gone_through_while_more_arrives(app: Starlette, path: Path) -> None:
    """Every story and article that was there at the beginning comes once; what came meanwhile is at the front, not between."""
    for name in ("stories", "articles"):
        all_of_them = [one["id"] for one in got(app, f"/{name}")[name]]
        first = got(app, f"/{name}?limit=1")
        seen, place, number = [one["id"] for one in first[name]], first["next"], 0
        while place:
            number += 1
            later = record(f"{name}{number}", f"Number {number} of {name}: {GOATS}", title=f"Goat {number} of {name}")
            assert run("ingest", "-", "--store", path, stdin=lines(later)).status == 0
            page = got(app, f"/{name}{place}")
            seen, place = seen + [one["id"] for one in page[name]], page["next"]
        assert seen == all_of_them


def test_lists_are_filtered(app: Starlette) -> None:
    """By outlet, language and time, which a bare date ends at its end."""
    story = ids(app)
    assert [one["id"] for one in got(app, "/stories?lang=de")["stories"]] == [story["k/1?"]]
    assert [one["id"] for one in got(app, "/articles?outlet=A&outlet=B")["articles"]] == ["b", "a"]
    assert [one["id"] for one in got(app, "/stories?since=2026-03-03")["stories"]] == [story["g"]]
    assert [one["id"] for one in got(app, "/articles?until=2026-03-02&limit=1")["articles"]] == ["k/1?"]
    assert len(got(app, "/articles?until=2026-03-02T08:00:00Z&lang=en")["articles"]) == 1
    assert got(app, "/articles?since=2026-03-02T09:00:01%2B01:00&until=2026-03-02T10:30:00%2B01:00")["next"] is None


def test_editions_outlets_ledger_and_status(app: Starlette) -> None:
    """The days that have stories, each with an end; what is kept, and that nothing was lost."""
    assert got(app, "/editions") == {"days": ["2026-03-04", "2026-03-02"], "next": None}
    assert got(app, "/editions?limit=1")["next"] is not None
    edition = got(app, "/editions/2026-03-02")
    assert (edition["next"], edition["previous"], edition["left_out"]) == ("2026-03-04", None, 0)
    assert {one["id"] for one in edition["stories"]} == {ids(app)["a"]}
    assert [one["outlet"] for one in got(app, "/outlets")["outlets"]] == ["A", "B", "Bank", "G"]
    status = got(app, "/status")
    assert (status["articles"], status["kept"], status["ledger"]["difference"]) == (4, 30, 0)
    assert got(app, "/ledger") == status["ledger"]


def test_a_search_that_nothing_answers_is_an_answer(app: Starlette) -> None:
    """One that asks for no word is a mistake."""
    found = got(app, "/search?q=volcano")
    assert (found["digest"], found["stories"], found["articles"]) == (None, [], 0)
    assert refused(ask(app, "/search?q=-goat")) == (400, "bad-usage")


def test_what_a_client_has_is_not_sent_again(app: Starlette) -> None:
    """By its tag; HEAD tells the tag without the body."""
    ferry = f"/stories/{ids(app)['a']}"
    whole, head = ask(app, ferry), ask(app, ferry, "HEAD")
    assert (head.status, head.body, head.headers["etag"]) == (200, b"", whole.headers["etag"])
    assert head.headers["content-length"] == str(len(whole.body))
    for method in ("GET", "HEAD"):
        again = ask(app, ferry, method, if_none_match=whole.headers["etag"])
        assert (again.status, again.body) == (304, b"")


def test_every_answer_is_as_it_is_described(app: Starlette, store: Store) -> None:
    """And the description knows every key."""
    described = got(app, "/openapi.json")
    assert described["openapi"].startswith("3.1")
    schemas = described["components"]["schemas"]
    story, follow = ids(app)["a"], json.loads(ask(app, "/follows", "POST", given={"query": "ferry"}).body)["id"]
    assert ask(app, f"/stories/{story}/marks/star", "PUT").status == 200
    assert ask(app, "/feeds", "POST", given={"url": "https://orrin.example/rss"}).status == 201
    assert ask(app, "/corrections", "POST", given={"kind": "hide", "outlet": "G"}).status == 201
    filled = {"{story}": story, "{article}": "a", "{day}": "2026-03-02", "{follow}": follow}
    filled |= {"{revision}": got(app, "/articles/a")["revision"]}
    wanted = {"/search": "/search?q=ferry", "/proof": place_of(store, "a", "text", 4, 9)}
    for place, methods in described["paths"].items():
        if "get" not in methods or place == "/events":
            continue
        asked_for = wanted.get(place, place)
        for name, value in filled.items():
            asked_for = asked_for.replace(name, value)
        schema = methods["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        root = {"$defs": {}, "components": {"schemas": closed(schemas)}, **schema}
        faults = [error.message for error in Draft202012Validator(root).iter_errors(got(app, asked_for))]
        assert faults == [], place


def closed(schemas: dict[str, Any]) -> dict[str, Any]:
    """The same shapes, but with no keys beside those that are named. What a decision is made on has keys of its own."""
    return {
        name: one | {"additionalProperties": False} if "properties" in one and name != "Decision" else one
        for name, one in schemas.items()
    }


# --- what became something else ---------------------------------------------------------------------------------------


def test_a_story_that_was_merged_away_leads_on(app: Starlette) -> None:
    """For the time being, as it can be split again; the body says it too, and the rest of the address stays."""
    story = ids(app)
    made = ask(app, "/corrections", "POST", given={"kind": "merge", "stories": [story["g"], story["a"]], "why": "one"})
    assert made.status == 201
    kept, gone = json.loads(made.body)["stories"]
    answer = ask(app, f"/stories/{gone}")
    assert (answer.status, answer.headers["location"]) == (307, kept)
    assert json.loads(answer.body) == {"moved": {"story": kept, "to": kept}}
    assert ask(app, f"/stories/{gone}/verify").headers["location"] == f"../{kept}/verify"
    assert ask(app, f"/stories/{gone}?since=2026-03-02").headers["location"] == f"{kept}?since=2026-03-02"
    assert got(app, "/corrections")["corrections"][0]["by"] == "api"
    assert ask(app, "/corrections", "POST", given={"kind": "undo", "undoes": 1}).status == 201
    assert ask(app, f"/stories/{gone}").status == 200


def test_what_is_kept_no_longer_is_gone(app: Starlette, store: Store) -> None:
    """A story says when it went; its articles are not there any more, and in no list."""
    story, place = ids(app)["a"], place_of(store, "a", "text", 0, 9)
    prune(store, now=NOON, days=6)
    assert refused(ask(app, place)) == (410, "removed")
    answer = ask(app, f"/stories/{story}")
    assert refused(answer) == (410, "removed")
    assert json.loads(answer.body)["pruned"]["articles"] == 2
    assert refused(ask(app, f"/stories/{story}/decisions")) == (410, "removed")
    assert refused(ask(app, "/articles/a")) == (404, "not-found")
    assert ids(app).keys() == {"g"}


def test_a_hidden_outlet_is_nowhere(app: Starlette, store: Store) -> None:
    """Not in lists, not among outlets, and its articles are not given either."""
    assert ask(app, "/corrections", "POST", given={"kind": "hide", "outlet": "G"}).status == 201
    assert "g" not in ids(app)
    assert [one["outlet"] for one in got(app, "/outlets")["outlets"]] == ["A", "B", "Bank"]
    assert len(got(app, "/stories")["stories"]) == 2
    assert refused(ask(app, "/articles/g")) == (404, "not-found")
    assert refused(ask(app, "/articles/g/revisions")) == (404, "not-found")
    assert refused(ask(app, place_of(store, "g", "text", 0, 9))) == (404, "not-found")


# --- what is changed --------------------------------------------------------------------------------------------------


def test_subscriptions_come_and_go(app: Starlette, store: Store) -> None:
    """One that is known already is told to be; nothing is fetched here."""
    wanted = {"url": "https://Orrin.example/rss", "name": "Orrin Today", "folder": ["Coast", "North"]}
    made = ask(app, "/feeds", "POST", given=wanted)
    assert (made.status, json.loads(made.body)["outcome"]) == (201, "added")
    assert [(feed.url, feed.folder) for feed in store.feeds()] == [("https://orrin.example/rss", ("Coast", "North"))]
    again = ask(app, "/feeds", "POST", given=wanted)
    assert (again.status, json.loads(again.body)["outcome"]) == (200, "known")
    assert ask(app, "/feeds?url=https://orrin.example/rss", "DELETE").status == 204
    assert refused(ask(app, "/feeds?url=https://orrin.example/rss", "DELETE")) == (404, "not-found")
    assert refused(ask(app, "/feeds", "POST", given={"url": "file:///etc/passwd"})) == (422, "not-understood")


def test_what_is_followed_and_marked(app: Starlette) -> None:
    """A story or a query, and never both; a mark is made and taken back."""
    ferry = ids(app)["a"]
    follow = json.loads(ask(app, "/follows", "POST", given={"story": ferry}).body)
    assert (follow["story"], follow["query"], follow["new"]) == (ferry, None, 0)
    assert got(app, f"/follows/{follow['id']}/news")["stories"] == []
    assert ask(app, f"/follows/{follow['id']}", "DELETE").status == 204
    assert got(app, "/follows") == {"follows": []}
    assert refused(ask(app, "/follows", "POST", given={"story": ferry, "query": "ferry"})) == (422, "not-understood")
    assert refused(ask(app, "/follows", "POST", given={"query": "-goat"})) == (409, "bad-usage")
    assert ask(app, f"/stories/{ferry}/marks/read", "PUT").status == 200
    assert got(app, "/marks") == {"marks": [{"story": ferry, "kind": "read", "at": "2026-03-09T12:00:00Z"}]}
    assert ask(app, f"/stories/{ferry}/marks/read", "DELETE").status == 204
    assert got(app, "/marks") == {"marks": []}
    assert refused(ask(app, f"/stories/{ferry}/marks/liked", "PUT")) == (422, "not-understood")


def test_corrections_are_made_as_by_command(app: Starlette) -> None:
    """Split, pin, hide, undo; what does not go with what there is, is in conflict with it."""
    ferry = ids(app)["a"]
    split = ask(app, "/corrections", "POST", given={"kind": "split", "stories": [ferry], "articles": ["b"]})
    assert (split.status, json.loads(split.body)["kind"]) == (201, "split")
    assert ids(app)["b"] != ferry
    pin = {"kind": "pin", "stories": [ferry], "articles": ["a"]}
    assert ask(app, "/corrections", "POST", given=pin).status == 201
    assert refused(ask(app, "/corrections", "POST", given={"kind": "merge", "stories": [ferry, ferry]}))[0] == 409
    assert refused(ask(app, "/corrections", "POST", given={"kind": "undo", "undoes": 9})) == (404, "not-found")
    assert refused(ask(app, "/corrections", "POST", given={"kind": "praise"})) == (422, "not-understood")


# --- how it refuses ---------------------------------------------------------------------------------------------------


def test_every_refusal_is_a_problem_with_a_code(app: Starlette) -> None:
    """What is not there, not understood, or cannot be done here, which says what can."""
    assert refused(ask(app, "/nothing")) == (404, "not-found")
    assert refused(ask(app, "/nothing", "OPTIONS")) == (404, "not-found")
    assert refused(ask(app, "/stories/s0")) == (404, "not-found")
    assert refused(ask(app, "/stories?limit=0")) == (422, "not-understood")
    assert refused(ask(app, "/stories?cursor=31")) == (422, "not-understood")
    assert refused(ask(app, "/stories?since=yesterday")) == (422, "not-understood")
    assert refused(ask(app, "/editions/2026-02-30")) == (422, "not-understood")
    answer = ask(app, "/feeds", "PATCH")
    assert refused(answer) == (405, "no-such-method")
    assert answer.headers["allow"] == "DELETE, GET, HEAD, OPTIONS, POST"
    free = ask(app, "/feeds", "OPTIONS")
    assert (free.status, free.headers["allow"]) == (204, answer.headers["allow"])
    assert "access-control-allow-origin" not in free.headers
    large = asked(app, f"{PREFIX}/feeds", "POST", headers={"content-type": "application/json"}, body=b" " * 9_000_000)
    assert refused(large) == (413, "too-large")


def test_a_problem_does_not_repeat_what_was_sent(app: Starlette) -> None:
    """What somebody sent may be a password, or a script."""
    answer = ask(app, "/feeds", "POST", given={"url": "<script>1</script>", "name": "secret"})
    assert refused(answer) == (422, "not-understood")
    assert "script" not in answer.text
    assert "secret" not in answer.text


def test_what_nobody_expected_is_a_problem_too(app: Starlette, store: Store) -> None:
    """A store that is closed cannot be read now; how it failed inside is not told."""
    store.close()
    assert refused(ask(app, "/ledger")) == (503, "store-failed")


def test_who_may_read_and_who_may_change(store: Store) -> None:
    """A token reads, or changes as well; without one the problem says what is wanted, and another site changes nothing."""
    archive = Archive(store)
    desk = Desk(archive, store, password="velvet", now=lambda: NOON, archive=archive)  # noqa: S106 - invented
    app = make_app(desk)
    store.add_token(Token("t1", "reader", ("read",), NOON), hashed("r"))
    store.add_token(Token("t2", "desk", ("change",), NOON), hashed("c"))
    hide = {"kind": "hide", "outlet": "G"}
    assert refused(ask(app, "/ledger")) == (401, "not-let-in")
    assert ask(app, "/ledger", authorization="Bearer r").status == 200
    assert refused(ask(app, "/corrections", "POST", given=hide, authorization="Bearer r")) == (403, "not-allowed")
    made = ask(app, "/corrections", "POST", given=hide, authorization="Bearer c")
    assert (made.status, json.loads(made.body)["by"]) == (201, "desk")
    store.remove_token("t2")
    assert refused(ask(app, "/ledger", authorization="Bearer c")) == (401, "not-let-in")
    local = make_app(Desk(archive, store, archive=archive))
    answer = ask(local, "/corrections", "POST", given=hide, sec_fetch_site="cross-site")
    assert refused(answer) == (403, "not-allowed")


def test_words_that_no_encoding_has_are_escaped(path: Path, app: Starlette) -> None:
    """What a terminal would obey, too; they come back code point for code point."""
    words = f"{FERRY} \u202egnitsop\u202c \x85 ends here."
    run("ingest", "-", "--store", path, stdin=lines(record("odd", words)))
    answer = ask(app, "/articles/odd")
    assert b"\\u202e" in answer.body
    assert json.loads(answer.body)["text"] == words

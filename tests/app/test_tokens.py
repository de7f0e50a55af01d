"""The command `token`: keys for programs, whose secret is shown once and kept nowhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commandline import lines, record, run

from newsfold.app.web.access import hashed
from newsfold.store import open_store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tokens") / "news.db"
    assert run("ingest", "-", "--store", path, stdin=lines(record("a"))).status == 0
    return path


def test_a_token_is_made_listed_and_ended(store: Path) -> None:
    """The secret is the one line of data; the file of the store does not hold it."""
    ran = run("token", "add", "phone", "--store", store)
    secret = ran.printed.strip()
    assert (ran.status, len(secret)) == (0, 43)
    assert secret.encode() not in store.read_bytes()
    with open_store(store) as opened:
        token = opened.token(hashed(secret))
    assert token
    assert (token.name, token.scopes) == ("phone", ("read",))
    (line,) = run("token", "list", "--store", store).printed.splitlines()
    assert (line.split()[:2], line.split()[-1]) == ([token.id, "read"], "phone")
    assert run("token", "remove", token.id, "--store", store).status == 0
    with open_store(store) as opened:
        assert opened.token(hashed(secret)) is None
    assert run("token", "remove", token.id, "--store", store).status == 2


def test_a_token_as_data(store: Path) -> None:
    """With its secret when it is made, and never again."""
    made = json.loads(run("token", "add", "desk", "--scope", "change", "--store", store, "--json").printed)
    secret = made.pop("secret")
    assert made["scopes"] == ["change"]
    listed = json.loads(run("token", "list", "--store", store, "--json").printed)
    assert listed == {"tokens": [made]}
    assert secret not in json.dumps(listed)
    assert run("token", "add", " ", "--store", store).status == 2

"""The API holds to its own description, whatever is asked: the short form of `make prove-api`, put to the application itself."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any
from unittest import SkipTest

import pytest
import schemathesis
from commandline import DIVERS, GOATS, lines, record, run
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from prove_api import settings_of
from schemathesis.config import SchemathesisConfig

from newsfold.app.web import Desk, make_app
from newsfold.app.web.api import PREFIX
from newsfold.engine.archive import Archive
from newsfold.store import open_store

# Made up for each resource, rightly and wrongly.
EXAMPLES = 3
ENDLESS = "/events"
WEEK = lines(record("a"), record("b", DIVERS, hour=9), record("g", GOATS, title="Heaviest goat crowned"))


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    path = tmp_path_factory.mktemp("described") / "news.db"
    assert run("ingest", "-", "--store", path, stdin=WEEK).status == 0
    with open_store(path) as store:
        archive = Archive(store)
        app = make_app(Desk(archive, store, hosts=("testserver",), archive=archive))
        known = {
            "story": [one.id for one in store.stories()],
            "article": ["a", "b", "g"],
            "revision": [store.article("a").revision.id],
        }
        config = SchemathesisConfig.from_str(settings_of(known))
        yield schemathesis.openapi.from_asgi(f"{PREFIX}/openapi.json", app, config=config)


def test_every_answer_is_as_described(described: Any) -> None:
    """Every operation, asked rightly and wrongly, with every check that there is; what takes nothing cannot be asked wrongly."""
    operations = [one.ok() for one in described.get_all_operations()]
    asked = [hold(one, mode) for one in operations if one.path != ENDLESS for mode in schemathesis.GenerationMode]
    assert (len(operations), sum(asked) > len(operations) * EXAMPLES) == (30, True)


def hold(operation: Any, mode: schemathesis.GenerationMode) -> int:
    """Put some requests of an operation; give how many there were."""
    asked = 0

    @settings(max_examples=EXAMPLES, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @seed(1)
    @given(operation.as_strategy(generation_mode=mode))
    def every(case: schemathesis.Case[Any]) -> None:
        nonlocal asked
        asked += 1
        case.call_and_validate(base_url=f"http://testserver{PREFIX}")

    with contextlib.suppress(SkipTest, Unsatisfiable):
        every()
    return asked

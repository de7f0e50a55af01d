"""Other parsers' test feeds and real ones: nothing raises, and every file and entry is accounted for.

The archives are other people's: they are unpacked where the tests run and read there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from newsfold.articles import build
from newsfold.feeds import read
from newsfold.model import Article, Feed, Item, Ledger, Rejected

Unpack = Callable[[str], Path]

# Items that each corpus gave when this was written, all of its files being read (5,495 in about 6 s): no fewer may come.
ITEMS = {"feedparser": 1_150, "feedvalidator": 1_450, "gofeed": 380, "miniflux": 270, "netnewswire": 1_015}


def visible_files(folder: Path) -> set[str]:
    paths = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return {str(path) for path in paths if not any(part.startswith(".") for part in path.relative_to(folder).parts)}


@pytest.mark.shared
@pytest.mark.parametrize("corpus", sorted(ITEMS))
def test_every_file_of_a_corpus_is_accounted_for(corpus: str, unpacked: Unpack) -> None:
    """Each gives items or feeds, or is rejected by its name; none raises, whatever is wrong with it."""
    folder = unpacked(f"corpora/{corpus}.tar.gz")
    counts: Counter[type[Item | Feed | Rejected]] = Counter()
    sources: set[str] = set()
    for value in read([str(folder)]):
        counts[type(value)] += 1
        sources.add(value.source)
    assert sources == visible_files(folder)
    assert counts[Item] >= ITEMS[corpus]


@pytest.mark.shared
def test_every_entry_of_real_feeds_becomes_an_article(unpacked: Unpack) -> None:
    """200 captures of newspapers' feeds: the ledger's difference is 0, and nothing is rejected."""
    seen, kinds = 0, Counter[str]()
    for value in read([str(unpacked("real/rss.tar.gz"))]):
        assert not isinstance(value, Feed)
        seen += 1
        # a declared language is believed, which keeps the model that tells languages out of this test
        made = build(value) if isinstance(value, Item) else value
        kinds[made.reason if isinstance(made, Rejected) else "stored"] += 1
        assert isinstance(made, Rejected) or (made.title and made.url and made.published.at and made.outlet)
    ledger = Ledger(seen, stored=kinds.pop("stored"), rejected=kinds)
    assert (ledger.difference, ledger.rejected) == (0, {})
    assert isinstance(made, Article)


@pytest.mark.shared
def test_every_subscription_list_of_real_ones_is_read(unpacked: Unpack) -> None:
    """118 lists by country and topic; what is no list in the folder is rejected as such."""
    values = list(read([str(unpacked("real/opml-cc0.tar.gz"))]))
    assert sum(isinstance(value, Feed) for value in values) >= 1_550
    assert {value.reason for value in values if isinstance(value, Rejected)} == {"unknown-format"}

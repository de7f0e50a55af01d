"""One saved HTML page -> one item whose body is the whole document; `newsfold.articles` takes the article out of it."""

from __future__ import annotations

from collections.abc import Iterator

from newsfold.feeds import decoding
from newsfold.model import Item, Rejected


def read(data: bytes, source: str) -> Iterator[Item | Rejected]:
    """Decode a page by its mark, its meta element or its bytes."""
    text = decoding.decode(data)
    if text is None:
        yield Rejected(source, "unknown-encoding", "its encoding is not declared and could only be guessed")
    else:
        yield Item(source=source, kind="page", body=text, body_markup="page")

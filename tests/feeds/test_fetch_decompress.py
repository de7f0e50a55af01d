"""A compressed body is undone within a bound; what is damaged is never a shorter body."""

from __future__ import annotations

import gzip
import zlib

import brotli
import pytest
from hostile_server import bomb, compressed
from hypothesis import given
from hypothesis import strategies as st

from newsfold.feeds.fetching.decompress import DENSE_FROM, MAX_MEMBERS, PIECE, Body, Damaged, TooDense, TooLarge

MOST = 1024 * 1024


def undone(data: bytes, encodings: str, *, step: int = PIECE, most: int = MOST) -> bytes:
    """Feed a body in steps, as it might come over the wire."""
    body = Body(encodings, most)
    _feed(body, data, step)
    return body.whole()


def _feed(body: Body, data: bytes, step: int) -> None:
    for start in range(0, len(data), step):
        for _ in body.feed(data[start : start + step]):
            pass


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


@given(
    st.binary(max_size=300),
    st.integers(1, 50),
    st.sampled_from(["gzip", "br", "deflate", "gzip,br", "br,gzip", "deflate,gzip"]),
)
def test_every_compression_is_undone_in_any_steps(data: bytes, step: int, kinds: str) -> None:
    """Also one on top of another: the header names the one that was made first at the beginning (RFC 9110, 8.4)."""
    made = data
    for kind in kinds.split(","):
        made = compressed(kind, made)
    assert undone(made, kinds, step=step) == data


@pytest.mark.parametrize("step", [1, 7, 1000, 10**6])
def test_more_than_a_piece_is_undone(step: int) -> None:
    """Where little that goes in is much that comes out."""
    data = b"The dam holds. " * 40_000
    assert undone(gzip.compress(data), "X-GZip", step=step) == data
    assert undone(brotli.compress(data, quality=3), "br", step=step) == data
    assert undone(raw_deflate(data), "deflate", step=step) == data


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=5), st.integers(1, 30))
def test_gzip_in_several_members_is_one_body(parts: list[bytes], step: int) -> None:
    """As RFC 1952 has it; what follows the last and is no member is padding."""
    assert undone(b"".join(map(gzip.compress, parts)) + b"\0" * 9, "gzip", step=step) == b"".join(parts)


@pytest.mark.parametrize("encodings", ["", "identity", "none", "utf-8", "UTF-8, identity"])
def test_a_word_that_names_no_compression_says_nothing(encodings: str) -> None:
    """Servers write all sorts of things there."""
    assert undone(b"The dam holds.", encodings) == b"The dam holds."


@pytest.mark.parametrize("encodings", ["gzip", "br", "deflate", "br, gzip"])
def test_an_empty_body_is_empty(encodings: str) -> None:
    """With or without the header of a compression."""
    assert undone(b"", encodings) == b""


@pytest.mark.parametrize("kind", ["gzip", "br", "deflate"])
@pytest.mark.parametrize("missing", [1, 5])
def test_a_body_that_was_cut_is_damaged(kind: str, missing: int) -> None:
    """Even where all of its words came: who knows what did not."""
    with pytest.raises(Damaged, match="ends before its compression does"):
        undone(compressed(kind, b"The dam holds. " * 100)[:-missing], kind)


@pytest.mark.parametrize("kind", ["gzip", "br"])
def test_a_body_that_is_not_compressed_is_damaged(kind: str) -> None:
    """Where its headers say that it is."""
    with pytest.raises(Damaged, match="not compressed as its headers say"):
        undone(b"<rss version='2.0'><channel/></rss>", kind)


@pytest.mark.parametrize(
    ("encodings", "says"), [("zstd", "zstd"), ("compress", "compress"), ("gzip, gzip, gzip", "3 times")]
)
def test_what_was_not_asked_for_is_damaged(encodings: str, says: str) -> None:
    """Compressions that cannot be undone within a bound, and towers of them."""
    with pytest.raises(Damaged, match=says):
        Body(encodings, MOST)


def test_a_bound_is_a_bound() -> None:
    """To the byte, whether or not the body is compressed."""
    for encodings, data in (("", bytes(MOST)), ("gzip", gzip.compress(bytes(MOST)))):
        assert len(undone(data, encodings)) == MOST
        with pytest.raises(TooLarge):
            undone(data, encodings, most=MOST - 1)


@pytest.mark.parametrize("kinds", ["gzip", "br", "gzip,gzip", "br,gzip"])
def test_a_bomb_stops_at_the_bound(kinds: str) -> None:
    """1 GiB in a megabyte, or in a hundred bytes: not more than one piece over the bound is ever made."""
    body = Body(kinds, MOST)
    with pytest.raises(TooLarge):
        list(body.feed(bomb(kinds)))
    assert body.size <= MOST + PIECE


def test_a_layer_in_between_is_bounded_too() -> None:
    """What is undone once may be large, and next to nothing when it is undone twice; or be made of endless nothings."""
    with pytest.raises(TooLarge):
        undone(gzip.compress(gzip.compress(b"The dam holds.") + bytes(MOST)), "gzip, gzip")
    with pytest.raises(Damaged, match="too many pieces"):
        undone(gzip.compress(b"") * (MAX_MEMBERS + 1), "gzip")


@pytest.mark.parametrize("kinds", ["gzip", "br", "gzip,gzip", "br,gzip"])
def test_a_bomb_ends_long_before_the_bound(kinds: str) -> None:
    """A body that is denser than any document is no document: the rest of it is not worth its work."""
    body, data = Body(kinds, 15 * 1024 * 1024), bomb(kinds)
    with pytest.raises(TooDense):
        _feed(body, data, PIECE)
    assert body.size <= DENSE_FROM + 4 * PIECE


def test_a_document_that_repeats_itself_is_taken() -> None:
    """Two hundred entries of one form, and what is small however dense it is."""
    entries = "".join(
        f"<item><title>Report {n} of the harbour</title><guid>{n * 7919}</guid></item>" for n in range(40_000)
    )
    for data in (entries.encode(), bytes(DENSE_FROM)):
        assert undone(gzip.compress(data), "gzip", most=15 * 1024 * 1024) == data
    assert len(entries) > DENSE_FROM


def test_the_beginning_can_be_had() -> None:
    """For what is read only so far."""
    body = Body("gzip", 3 * PIECE)
    with pytest.raises(TooLarge):
        list(body.feed(gzip.compress(bytes(MOST))))
    assert body.so_far() == bytes(len(body.so_far()))
    assert 2 * PIECE <= len(body.so_far()) <= 3 * PIECE

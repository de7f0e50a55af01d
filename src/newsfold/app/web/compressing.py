"""Compresses answers (gzip, RFC 1952) for those who take them so, and remembers what it compressed.

This is asked by `answers.answer` for whole bodies, in the handler's thread; what is sent without end never comes here. Who asks
from this machine cannot be told from a proxy in front of others, and is answered alike.

A page that carries the token of its forms is not compressed together with what a stranger may have asked for: the length of such an
answer tells how much of the two is the same, letter by letter (the attack that is called BREACH).
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final

from newsfold.engine.recent import Recent

if TYPE_CHECKING:
    from starlette.requests import Request

# What fits into one packet is there no sooner when it is shorter.
LEAST: Final = 1400
# A page of 40 kB: 5.5 kB in .16 ms at level 1, 5.0 in .3 at 4, 4.9 in .47 at 6, 4.7 in .75 at 9 (brotli at 4: 4.5 in .4).
_LEVEL: Final = 4
_GZIP: Final = 16 + zlib.MAX_WBITS  # the form of gzip instead of that of zlib, with no time in it
# Bodies that are remembered, and how large they are at the most: 256 of 32 kB, as text becomes an eighth, are 8 MB.
_REMEMBERED: Final = 256
_LARGEST: Final = 256 * 1024
# What a browser says of a request that our own page or the reader made (Fetch Metadata); it does over HTTPS, and on loopback.
_OWN: Final = frozenset({"same-origin", "none"})

_by_tag: Final = Recent[str, bytes](_REMEMBERED)


def compressed(request: Request, body: bytes, tag: str, *, with_token: bool = False) -> bytes | None:
    """Compress a body for who asks; None where it goes out as it is. `tag` is a hash of the body.

    with_token: whether the body carries the token of forms.
    """
    if len(body) < LEAST or not takes_gzip(request.headers.get("accept-encoding", "")):
        return None
    if with_token and _may_be_chosen(request):
        return None
    return _by_tag.get(tag, lambda: _gzip(body)) if len(body) <= _LARGEST else _gzip(body)


def takes_gzip(accepted: str) -> bool:
    """Whether an Accept-Encoding header takes gzip (RFC 9110, 12.5.3).

    >>> takes_gzip("br, gzip;q=0.8"), takes_gzip("*"), takes_gzip("gzip;q=0, *"), takes_gzip("identity")
    (True, True, False, False)
    """
    weights = {}
    for one in accepted.lower().replace(" ", "").split(","):
        name, _, weight = one.partition(";q=")
        weights[name] = weight or "1"
    return weights.get("gzip", weights.get("*", "0")).strip("0.") != ""


def _may_be_chosen(request: Request) -> bool:
    """Whether a stranger may have chosen what is asked for: there is a query, and nobody says that it is ours."""
    return bool(request.url.query) and request.headers.get("sec-fetch-site") not in _OWN


def _gzip(body: bytes) -> bytes:
    return zlib.compress(body, _LEVEL, _GZIP)

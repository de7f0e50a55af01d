"""Which address is asked for, and where a redirect leads. Pure; whether an address may be connected to is decided in
`addresses`."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final
from urllib.parse import quote, urljoin, urlsplit

from yarl import URL

from newsfold.feeds.fetching.failing import Failed

MAX_HOPS: Final = 10
"""Redirects that are followed for one fetch. Browsers follow 20; of feeds none is known that needs more than four."""

FOLLOWED: Final = frozenset({301, 302, 303, 307, 308})
SCHEMES: Final = frozenset({"http", "https"})

# What may stand in a path and a query as it is (RFC 3986, 3.3 and 3.4), and "%", so that nothing is encoded twice.
_KEPT = "%/:@!$&'()*+,;=?~[]|^`{}\"<>\\"


def address_of(url: str) -> URL:
    """Make a URL one that can be asked for, byte for byte the same path and query where they can be sent as they are.

    Letters beyond ASCII are encoded, in the host as IDNA; the fragment is dropped. Failed ("refused") for what is no URL of the
    web.

    >>> str(address_of("HTTP://Orrin-Post.example/über?q=%2f+%7e#top"))
    'http://orrin-post.example/%C3%BCber?q=%2f+%7e'
    """
    try:
        parts = urlsplit(url.strip())
        scheme = parts.scheme.lower()
        if scheme not in SCHEMES:
            raise Failed(
                "refused", f"only http and https addresses are fetched, and this one is {scheme or 'no'}: {_short(url)}"
            )
        base = URL(f"{scheme}://{parts.netloc}")
        host = base.raw_host
        if not host:
            raise Failed("refused", f"the address names no host: {_short(url)}")
        path = quote(parts.path or "/", safe=_KEPT)
        query = f"?{quote(parts.query, safe=_KEPT)}" if parts.query else ""
        return URL(f"{str(base).rstrip('/')}{path}{query}", encoded=True)
    except ValueError as error:  # UnicodeError too: a host that is no name
        raise Failed("refused", f"the address cannot be read: {_short(url)}") from error


def next_address(at: URL, location: str | None, been: Collection[URL]) -> URL:
    """Say where a redirect leads from `at`. Failed where it leads nowhere, in a circle, or too far: `been` are the addresses so
    far, `at` among them.

    Nothing is carried along: not the name and password that an address may contain, on either side.
    """
    if not location:
        raise Failed("redirects", f"{at.host} redirects without saying where to")
    to = address_of(urljoin(str(at), location)).with_user(None)
    if to in been:
        raise Failed("redirects", f"{at.host} redirects in a circle, by way of {_short(str(to))}")
    if len(been) > MAX_HOPS:
        raise Failed("redirects", f"{at.host} redirects more than {MAX_HOPS} times in a row")
    return to


def _short(url: str) -> str:
    """A URL as a sentence can hold it, without a password."""
    shown = "".join(letter if letter.isprintable() else "?" for letter in url.split("#", 1)[0])
    if "@" in shown.split("?", 1)[0]:
        shown = shown.rsplit("@", 1)[-1]
    return shown if len(shown) <= 200 else f"{shown[:200]}..."

"""Addresses of articles: the one shown, the key under which two captures are the same piece, and the outlet's domain.

Only http and https addresses are ever kept. Nothing that may tell one article from another is dropped: of parameters
only those that are known to count readers, of hosts only "www".
"""

from __future__ import annotations

import re
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import SplitResult, quote, unquote, urlsplit, urlunsplit

# Parameters that say where a reader came from, whatever their value.
TRACKING = frozenset(
    {
        "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid", "igshid",
        "igsh", "mc_cid", "mc_eid", "_ga", "_gl", "_hsenc", "_hsmi", "mkt_tok", "wt_mc", "xtor", "guccounter",
        "guce_referrer", "guce_referrer_sig", "cmpid", "smid", "smtyp", "traffic_source", "at_medium", "at_campaign",
        "at_custom1", "at_custom2", "at_custom3", "at_custom4", "ns_source", "ns_mchannel", "ns_campaign",
        "ns_linkname", "oref", "ftag",
    }
)  # fmt: skip
TRACKING_PREFIXES = ("utm_", "pk_", "mtm_", "matomo_", "hsa_")
# Parameters that name a part of a site elsewhere, and count readers with such a value ("?partner=rss", "?mod=rss_w").
FEED_MARKERS = frozenset({"partner", "emc", "mod", "src", "source", "ref", "from", "feed", "cmp", "ocid", "ito"})
FEED_VALUE = re.compile(r"rss\w*|feed|newsfeed|atom", re.IGNORECASE)

ARCHIVES = (
    re.compile(r"^https?://web\.archive\.org/web/\d{1,14}(?:[a-z]{2}_)?/(.+)$", re.IGNORECASE | re.DOTALL),
    re.compile(
        r"^https?://archive\.(?:is|ph|today|li|vn|fo|md)/(?:newest|oldest|latest|\d{4,14}|o/\w+)/(.+)$",
        re.IGNORECASE | re.DOTALL,
    ),
    re.compile(
        r"^https?://webcache\.googleusercontent\.com/search\?q=cache:(?:[\w-]{6,20}:)?(https?:.+)$", re.IGNORECASE
    ),
)
COLLAPSED_SCHEME = re.compile(r"^(https?):/+", re.IGNORECASE)
DEFAULT_PORTS = {"http": 80, "https": 443}
MAX_HOST = 253  # RFC 1035; beyond it, encoding a host takes quadratic time
MAX_URL = 8_192
LINE_BREAKS = re.compile(r"[\t\r\n]")  # which browsers leave out (WHATWG URL Standard)
PERCENT = re.compile(r"%([0-9a-fA-F]{2})")
UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
SAFE = "!$&'()*+,;=:@/?%~"


def canonical(url: str | None) -> str | None:
    """Write an address in one way: archive and reader-counting parts off, host in lower case, no fragment, ASCII only.

    None for what is not a whole http or https address. Applying it twice changes nothing.

    >>> canonical("HTTPS://Orrin-Post.example:443/dam?id=7&utm_source=x#top")
    'https://orrin-post.example/dam?id=7'
    >>> canonical("https://archive.is/newest/http://orrin-post.example/dam")
    'http://orrin-post.example/dam'
    >>> canonical("javascript:alert(1)") is None
    True
    """
    if not url or len(url) > MAX_URL:
        return None
    parts = _split(_unwrapped(LINE_BREAKS.sub("", url.strip())))
    if parts is None:
        return None
    host = _host(parts)
    if host is None:
        return None
    return urlunsplit((parts.scheme.lower(), host, _escaped(parts.path) or "/", _query(parts.query), ""))


def key(url: str | None) -> str | None:
    """The key of a canonical address: without the scheme, "www." and a closing slash, parameters in order.

    None for the front page of a site, which is where feeds without addresses of their own point, and no article.

    >>> key("https://www.orrin-post.example/dam/")
    'orrin-post.example/dam'
    """
    if url is None:
        return None
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    if not path and not parts.query:
        return None
    query = "&".join(sorted(parts.query.split("&"))) if parts.query else ""
    return parts.netloc.removeprefix("www.") + path + (f"?{query}" if query else "")


def domain(url: str | None) -> str | None:
    """The registrable domain of a canonical address ("bbc.co.uk"), by the public suffix list as `tld` carries it.

    The last two labels where the list does not know the last one; the host itself for a number or a bare name.

    >>> domain("https://news.orrin-post.example/dam")
    'orrin-post.example'
    """
    return _registrable(urlsplit(url).hostname or "") if url else None


@lru_cache(maxsize=4096)
def _registrable(host: str) -> str | None:
    from tld import get_fld  # noqa: PLC0415 - it reads the public suffix list when it is first used

    if _is_number(host):
        return host
    known = get_fld(f"https://{host}/", fail_silently=True)
    return str(known) if known else ".".join(host.strip(".").split(".")[-2:]) or None


def _is_number(host: str) -> bool:
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def _unwrapped(url: str) -> str:
    """The address inside an archive's; an archive of an archive too."""
    while (inner := next((found[1] for archive in ARCHIVES if (found := archive.match(url))), None)) is not None:
        if inner.lower().startswith(("http%3a", "https%3a")):
            inner = unquote(inner)
        if COLLAPSED_SCHEME.match(inner):
            url = COLLAPSED_SCHEME.sub(r"\1://", inner)
        elif "." in inner.partition("/")[0]:
            url = f"https://{inner}"
        else:
            break
    return url


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port  # it is only here that a port of letters is found out
    except ValueError:
        return None
    return parts if parts.scheme.lower() in DEFAULT_PORTS else None


def _host(parts: SplitResult) -> str | None:
    """Host and port, without a password; None for a host that cannot be one."""
    host = (parts.hostname or "").rstrip(".")
    if not host or len(host) > MAX_HOST:
        return None
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii").lower()
        except UnicodeError:
            return None
    if ":" in host:
        host = f"[{host}]"
    elif not re.fullmatch(r"[a-z0-9._-]+", host):
        return None
    port = parts.port
    return host if port in (None, DEFAULT_PORTS[parts.scheme.lower()]) else f"{host}:{port}"


def _query(query: str) -> str:
    kept = [part for part in query.split("&") if part and not _is_tracking(part)]
    return _escaped("&".join(kept))


def _is_tracking(parameter: str) -> bool:
    name, _, value = parameter.partition("=")
    name = name.lower()
    if name in TRACKING or name.startswith(TRACKING_PREFIXES):
        return True
    return name in FEED_MARKERS and FEED_VALUE.fullmatch(value) is not None


def _escaped(part: str) -> str:
    """Percent-encode what is not ASCII, and write what is encoded in one way (RFC 3986, 6.2.2)."""
    return PERCENT.sub(_normal_escape, quote(part, safe=SAFE))


def _normal_escape(found: re.Match[str]) -> str:
    char = chr(int(found[1], 16))
    return char if char in UNRESERVED else found[0].upper()

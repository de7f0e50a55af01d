"""What is set of the place where pages are found from outside: their address, and the name in the ids of feeds."""

from __future__ import annotations

import re
import secrets
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

from newsfold.app.config import setting_of
from newsfold.errors import UsageError
from newsfold.pages import web_link

# taggingEntity of RFC 4151: a domain name or an e-mail address, and a date in its shortest or longer forms.
_ENTITY: Final = re.compile(r"(?:[\w.-]+@)?[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?,\d{4}(?:-\d\d(?:-\d\d)?)?", re.ASCII)


def url() -> str | None:
    """The address of the top of the pages as `serve.url` says it, with a "/" at its end; None where it says none."""
    given = setting_of("serve.url")
    if not given:
        return None
    address = str(given)
    if web_link(address) is None or any(sign in address for sign in "?#"):
        raise UsageError("is no address of a site; write https://news.example.org/", resource=f"serve.url {address}")
    return address if address.endswith("/") else f"{address}/"


def authority(now: datetime, address: str | None = None) -> str:
    """What ids of feeds are to be told by, where the store does not know it yet.

    As `site.authority` says; else the name in the address of the site that is written, or in `serve.url`, from today on; else a
    name by chance that nobody else has.
    """
    given = setting_of("site.authority")
    if given and not _ENTITY.fullmatch(str(given)):
        raise UsageError("is no name for ids; write news.example.org,2026", resource=f"site.authority {given}")
    if given:
        return str(given)
    address = address or url()
    host = urlsplit(address).hostname if address else None
    name = host if host and _ENTITY.fullmatch(f"{host},2026") else f"{secrets.token_hex(8)}.newsfold.invalid"
    return f"{name},{now.astimezone(UTC):%Y-%m-%d}"

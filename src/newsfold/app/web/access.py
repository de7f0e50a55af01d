"""Who may come in: a password's session, or a token; and whether a change was meant by whoever is in.

Without a password everybody who reaches the server is in: that is for this machine alone, and `serve` sees to it. What changes
anything needs the form's token besides (OWASP's synchroniser token), and must not come from another site (Fetch Metadata).
Programs that bring a token of their own, which no browser sends by itself, need no form's token.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, Literal

from newsfold.app.web.limiting import Limiter

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection

    from newsfold.app.web.desk import Desk
    from newsfold.model import Scope as TokenScope
    from newsfold.model import Token

COOKIE: Final = "newsfold"
SESSION: Final = timedelta(days=30)
# What can be asked for by anybody: the way in, what its page is drawn with, and what watches whether the server lives.
OPEN: Final = frozenset({"/login", "/style.css", "/newsfold.js", "/healthz", "/readyz", "/robots.txt"})
# These bring their own proof of who asks, or are asked for by those who cannot have one.
OPEN_BELOW: Final = ("/unsubscribe/", "/accounts/", "/reader/")
# Where a token may be part of the address. It is in no link that a feed has, and in no log.
KEYED_BELOW: Final = "/feeds/"
READS: Final = frozenset({"GET", "HEAD"})


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks. `session` is what its form tokens are bound to; `token` the program's token that was brought, if one was."""

    by: Literal["nobody", "local", "session", "token"]
    session: str = ""
    token: Token | None = None

    @property
    def is_in(self) -> bool:
        return self.by != "nobody"

    def may(self, scope: TokenScope) -> bool:
        """Whether this visitor may read, or change."""
        return self.is_in and (self.token is None or self.token.may(scope))


NOBODY: Final = Visitor("nobody")


class Gate:
    """Tells who asks, lets people in by the password, and tells whether a form was one of ours."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.limiter = Limiter()

    # --- who asks ---

    def known(self, asked: HTTPConnection) -> Visitor | None:
        """Who asks, where that is told without looking anything up: where no password is set and nothing is brought."""
        brings = asked.headers.get("authorization") or key_of(asked)
        return None if brings or self._desk.password is not None else Visitor("local", "local")

    def visitor(self, asked: HTTPConnection) -> Visitor:
        """Tell who asks, from the session's cookie or from the Authorization header. Reads the store."""
        scheme, _, given = asked.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return self.of_token(given.strip())
        if scheme.lower() == "basic":
            return self._of_basic(given, asked)
        if key := key_of(asked):
            return self.of_token(key)
        if self._desk.password is None:
            return Visitor("local", "local")
        return self.of_session(asked.cookies.get(COOKIE, ""))

    def of_token(self, secret: str) -> Visitor:
        """The visitor that brings a token's secret."""
        token = self._desk.store.token(hashed(secret)) if self._desk.store and secret else None
        return Visitor("token", token=token) if token else NOBODY

    def _of_basic(self, given: str, asked: HTTPConnection) -> Visitor:
        """Programs that read feeds know only a name and a password (RFC 7617): the password may be ours, or a token."""
        try:
            secret = base64.b64decode(given, validate=True).decode().partition(":")[2]
        except (binascii.Error, UnicodeDecodeError):
            return NOBODY
        if (found := self.of_token(secret)).is_in:
            return found
        return Visitor("session", "basic") if self.knows(secret, address_of(asked)) else NOBODY

    def of_session(self, secret: str) -> Visitor:
        """The visitor whose session has this secret."""
        store = self._desk.store
        until = store.session(self._session_hash(secret)) if store and secret else None
        return Visitor("session", secret) if until and until > self._desk.now() else NOBODY

    # --- coming in and going out ---

    def knows(self, password: str, address: str) -> bool:
        """Whether this is the password; an address that must wait does not even get to know."""
        now, right = self._desk.now(), self._desk.password
        if right is None or self.limiter.wait(address, now):
            return False
        if hmac.compare_digest(password.encode("utf-8", "replace"), right.encode("utf-8", "replace")):
            self.limiter.succeeded(address)
            return True
        self.limiter.failed(address, now)
        return False

    def waits(self, address: str) -> timedelta | None:
        """How long an address has to wait before it may try a password."""
        return self.limiter.wait(address, self._desk.now())

    def begin(self) -> tuple[str, datetime]:
        """Begin a session: the secret for its cookie, and until when it lasts."""
        assert self._desk.store is not None  # noqa: S101 - a password is only taken where there is a store
        secret, now = secrets.token_urlsafe(32), self._desk.now()
        self._desk.store.end_sessions(now)
        self._desk.store.begin_session(self._session_hash(secret), now + SESSION)
        return secret, now + SESSION

    def end(self, secret: str) -> None:
        """End a session."""
        if self._desk.store and secret:
            self._desk.store.end_session(self._session_hash(secret))

    def _session_hash(self, secret: str) -> str:
        """A session is one of the password that it was begun with: another password ends all."""
        return hashed(f"{secret}\0{self._desk.password}")

    # --- forms ---

    def form_token(self, visitor: Visitor) -> str:
        """What every form of a visitor's pages carries."""
        return hmac.new(self._desk.secret, visitor.session.encode(), hashlib.sha256).hexdigest()

    def is_ours(self, visitor: Visitor, given: str) -> bool:
        """Whether what a form carried is what we gave."""
        return hmac.compare_digest(self.form_token(visitor).encode(), given.encode("utf-8", "replace"))


def hashed(secret: str) -> str:
    """What is kept of a secret. Ours have 256 random bits, so one round of a hash is enough."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def address_of(asked: HTTPConnection) -> str:
    """The address that somebody asks from, as the server or the proxy before it says."""
    return asked.client.host if asked.client else ""


def key_of(asked: HTTPConnection) -> str:
    """The token in the address of a feed, for readers of feeds that know no password; nowhere else is one looked for."""
    path = asked.scope["path"].removeprefix(asked.scope.get("root_path", ""))
    return asked.query_params.get("key", "") if path.startswith(KEYED_BELOW) else ""


def from_elsewhere(asked: HTTPConnection) -> bool:
    """Whether a browser says that a request was made by another site (Fetch Metadata); old ones say it by their Origin."""
    site = asked.headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = asked.headers.get("origin")
    return origin is not None and origin.partition("://")[2] != asked.headers.get("host", "")

"""Sends something out, through the same guarded sockets: a document to an address of the web, a letter to a mail relay.

Nothing is followed: a receiver that answers with a redirect has not taken what was sent. Whatever goes wrong is a `Failure` that
names the host; nothing is tried twice here.
"""

from __future__ import annotations

import http.client
import smtplib
import ssl
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Final
from urllib.parse import unquote, urlsplit

from newsfold.errors import UsageError
from newsfold.feeds.fetching.access import Access
from newsfold.feeds.fetching.sockets import Connection, Refused, by_deadline
from newsfold.model import Failure

_PORTS: Final = {"http": 80, "https": 443, "smtp": 25, "smtps": 465}
_TAKEN: Final = range(200, 300)


@dataclass(frozen=True, slots=True)
class Relay:
    """A mail relay: `smtps` speaks TLS from the start, `smtp` once the relay offers it. `user` logs in, over TLS only."""

    scheme: str
    host: str
    port: int
    user: str = ""
    password: str = ""

    @classmethod
    def of(cls, url: str) -> Relay:
        """Read `smtp://user:password@host:port`; what is none raises UsageError, which does not repeat the password."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as error:
            raise UsageError(
                "is no mail relay; write smtps://user:password@host:port", resource="mail.relay"
            ) from error
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            raise UsageError("is no mail relay; write smtps://user:password@host:port", resource="mail.relay")
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        return cls(parts.scheme, parts.hostname, port or _PORTS[parts.scheme], user, password)


def post(url: str, body: bytes, content_type: str, access: Access) -> Failure | None:
    """Post a document to an address, http or https; None where the receiver took it (any 2xx)."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or not host:
        return Failure("refused", f"{url} is no address of the web")

    def send() -> Failure | None:
        with by_deadline(host, parts.port or _PORTS[parts.scheme], access, tls=parts.scheme == "https") as made:
            talk = http.client.HTTPConnection(host, parts.port or _PORTS[parts.scheme])
            talk.sock = made
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            headers = {"Content-Type": content_type, "User-Agent": access.user_agent, "Connection": "close"}
            talk.request("POST", target, body, headers)
            status = talk.getresponse().status
        return None if status in _TAKEN else Failure("bad-answer", f"{host} answered {status}")

    return _told(host, send)


def mail(letter: EmailMessage, relay: Relay, access: Access) -> Failure | None:
    """Hand a letter to a relay; None where it took it for every receiver."""

    def send() -> Failure | None:
        tls = relay.scheme == "smtps"
        with (
            by_deadline(relay.host, relay.port, access, tls=tls) as made,
            closing(_Talk(made, relay.host, access.deadline)) as talk,
        ):
            return _handed_in(letter, relay, talk)

    return _told(relay.host, send)


def _handed_in(letter: EmailMessage, relay: Relay, talk: smtplib.SMTP) -> Failure | None:
    talk.connect(relay.host, relay.port)
    talk.ehlo()
    if relay.scheme == "smtp" and talk.has_extn("starttls"):
        talk.starttls(context=ssl.create_default_context())
        talk.ehlo()
    if relay.user:
        if not isinstance(talk.sock, ssl.SSLSocket):
            return Failure("tls", f"{relay.host} offers no TLS, and the password is sent over nothing else")
        talk.login(relay.user, relay.password)
    talk.send_message(letter)
    with suppress(smtplib.SMTPException, OSError):
        talk.quit()  # the letter is taken already
    return None


class _Talk(smtplib.SMTP):
    """SMTP over a socket that is connected already."""

    def __init__(self, made: Connection, host: str, timeout: float) -> None:
        super().__init__(timeout=timeout)
        self._made = made
        self._host = host  # whose name a certificate must be for: smtplib knows it only of sockets that it connects

    def _get_socket(self, host: str, port: int, timeout: float) -> Connection:  # noqa: ARG002 - smtplib's own signature
        return self._made


def _told(host: str, send: Callable[[], Failure | None]) -> Failure | None:
    try:
        return send()
    except Refused as error:
        return Failure("refused", str(error))
    except ssl.SSLError as error:
        return Failure("tls", f"{host} speaks no TLS that holds: {error.reason or error}")
    except TimeoutError:
        return Failure("timeout", f"{host} did not answer in time")
    except (smtplib.SMTPException, http.client.HTTPException) as error:
        return Failure("bad-answer", f"{host} did not take it: {str(error) or type(error).__name__}")
    except OSError as error:
        return Failure("unreachable", f"{host} cannot be reached: {error.strerror or error}")

"""Whatever goes wrong on the way to an answer -> one of the few reasons in `model`, with a sentence that names the host."""

from __future__ import annotations

import ssl
from collections.abc import Iterator

import aiohttp

from newsfold.feeds.fetching.sockets import Flood, Refused
from newsfold.model import Failure, FetchFailure


class Failed(Exception):
    """A fetch has failed, and this is why."""

    def __init__(self, reason: FetchFailure, detail: str) -> None:
        super().__init__(detail)
        self.failure = Failure(reason, detail)


EXPECTED = (aiohttp.ClientError, OSError, ValueError)
"""What a server, a name server or an address can make the client raise. Whatever else comes is a fault of ours, and stops the
loop."""


def failed(error: Exception, host: str) -> Failed:
    """Say what an exception of the client means."""
    chain = list(_causes(error))
    refused = next((cause for cause in chain if isinstance(cause, Refused)), None)
    if refused:
        words = str(refused)
        return Failed("refused", words if words.startswith(f"{host} ") else f"{host}: {words}")
    wrong = next((cause for cause in chain if isinstance(cause, ssl.SSLCertVerificationError)), None)
    if wrong:
        why = next(
            (cause.verify_message for cause in chain if hasattr(cause, "verify_message")), "it cannot be verified"
        )
        return Failed("tls", f"the certificate of {host} does not hold: {why}")
    if any(isinstance(cause, ssl.SSLError) for cause in chain):
        return Failed("tls", f"{host} speaks no TLS that could be understood")
    flood = next((cause for cause in chain if isinstance(cause, Flood)), None)
    if flood:
        return Failed("bad-answer", f"{host} sent {flood}")
    return _by_kind(error, host)


# The first kind that fits says what it means; "{why}" is the system's own word for it.
_KINDS: tuple[tuple[type[Exception], FetchFailure, str], ...] = (
    (aiohttp.InvalidURL, "refused", "{host} is no host that can be asked"),
    (
        aiohttp.ClientConnectorDNSError,
        "unreachable",
        "the name {host} is not known, or the name server cannot be reached",
    ),
    (aiohttp.ClientConnectorError, "unreachable", "{host} cannot be reached: {why}"),
    (aiohttp.ClientPayloadError, "bad-answer", "{host} ended its answer early, or sent it against the rules of HTTP"),
    (aiohttp.ServerDisconnectedError, "unreachable", "{host} closed the connection without an answer"),
    (OSError, "unreachable", "{host} broke the connection: {why}"),
    (Exception, "bad-answer", "what {host} sent is no HTTP that could be understood"),
)


def _by_kind(error: Exception, host: str) -> Failed:
    reason, words = next((reason, words) for kind, reason, words in _KINDS if isinstance(error, kind))
    return Failed(reason, words.format(host=host, why=getattr(error, "strerror", None) or "no reason given"))


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An exception, what it says it was made of, and what it came of."""
    waiting: list[BaseException | None] = [error]
    seen: set[int] = set()
    while waiting:
        cause = waiting.pop()
        if cause is None or id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        inner = getattr(cause, "os_error", None)
        waiting += [inner if isinstance(inner, BaseException) else None, cause.__cause__, cause.__context__]

"""Feeds are fetched from real servers on loopback: good ones, careless ones, and ones that mean harm."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hostile_server import FEED, Hostile

from newsfold import __version__
from newsfold.feeds.fetching import Access, fetch
from newsfold.feeds.fetching.sockets import AddressInfo
from newsfold.feeds.limits import MAX_FILE
from newsfold.model import Failure, Fetched, Hop, Validators, Wanted

HERE = Access(allow=("127.0.0.0/8",))
HASTY = Access(allow=("127.0.0.0/8",), deadline=0.6)
NONE = Validators()
GIVEN = Validators('"v1"', "Tue, 03 Mar 2026 08:00:00 GMT")


@pytest.fixture
def server() -> Iterator[Hostile]:
    with Hostile() as running:
        yield running


def loopback(_host: str, port: int) -> list[AddressInfo]:
    """A name server by which every name is this machine."""
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]


def one(url: str, access: Access = HERE, validators: Validators = NONE) -> Fetched:
    [fetched] = fetch([Wanted(url, validators)], access)
    return fetched


def reason(fetched: Fetched) -> str | None:
    return fetched.failure.reason if fetched.failure else None


def test_a_feed_comes_with_all_that_its_server_said(server: Hostile) -> None:
    """The whole value: body, type, validators byte for byte, and what it says about asking again."""
    fetched = one(f"{server.url}/feed")
    assert (fetched.wanted, fetched.url) == (Wanted(f"{server.url}/feed"), f"{server.url}/feed")
    assert (fetched.status, fetched.body, fetched.content_type) == (200, FEED, "application/rss+xml")
    assert (fetched.validators, fetched.cache_control) == (GIVEN, "max-age=600")
    assert (fetched.hops, fetched.failure, fetched.retry_after) == ((), None, None)


def test_a_request_says_who_asks_and_nothing_else(server: Hostile) -> None:
    """The program with a page about it; no cookie, no referrer, no compression that cannot be bounded."""
    list(
        fetch(
            [Wanted(f"{server.url}/feed"), Wanted(f"{server.url}/to/302//feed")],
            Access(("127.0.0.1",), "https://orrin.example/bot"),
        )
    )
    for head in server.seen.heads:
        names = [line.split(b":")[0].decode() for line in head.split(b"\r\n")[1:] if line]
        assert names == ["Host", "User-Agent", "Accept", "Accept-Encoding"]
        assert f"\r\nUser-Agent: Newsfold/{__version__} (+https://orrin.example/bot)\r\n".encode() in head
        assert b"\r\nAccept-Encoding: gzip, deflate, br\r\n" in head


def test_validators_are_sent_as_they_came(server: Hostile) -> None:
    """Each by itself, and a 304 has no body."""
    assert one(f"{server.url}/status/304", validators=GIVEN).status == 304
    assert one(f"{server.url}/status/304", validators=Validators(etag="W/'odd")).body == b""
    both, etag = server.seen.heads
    assert b'\r\nIf-None-Match: "v1"\r\n' in both
    assert b"\r\nIf-Modified-Since: Tue, 03 Mar 2026 08:00:00 GMT\r\n" in both
    assert b"\r\nIf-None-Match: W/'odd\r\n" in etag
    assert b"If-Modified-Since" not in etag


def test_validators_that_could_not_be_sent_back_are_none(server: Hostile) -> None:
    """One of 2,000 letters, and one in an encoding that nobody declared."""
    assert one(f"{server.url}/odd-validators").validators == Validators()


@pytest.mark.parametrize(
    ("status", "wait"), [(410, None), (404, None), (500, None), (503, "120"), (429, "Tue, 03 Mar 2026 09:00:00 GMT")]
)
def test_an_answer_that_is_no_success_is_an_answer(server: Hostile, status: int, wait: str | None) -> None:
    """With what it says about asking again, as it came. Its body is not read."""
    fetched = one(f"{server.url}/status/{status}" + (f"/{wait}".replace(" ", "%20") if wait else ""))
    assert (fetched.status, fetched.body, fetched.failure) == (status, b"", None)
    assert fetched.retry_after == (wait.replace(" ", "%20") if wait else None)


@pytest.mark.parametrize(
    ("path", "expected", "says"),
    [
        ("stall", "timeout", "did not answer within 0.6 s"),
        ("drip-headers", "timeout", "did not answer within 0.6 s"),
        ("drip-body", "timeout", "and not ended"),
        ("interim", "timeout", "did not answer"),
        ("announced", "too-large", "15,728,640 bytes"),
        ("endless", "too-large", "15,728,640 bytes"),
        ("bomb/gzip", "too-large", "without compression"),
        ("bomb/br", "too-large", "without compression"),
        ("bomb/gzip,gzip", "too-large", "without compression"),
        ("flood", "bad-answer", "16 interim answers before any other"),
        ("endless-headers", "bad-answer", "no HTTP"),
        ("huge-header", "bad-answer", "no HTTP"),
        ("bad-chunks", "bad-answer", "no HTTP"),
        ("no-http", "bad-answer", "no HTTP"),
        ("cut-chunks", "bad-answer", "early"),
        ("short", "bad-answer", "early"),
        ("long", "bad-answer", "no HTTP"),
        ("part", "bad-answer", "a part"),
        ("cut-packed/gzip", "bad-answer", "ends before"),
        ("unpacked/br", "bad-answer", "not compressed"),
        ("unpacked/zstd", "bad-answer", "zstd"),
        ("silent", "unreachable", "without an answer"),
        ("spiral", "redirects", "more than 10"),
        ("circle/a", "redirects", "in a circle"),
        ("nowhere", "redirects", "without saying where"),
        ("to/302/ftp://orrin.example/", "refused", "only http and https"),
        ("to/302/http://192.168.1.7/", "refused", 'allow = ["192.168.1.7"]'),
        ("to/302/https://[::1]/", "refused", 'allow = ["::1"]'),
    ],
)
def test_a_bad_server_is_a_failure_in_one_sentence(server: Hostile, path: str, expected: str, says: str) -> None:
    """That names the host, within the deadline and what a moment's work costs; never an exception."""
    in_time = path.split("/", maxsplit=1)[0] in {"stall", "drip-headers", "drip-body", "interim"}
    began = time.monotonic()
    fetched = one(f"{server.url}/{path}", HASTY if in_time else HERE)
    took = time.monotonic() - began
    assert fetched.failure
    assert (fetched.failure.reason, fetched.status, fetched.body) == (expected, None, b"")
    assert says in fetched.failure.detail
    assert took < HERE.deadline


@pytest.mark.parametrize("kinds", ["gzip", "br", "deflate", "br,gzip"])
def test_a_compressed_feed_is_the_feed(server: Hostile, kinds: str) -> None:
    """Whichever of the compressions that were offered."""
    assert one(f"{server.url}/packed/{kinds}").body == FEED


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("ftp://orrin.example/feed", "only http and https"),
        ("orrin.example/feed", "only http and https"),
        ("file:///etc/hostname", "only http and https"),
        ("http://", "names no host"),
        ("http://orrin.example:x/", "cannot be read"),
        ("http://[::1/", "cannot be read"),
        ("http://2130706433/", "no host that can be asked"),
        ("", "only http and https"),
        ("http://orrin.example/" + "a" * 8_000, "the address has 8,021 letters"),
        ("http://user:secret@192.168.1.7/", 'allow = ["192.168.1.7"]'),
        ("gopher://user:secret@orrin.example/\x1b[31m", "this one is gopher: orrin.example/?[31m"),
    ],
)
def test_what_is_no_address_is_refused(url: str, says: str) -> None:
    """In a sentence without a password and without what a terminal would obey."""
    failure = one(url).failure
    assert failure
    assert failure.reason == "refused"
    assert says in failure.detail
    assert "secret" not in failure.detail
    assert "\x1b" not in failure.detail


def test_a_name_that_leads_nowhere_is_unreachable() -> None:
    """Whatever the system has against it."""

    def unknown(_host: str, _port: int) -> list[AddressInfo]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    [fetched] = fetch([Wanted("http://orrin.test/")], HERE, look_up=unknown)
    assert fetched.failure == Failure(
        "unreachable", "the name orrin.test is not known, or the name server cannot be reached"
    )


def test_a_closed_port_is_unreachable() -> None:
    """And says so in the system's words."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    failure = one(f"http://127.0.0.1:{port}/").failure
    assert failure
    assert (failure.reason, "cannot be reached" in failure.detail) == ("unreachable", True)


def test_ten_redirects_are_followed_and_recorded(server: Hostile) -> None:
    """Each with its status and as an absolute address; the last is the address that answered."""
    fetched = one(f"{server.url}/hops/10")
    assert fetched.hops == tuple(Hop(301, f"{server.url}/hops/{left}") for left in range(9, -1, -1))
    assert (fetched.url, fetched.body) == (f"{server.url}/hops/0", FEED)
    assert reason(one(f"{server.url}/hops/11")) == "redirects"


def test_a_redirect_carries_nothing_along(server: Hostile) -> None:
    """No name and password of the address before, none that the redirect itself brings, no cookie that was set on the way."""
    with Hostile() as elsewhere:
        with_password = server.url.replace("//", "//reader:secret@")
        fetched = one(f"{with_password}/to/302/{elsewhere.url.replace('//', '//other:word@')}/feed")
        assert fetched.body == FEED
        assert b"\r\nAuthorization: Basic " in server.seen.heads[0]
        assert b"Authorization" not in elsewhere.seen.heads[0]
        assert b"Cookie" not in elsewhere.seen.heads[0]
        assert fetched.hops == (Hop(302, f"{elsewhere.url}/feed"),)


def test_a_path_and_a_query_are_asked_for_as_they_are(server: Hostile) -> None:
    """Nothing that could be sent is written another way; what could not be is encoded; the fragment stays here."""
    one(f"{server.url}/feed/%7Ea%2fb/ü x?q=%20+a|b&q=ö#top")
    assert server.seen.paths == ["/feed/%7Ea%2fb/%C3%BC%20x?q=%20+a|b&q=%C3%B6"]


def test_answers_come_as_they_come(server: Hostile) -> None:
    """A slow server does not hold up the next one, and each wanted address gives one answer."""
    names = [f"http://{name}.test:{server.port}/slow/{seconds}" for name, seconds in (("late", 0.6), ("soon", 0.0))]
    came = list(fetch(map(Wanted, names), HERE, look_up=loopback))
    assert [fetched.wanted.url for fetched in came] == [names[1], names[0]]
    assert list(fetch([], HERE)) == []


def test_one_host_is_asked_one_thing_at_a_time(server: Hostile) -> None:
    """On one connection, as long as somebody waits for it."""
    came = list(fetch([Wanted(f"{server.url}/slow/0.01?{number}") for number in range(20)], HERE))
    assert [fetched.status for fetched in came] == [200] * 20
    assert (server.seen.peak, server.seen.connections) == (1, 1)


def test_a_slow_host_is_no_reason_to_be_out_of_time(server: Hostile) -> None:
    """Waiting for others at the same host is not counted: ten times 0.1 s fit into a deadline of 0.6 s each."""
    came = list(fetch([Wanted(f"{server.url}/slow/0.1?{number}") for number in range(10)], HASTY))
    assert [fetched.status for fetched in came] == [200] * 10


def test_a_host_that_does_not_answer_is_left_alone(server: Hostile) -> None:
    """After three times; its other addresses would each cost a whole deadline."""
    came = list(fetch([Wanted(f"{server.url}/stall?{number}") for number in range(8)], HASTY))
    assert [reason(fetched) for fetched in came] == ["timeout"] * 3 + ["unreachable"] * 5
    assert came[-1].failure == Failure("unreachable", "127.0.0.1 was not asked, since it failed 3 times just now")
    assert len(server.seen.heads) == 3


def test_too_many_requests_is_the_answer_for_all_of_a_host(server: Hostile) -> None:
    """Whoever says it is not asked again in the same round."""
    came = list(fetch([Wanted(f"{server.url}/status/429/120?{number}") for number in range(5)], HERE))
    assert {(fetched.status, fetched.retry_after) for fetched in came} == {(429, came[0].retry_after)}
    assert len(server.seen.heads) == 1


def test_the_deadline_is_over_all_redirects(server: Hostile) -> None:
    """Five stops of 0.2 s each are too many for 0.6 s."""
    stop = server.url
    url = f"{stop}/slow/0.4"
    for name in "abcde":
        url = f"http://{name}.test:{server.port}/slow-to/0.2/{url}"
    [fetched] = fetch([Wanted(url)], HASTY, look_up=loopback)
    assert reason(fetched) == "timeout"
    assert len(fetched.hops) <= 3


def test_at_once_is_a_bound(server: Hostile) -> None:
    """Over all hosts."""
    few = Access(allow=("127.0.0.1",), at_once=3)
    names = [Wanted(f"http://n{number}.test:{server.port}/slow/0.02") for number in range(30)]
    assert {fetched.status for fetched in fetch(names, few, look_up=loopback)} == {200}
    assert server.seen.peak <= 3


def test_an_answer_that_nobody_takes_keeps_its_place(server: Hostile) -> None:
    """So answers do not pile up in memory while the caller is busy."""
    few = Access(allow=("127.0.0.1",), at_once=2)
    answers = fetch(
        [Wanted(f"http://n{number}.test:{server.port}/feed") for number in range(20)], few, look_up=loopback
    )
    next(answers)
    time.sleep(0.3)
    assert len(server.seen.heads) <= 4
    assert len(list(answers)) == 19


def test_leaving_early_stops_everything(server: Hostile) -> None:
    """At once, with no thread left behind, though servers never end."""
    before = threading.active_count()
    answers = fetch(
        [Wanted(f"{server.url}/feed"), Wanted(f"http://n.test:{server.port}/stall")], HERE, look_up=loopback
    )
    assert next(answers).status == 200
    began = time.monotonic()
    answers.close()  # type: ignore[attr-defined]
    assert time.monotonic() - began < 5
    while threading.active_count() > before:  # a thread that looked up a name ends a moment later
        assert time.monotonic() - began < 5
        time.sleep(0.01)


def test_a_name_server_that_hangs_holds_up_nobody(server: Hostile) -> None:
    """Not the others, and not the end."""
    freed = threading.Event()

    def some_hang(host: str, port: int) -> list[AddressInfo]:
        if host.startswith("hung"):
            freed.wait(30)
        return loopback(host, port)

    names = [*(f"http://hung{number}.test/" for number in range(60)), f"http://n.test:{server.port}/feed"]
    came = list(fetch(map(Wanted, names), HASTY, look_up=some_hang))
    freed.set()
    assert came[0].status == 200
    assert [reason(fetched) for fetched in came[1:]] == ["timeout"] * 60


def test_large_bodies_are_taken_whole(server: Hostile) -> None:
    """Up to the bound, a few at once, also when there are many."""
    names = [Wanted(f"http://n{number}.test:{server.port}/sized/{2_000_000 + number}") for number in range(20)]
    came = list(fetch(names, HERE, look_up=loopback))
    assert sorted(len(fetched.body) for fetched in came) == [2_000_000 + number for number in range(20)]
    assert len(one(f"{server.url}/sized/{MAX_FILE}").body) == MAX_FILE
    assert reason(one(f"{server.url}/sized/{MAX_FILE + 1}")) == "too-large"


def test_the_environment_names_no_proxy(server: Hostile, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would be a way around the check of where a connection goes."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert one(f"{server.url}/feed").body == FEED


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate that nobody has signed, for 127.0.0.1 and its key, in one file."""
    if not (openssl := shutil.which("openssl")):
        pytest.skip("NOT RUN: no openssl here to make a certificate")
    made = tmp_path_factory.mktemp("tls") / "both.pem"
    words = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=orrin.test -addext subjectAltName=IP:127.0.0.1"
    subprocess.run([openssl, *words.split(), "-keyout", made, "-out", f"{made}.crt"], check=True, capture_output=True)
    made.write_bytes(made.read_bytes() + Path(f"{made}.crt").read_bytes())
    return made


@pytest.fixture
def secure(certificate: Path) -> Iterator[Hostile]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with Hostile(context=context) as running:
        yield running


def test_a_certificate_that_nobody_signed_does_not_hold(secure: Hostile) -> None:
    """The sentence says what is wrong with it, and nothing was asked."""
    failure = one(f"{secure.url}/feed").failure
    assert failure
    assert failure.reason == "tls"
    assert "the certificate of 127.0.0.1 does not hold: self" in failure.detail
    assert secure.seen.heads == []


def test_tls_with_a_certificate_that_holds(secure: Hostile, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And for the host that it names, no other; a redirect down to http is followed and can be seen."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert one(f"{secure.url}/feed").body == FEED
    [other] = fetch([Wanted(f"https://velmar.test:{secure.port}/feed")], HERE, look_up=loopback)
    assert reason(other) == "tls"
    with Hostile() as plain:
        assert one(f"{secure.url}/to/301/{plain.url}/feed").hops == (Hop(301, f"{plain.url}/feed"),)


def test_a_server_that_stalls_in_the_handshake_is_out_of_time(server: Hostile) -> None:
    """It waits for a line that TLS never sends."""
    assert reason(one(f"https://127.0.0.1:{server.port}/feed", HASTY)) == "timeout"


def test_a_server_that_speaks_no_tls(server: Hostile) -> None:
    """What it says instead is not understood."""
    with socket.create_server(("127.0.0.1", 0)) as plain:

        def answer() -> None:
            connection, _ = plain.accept()
            with connection:
                connection.recv(100)
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                connection.recv(1000)

        threading.Thread(target=answer, daemon=True).start()
        assert reason(one(f"https://127.0.0.1:{plain.getsockname()[1]}/feed")) == "tls"

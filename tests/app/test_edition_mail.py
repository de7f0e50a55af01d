"""The edition by e-mail, handed to a real SMTP server on this machine: what is in it, that it goes once, and what fails how."""

from __future__ import annotations

import email
import email.policy
import json
import os
import shutil
import socket
import socketserver
import ssl
import subprocess
import sys
import threading
import time as clock
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope
from commandline import DIVERS, FERRY, GOATS, lines, naming, record, run

from newsfold.app.world import World
from newsfold.engine.mailing import DailyMail, Mailed
from newsfold.feeds.fetching import Access, Relay, mail
from newsfold.model import Failure, Receiver
from newsfold.store import open_store

READER = "reader@orrin.example"
SITE = "https://news.orrin.example/"
# Three days later: the edition of the second of March is asked for by name.
LATER = datetime(2026, 3, 5, 8, 0, tzinfo=UTC)


@dataclass
class Office:
    """A relay that keeps what it takes; `refused` are receivers that it does not know."""

    refused: set[str] = field(default_factory=set)
    taken: list[Envelope] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's own name
        self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if address in self.refused:
            return "550 5.1.1 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802 - the same
        self.taken.append(envelope)
        return "250 taken"

    @property
    def letters(self) -> list[EmailMessage]:
        found = [
            email.message_from_bytes(one.original_content or b"", policy=email.policy.default) for one in self.taken
        ]
        return [one for one in found if isinstance(one, EmailMessage)]


@contextmanager
def listening(office: Office, **more: Any) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(office, hostname="127.0.0.1", port=port, **more)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


@dataclass
class FixedClock:
    time: datetime = LATER

    def now(self) -> datetime:
        return self.time

    def wait(self, until: datetime) -> None: ...

    def stopped(self) -> bool:
        return False

    def stop(self) -> None: ...


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "news.db"
    take(
        path,
        record("harbour"),
        record("post", DIVERS, hour=9),
        record("green", GOATS, title="A goat & a crown", hour=10),
    )
    monkeypatch.setenv("NEWSFOLD_MAIL_FROM", "newsfold@orrin.example")
    monkeypatch.setenv("NEWSFOLD_SERVE_URL", SITE)
    monkeypatch.setenv("NEWSFOLD_SITE_AUTHORITY", "orrin.example,2026")
    return path


def take(store: Path, *records: dict[str, object]) -> None:
    assert run("ingest", "-", "--store", store, stdin=lines(*records)).status == 0


def to(port: int, monkeypatch: pytest.MonkeyPatch, scheme: str = "smtp", who: str = "") -> None:
    monkeypatch.setenv("NEWSFOLD_MAIL_RELAY", f"{scheme}://{who}127.0.0.1:{port}")


def send(store: Path, *more: str, day: str = "2026-03-02") -> Any:
    given = ("--store", store, "--allow", "127.0.0.1", "--day", day, "--send", *more)
    return run("edition", *given, world=World(FixedClock()))


def test_the_edition_goes_out_as_text_and_html_that_say_the_same(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The words of outlets as they are, each with outlet, time and link; nothing in it is loaded from anywhere."""
    office = Office()
    with listening(office) as port:
        to(port, monkeypatch)
        ran = send(store, "--to", READER)
    assert (ran.status, ran.told[-1]) == (0, "newsfold: the edition of 2026-03-02 went to 1 addresses")
    (letter,) = office.letters
    assert letter["subject"] == "2 March 2026: Ferry lost: harbour (Harbour)"
    assert (letter["to"], letter["from"], letter["auto-submitted"]) == (
        READER,
        "newsfold@orrin.example",
        "auto-generated",
    )
    text, html = (letter.get_body((kind,)) for kind in ("plain", "html"))
    assert text is not None
    assert html is not None
    page = lxml.html.document_fromstring(html.get_content())
    both = (" ".join(text.get_content().split()), " ".join(page.text_content().split()))
    for told in both:
        for words in (
            FERRY,
            GOATS,
            "A goat & a crown",
            "Green",
            "2 March 2026, 10:00 UTC",
            "That is all for 2 March 2026.",
        ):
            assert words in told
    assert "https://harbour.example/story" in both[0]
    assert "https://harbour.example/story" in page.xpath("//a/@href")
    assert not page.xpath("//img | //link | //script | //style | //*[@src] | //iframe | //form")
    assert {name for one in page.iter() if isinstance(one.tag, str) for name in one.attrib} <= {
        "charset", "content", "dir", "href", "lang", "name", "style",
    }  # fmt: skip


def test_a_letter_says_how_to_get_no_more_by_one_click(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """RFC 8058: an https address that takes a POST, both headers, and the same address in what is read."""
    office = Office()
    with listening(office) as port:
        to(port, monkeypatch)
        send(store, "--to", READER)
    (letter,) = office.letters
    with open_store(store) as opened:
        (receiver,) = opened.receivers()
    assert letter["list-unsubscribe"] == f"<{SITE}unsubscribe/{receiver.secret}>"
    assert letter["list-unsubscribe-post"] == "List-Unsubscribe=One-Click"
    assert letter["list-id"] == "Newsfold edition <edition.orrin.example>"
    body = letter.get_body(("plain",))
    assert body is not None
    assert f"{SITE}unsubscribe/{receiver.secret}" in body.get_content()


def test_no_way_off_is_promised_that_is_not_there(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By one click only over https; none at all where nobody said where the server is."""
    office = Office()
    with listening(office) as port:
        to(port, monkeypatch)
        monkeypatch.setenv("NEWSFOLD_SERVE_URL", "http://news.orrin.example")
        send(store, "--to", READER)
        monkeypatch.delenv("NEWSFOLD_SERVE_URL")
        send(store, "--to", "other@orrin.example")
    plain, without = office.letters
    assert plain["list-unsubscribe"].startswith("<http://news.orrin.example/unsubscribe/")
    assert [one["list-unsubscribe-post"] for one in (plain, without)] == [None, None]
    assert without["list-unsubscribe"] is None


def test_an_edition_is_sent_to_an_address_once(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = Office()
    with listening(office) as port:
        to(port, monkeypatch)
        send(store, "--to", READER)
        again = send(store, "--to", "other@orrin.example")
    assert (
        again.told[-1] == "newsfold: the edition of 2026-03-02 went to 1 addresses; 1 have it or were told of all of it"
    )
    assert [one["to"] for one in office.letters] == [READER, "other@orrin.example"]


def test_nothing_is_sent_where_nothing_is_new(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next day brings the same words by another outlet, and no letter; then an account of its own, and one."""
    office = Office()
    with listening(office) as port:
        to(port, monkeypatch)
        send(store, "--to", READER)
        take(store, record("copy", GOATS, title="A goat & a crown", published="2026-03-03T08:00:00Z"))
        assert send(store, day="2026-03-03").status == 0
        assert len(office.letters) == 1
        assert send(store, day="2026-03-04").told == ["newsfold: nothing was sent: there is no story of that day"]
        words = "The ministry of Keldonia named a new envoy to Astrava on Tuesday, after two years without one."
        take(store, record("keld", words, title="An envoy", published="2026-03-03T09:00:00Z"))
        send(store, day="2026-03-03")
    assert len(office.letters) == 2


def test_a_letter_has_the_same_name_every_time(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Should the note that it was sent be lost, a mail reader shows one."""
    office = Office()
    with listening(office) as port:
        to(port, monkeypatch)
        send(store, "--to", READER)
        copy = store.with_name("copy.db")
        take(copy, record("harbour"))
        send(copy, "--to", READER)
    first, second = (one["message-id"] for one in office.letters)
    assert first == second
    assert first.startswith("<edition.2026-03-02.")
    assert first.endswith("@orrin.example>")


# --- where it is not taken --------------------------------------------------------------------------------------------


def failed(store: Path, office: Office, monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    """It is said why, nothing is noted as sent, and the next time it goes."""
    ran = send(store, "--to", READER)
    assert (ran.status, len(naming(ran.told, said))) == (1, 1), ran.told
    assert office.letters == []
    with open_store(store) as opened:
        assert opened.letters(date(2026, 3, 2)) == []
    whole = Office()
    with listening(whole) as port:
        to(port, monkeypatch)
        assert send(store).status == 0
    assert len(whole.letters) == 1


def test_a_receiver_that_is_refused(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = Office(refused={READER})
    with listening(office) as port:
        to(port, monkeypatch)
        failed(store, office, monkeypatch, "no such person")


def test_one_who_is_refused_keeps_no_letter_from_the_others(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = Office(refused={"nobody@orrin.example"})
    with listening(office) as port:
        to(port, monkeypatch)
        ran = send(store, "--to", "nobody@orrin.example", "--to", READER, "--json")
    assert [one["to"] for one in office.letters] == [READER]
    told = json.loads(ran.printed)
    assert (told["sent"], [one["to"] for one in told["failed"]]) == ([READER], ["nobody@orrin.example"])


def test_a_relay_that_offers_no_tls_gets_no_password(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = Office()
    with listening(office) as port:
        to(port, monkeypatch, who="me:secret@")
        failed(store, office, monkeypatch, "offers no TLS")


def test_a_relay_that_nobody_listens_at(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with listening(Office()) as port:
        pass
    to(port, monkeypatch)
    failed(store, Office(), monkeypatch, "cannot be reached")


def test_no_relay_at_all(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failed(store, Office(), monkeypatch, "there is no mail relay")


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of its own for 127.0.0.1, with its key in the same file."""
    if not (openssl := shutil.which("openssl")):
        pytest.skip("NOT RUN: no openssl here to make a certificate")
    made = tmp_path_factory.mktemp("mail") / "both.pem"
    words = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=orrin.test -addext subjectAltName=IP:127.0.0.1"
    subprocess.run([openssl, *words.split(), "-keyout", made, "-out", f"{made}.crt"], check=True, capture_output=True)
    made.write_bytes(made.read_bytes() + Path(f"{made}.crt").read_bytes())
    return made


Secured = Callable[[Office], Any]


@pytest.fixture
def secured(certificate: Path) -> Secured:
    """Makes a relay that speaks TLS once it is asked to, and wants a password then: "right"."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    def check(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
        return AuthResult(success=given.password == b"right", handled=False)

    def make(office: Office) -> Any:
        return listening(office, tls_context=context, auth_required=True, authenticator=check)

    return make


def test_a_password_is_given_over_tls(
    store: Path, monkeypatch: pytest.MonkeyPatch, secured: Secured, certificate: Path
) -> None:
    office = Office()
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with secured(office) as port:
        to(port, monkeypatch, who="me:right@")
        ran = send(store, "--to", READER)
    assert (ran.status, len(office.letters)) == (0, 1), ran.told


def test_a_wrong_password(store: Path, monkeypatch: pytest.MonkeyPatch, secured: Secured, certificate: Path) -> None:
    office = Office()
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with secured(office) as port:
        to(port, monkeypatch, who="me:wrong@")
        failed(store, office, monkeypatch, "Authentication credentials invalid")


def test_a_relay_that_goes_on_and_on_is_left_at_the_deadline(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also once the connection has turned to TLS: each line of it comes in time, and the last never."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with endless(certificate) as port:
        begun = clock.monotonic()
        failure = mail(EmailMessage(), Relay("smtp", "127.0.0.1", port), Access(("127.0.0.1",), deadline=1.5))
    assert failure is not None
    assert 1 < clock.monotonic() - begun < 6


@contextmanager
def endless(certificate: Path) -> Iterator[int]:
    """A relay that greets over TLS by lines without an end."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 relay\r\n")
            self.rfile.readline()
            self.wfile.write(b"250-relay\r\n250 STARTTLS\r\n")
            self.rfile.readline()
            self.wfile.write(b"220 go on\r\n")
            with suppress(OSError), context.wrap_socket(self.connection, server_side=True) as secure:
                secure.recv(1000)
                for _ in range(120):
                    secure.sendall(b"250-and more\r\n")
                    clock.sleep(0.1)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def test_a_certificate_that_nobody_vouches_for(store: Path, monkeypatch: pytest.MonkeyPatch, secured: Secured) -> None:
    office = Office()
    with secured(office) as port:
        to(port, monkeypatch, who="me:right@")
        failed(store, office, monkeypatch, "speaks no TLS that holds")


# --- once a day -------------------------------------------------------------------------------------------------------


def test_it_goes_out_once_a_day_at_its_time_and_again_where_it_was_not_taken() -> None:
    """A letter before noon carries the day before. A relay that fails is not asked at every turn."""
    asked: list[tuple[date, datetime]] = []
    gone = (("a", Failure("unreachable", "gone")),)
    answers = [gone, gone, (), ()]

    def sending(day: date, now: datetime) -> Mailed:
        asked.append((day, now))
        return Mailed(day, failed=answers[len(asked) - 1])

    daily = DailyMail(sending, time(6, 30))
    begin = datetime(2026, 3, 3, 6, 0, tzinfo=UTC)
    turns = [begin + timedelta(minutes=10 * step) for step in range(3 * 144)]
    for now in turns[:280]:
        daily.turn(now)
    at = [now.isoformat()[:16] for _, now in asked]
    assert at == ["2026-03-03T06:30", "2026-03-03T06:50", "2026-03-03T07:20", "2026-03-04T06:30"]
    assert [day.day for day, _ in asked] == [2, 2, 2, 3]


def test_run_sends_it_by_itself(tmp_path: Path) -> None:
    """A real process beside its rounds of fetching: one letter of the day before, to who is set to get it."""
    yesterday = (datetime.now(UTC) - timedelta(days=1)).isoformat()
    take(tmp_path / "news.db", record("harbour", published=yesterday))
    office = Office()
    with listening(office) as port:
        mail = {"RELAY": f"smtp://127.0.0.1:{port}", "FROM": "newsfold@orrin.example", "EDITION_AT": "00:00"}
        settings = {f"NEWSFOLD_MAIL_{name}": value for name, value in {**mail, "EDITION_TO": READER}.items()}
        command = [sys.executable, "-m", "newsfold", "run", "--store", "news.db", "--port", "0", "--allow", "127.0.0.1"]
        with subprocess.Popen(
            command, env=os.environ | settings, stderr=subprocess.PIPE, text=True, cwd=tmp_path
        ) as running:
            end = clock.monotonic() + 60
            while not office.taken and running.poll() is None and clock.monotonic() < end:
                clock.sleep(0.1)
            running.terminate()
            _, told = running.communicate(timeout=60)
    assert (running.returncode, len(office.letters)) == (0, 1), told
    assert office.letters[0]["to"] == READER


# --- the list ---------------------------------------------------------------------------------------------------------


def test_who_left_is_not_put_back_by_a_setting(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By hand they are, under another secret: the old letters' way off leads off no more."""
    monkeypatch.setenv("NEWSFOLD_MAIL_EDITION_TO", f"{READER}, other@orrin.example")
    office = Office()
    with listening(office) as port:
        to(port, monkeypatch)
        send(store)
        assert run("edition", "--store", store, "--not-to", READER).status == 0
        take(store, record("keld", "Keldonia named an envoy to Astrava on Tuesday.", published="2026-03-03T09:00:00Z"))
        send(store, day="2026-03-03")
    assert [one["to"] for one in office.letters] == [READER, "other@orrin.example", "other@orrin.example"]
    with open_store(store) as opened:
        first, _ = opened.receivers()
        assert first.ended is not None
        assert opened.add_receiver(Receiver(READER, "another", LATER))
        assert opened.receivers()[0] == Receiver(READER, "another", LATER)


def test_what_is_no_address_is_refused(store: Path) -> None:
    assert run("edition", "--store", store, "--to", "nobody").status == 2
    assert run("edition", "--store", store, "--not-to", READER).told == [f"{READER}: is not on the list"]


def test_the_edition_is_printed_where_nobody_sends_it(store: Path) -> None:
    told = json.loads(run("edition", "--store", store, "--json").printed)
    assert (told["day"], len(told["stories"])) == ("2026-03-02", 2)
    assert "That is all for 2 March 2026." in run("edition", "--store", store).printed

"""The command `edition`: print the edition of a day, say who gets it by e-mail, and send it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, time, tzinfo
from email.message import EmailMessage
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

import click

from newsfold.app import options, output, site, world
from newsfold.app.alerting import MAILTO, NO_RELAY, receiver
from newsfold.app.config import setting_of
from newsfold.app.stored import open_existing
from newsfold.engine.archive import Archive
from newsfold.engine.composing import Composing
from newsfold.engine.groups import Groups
from newsfold.engine.mailing import DailyMail, Deliver, Mailed, day_at, letter_for, mail_edition
from newsfold.engine.outgoing import authority_of
from newsfold.engine.owners import Owners
from newsfold.errors import NotDelivered, NotFound, UsageError
from newsfold.model import Failure, Receiver
from newsfold.pages.letter import EditionLetter, letter_html, letter_text, subject_of
from newsfold.store import Store

if TYPE_CHECKING:
    from newsfold.feeds.fetching import Access, Relay

_SECRET_BYTES = 32


class _Day(click.ParamType[date]):
    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(f'"{value}" is no day; write 2026-03-02', param, ctx)


@click.command(epilog="Example:  newsfold edition --to reader@orrin.example   (then: newsfold edition --send)")
@options.store
@click.option("--day", type=_Day(), help="The edition of this day; else of the last that has stories.")
@click.option("--to", "on", multiple=True, metavar="ADDRESS", help="Put an address on the list of those who get it.")
@click.option("--not-to", "off", multiple=True, metavar="ADDRESS", help="Take an address off the list.")
@click.option("--send", is_flag=True, help="Send it to everybody on the list who has not had it.")
@options.allow
@options.accounts
@options.groups
@options.zone
@options.as_json
def edition(
    store: str,
    day: date | None,
    on: Sequence[str],
    off: Sequence[str],
    send: bool,
    allow: Sequence[str],
    owner: Owners,
    groups: Groups,
    zone: tzinfo,
    as_json: bool,
) -> None:
    """Print the edition of a day; say who gets it by e-mail; send it. `newsfold run` sends it by itself, at mail.edition-at."""
    now = world.current().clock.now()
    with open_existing(store) as opened:
        _change_list(opened, on, off, now)
        if (on or off) and not send:
            return
        archive = Archive(opened, Composing(owner=owner, groups=groups), zone)
        if not send:
            _show(letter_for(archive, day, site.url()), as_json=as_json)
            return
        listen(opened, now)
        mailed = _mailer(opened, archive, allow)(day or day_at(now, zone), now)
    if as_json:
        output.print_json(_value(mailed, day or day_at(now, zone)))
    report(mailed)
    if mailed and mailed.failed:
        raise NotDelivered("what was not taken is sent again the next time", resource=store)


# --- who gets it ------------------------------------------------------------------------------------------------------


def _change_list(store: Store, on: Sequence[str], off: Sequence[str], now: datetime) -> None:
    for given in on:
        added = store.add_receiver(_new(given, now))
        output.say(f"newsfold: the edition goes to {_plain(given)}{'' if added else ' already'}")
    known = {one.address: one for one in store.receivers() if one.ended is None}
    for given in off:
        if _plain(given) not in known:
            raise NotFound("is not on the list", resource=given)
        store.end_receiver(known[_plain(given)].secret, now)
        output.say(f"newsfold: the edition goes to {_plain(given)} no longer")


def listen(store: Store, now: datetime) -> None:
    """Put the addresses of `mail.edition-to` on the list, but for those that were on it: who left is not put back by a setting."""
    known = {one.address for one in store.receivers()}
    given = setting_of("mail.edition-to")
    for address in given if isinstance(given, tuple) else ():
        if _plain(address) not in known:
            store.add_receiver(_new(address, now))


def _new(given: str, now: datetime) -> Receiver:
    return Receiver(_plain(given), secrets.token_urlsafe(_SECRET_BYTES), now)


def _plain(given: str) -> str:
    """The address of a person, checked, with or without "mailto:" before it."""
    address = given if given.startswith(MAILTO) else f"{MAILTO}{given}"
    return receiver(address).removeprefix(MAILTO)


# --- sending it -------------------------------------------------------------------------------------------------------


def daily(store: Store, archive: Archive, allow: Sequence[str]) -> DailyMail | None:
    """Make what sends the edition once a day; None where no time is set."""
    given = setting_of("mail.edition-at")
    if not given:
        return None
    try:
        at = time.fromisoformat(str(given))
    except ValueError as error:
        raise UsageError("is no time of the day; write 06:30", resource=f"mail.edition-at {given}") from error
    if at.tzinfo is not None:
        raise UsageError("is in the zone of the setting `zone`; write 06:30", resource=f"mail.edition-at {given}")
    return DailyMail(_mailer(store, archive, allow), at, zone=archive.zone)


def _mailer(store: Store, archive: Archive, allow: Sequence[str]) -> Callable[[date, datetime], Mailed | None]:
    """Make what sends the edition of a day, in any thread: settings are read here. What cannot be read is a UsageError at once."""
    deliver, base = _deliver(allow), site.url()
    authority = authority_of(store, site.authority(world.current().clock.now()))

    def send(day: date, now: datetime) -> Mailed | None:
        letter = letter_for(archive, day, base)
        return mail_edition(store, letter, deliver, now, authority) if letter else None

    return send


def _deliver(allow: Sequence[str]) -> Deliver:
    from newsfold.feeds import fetching  # noqa: PLC0415 - aiohttp takes .3 s to load

    contact, clock = setting_of("network.contact"), world.current().clock
    access = fetching.Access(tuple(allow), str(contact)) if contact else fetching.Access(tuple(allow))
    given, author, base = setting_of("mail.relay"), setting_of("mail.from"), site.url()
    relay = fetching.Relay.of(str(given)) if given and author else None

    def deliver(to: Receiver, letter: EditionLetter, message_id: str) -> Failure | None:
        written = compose(to, letter, message_id, author=str(author), base=base, now=clock.now())
        return _hand_in(written, relay, access)

    return deliver


def _hand_in(written: EmailMessage, relay: Relay | None, access: Access) -> Failure | None:
    from newsfold.feeds import fetching  # noqa: PLC0415 - the same

    return fetching.mail(written, relay, access) if relay else Failure("refused", NO_RELAY)


def compose(
    to: Receiver, letter: EditionLetter, message_id: str, *, author: str, base: str | None, now: datetime
) -> EmailMessage:
    """Write the e-mail: text and HTML that say the same, and the way off the list (RFC 2369; by one click, RFC 8058)."""
    leave = f"{base}unsubscribe/{to.secret}" if base else None
    written = EmailMessage()
    written["From"] = author
    written["To"] = to.address
    written["Subject"] = output.one_line(subject_of(letter))
    written["Date"] = format_datetime(now.astimezone(UTC))
    written["Message-ID"] = f"<{message_id}>"
    written["List-Id"] = f"Newsfold edition <edition.{message_id.rpartition('@')[2]}>"
    written["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notice comes back
    if leave:
        written["List-Unsubscribe"] = f"<{leave}>"
    if leave and leave.startswith("https://"):  # RFC 8058, 3.1: one click is for https alone
        written["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    written.set_content(_encodable(letter_text(letter, leave)))
    written.add_alternative(_encodable(letter_html(letter, leave)), subtype="html")
    return written


def _encodable(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()


# --- telling ----------------------------------------------------------------------------------------------------------


def _show(letter: EditionLetter | None, *, as_json: bool) -> None:
    if as_json:
        output.print_json(_edition_value(letter))
    elif letter:
        output.write(_encodable(letter_text(letter)).encode())
    else:
        output.say("newsfold: there is no story of that day")


def _edition_value(letter: EditionLetter | None) -> dict[str, Any]:
    if letter is None:
        return {"day": None, "stories": [], "left_out": 0}
    stories = [
        {
            "id": one.summary.id,
            "headline": asdict(one.summary.headline),
            "counts": asdict(one.summary.counts),
            "updated": one.summary.updated.isoformat() if one.summary.updated else None,
        }
        for one in letter.all
    ]
    return {"day": letter.day.isoformat(), "stories": stories, "left_out": letter.left_out}


def _value(mailed: Mailed | None, day: date) -> dict[str, Any]:
    done = mailed or Mailed(day)
    failed = [{"to": to, "reason": why.reason, "detail": why.detail} for to, why in done.failed]
    return {"day": done.day.isoformat(), "sent": list(done.sent), "known": list(done.known), "failed": failed}


def report(mailed: Mailed | None) -> None:
    """Say to whom the edition went, and who did not take it."""
    if mailed is None:
        output.say("newsfold: nothing was sent: there is no story of that day")
        return
    for to, why in mailed.failed:
        about = {"to": to, "reason": why.reason, "detail": why.detail}
        output.tell("edition-not-sent", f"newsfold: not sent to {to}: {why.detail}", level="warning", about=about)
    known = f"; {len(mailed.known)} have it or were told of all of it" if mailed.known else ""
    if mailed.sent or mailed.known:
        line = f"newsfold: the edition of {mailed.day} went to {len(mailed.sent)} addresses{known}"
        done = {"day": mailed.day.isoformat(), "sent": len(mailed.sent), "known": len(mailed.known)}
        output.tell("edition-sent", line, about=done)

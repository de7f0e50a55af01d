"""The command `alert`, and how news of what is followed goes out: by e-mail, or as JSON to an address of the web."""

from __future__ import annotations

import json
from collections.abc import Sequence
from email.message import EmailMessage
from email.utils import format_datetime
from typing import TYPE_CHECKING

import click

from newsfold import pages
from newsfold.app import options, output, world
from newsfold.app.config import setting_of
from newsfold.app.stored import open_existing
from newsfold.engine.alerts import Alerts, Send
from newsfold.engine.alerts import alert as send_out
from newsfold.engine.live import Clock
from newsfold.engine.owners import Owners
from newsfold.errors import NotDelivered, UsageError
from newsfold.model import Failure, News

if TYPE_CHECKING:
    from newsfold.feeds.fetching import Access, Relay

MAILTO = "mailto:"
NO_RELAY = "there is no mail relay; `relay` and `from` under [mail] name one"


def receiver(given: str) -> str:
    """Check where news is to be sent: `mailto:somebody@example.org`, or an address of the web."""
    name, _, domain = given.removeprefix(MAILTO).rpartition("@")
    is_mail = given.startswith(MAILTO) and name and domain and not set(given) & set(" \t\r\n,;<>\"'")
    if not is_mail and pages.web_link(given) is None:
        raise UsageError("is nothing to send to; write mailto:name@example.org or https://...", resource=given)
    return given


def sender(allow: Sequence[str], clock: Clock) -> Send:
    """Make what sends news out. A relay that cannot be read is a UsageError at once."""
    from newsfold.feeds import fetching  # noqa: PLC0415 - aiohttp takes .3 s to load

    contact = setting_of("network.contact")
    access = fetching.Access(tuple(allow), str(contact)) if contact else fetching.Access(tuple(allow))
    given, author = setting_of("mail.relay"), setting_of("mail.from")
    relay = fetching.Relay.of(str(given)) if given and author else None

    def send(news: News) -> Failure | None:
        to = news.follow.to or ""
        if to.startswith(MAILTO):
            return _mail(news, relay, str(author), access, clock)
        body = json.dumps(pages.news_value(news), ensure_ascii=False).encode("utf-8", "backslashreplace")
        return fetching.post(to, body, "application/json; charset=utf-8", access)

    return send


def _mail(news: News, relay: Relay | None, author: str, access: Access, clock: Clock) -> Failure | None:
    from newsfold.feeds import fetching  # noqa: PLC0415 - the same

    if relay is None:
        return Failure("refused", NO_RELAY)
    letter = EmailMessage()
    letter["From"] = author
    letter["To"] = (news.follow.to or "").removeprefix(MAILTO)
    letter["Subject"] = output.one_line(f"{news.follow.what}: {pages.news_count(news)} new")
    letter["Date"] = format_datetime(clock.now())
    letter["Message-ID"] = f"<{news.follow.id}.{news.upto}@newsfold.invalid>"
    letter["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notice comes back
    lines = (pages.for_terminal(line).replace("\n", " ") for line in pages.news_lines(news))
    letter.set_content("\n".join(lines))
    return fetching.mail(letter, relay, access)


@click.command(epilog="Example:  newsfold alert   (from cron, after newsfold fetch)")
@options.store
@options.allow
@options.accounts
@options.as_json
def alert(store: str, allow: Sequence[str], owner: Owners, as_json: bool) -> None:
    """Send out what is new for what is followed with --to, each article once. `newsfold run` does so by itself."""
    clock = world.current().clock
    with open_existing(store) as opened:
        done = send_out(opened, sender(allow, clock), clock.now(), owner)
    if as_json:
        output.print_json(
            {
                "sent": [pages.news_value(one) | {"to": one.follow.to} for one in done.sent],
                "failed": [
                    {"id": follow.id, "to": follow.to, "reason": why.reason, "detail": why.detail}
                    for follow, why in done.failed
                ],
                "waiting": [{"id": one.id, "to": one.to} for one in done.waiting],
            }
        )
    report(done)
    if done.failed:
        raise NotDelivered("what was not taken is sent with what is new the next time", resource=store)


def report(done: Alerts) -> None:
    """Say what was sent and what was not taken."""
    for follow, why in done.failed:
        about = {"follow": follow.id, "to": follow.to, "reason": why.reason, "detail": why.detail}
        output.tell(
            "not-sent", f"newsfold: not sent: {follow.id} to {follow.to}: {why.detail}", level="warning", about=about
        )
    for follow in done.waiting:
        if follow.untaken:
            until = f"{follow.untaken.until:%Y-%m-%d %H:%M} UTC"
            said = f"newsfold: not tried before {until}: {follow.id} to {follow.to}: {follow.untaken.detail}"
            output.tell("not-tried", said, about={"follow": follow.id, "to": follow.to, "until": until})
    if done.sent:
        count = sum(pages.news_count(one) for one in done.sent)
        told = {"articles": count, "follows": [one.follow.id for one in done.sent]}
        output.tell("sent", f"newsfold: {count} new articles sent to {len(done.sent)} addresses", about=told)

"""What is settled once, who gets the edition, and what was sent: each function is one step of `Outgoing`."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import Connection, insert, select, update

from newsfold.model import Letter, Receiver
from newsfold.store.schema import letters, receivers, settled
from newsfold.store.values import Row


def settle(connection: Connection, name: str, value: str) -> str:
    known = settled_value(connection, name)
    if known is not None:
        return known
    connection.execute(insert(settled), {"name": name, "value": value})
    return value


def settled_value(connection: Connection, name: str) -> str | None:
    return connection.scalar(select(settled.c.value).where(settled.c.name == name))


def add_receiver(connection: Connection, receiver: Receiver) -> bool:
    values = {"secret": receiver.secret, "begun": _written(receiver.begun), "ended": None}
    known = connection.execute(select(receivers).where(receivers.c.address == receiver.address)).first()
    if known is None:
        connection.execute(insert(receivers), {"address": receiver.address, **values})
        return True
    if known.ended is None:
        return False
    connection.execute(update(receivers).where(receivers.c.seq == known.seq).values(values))
    return True


def all_receivers(connection: Connection) -> list[Receiver]:
    return [_receiver(row) for row in connection.execute(select(receivers).order_by(receivers.c.seq))]


def end_receiver(connection: Connection, secret: str, at: datetime) -> Receiver | None:
    still_on = receivers.c.ended.is_(None)
    connection.execute(update(receivers).where(receivers.c.secret == secret, still_on).values(ended=_written(at)))
    row = connection.execute(select(receivers).where(receivers.c.secret == secret)).first()
    return _receiver(row) if row else None


def _receiver(row: Row) -> Receiver:
    return Receiver(row.address, row.secret, datetime.fromisoformat(row.begun), _read(row.ended))


def record_letter(connection: Connection, letter: Letter) -> None:
    key = letters.c.address == letter.address, letters.c.day == letter.day.isoformat()
    if connection.scalar(select(letters.c.id).where(*key)) is not None:
        return
    told = _written(letter.told) if letter.told else None
    values = {"address": letter.address, "day": letter.day.isoformat(), "id": letter.id}
    connection.execute(insert(letters), {**values, "at": _written(letter.at), "told": told})


def last_letter(connection: Connection, address: str) -> Letter | None:
    query = select(letters).where(letters.c.address == address).order_by(letters.c.day.desc()).limit(1)
    row = connection.execute(query).first()
    return _letter(row) if row else None


def letters_of(connection: Connection, day: date) -> list[Letter]:
    query = select(letters).where(letters.c.day == day.isoformat()).order_by(letters.c.address)
    return [_letter(row) for row in connection.execute(query)]


def _letter(row: Row) -> Letter:
    day, at = date.fromisoformat(row.day), datetime.fromisoformat(row.at)
    return Letter(row.address, day, row.id, at, _read(row.told))


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _read(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None

"""What goes wrong in a database, as StoreError: a plain sentence, the store's name, and the database's own words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from newsfold.errors import StoreError

DAMAGED = "is damaged"

_SENTENCES = {
    "SQLITE_BUSY": "another program kept it locked; nothing was written",
    "SQLITE_CANTOPEN": "cannot be opened",
    "SQLITE_CORRUPT": DAMAGED,
    "SQLITE_FULL": "the disk is full; nothing was written",
    "SQLITE_IOERR": "the disk failed; nothing was written",
    "SQLITE_NOTADB": "is not a Newsfold store",
    "SQLITE_READONLY": "cannot be written",
}


@contextmanager
def store_errors(resource: str) -> Iterator[None]:
    """Raise what the database raises inside the block as StoreError. The SQL and its values (texts) are left out."""
    try:
        yield
    except DBAPIError as error:
        raise store_error(error.orig, resource) from error.orig
    except SQLAlchemyError as error:
        raise StoreError("cannot be used", resource=resource) from error
    except UnicodeDecodeError as error:  # what SQLite says of a damaged schema quotes it, and Python cannot read that
        raise StoreError(DAMAGED, resource=resource) from error


@contextmanager
def reading_errors(resource: str) -> Iterator[None]:
    """As `store_errors`; and a stored value that makes no sense, say a date or JSON, is a damaged row."""
    with store_errors(resource):
        try:
            yield
        except ValueError as error:
            raise StoreError("holds a row that cannot be read", resource=resource) from error


def store_error(error: BaseException | None, resource: str) -> StoreError:
    """What a database driver's error means to the user."""
    # Extended codes refine the plain ones: SQLITE_READONLY_DBMOVED.
    name = "_".join(getattr(error, "sqlite_errorname", "").split("_")[:2])
    return StoreError(_SENTENCES.get(name, "could not be read or written"), resource=resource)

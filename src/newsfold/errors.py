"""Every error that Newsfold raises on purpose.

    NewsfoldError
    ├── UsageError            what was asked for makes no sense             exit 2
    ├── NothingUsable         no article could be read from any source      exit 2
    ├── NotFound              no story, article or excerpt of that id       exit 2
    │   └── WordsRemoved      it was there; its words are kept no longer    exit 2
    ├── ProofError            a stored excerpt differs from its article     exit 1
    └── StoreError            the store could not be read or written        exit 3
        └── StoreVersionError the store was written by another schema       exit 3

A bad feed, page or record is none of these: it is a `newsfold.model.Rejected` value in the stream, and everything else goes on.
"""

from __future__ import annotations


class NewsfoldError(Exception):
    """Something failed that the user can be told about in one line: `resource: message: cause`.

    `code` is stable and made to be searched for; `exit_status` is what the command line leaves with.
    """

    code = "newsfold-error"
    exit_status = 2

    def __init__(self, message: str, *, resource: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.resource = resource

    def __str__(self) -> str:
        parts = [self.resource, self.message, str(self.__cause__ or "")]
        return ": ".join(part for part in parts if part)


class UsageError(NewsfoldError):
    """What was asked for makes no sense, whatever the data."""

    code = "bad-usage"


class NothingUsable(NewsfoldError):
    """Not one article could be read from any of the sources."""

    code = "nothing-usable"


class NotFound(NewsfoldError):
    """No story, article or excerpt of that id is known."""

    code = "not-found"


class WordsRemoved(NotFound):
    """What was asked for was there, and its words are no longer kept."""

    code = "removed"


class ProofError(NewsfoldError):
    """Words that should equal a slice of a stored article do not."""

    code = "not-verbatim"
    exit_status = 1


class NotDelivered(NewsfoldError):
    """Something that was to be sent out was not taken; it is kept, to be sent again."""

    code = "not-delivered"
    exit_status = 1


class StoreError(NewsfoldError):
    """The store could not be opened, read or written; nothing was half-written."""

    code = "store-failed"
    exit_status = 3


class StoreVersionError(StoreError):
    """The store file carries a schema that this version of Newsfold does not know."""

    code = "store-version"

"""The page of an edition: the stories of a day, in order, with an end."""

from __future__ import annotations

from newsfold.model import Digest, Edition
from newsfold.pages.frame import Frame, framed


def edition_page(edition: Edition, lead: Digest | None, frame: Frame, *, front: bool = False) -> bytes:
    """Draw a day. `lead` is the digest of its first story, of which the first excerpts are shown; `front` says that it is the front
    page, which shows the latest day.
    """
    return framed("edition.html.j2", frame, here="front" if front else "", edition=edition, lead=lead)

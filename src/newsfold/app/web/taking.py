"""Takes up what is subscribed to on a page or over the API: looked at through the server's door, taken in, and grouped."""

from __future__ import annotations

from newsfold.app.web.desk import Desk
from newsfold.engine.adding import Added, Wish, add
from newsfold.engine.ingest import catch_up
from newsfold.errors import UsageError
from newsfold.store import Store


def take_up(desk: Desk, store: Store, address: str, wish: Wish) -> Added:
    """Subscribe where there is a feed at this address; nothing is kept where there is none.

    Where the rounds are in this process they are woken and group what it brought, else that is done here. A server that fetches
    nothing raises UsageError.
    """
    intake = desk.intake
    if intake.open_door is None:
        raise UsageError("nothing is fetched by this server; `newsfold add` subscribes", resource=address)
    with intake.one_at_a_time, intake.open_door() as door:
        done = add(store, door, address, desk.now(), wish)
        if done.feed and intake.wake is None:
            catch_up(store, settings=intake.settings)
    if done.feed and intake.wake:
        intake.wake()
    return done

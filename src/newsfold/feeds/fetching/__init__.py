"""The door to the network: addresses -> what came back for them.

Everything that Newsfold sends to another machine leaves through here, and the check of where it goes to is made where the
connection is made (`sockets`). Values in and out are `newsfold.model.Wanted` and `newsfold.model.Fetched`.
"""

from newsfold.feeds.fetching.access import Access
from newsfold.feeds.fetching.feeds import fetch
from newsfold.feeds.fetching.pages import fetch_pages
from newsfold.feeds.fetching.robots import Robots
from newsfold.feeds.fetching.sending import Relay, mail, post
from newsfold.feeds.fetching.sockets import Refused, connect

__all__ = ["Access", "Refused", "Relay", "Robots", "connect", "fetch", "fetch_pages", "mail", "post"]

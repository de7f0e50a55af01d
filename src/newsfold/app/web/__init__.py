"""The web server of `newsfold serve` and `run`: pages, feeds and the API of what is stored.

`make_app` puts the application together from the routes of each module; `serve` listens. Handlers parse what is asked, call the
engine in a pool of threads, and answer with what `newsfold.pages` makes. Pages link relatively, so all of it also works behind a
proxy in a subfolder. Importing this package loads no web framework.
"""

from newsfold.app.web.desk import Desk, Intake, Reader
from newsfold.app.web.listening import LOOPBACK, make_app, serve

__all__ = ["LOOPBACK", "Desk", "Intake", "Reader", "make_app", "serve"]

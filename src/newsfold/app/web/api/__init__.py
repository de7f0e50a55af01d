"""The API of `newsfold serve`: JSON under `/api/v1`, described by its own OpenAPI document at `/api/v1/openapi.json`.

It is an application of its own, mounted behind the doorkeeper. Each resource has a module with a router; what they answer is what
the commands print with `--json`. Importing this package loads no web framework.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from starlette.routing import Mount

PREFIX: Final = "/api/v1"


def routes() -> list[Mount]:
    """Everything under `/api/v1`."""
    from starlette.routing import Mount  # noqa: PLC0415 - only the server needs a web framework

    from newsfold.app.web.api.application import Api  # noqa: PLC0415 - FastAPI takes .3 s to load

    mounted = Mount(PREFIX, Api())
    # Starlette's own pattern ends at a line feed, and what has one in its address would be answered by a page.
    mounted.path_regex = re.compile(mounted.path_regex.pattern, re.DOTALL)
    return [mounted]

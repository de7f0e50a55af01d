"""Writes the table of the API's endpoints into docs/api.md, out of the API's own description. A test holds the two together."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from newsfold.app.web.api import PREFIX

PAGE = Path(__file__).resolve().parent.parent / "docs" / "api.md"
BEGIN, END = "<!-- endpoints: begin, by tools/api_table.py -->", "<!-- endpoints: end -->"
_METHODS = ("get", "post", "put", "delete")


def described() -> dict[str, Any]:
    """The API's description."""
    from newsfold.app.web.api.application import make_api  # noqa: PLC0415 - FastAPI takes .3 s to load

    found: dict[str, Any] = make_api().openapi_schema or {}
    return found


def table() -> str:
    """The table, a line for each method of each place, in the order of the description."""
    lines = ["| | under `" + PREFIX + "` | asks | |", "|---|---|---|---|"]
    for place, methods in described()["paths"].items():
        for method in _METHODS:
            if operation := methods.get(method):
                about = operation["description"].partition("\n")[0]
                lines.append(f"| {method.upper()} | `{place}` | {_asked(operation)} | {about} |")
    return "\n".join(lines)


def _asked(operation: dict[str, Any]) -> str:
    """What can be asked for, in the address or in the body."""
    names = [f"`{one['name']}`" for one in operation.get("parameters", ()) if one["in"] == "query"]
    if "requestBody" in operation:
        names.append("a body")
    return ", ".join(names)


def page_with(text: str) -> str:
    """The page with the table of now."""
    return re.sub(f"{re.escape(BEGIN)}.*?{re.escape(END)}", f"{BEGIN}\n{table()}\n{END}", text, flags=re.DOTALL)


if __name__ == "__main__":
    PAGE.write_text(page_with(PAGE.read_text("utf-8")), "utf-8")

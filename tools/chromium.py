"""Drive a Chromium that has no window, over its DevTools protocol: open a page, click, ask, take a picture.

It serves the browser tests and `tools/pictures.py`. Each browser has a new empty profile, asks the network for nothing
of its own, and ends with its `with` block.
"""

from __future__ import annotations

import base64
import json
import math
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = (
    "--headless",
    "--no-sandbox",  # a container's root cannot use the sandbox; only pages of our own are opened
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-features=BackForwardCache",  # it keeps the pages before alive, of which proofs open thousands
    "--disable-dev-shm-usage",  # small in containers
    "--hide-scrollbars",
    "--remote-debugging-port=0",
)
_START_SECONDS = 30.0
_ANSWER_SECONDS = 30.0


class BrowserError(Exception):
    """Chromium could not be started, or refused what it was asked."""


def find() -> str | None:
    """The path of an installed Chromium, or None."""
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


class Tab:
    """One page of a running browser. Its commands wait until they are done."""

    def __init__(self, socket: ClientConnection, patience: float = _ANSWER_SECONDS) -> None:
        self._socket = socket
        self._patience = patience
        self._number = 0
        self._events: list[str] = []
        self.requested: list[str] = []
        """What the pages asked the network for since `watch`, or since the list was cleared."""
        self._session: dict[str, str] = {}
        targets = self.ask("Target.getTargets")["targetInfos"]
        page = next(target["targetId"] for target in targets if target["type"] == "page")
        self._session = {"sessionId": self.ask("Target.attachToTarget", targetId=page, flatten=True)["sessionId"]}
        self.ask("Page.enable")

    def ask(self, method: str, **values: Any) -> dict[str, Any]:
        """Send one command of the DevTools protocol and return its result."""
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": values} | self._session))
        while True:
            message = self._receive()
            if message.get("id") == self._number:
                if "error" in message:
                    raise BrowserError(f"{method}: {message['error']['message']}")
                result: dict[str, Any] = message["result"]
                return result

    def open(self, url: str) -> None:
        """Go to a page and wait until it is loaded."""
        self._events.clear()
        answer = self.ask("Page.navigate", url=url)
        if "errorText" in answer:
            raise BrowserError(f"{url}: {answer['errorText']}")
        self.wait_for_load()

    def watch(self) -> None:
        """Keep in `requested` the address of every request from now on, whether or not something answers there."""
        self.ask("Network.enable")

    def wait_for_load(self) -> None:
        """Wait for the load of a page that has begun, by `open` or by a click."""
        while "Page.loadEventFired" not in self._events:
            self._receive()
        self._events.clear()

    def screen(self, width: int, height: int, *, dark: bool = False, phone: bool = False) -> None:
        """Set the size of the screen in CSS pixels, and the theme that its reader prefers."""
        scale = 2 if phone else 1
        self.ask(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=phone
        )
        theme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.ask("Emulation.setEmulatedMedia", features=[theme])

    def scripts(self, *, allowed: bool) -> None:
        """Let pages run scripts or not, as a reader may have it set."""
        self.ask("Emulation.setScriptExecutionDisabled", value=not allowed)

    def find(self, selector: str) -> int | None:
        """The first element of a CSS selector, None where there is none."""
        root = self.ask("DOM.getDocument", depth=0)["root"]["nodeId"]
        return int(self.ask("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]) or None

    def click(self, selector: str) -> None:
        """Click with the mouse in the middle of an element, having scrolled to it."""
        node = self._must_find(selector)
        self.ask("DOM.scrollIntoViewIfNeeded", nodeId=node)
        corners = self.ask("DOM.getContentQuads", nodeId=node)["quads"][0]
        place = {"x": sum(corners[::2]) / 4, "y": sum(corners[1::2]) / 4, "button": "left", "clickCount": 1}
        self._events.clear()
        self.ask("Input.dispatchMouseEvent", type="mousePressed", **place)
        self.ask("Input.dispatchMouseEvent", type="mouseReleased", **place)

    def press(self, *keys: str) -> None:
        """Press keys one after the other, each by the character or the name that it has ("j", "Enter", "Tab")."""
        for key in keys:
            text = {"text": "\r" if key == "Enter" else key} if len(key) == 1 or key == "Enter" else {}
            codes = {"windowsVirtualKeyCode": {"Enter": 13, "Tab": 9, "Escape": 27}.get(key, 0)}
            self.ask("Input.dispatchKeyEvent", type="keyDown", key=key, **text, **codes)
            self.ask("Input.dispatchKeyEvent", type="keyUp", key=key, **codes)

    def attributes(self, selector: str) -> dict[str, str]:
        """The attributes of the first element of a CSS selector."""
        flat = self.ask("DOM.getAttributes", nodeId=self._must_find(selector))["attributes"]
        return dict(zip(flat[::2], flat[1::2], strict=True))

    def is_shown(self, selector: str) -> bool:
        """Whether an element can be seen on the page. The protocol may ask this even where pages run no scripts."""
        return bool(self.value(f"document.querySelector({json.dumps(selector)}).checkVisibility()"))

    def value(self, expression: str) -> Any:
        """What a JavaScript expression is on the page; of a promise, what it comes to."""
        answer = self.ask("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise BrowserError(f"{expression}: {answer['exceptionDetails']['text']}")
        return answer["result"].get("value")

    def picture(self, *, whole: bool = True, most: float = math.inf, small: bool = False) -> bytes:
        """The page as a PNG, or as a WebP, which is `small`: all of it down to `most` CSS pixels, or what the screen shows."""
        clip = {}
        if whole:
            size = self.ask("Page.getLayoutMetrics")["cssContentSize"]
            clip = {"clip": {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], most), "scale": 1}}
        form = {"format": "webp", "quality": 85} if small else {"format": "png"}
        data = self.ask("Page.captureScreenshot", captureBeyondViewport=whole, **form, **clip)["data"]
        return base64.b64decode(data)

    def _must_find(self, selector: str) -> int:
        node = self.find(selector)
        if node is None:
            raise BrowserError(f"no element is {selector}")
        return node

    def _receive(self) -> dict[str, Any]:
        try:
            message: dict[str, Any] = json.loads(self._socket.recv(timeout=self._patience))
        except TimeoutError as error:
            raise BrowserError(f"no answer within {self._patience:.0f} seconds") from error
        if "method" in message:
            self._events.append(message["method"])
            if message["method"] == "Network.requestWillBeSent":
                self.requested.append(message["params"]["request"]["url"])
        return message


@contextmanager
def browser(path: str, patience: float = _ANSWER_SECONDS) -> Iterator[Tab]:
    """Start the Chromium at a path and give its one tab; end the process and remove its profile afterwards.

    `patience` is for how many seconds an answer is waited for.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [path, *_FLAGS, f"--user-data-dir={profile}", "about:blank"]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:  # noqa: S603
            try:
                with connect(_address(Path(profile), process), max_size=None, ping_interval=None) as socket:
                    yield Tab(socket, patience)
            finally:
                process.terminate()
                process.wait(_START_SECONDS)


def _address(profile: Path, process: subprocess.Popen[bytes]) -> str:
    """Wait for the file in which Chromium says where it listens: the port, then the path."""
    said = profile / "DevToolsActivePort"
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        lines = said.read_text().splitlines() if said.exists() else []
        if len(lines) == 2:
            return f"ws://127.0.0.1:{lines[0]}{lines[1]}"
        time.sleep(0.05)
    raise BrowserError(f"Chromium did not start within {_START_SECONDS:.0f} seconds, or ended at once")

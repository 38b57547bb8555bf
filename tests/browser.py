"""A real browser, driven through ChromeDriver by the W3C WebDriver protocol."""

import base64
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the protocol's name for a found element
_OPTIONS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ENTER, TAB, SPACE = "\ue007", "\ue004", " "


class Browser:
    """One window; selectors are CSS."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    def open(self, url: str) -> None:
        """Go to a page and wait until it has loaded."""
        self._do("POST", "/url", {"url": url})

    @property
    def url(self) -> str:
        """Where the window is."""
        return str(self._do("GET", "/url"))

    def text(self, selector: str = "body") -> str:
        """What a person reads in an element."""
        return str(self._do("GET", f"/element/{self._find(selector)}/text"))

    def click(self, selector: str) -> None:
        """Click what there is."""
        self._do("POST", f"/element/{self._find(selector)}/click", {})

    def follow(self, selector: str) -> None:
        """Click what leads to another page, and wait until that has loaded."""
        page = self._find("html")
        self.click(selector)
        while self._has(page):
            pass
        while self.script("return document.readyState") != "complete":
            pass

    def press(self, keys: str) -> None:
        """Type keys wherever the focus is."""
        focus = self._do("GET", "/element/active")[_ELEMENT]
        self._do("POST", f"/element/{focus}/value", {"text": keys})

    def focus(self) -> str:
        """The value of the control that has the focus."""
        return str(self.script("return document.activeElement.value || ''"))

    def script(self, code: str) -> Any:
        """Run code in the page."""
        return self._do("POST", "/execute/sync", {"script": code, "args": []})

    def resize(self, width: int, height: int) -> None:
        """The window, in pixels."""
        self._do("POST", "/window/rect", {"width": width, "height": height})

    def picture(self, file: Path) -> None:
        """What it looks like, for a person to see."""
        file.write_bytes(base64.b64decode(self._do("GET", "/screenshot")))

    def _find(self, selector: str) -> str:
        found = self._do("POST", "/element", {"using": "css selector", "value": selector})
        return str(found[_ELEMENT])

    def _has(self, element: str) -> bool:
        return self._client.get(f"element/{element}/name").is_success

    def _do(self, method: str, path: str, body: object = None) -> Any:
        response = self._client.request(method, path.lstrip("/"), json=body)
        assert response.is_success, response.text
        return response.json()["value"]


@contextmanager
def browsing() -> Iterator[Browser]:
    """A new browser that knows nothing of others; it is closed at the end."""
    assert CHROMIUM
    assert DRIVER
    # Some of its processes outlive the browser by a moment, and write on.
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile,
        _driver() as port,
    ):
        options = {"binary": CHROMIUM, "args": [*_OPTIONS, f"--user-data-dir={profile}"]}
        wanted = {"browserName": "chrome", "goog:chromeOptions": options}
        begin = {"capabilities": {"alwaysMatch": wanted}}
        with httpx.Client(base_url=f"http://127.0.0.1:{port}/", timeout=60) as client:
            begun = client.post("session", json=begin)
            assert begun.is_success, begun.text
            client.base_url = client.base_url.join(f"session/{begun.json()['value']['sessionId']}/")
            try:
                yield Browser(client)
            finally:
                client.delete("")


@contextmanager
def _driver() -> Iterator[int]:
    assert DRIVER
    with subprocess.Popen([DRIVER, "--port=0"], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            for line in process.stdout:
                if "started successfully on port" in line:
                    yield int(line.rstrip(" .\n").rpartition(" ")[2])
                    break
        finally:
            process.terminate()

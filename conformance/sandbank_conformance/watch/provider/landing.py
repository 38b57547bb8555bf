"""Where browsers come back to when the user is done at the provider."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Condition
from urllib.parse import urlsplit

from sandbank_conformance.exchange import Exchange
from sandbank_conformance.messages import Received, Sent
from sandbank_conformance.watch.entries import Watched
from sandbank_conformance.watch.provider.posts import Asked, Said

PAGE = (
    "<!doctype html><title>Sandbank</title><h1>Back again</h1>"
    "<p>Sandbank has seen what came of it. This page can be closed.</p>"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Landed:
    """A browser that came back: where to, and which calls the provider had made by then."""

    home: str  # the URL before the path
    target: str
    calls: tuple[Watched, ...]

    @property
    def exchange(self) -> Exchange:
        """The call that it made."""
        return Exchange(
            operation_id="",
            api="",
            caller="browser",
            sent=Sent(method="GET", url=self.home + self.target),
            received=Received(status=200, headers=(), body=b""),
        )


class Landing:
    """Takes browsers in, each by the path that was made for its session."""

    def __init__(self, read: Callable[[], list[Watched]]) -> None:
        self._read = read
        self._landed: dict[str, Landed] = {}
        self._came = Condition()

    def __call__(self, asked: Asked) -> Said:
        """A browser has come."""
        path = urlsplit(asked.target).path
        calls = tuple(self._read())
        with self._came:
            home = f"http://{asked.headers.get('host', '')}"
            landed = Landed(home=home, target=asked.target, calls=calls)
            self._landed.setdefault(path, landed)
            self._came.notify_all()
        return Said(status=200, page=PAGE)

    def wait(self, path: str, seconds: float) -> Landed | None:
        """The browser that came back there, within some seconds."""
        with self._came:
            self._came.wait_for(lambda: path in self._landed, timeout=seconds)
            return self._landed.get(path)

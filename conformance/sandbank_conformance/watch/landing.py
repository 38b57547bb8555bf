"""Where browsers come back to when the user is done at the provider."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Condition
from urllib.parse import urlsplit

from sandbank_conformance.watch.entries import Watched
from sandbank_conformance.watch.posts import Asked, Said

PAGE = (
    "<!doctype html><title>Sandbank</title><h1>Back again</h1>"
    "<p>Sandbank has seen what came of it. This page can be closed.</p>"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Landed:
    """A browser that came back: where to, and which calls the provider had made by then."""

    target: str
    calls: tuple[Watched, ...]


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
            self._landed.setdefault(path, Landed(target=asked.target, calls=calls))
            self._came.notify_all()
        return Said(status=200, page=PAGE)

    def wait(self, path: str, seconds: float) -> Landed | None:
        """The browser that came back there, within some seconds."""
        with self._came:
            self._came.wait_for(lambda: path in self._landed, timeout=seconds)
            return self._landed.get(path)

"""Stands between the sandbox and the connector: sees what is told, and can hold it back."""

from collections.abc import Mapping
from threading import Lock

from sandbank_conformance.caller import Caller
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.watch.provider.posts import Asked, Said
from sandbank_conformance.wire import TransportError

NOBODY_ANSWERED = 502


class Relay:
    """Passes notifications on to the connector, whole and at once, unless told otherwise."""

    def __init__(self, connector: Caller, header: str) -> None:
        self._connector = connector
        self._passed = ("authorization", "content-type", header.lower())
        self._lock = Lock()
        self._answers: list[Exchange] = []
        self._held: list[Asked] = []
        self.holds = False  # whether notifications are kept back until they are let go
        self.credentials: Mapping[str, str] = {}  # of the notification that came last

    def __call__(self, asked: Asked) -> Said:
        """Take a notification from the sandbox."""
        headers = {name: asked.headers[name] for name in self._passed if name in asked.headers}
        self.credentials = {
            name: value for name, value in headers.items() if name != "content-type"
        }
        if self.holds:
            self._held.append(asked)
            return Said(status=204)
        try:
            answer = self._tell(headers, asked.body)
        except TransportError:
            return Said(status=NOBODY_ANSWERED)
        return Said(status=answer.status)

    def _tell(self, headers: Mapping[str, str], body: bytes) -> Exchange:
        answer = self._connector.call(
            "receiveNotification", headers=headers, content=body, patient=False
        )
        with self._lock:
            self._answers.append(answer)
        return answer

    def let_go(self) -> list[Exchange]:
        """Tell the connector what was held back, late; its answers."""
        self.holds = False
        held, self._held = self._held, []
        return [self._tell(each.headers, each.body) for each in held]

    def answer_about(self, resource: str) -> Exchange | None:
        """What the connector answered last to a notification about a resource."""
        about = (each for each in reversed(self._answers) if resource.encode() in each.sent.body)
        return next(about, None)

    def drop(self) -> None:
        """Forget what was held back."""
        self.holds = False
        self._held.clear()

"""One call and its answer, as checks read it and reports show it."""

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sandbank_conformance.messages import Received, Sent
from sandbank_conformance.secrets import Secrets
from sandbank_conformance.wire import TransportError

NO_ANSWER = Received(status=0, headers=(), body=b"")
SHOWN = 2_000  # characters of a body that a report keeps


class _Nothing:
    def __repr__(self) -> str:
        return "nothing"


NOTHING: Any = _Nothing()  # what a pointer that leads nowhere points to


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """What was asked, by whom, and what was answered."""

    operation_id: str  # empty for a call that the documents do not know
    api: str
    caller: str
    sent: Sent
    received: Received

    @property
    def status(self) -> int:
        """The status of the answer."""
        return self.received.status

    @property
    def answered(self) -> bool:
        """Whether there was an answer at all."""
        return self.status != NO_ANSWER.status

    @property
    def succeeded(self) -> bool:
        """Whether the answer is a 2xx."""
        return self.status // 100 == 2

    @property
    def refused(self) -> bool:
        """Whether the answer is a 4xx."""
        return self.status // 100 == 4

    def header(self, name: str) -> str | None:
        """The first header of a name."""
        return self.received.header(name)

    @property
    def media_type(self) -> str:
        """The media type of the answer in small letters, without parameters."""
        return (self.header("content-type") or "").partition(";")[0].strip().lower()

    @cached_property
    def json(self) -> Any:
        """The body as JSON; `NOTHING` where it is none."""
        try:
            return json.loads(self.received.body)
        except (ValueError, RecursionError):
            return NOTHING

    def at(self, pointer: str) -> Any:
        """What a JSON pointer leads to; `NOTHING` where it leads nowhere."""
        return follow(self.json, pointer)

    def shown(self, secrets: Secrets) -> dict[str, Any]:
        """The call as a report keeps it, secrets masked and long bodies cut."""
        return {
            "operationId": self.operation_id,
            "caller": self.caller,
            "request": {
                "method": self.sent.method,
                "url": secrets.masked(self.sent.url),
                "headers": [[name, secrets.masked(value)] for name, value in self.sent.headers],
                "body": _cut(secrets.masked(_text(self.sent.body))),
            },
            "response": {
                "status": self.status,
                "headers": [[name, secrets.masked(value)] for name, value in self.received.headers],
                "body": _cut(secrets.masked(_text(self.received.body + self.received.beyond))),
            },
            "seconds": round(self.received.seconds, 4),
        }


class Unanswered(TransportError):
    """The server broke down over a call; `exchange` is that call, with no answer."""

    def __init__(self, told: str, exchange: Exchange) -> None:
        super().__init__(told)
        self.exchange = exchange


def follow(value: Any, pointer: str) -> Any:
    """What a JSON pointer leads to within a value; `NOTHING` where it leads nowhere."""
    for step in pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        if isinstance(value, dict) and name in value:
            value = value[name]
        elif isinstance(value, list) and name.isdigit() and int(name) < len(value):
            value = value[int(name)]
        else:
            return NOTHING
    return value


def _text(body: bytes) -> str:
    return body.decode("utf-8", "backslashreplace")


def _cut(text: str) -> str:
    if len(text) <= SHOWN:
        return text
    return f"{text[:SHOWN]}… ({len(text)} characters in all)"

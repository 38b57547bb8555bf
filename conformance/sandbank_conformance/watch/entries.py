"""The calls that a provider or a product makes, as the sandbox's journal tells them."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from threading import Lock
from time import monotonic, sleep
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sandbank_conformance.conditions import given
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.messages import Received, Sent
from sandbank_conformance.owner import Owner, moment

REPORTS = ("reportAuthorisation", "reportAuthorisationByQuery")
FEW, MOST = 10, 1000  # entries that are asked for at first, and that a journal holds
PAUSE = 0.03  # seconds between two looks


@dataclass(frozen=True, kw_only=True)
class Watched(Exchange):
    """A call that was made, when, and by which rule it was answered."""

    made: datetime  # by the sandbox's clock
    requirement: str  # that a refusal named; empty where there was none
    is_faulty: bool  # whether it met a fault that we had set

    @property
    def is_report(self) -> bool:
        """Whether it reports how a session ended."""
        return self.operation_id in REPORTS

    @property
    def session(self) -> str:
        """The session that a report is about; empty for other calls."""
        if not self.is_report:
            return ""
        parts = urlsplit(self.sent.url)
        if self.operation_id == REPORTS[1]:
            return parse_qs(parts.query).get("authorisationId", [""])[0]
        return parts.path.rpartition("/")[2]

    @property
    def is_forgotten(self) -> bool:
        """Whether its body was deleted, since what it held of an account was."""
        return isinstance(self.body, dict) and list(self.body) == ["removed"]

    @property
    def body(self) -> Any:
        """What was sent, where it is JSON; None else."""
        try:
            return json.loads(self.sent.body)
        except ValueError:
            return None


class Entries:
    """Every call that was made to an API so far, oldest first."""

    def __init__(self, owner: Owner, sandbox: str, api: str = "provider") -> None:
        """`owner` reads the journal, and is no caller whose calls are told."""
        self._owner = owner
        self._api = api
        self._caller = "your product" if api == "consumer" else "your provider"
        self._sandbox = sandbox
        self._newest: tuple[Any, ...] = ()
        self._calls: list[Watched] = []
        self._lock = Lock()  # a browser may come back at any time

    def forget(self) -> None:
        """Leave out what was called until now."""
        self.read()
        self._calls.clear()

    def read(self) -> list[Watched]:
        """All of them, those of this moment too."""
        with self._lock:
            new = self._new(FEW)
            if new:
                self._newest = _key(new[0])
            ours = [each for each in reversed(new) if each["api"] == self._api]
            self._calls += [self._watched(each) for each in ours]
            return list(self._calls)

    def _new(self, most: int) -> list[dict[str, Any]]:
        """What came since the last look, newest first."""
        found = given(self._owner.call("listJournal", query={"limit": most})).json
        new = list(takewhile(lambda each: _key(each) != self._newest, found))
        return new if len(new) < most or most == MOST else self._new(MOST)

    def wait(self, holds: Callable[[list[Watched]], bool], since: int, seconds: float) -> bool:
        """Whether it holds for the calls since a place, within some seconds."""
        end = monotonic() + seconds
        while not holds(self.read()[since:]):
            if monotonic() > end:
                return False
            sleep(PAUSE)
        return True

    def _watched(self, entry: Mapping[str, Any]) -> Watched:
        return Watched(
            operation_id=entry["operationId"] or "",
            api=self._api,
            caller=self._caller,
            sent=Sent(
                method=entry["method"],
                url=self._sandbox + entry["path"],
                headers=tuple(entry["request"]["headers"].items()),
                body=_bytes(entry["request"]["body"]),
            ),
            received=Received(
                status=entry["status"] or 0, headers=(), body=_bytes(entry["response"]["body"])
            ),
            made=moment(entry["at"]),
            requirement=entry.get("requirement", ""),
            is_faulty=bool(entry.get("faults")),
        )


def _key(entry: Mapping[str, Any]) -> tuple[Any, ...]:
    """What tells an entry from others; its bodies may be deleted later."""
    return tuple(entry[name] for name in ("at", "method", "path", "status"))


def _bytes(body: Any) -> bytes:
    if body is None:
        return b""
    text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    return text.encode("utf-8", "backslashreplace")

"""The journal: the last calls of the APIs, secrets masked, deleted data gone (CON-OFF-04)."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sandbank_server.api.bodies import DEEPEST, parse_form, parse_json
from sandbank_server.api.calls import Json
from sandbank_server.api.fault_present import present_fault
from sandbank_server.api.masking import (
    SECRET_OPERATIONS,
    TOKEN_OPERATIONS,
    masked_body,
    masked_headers,
    masked_request,
    masked_target,
    masked_text,
)
from sandbank_server.api.owners import ANYBODY
from sandbank_server.api.responses import encode
from sandbank_server.domain.faults import Fault
from sandbank_server.domain.refusals import Refusal

ENTRIES = 1000
MOST_HEADERS = 64
LONGEST_HEADER = 4 * 1024
LONGEST_BODY = 16 * 1024  # bytes kept of a body; with 1,000 entries at most 32 MiB
DEEPEST_SHOWN = DEEPEST - 10  # leaves room for what a body is wrapped in

TOMBSTONE = {"removed": "The data in this body was deleted."}


@dataclass(slots=True, kw_only=True, eq=False)
class Entry:
    """One call. Bodies become tombstones (b"") when what they may hold is deleted.

    `owners` are those whose data they may hold, `account_id` the user's account it is of.
    """

    at: datetime
    api: str
    operation_id: str | None
    method: str
    path: str
    headers: Mapping[str, Sequence[str]]
    status: int | None  # None: the connection was closed without an answer
    requirement: str | None
    request: bytes | None
    response: bytes | None
    owners: frozenset[str] = frozenset()
    account_id: str | None = None
    faults: tuple[Fault, ...] = ()  # that it met

    def bury(self) -> None:
        """Forget both bodies for good."""
        self.request = self.request and b""
        self.response = self.response and b""


class Journal:
    """A bounded memory of calls, newest first when read."""

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque(maxlen=ENTRIES)
        self._of: dict[str, list[Entry]] = {}

    def record(self, entry: Entry) -> None:
        """Keep one call; the oldest gives way."""
        if len(self._entries) == ENTRIES:
            self._drop(self._entries[0])
        entry.headers = _kept_headers(entry.headers)
        entry.request, entry.response = _kept_request(entry), _kept(entry, entry.response)
        self._entries.append(entry)
        for owner in entry.owners:
            self._of.setdefault(owner, []).append(entry)

    def _drop(self, entry: Entry) -> None:
        for owner in entry.owners:
            entries = self._of[owner]
            entries.remove(entry)
            if not entries:
                del self._of[owner]

    def forget_bank_account(self, bank_account_id: str) -> None:
        """Drop every kept body that can hold transactions of a bank account."""
        for owner in (bank_account_id, ANYBODY):
            for entry in self._of.get(owner, ()):
                entry.bury()

    def forget_user(self, user_id: str, account_id: str | None = None) -> None:
        """Drop every kept body with banking data of a user, or of one account of theirs."""
        for entry in self._of.get(user_id, ()):
            if account_id is None or entry.account_id in (None, account_id):
                entry.bury()

    def clear(self) -> None:
        """Forget every call."""
        self._entries.clear()
        self._of.clear()

    def latest(
        self, limit: int, operation_id: str | None = None, status: int | None = None
    ) -> list[dict[str, Json]]:
        """The newest calls first, as the control API and the console show them."""
        return [_shown(entry) for entry in islice(self._matching(operation_id, status), limit)]

    def _matching(self, operation_id: str | None, status: int | None) -> Iterator[Entry]:
        for entry in reversed(self._entries):
            if operation_id in (None, entry.operation_id) and status in (None, entry.status):
                yield entry


def _kept_headers(headers: Mapping[str, Sequence[str]]) -> Mapping[str, Sequence[str]]:
    if len(headers) <= MOST_HEADERS and _are_short(headers):
        return headers
    return {
        name: [each[:LONGEST_HEADER] for each in values[:MOST_HEADERS]]
        for name, values in islice(headers.items(), MOST_HEADERS)
    }


def _are_short(headers: Mapping[str, Sequence[str]]) -> bool:
    for values in headers.values():
        for each in values:
            if len(each) > LONGEST_HEADER:
                return False
    return True


def _kept_request(entry: Entry) -> bytes | None:
    if not entry.request or entry.operation_id not in TOKEN_OPERATIONS:
        return _kept(entry, entry.request)
    return encode(masked_request(_value(entry.request)))[:LONGEST_BODY]


def _kept(entry: Entry, body: bytes | None) -> bytes | None:
    if not body:
        return None
    if entry.operation_id in SECRET_OPERATIONS:
        return encode(masked_body(_value(body)))[:LONGEST_BODY]
    return body[:LONGEST_BODY]


def _value(body: bytes) -> Json:
    with suppress(Refusal):
        return parse_json(body)
    try:
        return parse_form(body) or "(not readable)"
    except Refusal:
        return "(not readable)"


def _shown(entry: Entry) -> dict[str, Json]:
    shown: dict[str, Json] = {
        "at": entry.at.isoformat().replace("+00:00", "Z"),
        "api": entry.api,
        "operationId": entry.operation_id,
        "method": entry.method,
        "path": masked_target(entry.path),
        "request": {"headers": masked_headers(entry.headers), "body": _body(entry.request)},
        "status": entry.status,
        "response": {"body": _body(entry.response)},
    }
    if entry.requirement is not None:
        shown["requirement"] = entry.requirement
    if entry.faults:
        shown["faults"] = [present_fault(each) for each in entry.faults]
    return shown


def _body(body: bytes | None) -> Json:
    if body is None:
        return None
    if not body:
        return TOMBSTONE
    try:
        # What the APIs would not read, NaN or half of a surrogate pair, is no JSON of ours either.
        return masked_body(parse_json(body, deepest=DEEPEST_SHOWN))
    except Refusal:
        return masked_text(body.decode("utf-8", errors="replace"))

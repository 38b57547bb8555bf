"""What checks ask: one condition, one observation. A condition that does not hold raises.

`ensure_…` observes: `Broken` says what was expected and what was received.
`given` prepares: where it does not hold, nothing is proved, and so nothing is failed either.
"""

from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit

from sandbank_conformance.exchange import NOTHING, Exchange


class Broken(Exception):
    """The observation contradicts the requirement, and those named in `also`."""

    def __init__(
        self,
        *,
        expected: str,
        received: str,
        exchange: Exchange | None = None,
        also: Collection[str] = (),
    ) -> None:
        super().__init__(f"expected {expected}; received {received}")
        self.expected = expected
        self.received = received
        self.exchange = exchange  # the call that decided; None: the last one
        self.also = tuple(also)


class NotTestable(Exception):
    """Something is missing that the check needs; the message says what, and the line to add."""


def given(exchange: Exchange, pointer: str = "") -> Any:
    """What a call brought that has to succeed before anything can be observed."""
    if not exchange.succeeded:
        raise NotTestable(
            f"a step before the observation was refused: {told(exchange)}; expected a 2xx"
        )
    value = exchange.at(pointer) if pointer else exchange
    if value is NOTHING:
        raise NotTestable(f"a step before the observation brought no {pointer}: {told(exchange)}")
    return value


def ensure(
    holds: bool,
    *,
    expected: str,
    received: str,
    exchange: Exchange | None = None,
    also: Collection[str] = (),
) -> None:
    """Observe anything; the words are for whoever reads the verdict."""
    if not holds:
        raise Broken(expected=expected, received=received, exchange=exchange, also=also)


def ensure_status(exchange: Exchange, *statuses: int, also: Collection[str] = ()) -> None:
    """The answer has one of these statuses."""
    wanted = " or ".join(str(each) for each in statuses)
    ensure(
        exchange.status in statuses,
        expected=f"status {wanted}",
        received=told(exchange),
        exchange=exchange,
        also=also,
    )


def ensure_success(exchange: Exchange) -> None:
    """The answer is a 2xx."""
    ensure(exchange.succeeded, expected="a 2xx", received=told(exchange), exchange=exchange)


def ensure_refused(exchange: Exchange, also: Collection[str] = ()) -> None:
    """The answer is a 4xx."""
    ensure(
        exchange.refused,
        expected="a refusal (4xx)",
        received=told(exchange),
        exchange=exchange,
        also=also,
    )


def ensure_no_body(exchange: Exchange) -> None:
    """Nothing comes after the head: the call has to be sent with `Connection: close`."""
    length = exchange.header("content-length")
    bytes_behind = exchange.received.body + exchange.received.beyond
    content = bytes_behind if bytes_behind != b"0\r\n\r\n" else b""  # an empty chunked body
    announced = length is not None and length.strip() not in ("", "0")
    ensure(
        not content and not announced,
        expected="no body: no byte after the head, and no Content-Length above 0",
        received=f"{len(content)} bytes, Content-Length {length or 'absent'}",
        exchange=exchange,
    )


def ensure_member(
    exchange: Exchange, pointer: str, wanted: Any, also: Collection[str] = ()
) -> None:
    """The answer's body holds this value there."""
    value = exchange.at(pointer)
    ensure(
        value == wanted and type(value) is type(wanted),
        expected=f"{pointer} = {wanted!r}",
        received=f"{pointer} = {value!r}",
        exchange=exchange,
        also=also,
    )


def ensure_unchanged(
    before: Any, after: Any, *, by: Exchange, also: Collection[str] = ("GEN-02",)
) -> None:
    """What was read before a refused call is what is read after it."""
    ensure(
        before == after,
        expected="everything as it was before the call",
        received="; ".join(differences(before, after)) or "other values",
        exchange=by,
        also=also,
    )


def differences(before: Any, after: Any, place: str = "") -> list[str]:
    """Where two readings differ, at most five places, as `pointer: was …, is …`."""
    if isinstance(before, dict) and isinstance(after, dict):
        found: list[str] = []
        for key in [*before, *(each for each in after if each not in before)]:
            one, other = before.get(key, NOTHING), after.get(key, NOTHING)
            if one != other:
                found += differences(one, other, f"{place}/{key}")
        return found[:5]
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        pairs = enumerate(zip(before, after, strict=True))
        found = [
            line
            for n, (one, other) in pairs
            if one != other
            for line in differences(one, other, f"{place}/{n}")
        ]
        return found[:5]
    return [f"{place or 'it'} was {brief(before)}, is {brief(after)}"]


def brief(value: Any) -> str:
    """A value in few words."""
    if isinstance(value, list):
        return f"{len(value)} items"
    text = repr(value)
    return text if len(text) <= 120 else f"{text[:117]}…"


def told(exchange: Exchange) -> str:
    """An answer in one line: call, status and the beginning of its body."""
    body = exchange.received.body.decode("utf-8", "replace").strip()
    shown = f" {body[:160]}" if body else " without a body"
    place = exchange.operation_id or urlsplit(exchange.sent.url).path[:80]
    return f"{exchange.status} to {exchange.sent.method} {place}{shown}"

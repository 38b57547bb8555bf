"""Answers on the wire."""

import asyncio
import json
from datetime import datetime
from decimal import Decimal
from email.utils import format_datetime

import orjson
from starlette.types import Send

from sandbank_server.api.calls import Answer, Json
from sandbank_server.service.ports import Clock

LONGEST_WHOLE = 18  # digits of a number written without an exponent

_AS_OURS = orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME


def encode(body: Json) -> bytes:
    """JSON as it is sent: an amount is a number, in its shortest spelling."""
    try:
        return orjson.dumps(body, _plain, _AS_OURS)
    except orjson.JSONEncodeError:  # a number of more than 64 bits, or lists in lists in lists
        text = json.dumps(body, ensure_ascii=False, separators=(",", ":"), default=_plain)
        return text.encode()


def body_of(answer: Answer) -> bytes:
    """The bytes that go out as the body of an answer."""
    if isinstance(answer.body, bytes):
        return answer.body
    return b"" if answer.body is None else encode(answer.body)


def _plain(value: object) -> Json:
    if isinstance(value, Decimal):
        # Fifteen digits survive a float unharmed, and GEN-06 allows no more.
        number = float(value)
        return int(value) if number.is_integer() and _is_whole(value) else number
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    raise TypeError(f"{type(value).__name__} has no JSON form")


def _is_whole(value: Decimal) -> bool:
    return value.adjusted() < LONGEST_WHOLE and value == value.to_integral_value()


class Sender:
    """Sends answers, each dated by the sandbox's clock."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._dated: tuple[datetime | None, bytes] = (None, b"")

    async def send(self, answer: Answer, send: Send) -> bytes:
        """Send one answer; what went out as its body is returned."""
        # All who wait are judged first, then answered in a row: each write wakes a client that has
        # fallen asleep meanwhile, which costs the server a fifth of its time.
        await asyncio.sleep(0)
        body = body_of(answer)
        headers = [(b"date", self._date())]
        if answer.body is not None:
            headers.append((b"content-type", answer.media_type.encode()))
        if answer.status != 204:
            headers.append((b"content-length", str(len(body)).encode()))
        headers += [
            (name.lower().encode(), _latin(value)) for name, value in answer.headers.items()
        ]
        await send(
            {"type": "http.response.start", "status": int(answer.status), "headers": headers}
        )
        await send({"type": "http.response.body", "body": body})
        return body

    def _date(self) -> bytes:
        now = self._clock.now().replace(microsecond=0)
        if self._dated[0] != now:
            self._dated = (now, format_datetime(now, usegmt=True).encode())
        return self._dated[1]


def _latin(text: str) -> bytes:
    return text.encode("latin-1", errors="replace")

"""The same answers over HTTP in other ways: headers, framing, time."""

import asyncio
import gzip
from collections.abc import Callable
from dataclasses import replace
from itertools import count

import pytest

from sandbank_server.api.throttle import Throttle
from sandbank_server.domain.refusals import Throttled
from zoo.animals import Answered, Asked, Forward, on_the_wire, variant
from zoo.variants.tools import is_consumer, is_report, is_upload, retold

SLOW = 0.2  # seconds
OFTEN = 40  # of so many reports one is told to wait
FRAMING = (b"content-length", b"connection", b"transfer-encoding")


class _Titled(bytes):
    """A header's name that keeps its capitals where others are made small."""

    def lower(self) -> "_Titled":
        return self


@variant()
def disconnections_and_reports_take_their_time(patch: pytest.MonkeyPatch) -> None:
    """A bank account is disconnected, and a session reported, in a fifth of a second."""

    async def wire(asked: Asked, forward: Forward) -> Answered:
        if is_report(asked) or (is_consumer(asked) and asked.method == "DELETE"):
            await asyncio.sleep(SLOW)
        return await forward(asked)

    on_the_wire(patch, wire)


@variant()
def deletions_of_uploads_answer_late(patch: pytest.MonkeyPatch) -> None:
    """What was uploaded is deleted at once, and a fifth of a second later the answer comes."""

    async def wire(asked: Asked, forward: Forward) -> Answered:
        answered = await forward(asked)
        if is_upload(asked) and asked.method == "DELETE":
            await asyncio.sleep(SLOW)
        return answered

    on_the_wire(patch, wire)


@variant()
def bodies_come_in_chunks(patch: pytest.MonkeyPatch) -> None:
    """No answer tells its length beforehand: bodies are chunked."""
    retold(patch, lambda _, answered: answered.with_header("content-length", None))


@variant()
def empty_answers_have_a_length(patch: pytest.MonkeyPatch) -> None:
    """A 204 says `Content-Length: 0`."""

    def apply(_: Asked, answered: Answered) -> Answered:
        return answered.with_header("content-length", "0") if answered.status == 204 else answered

    retold(patch, apply)


@variant("GEN-09")
def empty_answers_have_a_type(patch: pytest.MonkeyPatch) -> None:
    """A 204 says `Content-Type: application/json`, and has no body all the same."""

    def apply(_: Asked, answered: Answered) -> Answered:
        empty = answered.status == 204
        return answered.with_header("content-type", "application/json") if empty else answered

    retold(patch, apply)


@variant()
def connections_are_closed(patch: pytest.MonkeyPatch) -> None:
    """The connection is closed after each answer."""
    retold(patch, lambda _, answered: answered.with_header("connection", "close"))


@variant()
def headers_are_written_with_capitals(patch: pytest.MonkeyPatch) -> None:
    """The names of headers are written as `Content-Type`."""

    def apply(_: Asked, answered: Answered) -> Answered:
        headers = tuple(
            (name if name in FRAMING else _Titled(name.title()), value)
            for name, value in answered.headers
        )
        return replace(answered, headers=headers)

    retold(patch, apply)


@variant()
def there_are_more_headers(patch: pytest.MonkeyPatch) -> None:
    """Answers have headers of a gateway and a cookie; none of the sandbox's own."""

    def apply(_: Asked, answered: Answered) -> Answered:
        own = tuple(each for each in answered.headers if not each[0].startswith(b"sandbank-"))
        more = {"Set-Cookie": "lb=1; Path=/", "X-Request-Id": "4711", "ETag": 'W/"1"', "Via": "1.1"}
        told = replace(answered, headers=own)
        for name, value in more.items():
            told = told.with_header(name.lower(), value)
        return told

    retold(patch, apply)


@variant()
def answers_have_no_date(patch: pytest.MonkeyPatch) -> None:
    """Answers have neither `Date` nor `WWW-Authenticate`."""

    def apply(_: Asked, answered: Answered) -> Answered:
        return answered.with_header("date", None).with_header("www-authenticate", None)

    retold(patch, apply)


@variant()
def media_types_name_their_charset(patch: pytest.MonkeyPatch) -> None:
    """JSON is answered as `application/json; charset=utf-8`."""
    _retell_media_types(patch, lambda kind: f"{kind}; charset=utf-8")


@variant()
def media_types_are_written_in_capitals(patch: pytest.MonkeyPatch) -> None:
    """JSON is answered as `Application/JSON;Charset="UTF-8"`."""
    capitals = {"application/json": "Application/JSON"}
    _retell_media_types(patch, lambda kind: f'{capitals.get(kind, kind)};Charset="UTF-8"')


def _retell_media_types(patch: pytest.MonkeyPatch, spell: Callable[[str], str]) -> None:
    def apply(_: Asked, answered: Answered) -> Answered:
        kind = answered.header("content-type") or ""
        return answered.with_header("content-type", spell(kind)) if "json" in kind else answered

    retold(patch, apply)


@variant()
def answers_are_compressed(patch: pytest.MonkeyPatch) -> None:
    """Bodies are compressed for whoever accepts it."""

    def apply(asked: Asked, answered: Answered) -> Answered:
        accepts = "gzip" in (asked.header("accept-encoding") or "")
        if not accepts or not answered.body:
            return answered
        told = answered.with_header("content-encoding", "gzip")
        return told.with_body(gzip.compress(answered.body, mtime=0))

    retold(patch, apply)


@variant()
def a_busy_provider_has_to_wait(patch: pytest.MonkeyPatch) -> None:
    """Now and then a report answers 429, and may be sent again after a second."""
    calls = count(1)

    def take(*_: object) -> None:
        if next(calls) % OFTEN == 0:
            raise Throttled("PRV-AUTH-20", "throttled", "Try again in 1 s.", retry_after=1)

    patch.setattr(Throttle, "take", take)

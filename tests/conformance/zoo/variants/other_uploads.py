"""How other User banking services behave where the documents leave a choice."""

import gzip
import json
from collections.abc import Callable
from typing import Any

import pytest

from sandbank_server.service import deletions, paging, users
from zoo.animals import Answered, Asked, Forward, on_the_wire, variant

Patch = pytest.MonkeyPatch


def _mine(asked: Asked) -> bool:
    return not asked.path.startswith(("/_sandbox", "/_bank", "/_console"))


def _json(status: int, body: Any, media_type: str = "application/json") -> Answered:
    empty = Answered(status=status, headers=((b"content-type", media_type.encode()),))
    return empty.with_body(json.dumps(body).encode())


def _answers(patch: Patch, change: Callable[[Asked, Answered], Answered]) -> None:
    async def wire(asked: Asked, forward: Forward) -> Answered:
        answer = await forward(asked)
        return change(asked, answer) if _mine(asked) else answer

    on_the_wire(patch, wire)


@variant()
def bodies_are_compressed_for_those_who_take_it(patch: Patch) -> None:
    """A gateway compresses bodies for callers that send Accept-Encoding: gzip."""

    def compressed(asked: Asked, answer: Answered) -> Answered:
        takes = "gzip" in (asked.header("accept-encoding") or "")
        if not takes or not answer.body:
            return answer
        smaller = answer.with_body(gzip.compress(answer.body, mtime=0))
        return smaller.with_header("content-encoding", "gzip").with_header(
            "vary", "Accept-Encoding"
        )

    _answers(patch, compressed)


@variant()
def every_answer_has_the_headers_of_gateway_tracer_and_session(patch: Patch) -> None:
    """Every answer has the headers of a CDN, a tracer, a rate limiter and a session."""
    extra = {
        "via": "1.1 envoy",
        "x-request-id": "9f3c5f0e-0000-4000-8000-000000000000",
        "strict-transport-security": "max-age=31536000; includeSubDomains",
        "set-cookie": "SESSION=abc; Path=/; HttpOnly",
        "x-ratelimit-remaining": "4999",
        "cache-control": "no-cache, no-store, max-age=0, must-revalidate",
        "pragma": "no-cache",
        "expires": "0",
        "server-timing": "app;dur=3",
        "etag": 'W/"1"',
    }

    def added(_: Asked, answer: Answered) -> Answered:
        for name, value in extra.items():
            answer = answer.with_header(name, value)
        return answer

    _answers(patch, added)


@variant()
def the_challenge_names_an_error(patch: Patch) -> None:
    """401 and 403 carry the WWW-Authenticate of RFC 6750, with error and description."""

    def challenging(_: Asked, answer: Answered) -> Answered:
        if answer.status not in (401, 403):
            return answer
        error = "invalid_token" if answer.status == 401 else "insufficient_scope"
        challenge = f'Bearer error="{error}", error_description="Sorry", scope="banking"'
        return answer.with_header("www-authenticate", challenge)

    _answers(patch, challenging)


@variant()
def who_takes_no_json_gets_406(patch: Patch) -> None:
    """An Accept header that neither names JSON nor a wildcard is answered with 406."""

    async def wire(asked: Asked, forward: Forward) -> Answered:
        accept = asked.header("accept") or "*/*"
        if not _mine(asked) or "*" in accept or "json" in accept:
            return await forward(asked)
        return _json(406, {"type": "not_acceptable", "message": "Only JSON is served."})

    on_the_wire(patch, wire)


@variant("GEN-03", "GEN-04")
def errors_of_the_consumer_are_those_of_the_framework(patch: Patch) -> None:
    """The Consumer API answers refusals with plain JSON of timestamp, status and error."""

    def framed(asked: Asked, answer: Answered) -> Answered:
        if not asked.path.startswith(("/consumer", "/api/v1")) or answer.status < 400:
            return answer
        body = {"timestamp": 1767225600000, "status": answer.status, "error": "Refused"}
        plain = answer.with_body(json.dumps(body).encode())
        return plain.with_header("content-type", "application/json")

    _answers(patch, framed)


@variant("GEN-04", "GEN-07")
def a_body_is_json_whatever_its_media_type_says(patch: Patch) -> None:
    """User banking reads JSON without looking at Content-Type."""

    async def wire(asked: Asked, forward: Forward) -> Answered:
        if asked.body and asked.path.startswith("/user-banking/users"):
            asked = asked.with_header("content-type", "application/json")
        return await forward(asked)

    on_the_wire(patch, wire)


@variant("UB-UP-05")
def moments_are_days_of_utc(patch: Patch) -> None:
    """An RFC 3339 moment is booked on its day in UTC, not on the one it is written in."""
    from datetime import UTC, datetime

    from sandbank_server.domain import days

    real = days.day

    def day(sent: Any) -> Any:
        written = real(sent)
        if written is None or not isinstance(sent, str) or len(sent) <= len("2026-01-31"):
            return written
        return datetime.fromisoformat(sent.upper()).astimezone(UTC).date().isoformat()

    patch.setattr(days, "day", day)


@variant("UB-DEL-08", "UB-DEL-09")
def unknown_ids_of_a_batch_are_passed_over(patch: Patch) -> None:
    """A batch deletion deletes the ids that are there, and answers 204 in any case."""
    patch.setattr(
        deletions, "all_known", lambda _r, _t, _d, found: {k: v for k, v in found.items() if v}
    )


@variant("UB-USER-01")
def a_tenant_may_have_any_name(patch: Patch) -> None:
    """Every TenantID is allowed, and a tenant of the calling client."""
    patch.setattr(users, "tenant_of", lambda client, asked: asked or client)


def _reversed_page(patch: Patch, module: Any, name: str, index: str) -> None:
    """Pages of a list in reverse order, nothing lost and nothing twice."""
    real = getattr(module, name)

    def page(table: Any, by: str, owner: str, wanted: Any) -> Any:
        if by != index:
            return paging.page(table, by, owner, wanted)
        found = table.find(by, owner, start=wanted.start, before=wanted.before)[::-1]
        first = (wanted.number - 1) * wanted.limit
        return paging.Page(
            number=wanted.number,
            limit=wanted.limit,
            total=len(found),
            values=tuple(found[first : first + wanted.limit]),
        )

    assert real is paging.page
    patch.setattr(module, name, page)


@variant("UB-READ-03")
def users_are_listed_newest_first(patch: Patch) -> None:
    """The list of users begins with the last one made."""
    _reversed_page(patch, users, "page", "tenant")

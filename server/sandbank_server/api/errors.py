"""Refusals on the wire: the one table refusal → status, and each API's error body."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from http import HTTPStatus

from sandbank_server.api.calls import Answer, Json
from sandbank_server.domain.refusals import (
    Conflict,
    Forbidden,
    Gone,
    Malformed,
    Refusal,
    Throttled,
    Unauthorised,
    Unavailable,
    Unknown,
    Violation,
)


class NoSuchPath(Refusal):
    """No document has this path."""


class MethodNotAllowed(Refusal):
    """The path exists, but not for this method."""

    def __init__(self, allowed: Sequence[str]) -> None:
        self.allowed = ", ".join(allowed)
        super().__init__(
            "GEN-03", "method_not_allowed", f"This path answers to {self.allowed} only."
        )


class TooLarge(Refusal):
    """The body is over the limit."""


class UnsupportedMediaType(Refusal):
    """The body is of a kind the operation does not read."""


class Misdirected(Refusal):
    """The Host header names somebody else."""


class Defect(Refusal):
    """The sandbox itself failed; this is never the caller's fault."""


class AskedFor(Refusal):
    """The owner set a fault: the answer has whatever status was asked for."""

    def __init__(self, status: int, detail: str, *, retry_after: int = 1) -> None:
        super().__init__("CTL-11", "fault", detail)
        self.status = status
        self.retry_after = retry_after


STATUSES: dict[type[Refusal], HTTPStatus] = {
    Malformed: HTTPStatus.BAD_REQUEST,
    Unauthorised: HTTPStatus.UNAUTHORIZED,
    Forbidden: HTTPStatus.FORBIDDEN,
    Unknown: HTTPStatus.NOT_FOUND,
    NoSuchPath: HTTPStatus.NOT_FOUND,
    MethodNotAllowed: HTTPStatus.METHOD_NOT_ALLOWED,
    Conflict: HTTPStatus.CONFLICT,
    Gone: HTTPStatus.GONE,
    TooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    UnsupportedMediaType: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    Misdirected: HTTPStatus.MISDIRECTED_REQUEST,
    Throttled: HTTPStatus.TOO_MANY_REQUESTS,
    Defect: HTTPStatus.INTERNAL_SERVER_ERROR,
    Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
}

Style = Callable[[Refusal, int], Answer]


def problem(refusal: Refusal, status: int) -> Answer:
    """An RFC 9457 problem, as the Consumer, Provider and Control APIs answer."""
    body: dict[str, Json] = {
        "type": f"urn:sandbank:problem:{refusal.code}",
        "title": _title(status),
        "status": status,
        "detail": refusal.detail,
        "code": refusal.code,
    }
    if isinstance(refusal, Malformed) and refusal.violations:
        body["errors"] = [
            {"pointer": each.pointer, "message": each.message} for each in refusal.violations
        ]
    return Answer(status=status, body=body, media_type="application/problem+json")


def _title(status: int) -> str:
    with suppress(ValueError):  # an owner may ask for a status that HTTP has no name for
        return HTTPStatus(status).phrase
    return "Fault"


_UPLOAD_TYPES: dict[int, str] = {
    HTTPStatus.BAD_REQUEST: "bad_request",
    HTTPStatus.UNAUTHORIZED: "unauthorized",
    HTTPStatus.FORBIDDEN: "forbidden",
    HTTPStatus.NOT_FOUND: "not_found",
    HTTPStatus.METHOD_NOT_ALLOWED: "method_not_allowed",
    HTTPStatus.CONFLICT: "conflict",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "payload_too_large",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "unsupported_media_type",
    HTTPStatus.TOO_MANY_REQUESTS: "too_many_requests",
    HTTPStatus.MISDIRECTED_REQUEST: "forbidden",
}


def upload_error(refusal: Refusal, status: int) -> Answer:
    """The User banking API's error: a type and a message that lists every violation."""
    violations = refusal.violations if isinstance(refusal, Malformed) else ()
    return Answer(
        status=status,
        body={
            "type": _UPLOAD_TYPES.get(status) or _other_type(status),
            "message": " ".join([refusal.detail, _listed(violations)]).strip(),
        },
    )


def _other_type(status: int) -> str:
    return "bad_request" if status < 500 else "internal_server_error"


def oauth_error(refusal: Refusal, status: int) -> Answer:
    """The RFC 6749 error of the provider's token endpoint."""
    known = refusal.code in ("invalid_client", "unsupported_grant_type", "invalid_scope")
    violations = refusal.violations if isinstance(refusal, Malformed) else ()
    description = " ".join([refusal.detail, _listed(violations)]).strip()
    return Answer(
        status=status,
        body={
            "error": refusal.code if known else "invalid_request",
            "error_description": description,
        },
        headers={"Cache-Control": "no-store"},
    )


def _listed(violations: Sequence[Violation]) -> str:
    return " ".join(f"{each.pointer or 'The body'} {each.message}." for each in violations)


def answer_to(refusal: Refusal, style: Style) -> Answer:
    """The answer for a refusal, in an API's own error body."""
    status = _status(refusal)
    answer = style(refusal, status)
    return replace(answer, headers={**answer.headers, **_headers(refusal, status)})


def _status(refusal: Refusal) -> int:
    if isinstance(refusal, AskedFor):
        return refusal.status
    return int(next(STATUSES[kind] for kind in type(refusal).__mro__ if kind in STATUSES))


def _headers(refusal: Refusal, status: int) -> dict[str, str]:
    headers = {"Sandbank-Requirement": refusal.requirement}
    if isinstance(refusal, MethodNotAllowed):
        headers["Allow"] = refusal.allowed
    if status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
        wait = refusal.retry_after if isinstance(refusal, Throttled | AskedFor) else 1
        headers["Retry-After"] = str(wait)
    if status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = 'Bearer realm="sandbank"'
    return headers


def style_of(segments: Sequence[str], operation_id: str | None = None) -> Style:
    """Whose error body a path gets; outside every API it is a problem."""
    if operation_id == "issueProviderToken":
        return oauth_error
    return upload_error if segments[:1] == ["user-banking"] else problem

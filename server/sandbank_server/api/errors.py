"""Refusals on the wire: the one table refusal → status, and each API's error body."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from http import HTTPStatus

from sandbank_server.api.calls import Answer, Json
from sandbank_server.domain.refusals import (
    Conflict,
    Forbidden,
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


STATUSES: dict[type[Refusal], HTTPStatus] = {
    Malformed: HTTPStatus.BAD_REQUEST,
    Unauthorised: HTTPStatus.UNAUTHORIZED,
    Forbidden: HTTPStatus.FORBIDDEN,
    Unknown: HTTPStatus.NOT_FOUND,
    NoSuchPath: HTTPStatus.NOT_FOUND,
    MethodNotAllowed: HTTPStatus.METHOD_NOT_ALLOWED,
    Conflict: HTTPStatus.CONFLICT,
    TooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    UnsupportedMediaType: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    Misdirected: HTTPStatus.MISDIRECTED_REQUEST,
    Throttled: HTTPStatus.TOO_MANY_REQUESTS,
    Defect: HTTPStatus.INTERNAL_SERVER_ERROR,
    Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
}

Style = Callable[[Refusal, HTTPStatus], Answer]


def problem(refusal: Refusal, status: HTTPStatus) -> Answer:
    """An RFC 9457 problem, as the Consumer, Provider and Control APIs answer."""
    body: dict[str, Json] = {
        "type": f"urn:sandbank:problem:{refusal.code}",
        "title": status.phrase,
        "status": int(status),
        "detail": refusal.detail,
        "code": refusal.code,
    }
    if isinstance(refusal, Malformed) and refusal.violations:
        body["errors"] = [
            {"pointer": each.pointer, "message": each.message} for each in refusal.violations
        ]
    return Answer(status=status, body=body, media_type="application/problem+json")


_UPLOAD_TYPES = {
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


def upload_error(refusal: Refusal, status: HTTPStatus) -> Answer:
    """The User banking API's error: a type and a message that lists every violation."""
    violations = refusal.violations if isinstance(refusal, Malformed) else ()
    return Answer(
        status=status,
        body={
            "type": _UPLOAD_TYPES.get(status, "internal_server_error"),
            "message": " ".join([refusal.detail, _listed(violations)]).strip(),
        },
    )


def oauth_error(refusal: Refusal, status: HTTPStatus) -> Answer:
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


def _status(refusal: Refusal) -> HTTPStatus:
    return next(STATUSES[kind] for kind in type(refusal).__mro__ if kind in STATUSES)


def _headers(refusal: Refusal, status: HTTPStatus) -> dict[str, str]:
    headers = {"Sandbank-Requirement": refusal.requirement}
    if isinstance(refusal, MethodNotAllowed):
        headers["Allow"] = refusal.allowed
    if isinstance(refusal, Throttled):
        headers["Retry-After"] = str(refusal.retry_after)
    if isinstance(refusal, Unavailable):
        headers["Retry-After"] = "1"
    if status is HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = 'Bearer realm="sandbank"'
    return headers


def style_of(segments: Sequence[str], operation_id: str | None = None) -> Style:
    """Whose error body a path gets; outside every API it is a problem."""
    if operation_id == "issueProviderToken":
        return oauth_error
    return upload_error if segments[:1] == ["user-banking"] else problem

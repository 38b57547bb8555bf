"""What several variants need: other status codes, other orders, looks at what is sent."""

import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import pytest

from sandbank_server.api import errors
from sandbank_server.api.endpoint import Endpoint
from sandbank_server.api.incoming import Request
from sandbank_server.domain.refusals import Malformed, Refusal
from zoo.animals import Answered, Asked, Forward, on_the_wire

CONSUMER = ("/consumer/v1/", "/api/v1/")
REPORTS = "/provider/v1/authorisations"
_WORDS = {
    HTTPStatus.GONE: "gone",
    HTTPStatus.LENGTH_REQUIRED: "length_required",
    HTTPStatus.UNPROCESSABLE_ENTITY: "unprocessable_entity",
    HTTPStatus.NOT_IMPLEMENTED: "not_implemented",
}


def refusals_answer(
    patch: pytest.MonkeyPatch, status: int, chosen: Callable[[Refusal], bool]
) -> None:
    """Gives the chosen refusals another status code, in status line and body."""
    real = errors._status

    def other(refusal: Refusal) -> HTTPStatus:
        return HTTPStatus(status) if chosen(refusal) else real(refusal)

    patch.setattr(errors, "_status", other)
    for each, word in _WORDS.items():
        patch.setitem(errors._UPLOAD_TYPES, each, word)


def rules_answer(patch: pytest.MonkeyPatch, status: int, *rules: str) -> None:
    """Gives every refusal by some rules another status code."""
    refusals_answer(patch, status, lambda refusal: refusal.requirement in rules)


def codes_answer(patch: pytest.MonkeyPatch, status: int, rule: str, *codes: str) -> None:
    """Gives some refusals by a rule another status code."""
    refusals_answer(
        patch,
        status,
        lambda refusal: refusal.requirement == rule and refusal.code in codes,
    )


def before_judging(
    patch: pytest.MonkeyPatch, first: Callable[[Endpoint, Request, bytes], None]
) -> None:
    """Judges something before anything else of a routed call; it may refuse."""
    real = Endpoint._judge_and_do

    async def judge(self: Endpoint, request: Request, raw: bytes) -> Any:
        first(self, request, raw)
        return await real(self, request, raw)

    patch.setattr(Endpoint, "_judge_and_do", judge)


def before_a_bad_body(
    patch: pytest.MonkeyPatch, first: Callable[[Endpoint, Request], None]
) -> None:
    """Judges something else before a body is refused; credentials have been judged by then."""
    real = Endpoint._judge_and_do

    async def judge(self: Endpoint, request: Request, raw: bytes) -> Any:
        try:
            return await real(self, request, raw)
        except Malformed:
            first(self, request)
            raise

    patch.setattr(Endpoint, "_judge_and_do", judge)


def problem(status: int) -> Answered:
    """A refusal as the Consumer, Provider and Control APIs put it."""
    phrase = HTTPStatus(status).phrase
    body = {"type": "about:blank", "title": phrase, "status": status, "detail": phrase}
    kind = ((b"content-type", b"application/problem+json"),)
    return Answered(status=status, headers=kind).with_body(json.dumps(body).encode())


def restated(answered: Answered, status: int) -> Answered:
    """The same refusal with another status code, in status line and body."""
    body = content(answered.header("content-type"), answered.body)
    other = Answered(status=status, headers=answered.headers, body=answered.body)
    if isinstance(body, dict) and "status" in body:
        body |= {"status": status, "title": HTTPStatus(status).phrase}
        return other.with_body(json.dumps(body).encode())
    if isinstance(body, dict) and "message" in body:
        word = _WORDS.get(HTTPStatus(status), HTTPStatus(status).name.lower())
        return other.with_body(json.dumps(body | {"type": word}).encode())
    return other


def content(kind: str | None, body: bytes) -> Any:
    """The value of a JSON body; None where it is none."""
    if "json" not in (kind or "").lower():
        return None
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def body_of(asked: Asked) -> Any:
    """The value of the JSON body of a call; None where it is none."""
    return content(asked.header("content-type"), asked.body)


def retold(patch: pytest.MonkeyPatch, apply: Callable[[Asked, Answered], Answered]) -> None:
    """Changes answers on their way out."""

    async def wire(asked: Asked, forward: Forward) -> Answered:
        return apply(asked, await forward(asked))

    on_the_wire(patch, wire)


def refused_otherwise(
    patch: pytest.MonkeyPatch, status: int, chosen: Callable[[Asked, Answered], bool]
) -> None:
    """Gives the refusals of some calls another status code."""
    retold(
        patch,
        lambda asked, answered: restated(answered, status) if chosen(asked, answered) else answered,
    )


def is_consumer(asked: Asked) -> bool:
    """Whether a call is to the Consumer API, by its short or its long paths."""
    return asked.path.startswith(CONSUMER)


def is_report(asked: Asked) -> bool:
    """Whether a call reports how a session ended."""
    return asked.method == "PATCH" and asked.path.startswith(REPORTS)


def is_upload(asked: Asked) -> bool:
    """Whether a call is to the User banking API."""
    return asked.path.startswith("/user-banking/")


def is_control(asked: Asked) -> bool:
    """Whether a call is to the control API."""
    return asked.path.startswith("/_sandbox")

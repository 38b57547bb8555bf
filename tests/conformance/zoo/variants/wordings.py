"""The same refusals in other words, and in other error bodies."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from zoo.animals import Answered, Asked, variant
from zoo.variants.tools import is_control, is_upload, retold

PROBLEM = "application/problem+json"
KEPT_CODES = ("token_expired",)  # the only code that a rule names


def _retell_problems(
    patch: pytest.MonkeyPatch, tell: Callable[[Answered, dict[str, Any]], Answered]
) -> None:
    """Changes the problems of the Consumer and Provider APIs; the owner's own stay."""

    def apply(asked: Asked, answered: Answered) -> Answered:
        if answered.header("content-type") != PROBLEM or is_control(asked):
            return answered
        return tell(answered, json.loads(answered.body))

    retold(patch, apply)


def _retell_upload_errors(
    patch: pytest.MonkeyPatch, tell: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    def apply(asked: Asked, answered: Answered) -> Answered:
        if not is_upload(asked) or answered.status < 400 or not answered.body:
            return answered
        return answered.with_body(json.dumps(tell(json.loads(answered.body))).encode())

    retold(patch, apply)


def _told(answered: Answered, kind: str, body: Any) -> Answered:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return answered.with_header("content-type", kind).with_body(raw)


@variant("GEN-03", "GEN-04", "PRV-AUTH-05", "PRV-AUTH-11", "PRV-AUTH-16")
def problems_are_plain_json(patch: pytest.MonkeyPatch) -> None:
    """The Consumer and Provider APIs refuse with one text in plain JSON."""
    _retell_problems(
        patch,
        lambda answered, told: _told(answered, "application/json", {"error": told["detail"]}),
    )


@variant("GEN-03", "GEN-04", "PRV-AUTH-05", "PRV-AUTH-11", "PRV-AUTH-16")
def problems_are_pages(patch: pytest.MonkeyPatch) -> None:
    """The Consumer and Provider APIs refuse with a page of HTML."""
    _retell_problems(
        patch,
        lambda answered, told: _told(
            answered, "text/html; charset=utf-8", f"<h1>{told['title']}</h1>".encode()
        ),
    )


@variant("GEN-03", "GEN-04", "PRV-AUTH-05", "PRV-AUTH-11", "PRV-AUTH-16")
def problems_are_silent(patch: pytest.MonkeyPatch) -> None:
    """The Consumer and Provider APIs refuse without a body."""
    _retell_problems(
        patch, lambda answered, _: answered.with_header("content-type", None).with_body(b"")
    )


@variant("GEN-03", "GEN-04", "PRV-AUTH-05", "PRV-AUTH-11", "PRV-AUTH-16")
def problems_are_lists_of_errors(patch: pytest.MonkeyPatch) -> None:
    """The Consumer and Provider APIs refuse with an array of errors."""
    _retell_problems(
        patch,
        lambda answered, told: _told(
            answered, "application/json", [{"errorCode": told["code"].upper(), "field": None}]
        ),
    )


@variant()
def problems_have_other_words(patch: pytest.MonkeyPatch) -> None:
    """Types, titles, details and codes of problems are worded otherwise."""

    def tell(answered: Answered, told: dict[str, Any]) -> Answered:
        told |= {"type": "https://errors.example/refused", "title": "Refusé", "detail": "Non."}
        told["instance"] = "/incidents/4711"
        if told["code"] not in KEPT_CODES:
            told["code"] = f"E-{told['code'].upper()}"
        told["errors"] = [
            {"pointer": each["pointer"], "message": "est fautif"} for each in told.get("errors", [])
        ]
        return _told(answered, PROBLEM, told)

    _retell_problems(patch, tell)


@variant()
def upload_errors_have_other_words(patch: pytest.MonkeyPatch) -> None:
    """User banking words its types and messages otherwise; ids and places stay in them."""
    _retell_upload_errors(
        patch,
        lambda told: {
            "type": f"urn:error:{told['type'].upper()}",
            "message": f"Abgelehnt: {told['message']}",
        },
    )


@variant()
def upload_errors_tell_more(patch: pytest.MonkeyPatch) -> None:
    """Errors of User banking have members that nobody asked for."""
    _retell_upload_errors(
        patch,
        lambda told: {"requestId": "4711", "errors": [], **told, "help": None, "retryable": False},
    )


@variant("GEN-04", "UB-DEL-08")
def upload_errors_say_nothing(patch: pytest.MonkeyPatch) -> None:
    """Messages of User banking are empty strings."""
    _retell_upload_errors(patch, lambda told: told | {"message": ""})

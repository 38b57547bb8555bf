"""Liars about the errors of the User banking API: what they look like."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from zoo.animals import Answered, liar
from zoo.liars.retelling import at, retell

HTML = b"<!DOCTYPE html><title>Error</title><h1>Something went wrong</h1>"


def _retell_errors(
    patch: pytest.MonkeyPatch, statuses: tuple[int, ...], told: Callable[[dict[str, Any]], Any]
) -> None:
    """Tells the body of errors anew; without statuses, of all."""

    def retold(answered: Answered) -> Answered:
        meant = answered.status >= 400 and (not statuses or answered.status in statuses)
        if not meant or answered.header("sandbank-requirement") == "GEN-03":
            return answered
        return answered.with_body(json.dumps(told(json.loads(answered.body))).encode())

    retell(patch, at(".*", "/user-banking/.*"), retold)


@liar("UB-ERR-01")
def an_error_has_no_type(patch: pytest.MonkeyPatch) -> None:
    """An error is told by its message only."""
    _retell_errors(patch, (), lambda body: {"message": body["message"]})


@liar("UB-ERR-01")
def the_type_of_an_error_is_empty(patch: pytest.MonkeyPatch) -> None:
    """An error of what was not found has a `type` without a letter."""
    _retell_errors(patch, (404,), lambda body: {**body, "type": ""})


@liar("UB-ERR-01")
def the_type_of_an_error_is_its_status(patch: pytest.MonkeyPatch) -> None:
    """The `type` of a refusal for want of a scope or tenant is the number 403."""
    _retell_errors(patch, (403,), lambda body: {**body, "type": 403})


@liar("UB-ERR-01")
def the_message_of_an_error_is_a_list(patch: pytest.MonkeyPatch) -> None:
    """The `message` of a bad request is an array of what is wrong."""
    _retell_errors(patch, (400,), lambda body: {**body, "message": body["message"].split(". ")})


@liar("UB-ERR-01")
def an_error_about_tokens_is_that_of_oauth(patch: pytest.MonkeyPatch) -> None:
    """A missing or wrong token answers in the form of RFC 6750."""
    _retell_errors(
        patch, (401,), lambda body: {"error": "invalid_token", "error_description": body["message"]}
    )


@liar("UB-ERR-01")
def an_error_is_an_object_in_an_array(patch: pytest.MonkeyPatch) -> None:
    """A conflict answers an array of errors."""
    _retell_errors(patch, (409,), lambda body: [body])


@liar("UB-ERR-01")
def an_error_is_a_page(patch: pytest.MonkeyPatch) -> None:
    """An account that is read and not found answers in HTML."""

    def told(answered: Answered) -> Answered:
        page = answered.with_header("content-type", "text/html").with_body(HTML)
        return page if answered.status == 404 else answered

    retell(patch, at("GET", "/user-banking/users/[^/]+/banking/accounts/[^/]+"), told)


@liar("GEN-04", "UB-ERR-01")
def a_user_that_breaks_the_schema_is_unprocessable(patch: pytest.MonkeyPatch) -> None:
    """A new user that breaks its schema answers 422."""

    def told(answered: Answered) -> Answered:
        return replace(answered, status=422) if answered.status == 400 else answered

    retell(patch, at("POST", "/user-banking/users"), told)


@liar("GEN-01", "UB-ERR-01")
def a_page_beyond_the_last_breaks_down(patch: pytest.MonkeyPatch) -> None:
    """A page of transactions that has none answers 500 with a trace of the code."""

    def told(answered: Answered) -> Answered:
        if answered.status != 200:
            return answered
        page = json.loads(answered.body)
        if page["data"] or page["meta"]["page"] == 1:
            return answered
        trace = b"Traceback (most recent call last):\n  IndexError: list index out of range"
        broken = replace(answered, status=500).with_header("content-type", "text/plain")
        return broken.with_body(trace)

    retell(patch, at("GET", "/user-banking/users/[^/]+/banking/accounts/[^/]+/transactions"), told)

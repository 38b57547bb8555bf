"""What Schemathesis finds of a call that is no HTTP is a finding about the HTTP server."""

from types import SimpleNamespace
from typing import Any

import pytest

from sandbank_conformance.fuzz.engine import Finding


def _of_a_call_with(value: str, response: object = None) -> Finding:
    headers = {"authorization": ["Bearer token"], "x-nonce": [value]}
    request = SimpleNamespace(headers=headers)
    interaction: Any = SimpleNamespace(request=request, response=response)
    return Finding(
        check="content_type_conformance",
        operation_id="getAccessToken",
        ended_by="",
        title="",
        message="",
        interactions=(interaction,),
    )


@pytest.mark.parametrize("value", ["a\x00b", "\x1f", "a\x7f", "a\nb"])
def test_a_header_with_a_control_character_is_no_http(value: str) -> None:
    assert not _of_a_call_with(value).is_http


@pytest.mark.parametrize("value", ["", "nonce-1", "a\tb", "\xe9"])
def test_any_other_header_is(value: str) -> None:
    assert _of_a_call_with(value).is_http


def _answer(status: int, kind: str, connection: str) -> object:
    headers = {"content-type": [kind], "connection": [connection]}
    return SimpleNamespace(status_code=status, headers=headers)


def test_a_call_that_the_http_server_hung_up_on_is_none_of_the_api() -> None:
    answer = _answer(400, "text/plain; charset=utf-8", "close")
    assert not _of_a_call_with("nonce-1", answer).is_http


@pytest.mark.parametrize(
    "answer",
    [
        _answer(400, "application/problem+json", "close"),
        _answer(400, "text/html", "keep-alive"),
        _answer(500, "text/plain", "close"),
        _answer(404, "text/html", "close"),
    ],
)
def test_any_other_answer_is_of_the_api(answer: object) -> None:
    assert _of_a_call_with("nonce-1", answer).is_http

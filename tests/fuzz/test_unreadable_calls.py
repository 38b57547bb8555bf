"""What Schemathesis finds of a call that is no HTTP is a finding about the HTTP server."""

from types import SimpleNamespace
from typing import Any

import pytest

from sandbank_conformance.fuzz.engine import Finding


def _of_a_call_with(value: str) -> Finding:
    headers = {"authorization": ["Bearer token"], "x-nonce": [value]}
    interaction: Any = SimpleNamespace(request=SimpleNamespace(headers=headers))
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

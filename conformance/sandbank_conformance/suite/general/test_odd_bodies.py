"""No body makes a server fail."""

import pytest

from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import of_api, requirement, smoke
from sandbank_conformance.run import Run
from sandbank_conformance.suite.general.calls import (
    FORM,
    WITHOUT_CREDENTIALS,
    has_body,
    operations,
    reads_json,
)
from sandbank_conformance.suite.general.odd import BODIES, FORMS, broken_values, ensure_no_5xx
from sandbank_conformance.suite.general.ready import refusable

ALIASES = ("reportAuthorisationByQuery", "changeTransactionsAlias", "replaceRule")  # same bodies
TOKENS = [
    pytest.param("issueProviderToken", marks=of_api("provider"), id="issueProviderToken"),
    pytest.param("issueUploadToken", marks=of_api("user_banking"), id="issueUploadToken"),
]


@requirement("GEN-01")
@pytest.mark.parametrize("operation_id", operations(has_body))
def test_no_body_that_is_no_request_makes_the_server_fail(
    operation_id: str, run: Run, draw: Draw
) -> None:
    call = refusable(run, draw, operation_id)

    whole = call.content
    cut = ("half of a good one", whole[: len(whole) // 2])
    doubled = ("every member 1,000 times", b"{" + b",".join([whole[1:-1]] * 1000) + b"}")
    for what, body in (*BODIES, cut, doubled):
        answer = call.send(content=body)

        ensure_no_5xx(answer, what)


@requirement("GEN-01")
@pytest.mark.parametrize(
    "operation_id", operations(lambda each: reads_json(each) and each.operation_id not in ALIASES)
)
def test_no_value_in_a_body_makes_the_server_fail(operation_id: str, run: Run, draw: Draw) -> None:
    call = refusable(run, draw, operation_id)

    for what, body in broken_values(call.body):
        answer = call.send(content=body)

        ensure_no_5xx(answer, what)


@requirement("GEN-01")
@pytest.mark.parametrize(
    "operation_id", operations(lambda each: each.method == "DELETE" and not has_body(each))
)
def test_no_body_where_none_belongs_makes_the_server_fail(
    operation_id: str, run: Run, draw: Draw
) -> None:
    call = refusable(run, draw, operation_id)

    for media_type in ("application/json", "text/plain", "multipart/form-data"):
        answer = call.send(content=b'{"a": "\xff', headers={"Content-Type": media_type})

        ensure_no_5xx(answer, f"a broken body of {media_type}")


@smoke
@requirement("GEN-01")
@pytest.mark.parametrize("operation_id", TOKENS)
def test_no_form_makes_the_server_fail(operation_id: str, run: Run, draw: Draw) -> None:
    call = refusable(run, draw, operation_id)

    for what, form in FORMS:
        answer = call.send(content=form, headers={**WITHOUT_CREDENTIALS, "Content-Type": FORM})

        ensure_no_5xx(answer, what)

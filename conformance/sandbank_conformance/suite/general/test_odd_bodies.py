"""No body makes a server fail."""

import json

import pytest

from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import of_api, requirement, smoke
from sandbank_conformance.run import Run
from sandbank_conformance.suite.general.calls import (
    FORM,
    ONES,
    OPERATIONS,
    WITHOUT_CREDENTIALS,
    has_body,
    ones,
    operations,
    reads_json,
)
from sandbank_conformance.suite.general.odd import (
    BODIES,
    FORMS,
    TELLING,
    TEXTS,
    broken_values,
    ensure_no_5xx,
    worded,
)
from sandbank_conformance.suite.general.ready import refusable
from sandbank_conformance.suite.general.watching import again, is_seen, watch

ALIASES = ("reportAuthorisationByQuery", "changeTransactionsAlias", "replaceRule")  # same bodies
TOKENS = [
    pytest.param("issueProviderToken", marks=of_api("provider"), id="issueProviderToken"),
    pytest.param("issueUploadToken", marks=of_api("user_banking"), id="issueUploadToken"),
]
WRITTEN = ("createOrganisation", "createBankAccount", *ONES.values())
THOROUGHLY = (*ONES.values(), "createBankAccount", "postStatement")


@requirement("GEN-01")
@pytest.mark.parametrize("operation_id", operations(has_body))
def test_no_body_makes_the_server_fail(operation_id: str, run: Run, draw: Draw) -> None:
    call = refusable(run, draw, operation_id)
    values = broken_values(call.body, thorough=operation_id in THOROUGHLY)
    is_json = reads_json(OPERATIONS[operation_id]) and operation_id not in ALIASES

    for what, body in (*TELLING, *(values if is_json else ())):
        answer = call.send(content=body)

        ensure_no_5xx(answer, what)


@smoke
@requirement("GEN-01")
@pytest.mark.parametrize("operation_id", ones())
def test_nothing_that_can_be_sent_as_a_body_makes_the_server_fail(
    operation_id: str, run: Run, draw: Draw
) -> None:
    call = refusable(run, draw, operation_id)

    whole = call.content
    cut = ("half of a good one", whole[: len(whole) // 2])
    doubled = ("every member 1,000 times", b"{" + b",".join([whole[1:-1]] * 1000) + b"}")
    for what, body in (*BODIES[len(TELLING) :], cut, doubled):
        answer = call.send(content=body)

        ensure_no_5xx(answer, what)


@requirement("GEN-01")
@pytest.mark.parametrize("operation_id", operations(lambda each: each.operation_id in WRITTEN))
def test_no_text_makes_the_server_fail(operation_id: str, run: Run, draw: Draw) -> None:
    for what, text in TEXTS.items():
        call = refusable(run, draw, operation_id)

        answer = call.send(content=json.dumps(worded(call.body, text)).encode())

        ensure_no_5xx(answer, f"texts with {what}")
        if is_seen(operation_id):
            again(watch(call))  # a text that was taken has to be shown as well


@requirement("GEN-01")
@pytest.mark.parametrize(
    "operation_id", operations(lambda each: each.method == "DELETE" and not has_body(each))
)
def test_no_body_where_none_belongs_makes_the_server_fail(
    operation_id: str, run: Run, draw: Draw
) -> None:
    call = refusable(run, draw, operation_id)

    answer = call.send(content=b'{"a": "\xff', headers={"Content-Type": "application/json"})

    ensure_no_5xx(answer, "a broken body")


@smoke
@requirement("GEN-01")
@pytest.mark.parametrize("operation_id", TOKENS)
def test_no_form_makes_the_server_fail(operation_id: str, run: Run, draw: Draw) -> None:
    call = refusable(run, draw, operation_id)

    for what, form in FORMS:
        answer = call.send(content=form, headers={**WITHOUT_CREDENTIALS, "Content-Type": FORM})

        ensure_no_5xx(answer, what)

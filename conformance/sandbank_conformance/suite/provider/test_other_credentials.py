"""Key and token of the calls that are not about sessions."""

from contextlib import suppress
from typing import Any

import pytest

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.conditions import NotTestable, ensure_refused, ensure_status
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import of_api, requirement, smoke
from sandbank_conformance.run import Run
from sandbank_conformance.statements import Statements
from sandbank_conformance.suite.general.calls import WITHOUT_CREDENTIALS
from sandbank_conformance.suite.general.ready import refusable
from sandbank_conformance.suite.provider.faults import (
    NO_KEY,
    NO_TOKEN,
    OTHER_API,
    TWICE,
    WRONG_KEY,
    WRONG_TOKEN,
)
from sandbank_conformance.suite.provider.posting import Watched
from sandbank_conformance.suite.provider.slips import each_of
from sandbank_conformance.suite.provider.test_expired import LATE, SOON, expired

pytestmark = of_api("consumer")

FOREIGN = [each for each in WRONG_TOKEN if "of another provider" in str(each.id)]
GARBLED = [each for each in WRONG_TOKEN if each not in FOREIGN]

FAULTS = [
    pytest.param(each_of([*WRONG_KEY, *NO_KEY]), 403, id="a wrong key or none", marks=smoke),
    pytest.param(each_of([*GARBLED, *NO_TOKEN]), 401, id="a wrong token or none"),
    pytest.param(each_of(FOREIGN), 403, id="a token or a key of another provider"),
]

each_operation = pytest.mark.parametrize(
    "operation_id", ["postStatement", "getStatement", "queryAccount", "changeBanks"]
)


@each_operation
@requirement("PRV-ACC-01")
@pytest.mark.parametrize(("faults", "status"), FAULTS)
def test_a_call_is_answered_as_it_should_be_with(
    faults: list[Any],
    status: int,
    operation_id: str,
    run: Run,
    draw: Draw,
    request: pytest.FixtureRequest,
) -> None:
    call = refusable(run, draw, operation_id)

    for fault in faults:
        answer = call.send(headers=fault(request.getfixturevalue))

        ensure_status(answer, status)


@each_operation
@requirement("PRV-ACC-01")
def test_a_call_is_refused_with_a_credential_that_comes_twice(
    operation_id: str, run: Run, draw: Draw, request: pytest.FixtureRequest
) -> None:
    call = refusable(run, draw, operation_id)

    for fault in each_of(TWICE):
        ensure_refused(call.send(headers=fault(request.getfixturevalue)))


@each_operation
@requirement("PRV-ACC-01")
def test_a_call_is_refused_with_a_token_of_another_api(
    operation_id: str, run: Run, draw: Draw, request: pytest.FixtureRequest
) -> None:
    call = refusable(run, draw, operation_id)

    for fault in each_of(OTHER_API):
        ensure_refused(call.send(headers=fault(request.getfixturevalue)))


@each_operation
@requirement("PRV-ACC-01")
def test_a_call_answers_401_with_a_token_that_has_expired(
    operation_id: str, run: Run, provider: Provider, draw: Draw
) -> None:
    call = refusable(run, draw, operation_id)

    with expired(run, provider, SOON) as headers:
        answer = call.send(headers=headers)

    ensure_status(answer, 401)


@smoke
@each_operation
@requirement("GEN-05")
def test_nobody_is_told_or_granted_anything_without_credentials(
    operation_id: str, run: Run, draw: Draw
) -> None:
    call = refusable(run, draw, operation_id)

    answer = call.send(headers=WITHOUT_CREDENTIALS)

    ensure_refused(answer)


@requirement("GEN-05")
def test_a_statement_without_credentials_changes_nothing(
    statements: Statements, product: Product, draw: Draw
) -> None:
    account = statements.fed(draw).account
    body = statements.body(account, *statements.drawn(draw, account))
    watched = Watched(product, account)

    answer = statements.send(body, headers=WITHOUT_CREDENTIALS)

    watched.ensure_untouched(by=answer)


@requirement("GEN-02")
def test_a_statement_that_is_refused_for_its_credentials_changes_nothing(
    statements: Statements, product: Product, draw: Draw, request: pytest.FixtureRequest
) -> None:
    account = statements.fed(draw).account

    for fault in each_of([*WRONG_KEY, *NO_KEY, *GARBLED, *NO_TOKEN]):
        with suppress(NotTestable):  # not every token can be forged in each of these ways
            headers = fault(request.getfixturevalue)
            watched, sent = Watched(product, account), statements.drawn(draw, account)
            answer = statements.send(statements.body(account, *sent), headers=headers)

            if answer.refused:
                watched.ensure_untouched(by=answer)
            statements.settle(answer)


@requirement("GEN-02")
def test_a_statement_with_an_expired_token_changes_nothing(
    run: Run, provider: Provider, statements: Statements, product: Product, draw: Draw
) -> None:
    account = statements.fed(draw).account
    body = statements.body(account, *statements.drawn(draw, account))
    watched = Watched(product, account)

    with expired(run, provider, LATE) as headers:
        answer = statements.send(body, headers=headers)

    if answer.refused:
        watched.ensure_untouched(by=answer)

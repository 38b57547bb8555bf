"""Of several things wrong with a statement, the first in the order of judgement decides."""

from typing import Any

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import NotTestable, ensure_status, told
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import of_api, requirement
from sandbank_conformance.run import Run
from sandbank_conformance.statement_bodies import Json, statement
from sandbank_conformance.statements import Statements
from sandbank_conformance.suite.disconnecting import disconnect
from sandbank_conformance.suite.general.ready import refusable

pytestmark = of_api("consumer")

TEXT = {"Content-Type": "text/plain"}
NO_TOKEN, WRONG_KEY = {"Authorization": None}, {"x-api-key": "wrong"}
READING = ["postStatement", "queryAccount", "changeBanks"]


def _refused(answer: Exchange, why: str) -> int:
    if not answer.refused:
        raise NotTestable(f"a statement that is refused for {why}: {told(answer)}")
    return answer.status


@requirement("GEN-07")
@pytest.mark.parametrize("operation_id", READING)
@pytest.mark.parametrize("headers", [NO_TOKEN, WRONG_KEY], ids=["token", "key"])
def test_credentials_come_before_media_type_and_body(
    headers: Any, operation_id: str, run: Run, draw: Draw
) -> None:
    call = refusable(run, draw, operation_id)
    of_credentials = _refused(call.send(headers=headers), "its credentials")

    answer = call.send(headers={**headers, **TEXT}, content=b"{")

    ensure_status(answer, of_credentials)


@requirement("GEN-07")
@pytest.mark.parametrize("operation_id", READING)
def test_the_media_type_comes_before_the_body(operation_id: str, run: Run, draw: Draw) -> None:
    call = refusable(run, draw, operation_id)
    of_media_type = _refused(call.send(headers=TEXT), "its media type")

    answer = call.send(headers=TEXT, content=b"{")

    ensure_status(answer, of_media_type)


@requirement("GEN-07")
@pytest.mark.parametrize("operation_id", READING)
def test_415_for_a_body_that_is_called_a_text(operation_id: str, run: Run, draw: Draw) -> None:
    ensure_status(refusable(run, draw, operation_id).send(headers=TEXT), 415)


def _nameless(right: Json) -> Json:
    """A statement whose transaction has no description."""
    data = right["data"]
    listed = [{**each, "description": ""} for each in data["transactionDetails"]]
    return {"data": {**data, "transactionDetails": listed}}


@requirement("GEN-07")
def test_the_body_comes_before_the_bank_account(statements: Statements, draw: Draw) -> None:
    account = statements.pending(draw)
    bank, nobodys = statements.bank_of(account), draw.alike(account)
    right = statements.body(account, *statements.drawn(draw, account))
    of_body = _refused(statements.send(_nameless(right)), "its body")

    answer = statements.send(_nameless(statement(bank, nobodys, statements.drawn(draw, nobodys))))

    ensure_status(answer, of_body)


@requirement("GEN-07")
def test_the_body_comes_before_the_state_of_the_bank_account(
    statements: Statements, product: Product, draw: Draw
) -> None:
    account = statements.pending(draw)
    wrong = _nameless(statements.body(account, *statements.drawn(draw, account)))
    of_body = _refused(statements.send(wrong), "its body")
    disconnect(product, account)

    answer = statements.send(wrong)

    ensure_status(answer, of_body)

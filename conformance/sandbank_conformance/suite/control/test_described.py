"""The control API answers as its document describes it."""

from typing import Any

import pytest

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.conditions import ensure, given
from sandbank_conformance.described_answers import misfits
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import NOTHING
from sandbank_conformance.marks import of_api, requirement
from sandbank_conformance.owner import Owner
from sandbank_conformance.stock import Stock

CALLS: dict[str, tuple[tuple[str, ...], Any]] = {  # ids and body
    "getHealth": ((), NOTHING),
    "getDocument": (("provider.yaml",), NOTHING),
    "getKeys": ((), NOTHING),
    "getWorld": ((), NOTHING),
    "putWorld": ((), {}),
    "resetWorld": ((), {"world": "playground"}),
    "takeSnapshot": (("verify-described",), NOTHING),
    "restoreSnapshot": (("verify-ground",), NOTHING),
    "getClock": ((), NOTHING),
    "moveClock": ((), {"advance": "PT1S"}),
    "changeSettings": ((), {}),
    "setFault": ((), {"operationId": "getBank", "delay": "PT1S"}),
    "listFaults": ((), NOTHING),
    "removeFaults": ((), NOTHING),
    "listJournal": ((), NOTHING),
    "listAudit": ((), NOTHING),
    "listNotifications": ((), NOTHING),
}


@requirement("GEN-09")
@of_api("consumer")
@pytest.mark.parametrize("operation_id", CALLS)
def test_an_answer_to_the_owner_is_as_its_document_describes_it(
    operation_id: str, owner: Owner, product: Product, stock: Stock, draw: Draw
) -> None:
    ids, body = CALLS[operation_id]
    if operation_id.startswith("list"):
        given(product.call("disconnectBankAccount", stock.new_account(draw)))

    answer = given(owner.call(operation_id, *ids, json=body))

    _ensure_described(answer)


@requirement("GEN-09")
@of_api("provider")
def test_sessions_are_begun_and_shown_as_the_document_describes_it(
    owner: Owner, provider: Provider
) -> None:
    begun = owner.begin(provider.access.id, "onboarding")
    session = given(begun, "/authorisationId")

    for answer in (begun, owner.call("getAuthorisation", session)):
        _ensure_described(given(answer))


def _ensure_described(answer: Any) -> None:
    found = misfits(answer)
    ensure(
        not found,
        expected="status, media type and body as the document describes them",
        received="; ".join(found),
        exchange=answer,
    )

"""What the owner is told of faults, which are refused, and what ends them."""

from typing import Any

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import ensure, ensure_status, ensure_unchanged, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import of_api, requirement
from sandbank_conformance.owner import Owner
from sandbank_conformance.suite.control.entries import at, ensure_named, entries
from sandbank_conformance.suite.control.faulty import set_fault

pytestmark = of_api("consumer")

WRONG = 418  # no call of a check is answered so by itself


@requirement("CTL-11")
def test_the_journal_names_the_faults_that_a_call_met(owner: Owner, product: Product) -> None:
    fault = given(set_fault(owner, "listBanks", status=WRONG), "/faultId")
    for _ in range(2):
        product.call("listBanks")

    listed = owner.call("listJournal", query={"operationId": "listBanks", "limit": 2})

    told = {
        each.get("status"): [at(it, "/faultId") for it in each.get("faults", ())]
        for each in entries(listed)
    }
    wanted = {200: [], WRONG: [fault]}
    ensure(told == wanted, expected=str(wanted), received=str(told), exchange=listed)


@requirement("CTL-11")
def test_faults_are_listed_with_what_is_left_until_they_are_over(
    owner: Owner, product: Product
) -> None:
    fault = given(set_fault(owner, "listBanks", status=WRONG, nth=2, times=2), "/faultId")
    left = []

    for _ in range(4):
        listed = entries(owner.call("listFaults"))
        left.append([each.get("left") for each in listed if each.get("faultId") == fault])
        product.call("listBanks")

    wanted = [[2], [2], [1], []]
    ensure(left == wanted, expected=f"left: {wanted}", received=f"left: {left}")


@requirement("CTL-11")
@pytest.mark.parametrize(
    ("fault", "place"),
    [
        pytest.param({"operationId": "listBnaks", "status": 500}, "/operationId", id="unknown"),
        pytest.param({"operationId": "getWorld", "status": 500}, "/operationId", id="the owner's"),
        pytest.param({"operationId": "listBanks"}, "", id="nothing that goes wrong"),
        pytest.param({"operationId": "listBanks", "status": 500, "drop": True}, "", id="two"),
        pytest.param({"operationId": "listBanks", "status": 200}, "/status", id="a good status"),
        pytest.param({"operationId": "listBanks", "delay": "soon"}, "/delay", id="no duration"),
        pytest.param({"operationId": "listBanks", "delay": "PT2M1S"}, "/delay", id="too long"),
        pytest.param({"operationId": "listBanks", "drop": True, "nth": 0}, "/nth", id="the 0th"),
    ],
)
def test_a_fault_that_cannot_be_answers_400_and_is_not_set(
    fault: dict[str, Any], place: str, owner: Owner
) -> None:
    before = entries(owner.call("listFaults"))

    answer = owner.call("setFault", json=fault)

    ensure_status(answer, 400)
    ensure_named(answer, place)
    ensure_unchanged(before, entries(owner.call("listFaults")), by=answer, also=())


@requirement("CTL-11")
@pytest.mark.parametrize("ending", ["removeFaults", "resetWorld", "restoreSnapshot"])
def test_faults_end(ending: str, owner: Owner, product: Product, draw: Draw) -> None:
    name = f"verify-{draw.word()}"
    given(owner.call("takeSnapshot", name))
    given(set_fault(owner, "listBanks", status=WRONG, times=9))
    calls = {
        "removeFaults": lambda: owner.call("removeFaults"),
        "resetWorld": lambda: owner.call("resetWorld", json={"world": "playground"}),
        "restoreSnapshot": lambda: owner.call("restoreSnapshot", name),
    }

    answer = calls[ending]()

    ensure_status(answer, 204)
    ensure_status(product.call("listBanks"), 200)
    left = entries(owner.call("listFaults"))
    ensure(not left, expected="no faults", received=str(left), exchange=answer)

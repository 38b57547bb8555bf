"""Which calls go wrong because the owner wants it, and what is left as it was."""

from http import HTTPStatus

import pytest

from sandbank_conformance.callers import Product, Provider, Uploader
from sandbank_conformance.conditions import (
    ensure,
    ensure_member,
    ensure_status,
    ensure_success,
    ensure_unchanged,
    given,
)
from sandbank_conformance.described_answers import error_misfits
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import of_api, requirement, smoke
from sandbank_conformance.owner import Owner
from sandbank_conformance.readings import afterwards, bank_account
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.control.faulty import set_fault

WRONG = 418  # no call of a check is answered so by itself


@smoke
@requirement("CTL-11")
@of_api("consumer")
@pytest.mark.parametrize(
    ("counts", "met"),
    [
        pytest.param({}, [1], id="the next"),
        pytest.param({"times": 2}, [1, 2], id="the next two"),
        pytest.param({"nth": 2}, [2], id="the second"),
        pytest.param({"nth": 2, "times": 2}, [2, 3], id="two from the second on"),
    ],
)
def test_a_fault_meets_so_many_calls_from_the_nth_on(
    counts: dict[str, int], met: list[int], owner: Owner, product: Product
) -> None:
    ensure_status(set_fault(owner, "listBanks", status=WRONG, **counts), 201)

    answers = [product.call("listBanks") for _ in range(4)]

    wrong = [n for n, each in enumerate(answers, start=1) if each.status == WRONG]
    ensure(wrong == met, expected=f"{WRONG} to calls {met}", received=f"{WRONG} to calls {wrong}")
    for each in answers:
        ensure_status(each, 200, WRONG)


@requirement("CTL-11")
@of_api("consumer")
def test_calls_of_other_operations_neither_meet_a_fault_nor_count(
    owner: Owner, product: Product
) -> None:
    given(set_fault(owner, "listBanks", status=WRONG, nth=2))

    for _ in range(2):
        ensure_success(product.call("listBankAccounts"))
    ensure_success(product.call("listBanks"))
    ensure_status(product.call("listBanks"), WRONG)


@requirement("CTL-11")
@of_api("consumer")
def test_every_fault_counts_for_itself(owner: Owner, product: Product) -> None:
    given(set_fault(owner, "listBanks", status=WRONG, nth=3))
    given(product.call("listBanks"))
    given(set_fault(owner, "listBanks", status=409))

    told = [product.call("listBanks").status for _ in range(3)]

    ensure(told == [409, WRONG, 200], expected=f"[409, {WRONG}, 200]", received=str(told))


@smoke
@requirement("CTL-11")
@of_api("consumer")
def test_what_goes_wrong_before_its_operation_changes_nothing(
    owner: Owner, product: Product, stock: Stock
) -> None:
    account = stock.account(transactions=1, rules=1)
    before = bank_account(product, account)
    given(set_fault(owner, "disconnectBankAccount", status=WRONG, when="before"))

    answer = product.call("disconnectBankAccount", account)

    ensure_status(answer, WRONG)
    after = afterwards(bank_account, product, account)
    ensure_unchanged(before, after, by=answer, also=())


@smoke
@requirement("CTL-11")
@of_api("consumer")
def test_what_goes_wrong_after_its_operation_has_happened(
    owner: Owner, product: Product, stock: Stock, draw: Draw
) -> None:
    account = stock.new_account(draw)
    given(set_fault(owner, "disconnectBankAccount", status=WRONG, when="after"))

    answer = product.call("disconnectBankAccount", account)

    ensure_status(answer, WRONG)
    ensure_member(product.call("getBankAccount", account), "/status", "cancelled")


@requirement("CTL-11")
@of_api("consumer", "provider", "user_banking")
def test_a_status_comes_with_the_error_body_of_its_api(
    owner: Owner, product: Product, provider: Provider, uploader: Uploader, stock: Stock
) -> None:
    for operation_id in ("listBanks", "reportAuthorisation", "listUsers"):
        given(set_fault(owner, operation_id, status=409))
    report = {"data": {"status": "failure"}}

    answers = [
        product.call("listBanks"),
        provider.call("reportAuthorisation", stock.onboarding(), json=report),
        uploader.call("listUsers"),
    ]

    for each in answers:
        ensure_status(each, 409)
        odd = error_misfits(each)
        ensure(not odd, expected="its error body", received="; ".join(odd), exchange=each)


@requirement("CTL-11")
@of_api("consumer")
@pytest.mark.parametrize("status", [HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE])
def test_who_is_to_come_later_is_told_when(status: int, owner: Owner, product: Product) -> None:
    given(set_fault(owner, "listBanks", status=int(status)))

    answer = product.call("listBanks", patient=False)

    ensure_status(answer, status)
    told = answer.header("retry-after") or ""
    ensure(
        told.isdecimal(),
        expected="Retry-After in seconds",
        received=told or "none",
        exchange=answer,
    )

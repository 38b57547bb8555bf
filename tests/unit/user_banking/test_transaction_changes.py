from decimal import Decimal
from typing import Any

import pytest
from user_banking_client import Client
from user_banking_world import a_transaction

from sandbank_server.domain.refusals import Malformed, Unknown
from sandbank_server.domain.uploads import PaymentPartner

PARTNER = {"name": "Shop", "iban": "DE1"}


def put_rich(client: Client) -> None:
    """A transaction with many of its optional fields."""
    rich = a_transaction(
        "rich-tx",
        "acc-2",
        currency="EUR",
        purpose="rent",
        value_date="2026-01-11",
        payment_partner=PaymentPartner(name="Shop", iban="DE1"),
    )
    client.sandbox.store.upload_transactions.put(rich)


def rich_transaction(client: Client) -> dict[str, Any]:
    data = client.shows("list_account_transactions", account="acc-2")["data"]
    return next(each for each in data if each["transactionId"] == "rich-tx")


@pytest.mark.parametrize("operation", ["change_transactions", "change_transactions_alias"])
def test_omitted_fields_of_a_transaction_stay(client: Client, operation: str) -> None:
    put_rich(client)
    before = rich_transaction(client)
    change = {"transactionId": "rich-tx", "amount": Decimal("9.99"), "bookingDate": 0}

    answer = client.answer(operation, change, account="acc-2")

    expected = before | {"amount": Decimal("9.99"), "bookingDate": "1970-01-01"}
    assert (answer.status, answer.body) == (200, [expected])
    assert rich_transaction(client) == expected


def test_a_changed_booking_date_changes_the_order(client: Client) -> None:
    change = {"transactionId": "tx-1", "bookingDate": "2026-02-01"}

    client.answer("change_transactions", change)

    assert client.ids_in("acc-1") == ["tx-3", "tx-2", "tx-1"]


def test_null_clears_optional_fields_of_a_transaction(client: Client) -> None:
    put_rich(client)
    names = ["purpose", "currency", "valutaDate", "paymentPartner", "bookingText"]

    client.answer(
        "change_transactions",
        {"transactionId": "rich-tx", **dict.fromkeys(names)},
        account="acc-2",
    )

    assert rich_transaction(client) == {
        "transactionId": "rich-tx",
        "accountId": "acc-2",
        "amount": Decimal("-1.5"),
        "bookingDate": "2026-01-10",
    }


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ({}, PARTNER),
        ({"bic": "B"}, PARTNER | {"bic": "B"}),
        ({"iban": None}, {"name": "Shop"}),
        ({"iban": None, "name": None}, {}),
    ],
)
def test_a_payment_partner_changes_field_by_field(
    client: Client, sent: dict[str, Any], kept: dict[str, str]
) -> None:
    put_rich(client)

    change = {"transactionId": "rich-tx", "paymentPartner": sent}
    client.answer("change_transactions", change, account="acc-2")

    assert rich_transaction(client)["paymentPartner"] == kept


def test_a_payment_partner_can_come_by_change(client: Client) -> None:
    change = {"transactionId": "tx-1", "paymentPartner": PARTNER}

    assert client.shows("change_transactions", change)[0]["paymentPartner"] == PARTNER


@pytest.mark.parametrize("name", ["transactionId", "accountId", "amount", "bookingDate"])
def test_null_never_clears_what_a_transaction_needs(client: Client, name: str) -> None:
    change = {"transactionId": "tx-1", name: None}

    refusal = client.refusal(Malformed, "change_transactions", change)

    assert refusal.requirement == "UB-UP-03"
    assert [each.pointer for each in refusal.violations] == [f"/{name}"]


def test_a_transaction_never_moves_to_another_account(client: Client) -> None:
    same = {"transactionId": "tx-1", "accountId": "acc-1"}
    assert client.answer("change_transactions", same).status == 200

    refusal = client.refusal(Malformed, "change_transactions", same | {"accountId": "acc-2"})

    assert [each.pointer for each in refusal.violations] == ["/accountId"]


@pytest.mark.parametrize("unknown", ["tx-9", "tx-4", "tx-o"])
def test_an_unknown_transaction_keeps_all_from_changing(client: Client, unknown: str) -> None:
    changes = [{"transactionId": "tx-1", "amount": 1}, {"transactionId": unknown}]

    refusal = client.refusal(Unknown, "change_transactions", changes)

    assert refusal.requirement == "UB-UP-03"
    assert refusal.detail.endswith(f"nothing was changed: '{unknown}'.")


def test_transactions_of_an_unknown_account_never_change(client: Client) -> None:
    body = {"transactionId": "tx-1"}

    refusal = client.refusal(Unknown, "change_transactions", body, account="acc-9")

    assert refusal.requirement == "UB-UP-03"


def test_changes_of_one_transaction_are_made_in_the_order_sent(client: Client) -> None:
    changes = [
        {"transactionId": "tx-1", "amount": 1, "purpose": "p"},
        {"transactionId": "tx-1", "amount": 2},
    ]

    shown = client.shows("change_transactions", changes)

    assert [(each["amount"], each["purpose"]) for each in shown] == [(2, "p")]

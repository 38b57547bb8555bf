from typing import Any

import pytest
from user_banking_client import Client, everything

from sandbank_server.domain.refusals import Conflict, Forbidden

FETCHED = {"accountId": "acc-f", "accountNumber": "no-acc-f", "currency": "EUR", "type": "GIRO"}
MIXED = FETCHED | {"accountId": "acc-m", "accountNumber": "no-acc-m"}
NEW = FETCHED | {"accountId": "acc-9"}
TX = {"transactionId": "t", "amount": 5, "bookingDate": "2026-01-01"}


@pytest.mark.parametrize(
    ("operation", "account", "body", "named"),
    [
        ("delete_account", "acc-f", None, "'acc-f'"),
        ("delete_account", "acc-m", None, "'acc-m'"),
        ("delete_accounts", "", {"ids": ["acc-1", "acc-f", "acc-m"]}, "'acc-f', 'acc-m'"),
        ("delete_transactions", "acc-f", {"ids": ["tx-f"]}, "'tx-f'"),
        ("delete_transactions", "acc-m", {"ids": ["tx-m", "tx-mf", "tx-mf"]}, "'tx-mf'"),
    ],
)
def test_fetched_data_is_never_deleted(
    client: Client, operation: str, account: str, body: Any, named: str
) -> None:
    refusal = client.refusal(Forbidden, operation, body, account=account)

    assert refusal.requirement == "UB-DEL-07"
    assert f"cannot be deleted, and nothing was: {named}." in refusal.detail


@pytest.mark.parametrize(
    ("operation", "account", "body"),
    [
        ("upload_accounts", "", [NEW, FETCHED]),
        ("upload_accounts", "", MIXED),
        ("upload_transactions", "acc-f", TX),
        ("upload_transactions", "acc-f", TX | {"transactionId": "tx-f"}),
        ("change_accounts", "", [{"accountId": "acc-1", "name": "n"}, {"accountId": "acc-f"}]),
        ("change_transactions", "acc-f", {"transactionId": "tx-f", "amount": 1}),
        (
            "change_transactions_alias",
            "acc-m",
            [{"transactionId": "tx-m", "amount": 1}, {"transactionId": "tx-mf", "amount": 1}],
        ),
    ],
)
def test_fetched_data_is_never_replaced_or_changed(
    client: Client, operation: str, account: str, body: Any
) -> None:
    assert client.refusal(Forbidden, operation, body, account=account).requirement == "UB-UP-04"


@pytest.mark.parametrize(
    ("operation", "account", "body"),
    [
        ("delete_account", "acc-m", None),
        ("delete_accounts", "", {"ids": ["acc-1", "acc-f", "acc-m"]}),
        ("upload_accounts", "", [FETCHED, MIXED]),
    ],
)
def test_a_mixed_account_is_refused_for_the_transactions_it_holds(
    client: Client, operation: str, account: str, body: Any
) -> None:
    refusal = client.refusal(Forbidden, operation, body, account=account)

    held = " Accounts that hold transactions fetched from a bank: 'acc-m'."
    assert refusal.detail.endswith(held)


def test_a_fetched_account_is_refused_for_itself(client: Client) -> None:
    refusal = client.refusal(Forbidden, "upload_accounts", FETCHED)

    assert refusal.detail.endswith("cannot be replaced, and nothing was: 'acc-f'.")


def test_fetched_wins_over_another_number(client: Client) -> None:
    other = {"accountNumber": "other"}
    conflict = NEW | {"accountId": "acc-1"}

    client.refusal(Conflict, "upload_accounts", conflict)
    client.refusal(Forbidden, "upload_accounts", [conflict, FETCHED | other])


def test_a_mixed_account_takes_metadata_and_transactions(client: Client) -> None:
    changed = client.shows("change_accounts", {"accountId": "acc-m", "name": "n"})
    client.answer("upload_transactions", TX, account="acc-m")

    assert changed == [MIXED | {"name": "n"}]
    assert client.ids_in("acc-m") == ["t", "tx-m", "tx-mf"]


def test_the_uploaded_transactions_of_a_mixed_account_change_and_go(client: Client) -> None:
    change = {"transactionId": "tx-m", "amount": 3}
    shown = client.shows("change_transactions", change, account="acc-m")
    assert shown[0]["amount"] == 3

    client.answer("delete_transactions", {"ids": ["tx-m"]}, account="acc-m")

    assert client.ids_in("acc-m") == ["tx-mf"]


def test_a_fetched_transaction_posted_again_changes_nothing(client: Client) -> None:
    before = everything(client.sandbox)

    shown = client.shows("upload_transactions", TX | {"transactionId": "tx-mf"}, account="acc-m")

    assert shown[0]["fetched"] is True
    assert shown[0]["bookingDate"] == "2026-01-10"
    assert everything(client.sandbox) == before


def test_fetched_data_shows_that_it_is(client: Client) -> None:
    assert client.shows("get_account", account="acc-f")["bankLoginId"] == "login-1"
    data = client.shows("list_account_transactions", account="acc-m")["data"]
    assert [each.get("fetched") for each in data] == [None, True]

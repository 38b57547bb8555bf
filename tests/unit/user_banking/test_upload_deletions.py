from collections.abc import Callable
from typing import Any

import pytest
from user_banking_client import Client, but_for, everything
from user_banking_world import NOON, a_transaction

from sandbank_server.domain.refusals import Unknown
from sandbank_server.service.table_port import Table

Row = dict[str, Any]


def of_account(*accounts: str) -> Callable[[Row], bool]:
    return lambda row: row.get("accountId") in accounts


def test_a_deleted_account_goes_with_all_its_transactions(client: Client) -> None:
    before = everything(client.sandbox)

    answer = client.answer("delete_account", account="acc-1")

    after = everything(client.sandbox)
    assert (answer.status, answer.body) == (204, None)
    assert after["users"] == before["users"]
    for table in ("uploadAccounts", "uploadTransactions"):
        assert after[table] == but_for(before[table], of_account("acc-1"))
    client.refusal(Unknown, "get_account")
    client.refusal(Unknown, "list_account_transactions")


def test_a_deletion_leaves_ids_and_counts_in_the_trail_and_nothing_else(client: Client) -> None:
    client.answer("delete_account", account="acc-1")

    after = everything(client.sandbox)
    entry = after["audit"][-1]
    assert (entry.at, entry.api, entry.client) == (NOON, "user_banking", "client")
    assert (entry.action, entry.ids, entry.count) == ("deleteAccount", ("acc-1",), 3)
    assert after["forgotten"] == [("user-1", "acc-1")]


def test_a_body_on_the_single_delete_is_ignored(client: Client) -> None:
    answer = client.answer("delete_account", {"ids": ["acc-2"]}, account="acc-1")

    assert answer.status == 204
    assert client.ids_in("acc-2") == ["tx-4"]


@pytest.mark.parametrize("account", ["acc-9", "acc-o", "acc-s", ""])
def test_deleting_what_is_not_the_users_is_unknown(client: Client, account: str) -> None:
    refusal = client.refusal(Unknown, "delete_account", account=account)

    assert refusal.requirement == "UB-DEL-09"
    assert refusal.detail == "The user has no account of this id."


def test_deleting_twice_is_unknown(client: Client) -> None:
    client.answer("delete_account")

    assert client.refusal(Unknown, "delete_account").requirement == "UB-DEL-09"


def test_exactly_the_named_accounts_go(client: Client) -> None:
    before = everything(client.sandbox)

    answer = client.answer("delete_accounts", {"ids": ["acc-2", "acc-1", "acc-2"]})

    after = everything(client.sandbox)
    assert (answer.status, answer.body) == (204, None)
    for table in ("uploadAccounts", "uploadTransactions"):
        assert after[table] == but_for(before[table], of_account("acc-1", "acc-2"))
    assert after["audit"][-1].ids == ("acc-2", "acc-1")
    assert after["audit"][-1].count == 4


def test_an_unknown_account_keeps_the_whole_batch(client: Client) -> None:
    ids = ["acc-1", "acc-9", "acc-o", "acc-9"]

    refusal = client.refusal(Unknown, "delete_accounts", {"ids": ids})

    assert refusal.requirement == "UB-DEL-08"
    assert refusal.detail == (
        "There are no such accounts, so nothing was deleted: 'acc-9', 'acc-o'."
    )


def test_exactly_the_named_transactions_go(client: Client) -> None:
    before = everything(client.sandbox)

    answer = client.answer("delete_transactions", {"ids": ["tx-1", "tx-3", "tx-1"]})

    after = everything(client.sandbox)
    assert (answer.status, answer.body) == (204, None)
    assert after["uploadAccounts"] == before["uploadAccounts"]
    gone = lambda row: row["transactionId"] in ("tx-1", "tx-3")  # noqa: E731 - a name for a rule
    assert after["uploadTransactions"] == but_for(before["uploadTransactions"], gone)
    assert (after["audit"][-1].ids, after["audit"][-1].count) == (("tx-1", "tx-3"), 2)
    assert after["audit"][-1].action == "deleteTransactions"
    assert after["forgotten"] == [("user-1", "acc-1")]


@pytest.mark.parametrize("other", ["tx-4", "tx-o", "tx-9"])
def test_an_unknown_transaction_keeps_the_whole_batch(client: Client, other: str) -> None:
    refusal = client.refusal(Unknown, "delete_transactions", {"ids": ["tx-1", other]})

    assert refusal.requirement == "UB-DEL-08"
    assert refusal.detail.endswith(f"nothing was deleted: '{other}'.")


def test_transactions_of_an_unknown_account_are_unknown(client: Client) -> None:
    refusal = client.refusal(Unknown, "delete_transactions", {"ids": ["tx-1"]}, account="acc-9")

    assert refusal.requirement == "UB-DEL-09"


def test_a_deleted_account_uploaded_again_has_nothing_of_the_old(client: Client) -> None:
    client.answer("delete_account")

    told = {"accountId": "acc-1", "iban": "DE00", "currency": "CHF", "type": "DEPOT"}
    assert client.answer("upload_accounts", told).body == [told]

    assert client.shows("get_account") == told
    assert client.ids_in("acc-1") == []


def test_a_deleted_transaction_uploaded_again_has_nothing_of_the_old(client: Client) -> None:
    client.answer("delete_transactions", {"ids": ["tx-2"]})

    told = {"transactionId": "tx-2", "amount": 7, "bookingDate": "2026-02-01"}
    client.answer("upload_transactions", told)

    data = client.shows("list_account_transactions")["data"]
    assert data[-1] == told | {"accountId": "acc-1"}


class NoScan:
    """A table that nobody may search."""

    def __init__(self, table: Table[Any]) -> None:
        self._table = table
        self.get, self.put, self.remove = table.get, table.put, table.remove

    def find(self, *_: Any, **__: Any) -> list[Any]:
        raise AssertionError("the account was scanned")

    all = count = find


def test_a_batch_of_transactions_costs_no_look_at_the_others(client: Client) -> None:
    store = client.sandbox.store
    for number in range(500):
        store.upload_transactions.put(a_transaction(f"t-{number}"))
    table = store.upload_transactions
    store.upload_transactions = NoScan(table)

    client.answer("delete_transactions", {"ids": [f"t-{number}" for number in range(500)]})

    store.upload_transactions = table
    assert client.ids_in("acc-1") == ["tx-3", "tx-1", "tx-2"]

"""Statements in a world: one that is processing goes with it, and can still be processed."""

from typing import Any

import pytest
from store_builders import account_item, memory_store, transaction_item, world

from sandbank_server.service.ports import WorldError

UNDER_WAY: dict[str, Any] = {
    "statementId": "st",
    "providerId": "p",
    "bankAccountId": "acc",
    "status": "processing",
    "accountStatus": "active",
    "dueAt": "PT30S",
    "transactions": [transaction_item(0, uniqueId="new")],
}


def problems(*statements: Any, **tables: Any) -> dict[str, str]:
    with pytest.raises(WorldError) as refusal:
        memory_store().load(world(statements=list(statements), **tables))
    return dict(refusal.value.problems)


def test_a_statement_that_is_processing_is_loaded_back_identically() -> None:
    store, other = memory_store(), memory_store()
    store.load(world(statements=[UNDER_WAY], transactions=[transaction_item()]))

    other.load(store.export())

    assert other.export() == store.export()
    [statement] = other.statements.find("due", "")
    assert [each.unique_id for each in statement.transactions] == ["new"]
    assert other.statements.count("processing", "acc") == 1


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"providerId": "no"}, "/providerId"),
        ({"bankAccountId": "no", "transactions": []}, "/bankAccountId"),
        ({"status": "completed"}, "/transactions"),
        ({"status": "done"}, "/status"),
        ({"transactions": [transaction_item(0, uniqueId="txn-1")]}, "/transactions/0/uniqueId"),
        ({"transactions": [UNDER_WAY["transactions"][0]] * 2}, "/transactions/1/uniqueId"),
        (
            {"transactions": [transaction_item(0, uniqueId="n", bankAccountId="x")]},
            "/transactions/0/bankAccountId",
        ),
    ],
)
def test_a_statement_that_cannot_be_is_refused(changes: dict[str, Any], place: str) -> None:
    found = problems({**UNDER_WAY, **changes}, transactions=[transaction_item()])

    assert list(found) == [f"/statements/0{place}"]


def test_nothing_is_processed_for_a_cancelled_account() -> None:
    found = problems(UNDER_WAY, bankAccounts=[account_item(status="cancelled")])

    assert found == {"/statements/0/status": "expected failed: its bank account is cancelled"}


def test_one_statement_of_an_account_is_processing_at_a_time() -> None:
    second = {**UNDER_WAY, "statementId": "st-2", "transactions": []}
    ended = [{**second, "statementId": f"ended-{n}", "status": "completed"} for n in range(2)]

    found = problems(UNDER_WAY, *ended, second)

    assert list(found) == ["/statements/3"]
    assert "one statement of an account is processing at a time" in found["/statements/3"]

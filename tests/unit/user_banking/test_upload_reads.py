import pytest
from user_banking_client import Client
from user_banking_world import a_transaction

from sandbank_server.domain.refusals import Malformed, Unknown


def test_accounts_are_listed_in_the_order_they_came(client: Client) -> None:
    client.answer("upload_accounts", {"iban": "DE1", "currency": "EUR", "type": "GIRO"})

    ids = [account["accountId"] for account in client.shows("list_accounts")]

    assert ids == ["acc-1", "acc-2", "acc-f", "acc-m", "made-1"]


def test_one_users_accounts_are_not_the_others(client: Client, stranger: Client) -> None:
    other = client.shows("list_accounts", user="user-2", tenants=("client-other",))
    assert [account["accountId"] for account in other] == ["acc-o"]
    assert client.refusal(Unknown, "list_accounts", user="user-3")
    assert len(stranger.shows("list_accounts", user="user-3")) == 1


@pytest.mark.parametrize("operation", ["get_account", "list_account_transactions"])
@pytest.mark.parametrize("account", ["acc-9", "acc-o", "acc-s"])
def test_anothers_account_is_as_unknown_as_none(
    client: Client, operation: str, account: str
) -> None:
    refusal = client.refusal(Unknown, operation, account=account)

    assert refusal.detail == "The user has no account of this id."


def test_transactions_are_ordered_by_booking_date_then_id(client: Client) -> None:
    client.sandbox.store.upload_transactions.put(a_transaction("a", booking_date="2026-01-10"))

    assert client.ids_in("acc-1") == ["tx-3", "a", "tx-1", "tx-2"]


@pytest.mark.parametrize(
    ("page", "limit", "ids"),
    [("1", "2", ["tx-3", "tx-1"]), ("2", "2", ["tx-2"]), ("3", "2", []), ("1", "100", None)],
)
def test_transactions_come_in_pages(
    client: Client, page: str, limit: str, ids: list[str] | None
) -> None:
    shown = client.shows("list_account_transactions", page=page, limit=limit)

    assert shown["meta"] == {"page": int(page), "limit": int(limit), "total": 3}
    expected = ["tx-3", "tx-1", "tx-2"] if ids is None else ids
    assert [each["transactionId"] for each in shown["data"]] == expected


def test_a_page_holds_a_hundred_by_default(client: Client) -> None:
    for number in range(100):
        client.sandbox.store.upload_transactions.put(a_transaction(f"t-{number}"))

    shown = client.shows("list_account_transactions")

    assert shown["meta"] == {"page": 1, "limit": 100, "total": 103}
    assert len(shown["data"]) == 100


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ({"from_": "2026-01-10"}, ["tx-1", "tx-2"]),
        ({"to": "2026-01-10"}, ["tx-3", "tx-1"]),
        ({"from_": "2026-01-10", "to": "2026-01-10"}, ["tx-1"]),
        ({"from_": "2026-01-11", "to": "2026-01-10"}, []),
    ],
)
def test_both_ends_of_a_time_are_inclusive(
    client: Client, filters: dict[str, str], ids: list[str]
) -> None:
    shown = client.shows("list_account_transactions", **filters)

    assert [each["transactionId"] for each in shown["data"]] == ids
    assert shown["meta"]["total"] == len(ids)


@pytest.mark.parametrize("name", ["from_", "to"])
@pytest.mark.parametrize("text", ["", "2026-02-30", "2026-01-10T00:00:00Z", "0", "yesterday"])
def test_a_filter_is_a_day_of_the_calendar(client: Client, name: str, text: str) -> None:
    told = {name: text, "tenants": ("stranger",)}

    refusal = client.refusal(Malformed, "list_account_transactions", **told)

    assert [each.pointer for each in refusal.violations] == [f"/query/{name.strip('_')}"]

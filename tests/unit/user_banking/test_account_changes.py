from decimal import Decimal
from typing import Any

import pytest
from user_banking_client import Client, but_for, everything

from sandbank_server.domain.refusals import Malformed, Unknown

RICH = {
    "accountId": "rich",
    "accountNumber": "1",
    "iban": "DE1",
    "currency": "EUR",
    "type": "GIRO",
    "balance": 5,
    "name": "Household",
    "securities": [1],
}


def test_omitted_fields_of_an_account_stay(client: Client) -> None:
    client.answer("upload_accounts", RICH)
    before = everything(client.sandbox)

    answer = client.answer("change_accounts", {"accountId": "rich", "balance": Decimal("6.50")})

    assert (answer.status, answer.body) == (200, [RICH | {"balance": Decimal("6.50")}])
    assert client.shows("get_account", account="rich") == answer.body[0]
    after = everything(client.sandbox)
    theirs = lambda row: row["accountId"] == "rich"  # noqa: E731 - a name for a rule
    assert but_for(after["uploadAccounts"], theirs) == but_for(before["uploadAccounts"], theirs)
    assert after["uploadTransactions"] == before["uploadTransactions"]


def test_null_clears_optional_fields_of_an_account(client: Client) -> None:
    client.answer("upload_accounts", RICH)
    nulls = dict.fromkeys(["iban", "balance", "name", "securities", "icon"])

    shown = client.shows("change_accounts", {"accountId": "rich", **nulls})

    assert shown == [{name: RICH[name] for name in RICH if name not in nulls}]


@pytest.mark.parametrize("name", ["accountId", "accountNumber", "currency", "type"])
def test_null_never_clears_what_an_account_needs(client: Client, name: str) -> None:
    change = [{"accountId": "acc-2"}, {"accountId": "acc-1", name: None}]

    refusal = client.refusal(Malformed, "change_accounts", change, tenants=("stranger",))

    assert refusal.requirement == "UB-UP-03"
    assert [each.pointer for each in refusal.violations] == [f"/1/{name}"]


def test_the_same_account_number_changes_nothing(client: Client) -> None:
    before = everything(client.sandbox)

    client.answer("change_accounts", {"accountId": "acc-1", "accountNumber": "no-acc-1"})

    assert everything(client.sandbox) == before


def test_another_account_number_is_refused_with_its_place(client: Client) -> None:
    change = [
        {"accountId": "acc-2", "name": "new"},
        {"accountId": "acc-1", "accountNumber": "other"},
        {"accountId": "acc-m", "accountNumber": "other"},
    ]

    refusal = client.refusal(Malformed, "change_accounts", change)

    assert refusal.requirement == "UB-UP-03"
    pointers = [each.pointer for each in refusal.violations]
    assert pointers == ["/1/accountNumber", "/2/accountNumber"]


@pytest.mark.parametrize(
    ("change", "pointers"),
    [
        ({"iban": "DE2"}, ["/iban"]),
        ({"iban": None}, ["/iban"]),
        ({"accountNumber": "1"}, ["/accountNumber"]),
        ({"accountNumber": "1", "iban": "DE2"}, ["/accountNumber", "/iban"]),
    ],
)
def test_an_iban_alone_is_the_identity_of_its_account(
    client: Client, change: dict[str, Any], pointers: list[str]
) -> None:
    told = {"accountId": "i", "iban": "DE1", "currency": "EUR", "type": "GIRO"}
    client.answer("upload_accounts", told)

    refusal = client.refusal(Malformed, "change_accounts", {"accountId": "i", **change})

    assert [each.pointer for each in refusal.violations] == pointers
    assert client.shows("change_accounts", {"accountId": "i", "iban": "DE1"}) == [told]


def test_changes_of_one_account_are_made_in_the_order_sent(client: Client) -> None:
    changes = [
        {"accountId": "acc-1", "name": "first", "owner": "o"},
        {"accountId": "acc-2", "name": "second"},
        {"accountId": "acc-1", "name": "third"},
    ]

    shown = client.shows("change_accounts", changes)

    assert [(each["accountId"], each["name"]) for each in shown] == [
        ("acc-1", "third"),
        ("acc-2", "second"),
    ]
    assert shown[0]["owner"] == "o"


def test_transactions_in_a_change_of_an_account_are_unknown_fields(client: Client) -> None:
    before = everything(client.sandbox)

    client.answer("change_accounts", {"accountId": "acc-1", "transactions": [], "fetched": True})

    assert everything(client.sandbox) == before


@pytest.mark.parametrize("unknown", ["acc-9", "acc-o"])
def test_an_unknown_account_keeps_all_from_changing(client: Client, unknown: str) -> None:
    changes = [{"accountId": "acc-1", "name": "n"}, {"accountId": unknown, "name": "n"}]

    refusal = client.refusal(Unknown, "change_accounts", changes)

    assert refusal.requirement == "UB-UP-03"
    assert refusal.detail.endswith(f"nothing was changed: '{unknown}'.")

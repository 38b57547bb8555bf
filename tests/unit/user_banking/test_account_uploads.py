from decimal import Decimal
from typing import Any

import pytest
from user_banking_client import Client, but_for, everything
from user_banking_world import an_account

from sandbank_server.domain.refusals import Conflict, Malformed

NEW = {"accountNumber": "77", "currency": "EUR", "type": "GIRO"}
WHOLE = {
    "accountId": "acc-9",
    "accountNumber": "77",
    "iban": "DE77",
    "bic": "BIC",
    "bankCode": "100",
    "bankName": "Bank",
    "balance": Decimal("12.3400"),
    "currency": "EUR",
    "name": "Household",
    "owner": "A. Person",
    "icon": "",
    "type": "GIRO",
    "securities": [{"isin": "DE000", "price": Decimal("1.50")}],
    "standingOrders": {"any": [None, True]},
    "supportedPayments": "sepa",
}
TX = {"transactionId": "t", "amount": 5, "bookingDate": "2026-01-01"}


def test_an_account_comes_back_as_it_was_sent(client: Client) -> None:
    answer = client.answer("upload_accounts", [WHOLE])

    assert answer.status == 201
    assert answer.body == [WHOLE]
    assert client.shows("get_account", account="acc-9") == WHOLE


def test_an_account_without_an_id_gets_one(client: Client) -> None:
    shown = client.shows("upload_accounts", [NEW, NEW])

    assert [account["accountId"] for account in shown] == ["made-1", "made-2"]
    assert client.shows("get_account", account="made-2") == NEW | {"accountId": "made-2"}


def test_a_made_account_id_is_never_one_that_is_in_use(client: Client) -> None:
    client.sandbox.store.upload_accounts.put(an_account("made-1"))

    assert client.shows("upload_accounts", NEW)[0]["accountId"] == "made-2"


def test_transactions_come_with_their_account_and_are_not_shown_with_it(client: Client) -> None:
    twice = [TX, TX | {"amount": 6}, TX | {"transactionId": "u"}]

    shown = client.shows("upload_accounts", NEW | {"transactions": twice})

    assert shown == [NEW | {"accountId": "made-1"}]
    data = client.shows("list_account_transactions", account="made-1")["data"]
    assert data == [
        TX | {"accountId": "made-1"},
        TX | {"accountId": "made-1", "transactionId": "u"},
    ]


def test_read_only_and_unknown_fields_are_ignored(client: Client) -> None:
    told = NEW | {"accountId": "acc-9", "bankLoginId": "login", "fetched": True, "x": 1}
    transactions = [TX | {"fetched": True, "y": 2}]

    shown = client.shows("upload_accounts", told | {"transactions": transactions})

    assert shown == [NEW | {"accountId": "acc-9"}]
    data = client.shows("list_account_transactions", account="acc-9")["data"]
    assert data == [TX | {"accountId": "acc-9"}]


def test_an_account_with_its_number_is_replaced_whole(client: Client) -> None:
    before = everything(client.sandbox)
    told = {"accountId": "acc-1", "accountNumber": "no-acc-1", "currency": "CHF", "type": "DEPOT"}

    shown = client.shows("upload_accounts", told | {"transactions": [TX]})

    after = everything(client.sandbox)
    assert shown == [told]
    assert client.shows("list_accounts")[0] == told
    assert client.ids_in("acc-1") == ["t"]
    theirs = lambda row: row.get("accountId") == "acc-1"  # noqa: E731 - a name for a rule
    for table in ("uploadAccounts", "uploadTransactions"):
        assert but_for(after[table], theirs) == but_for(before[table], theirs)


def test_replaced_transactions_are_deleted_data(client: Client) -> None:
    told = NEW | {"accountId": "acc-1", "accountNumber": "no-acc-1"}

    client.answer("upload_accounts", [told, NEW])

    after = everything(client.sandbox)
    assert [(each.action, each.ids, each.count) for each in after["audit"]] == [
        ("uploadAccounts", ("acc-1",), 3)
    ]
    assert after["forgotten"] == [("user-1", "acc-1")]


def test_nothing_is_audited_where_nothing_is_replaced(client: Client) -> None:
    client.answer("upload_accounts", [NEW])

    assert everything(client.sandbox)["audit"] == []
    assert everything(client.sandbox)["forgotten"] == []


@pytest.mark.parametrize("identity", [{"accountNumber": "other"}, {"iban": "DE00"}])
def test_an_account_id_with_another_number_is_a_conflict(
    client: Client, identity: dict[str, str]
) -> None:
    told = {"accountId": "acc-1", "currency": "EUR", "type": "GIRO", **identity}

    refusal = client.refusal(Conflict, "upload_accounts", [NEW, told])

    assert refusal.requirement == "UB-UP-01"
    assert "'acc-1'" in refusal.detail


@pytest.mark.parametrize(
    ("held", "sent", "replaced"),
    [
        ({"iban": "DE1"}, {"iban": "DE1"}, True),
        ({"iban": "DE1"}, {"iban": "DE2"}, False),
        ({"iban": "DE1"}, {"iban": "DE1", "accountNumber": "1"}, False),
        ({"accountNumber": "1"}, {"iban": "DE1", "accountNumber": "1"}, True),
        ({"iban": "DE1", "accountNumber": "1"}, {"iban": "DE2", "accountNumber": "1"}, True),
        ({"iban": "DE1", "accountNumber": "1"}, {"iban": "DE1"}, False),
    ],
)
def test_the_number_is_the_iban_where_neither_has_an_account_number(
    client: Client, held: dict[str, str], sent: dict[str, str], replaced: bool
) -> None:
    rest = {"accountId": "acc-9", "currency": "EUR", "type": "GIRO"}
    client.answer("upload_accounts", rest | held)

    if replaced:
        assert client.shows("upload_accounts", rest | sent) == [rest | sent]
    else:
        client.refusal(Conflict, "upload_accounts", rest | sent)


def test_one_id_with_two_numbers_in_one_array_is_a_conflict(client: Client) -> None:
    told = [NEW | {"accountId": "acc-9"}, NEW | {"accountId": "acc-9", "accountNumber": "78"}]

    refusal = client.refusal(Conflict, "upload_accounts", told)

    assert refusal.detail.endswith("another one: 'acc-9'.")


def test_of_one_id_twice_in_one_array_the_last_stays(client: Client) -> None:
    first = NEW | {"accountId": "acc-9", "name": "first", "transactions": [TX]}
    last = NEW | {"accountId": "acc-9", "owner": "last"}

    shown = client.shows("upload_accounts", [first, NEW, last])

    assert shown == [last, NEW | {"accountId": "made-1"}]
    assert client.shows("get_account", account="acc-9") == last
    assert client.ids_in("acc-9") == []


def test_every_wrong_day_and_foreign_account_of_a_body_is_named(client: Client) -> None:
    wrong: list[dict[str, Any]] = [
        TX | {"bookingDate": "2026-02-30"},
        TX | {"valueDate": 10**15, "accountId": "acc-2"},
    ]
    body = [NEW, NEW | {"accountId": "acc-1", "transactions": wrong}]

    refusal = client.refusal(Malformed, "upload_accounts", body)

    assert refusal.requirement == "UB-UP-05"
    assert [each.pointer for each in refusal.violations] == [
        "/1/transactions/0/bookingDate",
        "/1/transactions/1/accountId",
        "/1/transactions/1/valueDate",
    ]

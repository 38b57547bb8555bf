from decimal import Decimal

import pytest
from user_banking_client import Client, everything

from sandbank_server.domain.refusals import Malformed, Unknown

TX = {"transactionId": "t", "amount": Decimal("-17.35"), "bookingDate": "2026-01-12"}
WHOLE = TX | {
    "currency": "EUR",
    "bookingText": "SEPA",
    "purpose": "Groceries",
    "merchantCategoryCode": "5411",
    "valueDate": "2026-01-13",
    "paymentPartner": {"name": "Shop", "iban": "DE1", "bic": "B", "creditorId": "C"},
}


def test_a_transaction_comes_back_as_it_was_sent(client: Client) -> None:
    answer = client.answer("upload_transactions", WHOLE)

    assert answer.status == 201
    assert answer.body == [WHOLE | {"accountId": "acc-1"}]
    assert answer.body[0] in client.shows("list_account_transactions")["data"]


def test_an_upload_leaves_everything_else(client: Client) -> None:
    before = everything(client.sandbox)

    client.answer("upload_transactions", [TX, TX | {"transactionId": "u"}])

    after = everything(client.sandbox)
    assert after["uploadTransactions"][:-2] == before["uploadTransactions"]
    assert after["uploadAccounts"] == before["uploadAccounts"]
    assert after["audit"] == []


def test_a_known_transaction_keeps_its_first_values(client: Client) -> None:
    before = everything(client.sandbox)

    shown = client.shows("upload_transactions", TX | {"transactionId": "tx-2", "purpose": "new"})

    assert shown[0]["purpose"] == "rent"
    assert everything(client.sandbox) == before


def test_a_transaction_twice_in_one_request_is_stored_once(client: Client) -> None:
    shown = client.shows("upload_transactions", [TX, TX | {"amount": 1}])

    assert shown == [TX | {"accountId": "acc-1"}]
    assert client.ids_in("acc-1").count("t") == 1


def test_one_transaction_id_may_be_in_two_accounts(client: Client) -> None:
    client.answer("upload_transactions", TX, account="acc-1")
    client.answer("upload_transactions", TX | {"amount": 2}, account="acc-2")

    amounts = [
        transaction["amount"]
        for account in ("acc-1", "acc-2")
        for transaction in client.shows("list_account_transactions", account=account)["data"]
        if transaction["transactionId"] == "t"
    ]
    assert amounts == [Decimal("-17.35"), 2]


@pytest.mark.parametrize("account", ["acc-9", "acc-o"])
def test_an_upload_onto_an_unknown_account_is_unknown(client: Client, account: str) -> None:
    assert client.refusal(Unknown, "upload_transactions", TX, account=account)


@pytest.mark.parametrize("sent", ["2026-01-12", "2026-01-12T01:00:00+14:00", 1_768_176_000])
def test_days_are_written_in_one_form(client: Client, sent: str | int) -> None:
    shown = client.shows("upload_transactions", TX | {"bookingDate": sent, "valutaDate": sent})

    assert (shown[0]["bookingDate"], shown[0]["valueDate"]) == ("2026-01-12", "2026-01-12")
    assert "valutaDate" not in shown[0]


def test_value_date_and_its_alias_may_agree(client: Client) -> None:
    both = {"valueDate": "2026-01-12", "valutaDate": 1_768_176_000}

    assert client.shows("upload_transactions", TX | both)[0]["valueDate"] == "2026-01-12"


@pytest.mark.parametrize("alias", ["2026-01-13", None])
def test_value_date_and_its_alias_must_agree(client: Client, alias: str | None) -> None:
    both = {"valueDate": "2026-01-12", "valutaDate": alias}

    refusal = client.refusal(Malformed, "upload_transactions", [TX, TX | both])

    assert [each.pointer for each in refusal.violations] == ["/1/valutaDate"]


def test_a_transaction_may_name_its_account_but_no_other(client: Client) -> None:
    named = TX | {"accountId": "acc-1"}
    assert client.shows("upload_transactions", named) == [named]

    for other in ("acc-2", None, 7):
        refusal = client.refusal(Malformed, "upload_transactions", TX | {"accountId": other})
        assert [each.pointer for each in refusal.violations] == ["/accountId"]


def test_every_wrong_day_is_named_without_writing_the_right_ones(client: Client) -> None:
    wrong = [TX, TX | {"bookingDate": "2026-02-29"}, TX | {"valutaDate": "x"}]

    refusal = client.refusal(Malformed, "upload_transactions", wrong)

    assert [each.pointer for each in refusal.violations] == ["/1/bookingDate", "/2/valutaDate"]

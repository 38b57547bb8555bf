"""UB-ORD-01: 400, 403 tenant, 404 user, 404 account, 404 ids, 403 fetched, 409, state's 400."""

from typing import Any

from user_banking_client import Client

from sandbank_server.domain.refusals import Conflict, Forbidden, Malformed, Unknown

TX = {"transactionId": "t", "amount": 5, "bookingDate": "2026-01-01"}
BAD_TX = TX | {"bookingDate": "2026-02-30"}
FETCHED = {"accountId": "acc-f", "accountNumber": "x", "currency": "EUR", "type": "GIRO"}
NOWHERE: dict[str, Any] = {"user": "nobody", "account": "acc-9", "tenants": ("stranger",)}


def test_a_wrong_body_wins_over_a_wrong_tenant(client: Client) -> None:
    client.refusal(Malformed, "upload_transactions", BAD_TX, **NOWHERE)
    client.refusal(Malformed, "upload_accounts", FETCHED | {"transactions": [BAD_TX]}, **NOWHERE)
    client.refusal(Malformed, "change_transactions", BAD_TX, **NOWHERE)
    client.refusal(Malformed, "change_accounts", FETCHED | {"type": None}, **NOWHERE)


def test_a_wrong_tenant_wins_over_an_unknown_user(client: Client) -> None:
    client.refusal(Forbidden, "upload_transactions", TX, **NOWHERE)


def test_an_unknown_user_wins_over_an_unknown_account(client: Client) -> None:
    refusal = client.refusal(Unknown, "upload_transactions", TX, user="nobody", account="acc-9")

    assert refusal.requirement == "UB-USER-01"


def test_an_unknown_account_wins_over_unknown_ids(client: Client) -> None:
    refusal = client.refusal(Unknown, "delete_transactions", {"ids": ["tx-9"]}, account="acc-9")

    assert refusal.requirement == "UB-DEL-09"


def test_unknown_ids_win_over_fetched_ones(client: Client) -> None:
    accounts = [{"accountId": "acc-f"}, {"accountId": "acc-9"}]
    transactions = [{"transactionId": "tx-mf"}, {"transactionId": "tx-9"}]

    client.refusal(Unknown, "delete_accounts", {"ids": ["acc-f", "acc-9"]})
    client.refusal(Unknown, "delete_transactions", {"ids": ["tx-mf", "tx-9"]}, account="acc-m")
    client.refusal(Unknown, "change_accounts", accounts)
    client.refusal(Unknown, "change_transactions", transactions, account="acc-m")


def test_fetched_wins_over_a_conflict_and_over_an_identity_that_changes(client: Client) -> None:
    conflict = FETCHED | {"accountId": "acc-1"}
    identity = {"accountId": "acc-1", "accountNumber": "other"}

    client.refusal(Conflict, "upload_accounts", conflict)
    client.refusal(Forbidden, "upload_accounts", [conflict, FETCHED])
    client.refusal(Malformed, "change_accounts", identity)
    client.refusal(Forbidden, "change_accounts", [identity, {"accountId": "acc-f"}])

from typing import Any

import pytest
from user_banking_client import Client, everything

from sandbank_server.api.user_banking_parse_items import fetched_accounts
from sandbank_server.api.user_banking_present import present_accounts
from sandbank_server.domain.refusals import Conflict, Forbidden, Malformed, Refusal, Unknown
from sandbank_server.service.planting import plant_fetched_accounts

FETCHED = {"bankLoginId": "login-9", "iban": "DE9", "currency": "EUR", "type": "GIRO"}
TX = {"transactionId": "t", "amount": 5, "bookingDate": "2026-01-01"}


def plant(client: Client, *accounts: dict[str, Any], tenant: str | None = None) -> Any:
    plantings = fetched_accounts("user-1", {"accounts": list(accounts)})
    return present_accounts(plant_fetched_accounts(client.sandbox, "user-1", tenant, plantings))


def refused(client: Client, kind: type[Refusal], *accounts: dict[str, Any]) -> Refusal:
    before = everything(client.sandbox)
    with pytest.raises(kind) as caught, client.sandbox.store.unit_of_work():
        plant(client, *accounts)
    assert everything(client.sandbox) == before
    return caught.value


def test_a_planted_account_is_fetched_with_its_transactions(client: Client) -> None:
    planted = plant(client, FETCHED | {"accountId": "acc-9", "transactions": [TX, TX]})

    assert planted == [FETCHED | {"accountId": "acc-9"}]
    assert client.shows("get_account", account="acc-9") == planted[0]
    data = client.shows("list_account_transactions", account="acc-9")["data"]
    assert data == [TX | {"accountId": "acc-9", "fetched": True}]
    client.refusal(Forbidden, "delete_account", account="acc-9")


def test_a_planted_account_without_an_id_gets_one(client: Client) -> None:
    assert plant(client, FETCHED)[0]["accountId"] == "made-1"


def test_planting_into_an_uploaded_account_makes_it_mixed(client: Client) -> None:
    before = client.shows("get_account")

    planted = plant(client, FETCHED | {"accountId": "acc-1", "name": "n", "transactions": [TX]})

    assert planted == [before]
    assert client.shows("get_account") == before
    assert client.ids_in("acc-1") == ["t", "tx-3", "tx-1", "tx-2"]
    client.refusal(Forbidden, "delete_account")


def test_an_account_that_is_there_needs_nothing_but_its_id(client: Client) -> None:
    plant(client, {"accountId": "acc-f", "transactions": [TX]})

    assert client.ids_in("acc-f") == ["t", "tx-f"]


def test_planting_twice_into_one_account_is_planting_into_it(client: Client) -> None:
    first = FETCHED | {"accountId": "acc-9", "transactions": [TX]}
    second = {"accountId": "acc-9", "transactions": [TX | {"transactionId": "u"}]}

    assert plant(client, first, second) == [FETCHED | {"accountId": "acc-9"}]
    assert client.ids_in("acc-9") == ["t", "u"]


def test_the_tenant_must_be_the_users_if_it_is_given(client: Client) -> None:
    assert plant(client, FETCHED, tenant="client")

    for user_id, tenant in (("user-1", "client-other"), ("nobody", None)):
        with pytest.raises(Unknown):
            plant_fetched_accounts(client.sandbox, user_id, tenant, [])


def test_transactions_that_are_there_are_a_conflict(client: Client) -> None:
    held = TX | {"transactionId": "tx-2"}
    new = FETCHED | {"accountId": "acc-9", "transactions": [TX]}

    refusal = refused(client, Conflict, new, {"accountId": "acc-1", "transactions": [held]})
    assert refusal.detail.endswith("already: 'tx-2'.")
    assert refused(client, Conflict, new, new).detail.endswith("already: 't'.")


def test_an_account_that_is_there_keeps_its_number(client: Client) -> None:
    plant(client, FETCHED | {"accountId": "acc-9"})

    for other in (
        {"accountId": "acc-1", "accountNumber": "other"},
        {"accountId": "acc-9", "accountNumber": "other", "iban": "DE9"},
        {"accountId": "acc-9", "iban": "DE10"},
    ):
        refusal = refused(client, Conflict, other | {"transactions": [TX]})
        assert refusal.requirement == "UB-UP-01"
        assert refusal.detail.endswith(f"another one: '{other['accountId']}'.")


def test_one_new_account_comes_with_one_number(client: Client) -> None:
    first, other = (FETCHED | {"accountId": "acc-9", "iban": iban} for iban in ("DE1", "DE2"))

    assert refused(client, Conflict, first, other).requirement == "UB-UP-01"


def test_naming_the_number_it_has_plants_into_an_account(client: Client) -> None:
    plant(client, {"accountId": "acc-1", "accountNumber": "no-acc-1", "transactions": [TX]})

    assert "t" in client.ids_in("acc-1")


def test_all_that_a_new_account_lacks_is_named(client: Client) -> None:
    refusal = refused(client, Malformed, {"accountId": "acc-1"}, {"accountId": "acc-9"})

    assert [each.pointer for each in refusal.violations] == [
        f"/accounts/1/{name}" for name in ("bankLoginId", "currency", "type", "accountNumber")
    ]


def test_a_wrong_day_is_named(client: Client) -> None:
    wrong = TX | {"bookingDate": "2026-02-30"}

    refusal = refused(client, Malformed, FETCHED | {"transactions": [wrong]})

    pointers = [each.pointer for each in refusal.violations]
    assert pointers == ["/accounts/0/transactions/0/bookingDate"]

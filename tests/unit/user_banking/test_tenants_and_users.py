from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from user_banking_client import Client, but_for, everything
from user_banking_world import NOON, a_user

from sandbank_server.domain.refusals import Forbidden, Unknown
from sandbank_server.domain.users import tenant_of

PERSON = {"type": "person", "automaticAnalysis": "active"}


@pytest.mark.parametrize(
    ("asked", "tenant"), [(None, "c"), ("c", "c"), ("c-x", "c-x"), ("c--", "c--")]
)
def test_a_tenant_is_the_client_or_the_client_with_a_suffix(asked: str | None, tenant: str) -> None:
    assert tenant_of("c", asked) == tenant


@pytest.mark.parametrize("asked", ["", "c-", "c- ", "C", "cx", "d", "d-x", "-x", " c"])
def test_another_name_is_no_tenant(asked: str) -> None:
    with pytest.raises(Forbidden) as caught:
        tenant_of("c", asked)
    assert caught.value.requirement == "UB-USER-01"


@pytest.mark.parametrize("tenants", [("",), ("stranger",), ("client", "client"), ("client-a", "")])
@pytest.mark.parametrize(
    ("operation", "body"),
    [
        ("create_user", PERSON),
        ("list_users", None),
        ("get_user", None),
        ("delete_user", None),
        ("delete_account", None),
        ("delete_accounts", {"ids": ["acc-1"]}),
        ("delete_transactions", {"ids": ["tx-1"]}),
        ("list_accounts", None),
        ("upload_accounts", []),
        ("change_transactions_alias", []),
    ],
)
def test_an_empty_doubled_or_foreign_tenant_is_forbidden_everywhere(
    client: Client, operation: str, body: Any, tenants: tuple[str, ...]
) -> None:
    client.refusal(Forbidden, operation, body, tenants=tenants)


def test_a_user_is_made_in_the_default_tenant(client: Client) -> None:
    answer = client.answer("create_user", PERSON)

    assert answer.status == 201
    assert answer.body == {"userId": "made-1", **PERSON}
    assert client.shows("get_user", user="made-1") == answer.body
    assert client.shows("get_user", user="made-1", tenants=("client",)) == answer.body
    client.refusal(Unknown, "get_user", user="made-1", tenants=("client-a",))


def test_a_tenant_exists_from_its_first_use(client: Client) -> None:
    assert client.shows("list_users", tenants=("client-new",))["data"] == []

    made = client.shows("create_user", PERSON, tenants=("client-new",))

    assert client.shows("list_users", tenants=("client-new",)) == {
        "meta": {"page": 1, "limit": 100, "total": 1},
        "data": [made],
    }


@pytest.mark.parametrize("seconds", [60, Decimal("60.0")])
def test_a_user_may_expire(client: Client, seconds: int | Decimal) -> None:
    made = client.shows("create_user", PERSON | {"expiresIn": seconds})

    assert made["expiresAt"] == "2026-01-31T12:01:00Z"


def test_a_null_or_absent_expiry_is_none(client: Client) -> None:
    assert "expiresAt" not in client.shows("create_user", PERSON | {"expiresIn": None})


def test_an_expiry_fits_into_all_time_the_clock_may_show(client: Client) -> None:
    client.sandbox.clock.set(NOON.replace(year=8999, month=12))

    made = client.shows("create_user", PERSON | {"expiresIn": 3_155_760_000})

    assert made["expiresAt"].startswith("9100-01-01")


def test_a_made_id_is_never_one_that_is_in_use(client: Client) -> None:
    client.sandbox.store.users.put(a_user("made-1", "stranger"))

    assert client.shows("create_user", PERSON)["userId"] == "made-2"


@pytest.mark.parametrize("user", ["user-2", "user-3", "nobody", ""])
@pytest.mark.parametrize(
    ("operation", "body"),
    [
        ("get_user", None),
        ("delete_user", None),
        ("delete_account", None),
        (
            "upload_accounts",
            [{"accountId": "acc-9", "iban": "x", "currency": "EUR", "type": "GIRO"}],
        ),
        ("upload_transactions", [{"transactionId": "t", "amount": 1, "bookingDate": 0}]),
        ("change_accounts", [{"accountId": "acc-1"}]),
    ],
)
def test_anothers_user_is_as_unknown_as_none(
    client: Client, operation: str, body: Any, user: str
) -> None:
    refusal = client.refusal(Unknown, operation, body, user=user)

    assert refusal.requirement == "UB-USER-01"
    assert refusal.detail == "The tenant has no user of this id."
    assert refusal.truth == ("GEN-05" if user in ("user-2", "user-3") else "UB-USER-01")


def test_two_clients_naming_one_tenant_reach_two(client: Client, stranger: Client) -> None:
    client.sandbox.store.users.put(a_user("user-8", "stranger", tenant="stranger-x"))

    client.refusal(Forbidden, "get_user", user="user-8", tenants=("stranger-x",))
    assert stranger.shows("get_user", user="user-8", tenants=("stranger-x",))["userId"] == "user-8"


def test_users_are_listed_by_pages_of_a_hundred(client: Client) -> None:
    for _ in range(100):
        client.answer("create_user", PERSON)

    first, second = client.shows("list_users", page="1"), client.shows("list_users", page="2")

    assert [len(first["data"]), len(second["data"])] == [100, 1]
    assert first["data"][0]["userId"] == "user-1"
    assert second["meta"] == {"page": 2, "limit": 100, "total": 101}
    assert second["data"][0]["userId"] == "made-100"


def test_beyond_the_last_page_there_is_nothing(client: Client) -> None:
    assert client.shows("list_users", page="9" * 5000)["data"] == []


def test_a_deleted_user_goes_with_all_banking_data_fetched_too(client: Client) -> None:
    before = everything(client.sandbox)

    answer = client.answer("delete_user")

    after = everything(client.sandbox)
    assert (answer.status, answer.body) == (204, None)
    for table in ("users", "uploadAccounts", "uploadTransactions"):
        assert after[table] == but_for(before[table], lambda row: row["userId"] == "user-1")
    assert ("user-1", None) in after["forgotten"]
    entry = after["audit"][-1]
    assert (entry.api, entry.client, entry.action) == ("user_banking", "client", "deleteUser")
    assert (entry.at, entry.ids, entry.count) == (NOON, ("user-1",), 7)
    client.refusal(Unknown, "delete_user")


def test_a_user_made_again_has_nothing_of_the_old(client: Client) -> None:
    client.answer("delete_user")

    client.sandbox.store.users.put(a_user())

    assert client.shows("list_accounts") == []
    assert client.sandbox.clock.now() - NOON == timedelta()

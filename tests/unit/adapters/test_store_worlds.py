"""Worlds go into a store and come out again; a wrong one is refused with every problem."""

from datetime import timedelta
from typing import Any

import pytest
from store_builders import (
    NOON,
    account_item,
    memory_store,
    rule,
    transaction_item,
    upload,
    user,
    world,
)

from sandbank_server.adapters.tinydb_store import TinyDbStore
from sandbank_server.service.ports import WorldError
from sandbank_server.service.records import AuditEntry, Nonce, SandboxSettings

CLIENT = {"clientId": "c", "clientSecret": "secret", "scopes": ["banking"]}
USER = {
    "userId": "u",
    "clientId": "c",
    "tenant": "c",
    "type": "person",
    "automaticAnalysis": "active",
}
SESSION = {
    "authorisationId": "s",
    "providerId": "p",
    "kind": "onboarding",
    "companyId": "co",
    "bankId": "bank",
    "status": "open",
    "expiresAt": "PT20M",
    "redirectUri": "http://127.0.0.1/",
    "state": "state",
}


def problems(**tables: Any) -> dict[str, str]:
    with pytest.raises(WorldError) as refusal:
        memory_store().load(world(**tables))
    return dict(refusal.value.problems)


def loaded(**tables: Any) -> TinyDbStore:
    store = memory_store()
    store.load(world(**tables))
    return store


def test_an_exported_world_is_loaded_back_identically() -> None:
    store = loaded(
        transactions=[transaction_item(1), transaction_item(2, transactionAmount=-0.1)],
        authorisations=[SESSION],
        uploadClients=[CLIENT],
        users=[USER, {**USER, "userId": "v", "expiresAt": "P1D"}],
    )
    exported = store.export()
    other = memory_store()

    other.load(exported)

    assert other.export() == exported
    assert list(other.transactions.all()) == list(store.transactions.all())


def test_an_exported_world_belongs_to_the_caller() -> None:
    store = loaded()

    store.export()["bankAccounts"][0]["status"] = "cancelled"

    assert store.export()["bankAccounts"][0]["status"] == "active"


def test_loading_replaces_everything_but_the_snapshots() -> None:
    store = memory_store()
    store.rules.put(rule("old"))
    store.nonces.put(Nonce(application_id="a", nonce="n"))
    store.audit.put(
        AuditEntry(sequence=1, at=NOON, api="a", client="c", action="x", ids=(), count=0)
    )
    store.change_settings(SandboxSettings(demand_signature=True))
    store.snapshot("kept")

    store.load(world())

    assert [*store.rules.all(), *store.nonces.all(), *store.audit.all()] == []
    assert store.settings == SandboxSettings()
    assert store.restore("kept")
    assert store.rules.get("old") == rule("old")


def test_a_refused_world_changes_nothing() -> None:
    store = loaded()
    store.rules.put(rule("mine"))
    before = store.export()

    with pytest.raises(WorldError):
        store.load(world(bankAccounts=[account_item(companyId="nobody")]))

    assert store.export() == before


def test_times_are_taken_from_the_load() -> None:
    store = loaded(
        authorisations=[SESSION],
        bankAccounts=[account_item(requestedStartDate="-P30D")],
        transactions=[transaction_item(datePosted="-P1DT2H")],
    )

    [session] = store.authorisations.all()
    assert session.expires_at == NOON + timedelta(minutes=20)
    assert [each.date_posted for each in store.transactions.all()] == ["2026-02-28T10:00:00Z"]
    [account] = store.bank_accounts.all()
    assert account.requested_start_date == "2026-01-30"


def test_sequences_are_given_in_order_and_the_series_goes_on_after_them() -> None:
    other = {**USER, "userId": "v", "sequence": 7}

    store = loaded(uploadClients=[CLIENT], users=[USER, other])

    assert [each.sequence for each in store.users.all()] == [8, 7]
    assert store.sequence() == 9


def test_every_problem_is_named_with_its_place_and_what_would_be_right() -> None:
    wrong = transaction_item(
        transactionId="1", transactionAmount="1.23456", transactionType="debit", datePosted="now"
    )
    del wrong["description"]

    found = problems(transactions=[wrong], bankAcounts=[], rules={}, banks=[3])

    assert found["/bankAcounts"] == "'bankAcounts' is not known; did you mean 'bankAccounts'?"
    assert found["/rules"] == "expected a list"
    assert found["/banks/0"] == "expected an object, got 3"
    place = "/transactions/0/"
    assert found[place + "transactionId"] == "expected a whole number below 10^15, got '1'"
    assert (
        "15 significant digits and 4 decimals, got '1.23456'" in found[place + "transactionAmount"]
    )
    assert found[place + "transactionType"] == "expected one of CREDIT, DEBIT, got 'debit'"
    assert "(-P3D), got 'now'" in found[place + "datePosted"]
    assert found[place + "description"] == "is required"


@pytest.mark.parametrize(
    ("table", "item", "pointer"),
    [
        ("companies", {"companyId": "x", "organisationId": "no", "name": "X"}, "organisationId"),
        ("banks", {**world()["banks"][0], "bankId": "x", "providerId": "no"}, "providerId"),
        ("bankAccounts", account_item(bankAccountId="x", companyId="no"), "companyId"),
        ("bankAccounts", account_item(bankAccountId="x", bankId="no"), "bankId"),
        ("transactions", transaction_item(bankAccountId="no"), "bankAccountId"),
        ("authorisations", {**SESSION, "providerId": "no"}, "providerId"),
        ("authorisations", {**SESSION, "companyId": "no"}, "companyId"),
        ("authorisations", {**SESSION, "bankAccountId": "no"}, "bankAccountId"),
        ("users", {**USER, "clientId": "no", "tenant": "no"}, "clientId"),
    ],
)
def test_a_reference_to_nothing_is_named(table: str, item: dict[str, Any], pointer: str) -> None:
    items = [*world().get(table, []), item]
    right = {"uploadClients": [CLIENT]}

    found = problems(**{**right, table: items})

    named = f"/{table}/{len(items) - 1}/{pointer}"
    assert list(found) == [named]
    assert "has the id 'no'" in found[named]


def test_an_unreadable_target_is_the_only_problem_of_those_that_name_it() -> None:
    found = problems(organisations=[{"organisationId": "org"}])

    assert list(found) == ["/organisations/0/signingKey"]


def test_a_key_is_there_once() -> None:
    found = problems(transactions=[transaction_item(1), transaction_item(1)])

    assert found == {"/transactions/1": "its ids are already used by /transactions/0"}


def test_two_providers_never_share_credentials() -> None:
    [provider] = world()["providers"]

    found = problems(providers=[provider, {**provider, "providerId": "q"}])

    assert found == {"/providers/1": "apiKey is already used by /providers/0"}


def test_a_real_account_is_connected_once() -> None:
    again = account_item(bankAccountId="again")
    cancelled = account_item(bankAccountId="cancelled", status="cancelled")
    other = account_item(bankAccountId="other", bankIdentifier="bi-2")
    loaded(bankAccounts=[account_item(), cancelled, {**cancelled, "bankAccountId": "c"}, other])

    found = problems(bankAccounts=[account_item(), cancelled, again])

    assert list(found) == ["/bankAccounts/2"]
    assert found["/bankAccounts/2"].startswith("its bankIdentifier and accountIdentifier are")
    assert found["/bankAccounts/2"].endswith("already used by /bankAccounts/0")


def test_a_unique_id_is_there_once_in_an_account() -> None:
    other = account_item(bankAccountId="other", accountIdentifier="ai-2")
    same = transaction_item(2, uniqueId="txn-1")

    found = problems(
        bankAccounts=[account_item(), other],
        transactions=[transaction_item(1), same, transaction_item(1, bankAccountId="other")],
    )

    assert found == {"/transactions/1": "uniqueId is already used by /transactions/0"}


def test_a_rule_name_is_there_once_on_an_account() -> None:
    other = account_item(bankAccountId="other", accountIdentifier="ai-2")
    item = {"bankAccountId": "acc", "ruleName": "r", "ruleConditions": [], "ruleActions": []}
    rules = [{**item, "ruleId": "1"}, {**item, "ruleId": "2"}]

    found = problems(
        bankAccounts=[account_item(), other],
        rules=[*rules, {**item, "ruleId": "3", "bankAccountId": "other"}],
    )

    assert found == {"/rules/1": "ruleName is already used by /rules/0"}


@pytest.mark.parametrize("empty", ["", " "])
def test_a_secret_is_never_empty(empty: str) -> None:
    [provider], [organisation] = world()["providers"], world()["organisations"]

    found = problems(
        organisations=[{**organisation, "signingKey": empty}],
        providers=[{**provider, "clientSecret": empty, "apiKey": empty}],
        uploadClients=[{**CLIENT, "clientSecret": empty}],
    )

    assert set(found) == {
        "/organisations/0/signingKey",
        "/providers/0/clientSecret",
        "/providers/0/apiKey",
        "/uploadClients/0/clientSecret",
    }


@pytest.mark.parametrize("user_id", ["a/b", "", " "])
def test_the_id_of_a_user_fits_into_a_path(user_id: str) -> None:
    found = problems(uploadClients=[CLIENT], users=[{**USER, "userId": user_id}])

    assert list(found) == ["/users/0/userId"]


def test_a_tenant_belongs_to_its_client() -> None:
    found = problems(uploadClients=[CLIENT], users=[{**USER, "tenant": "cx"}])

    assert found == {"/users/0/tenant": "expected 'c', alone or with '-' and a suffix"}


def test_a_cancelled_account_has_neither_transactions_nor_working_rules() -> None:
    found = problems(
        bankAccounts=[account_item(status="cancelled")],
        transactions=[transaction_item()],
        rules=[
            {
                "ruleId": "r",
                "bankAccountId": "acc",
                "ruleName": "r",
                "ruleConditions": [],
                "ruleActions": [],
            }
        ],
    )

    assert list(found) == ["/transactions/0", "/rules/0/status"]


def test_no_transaction_comes_after_the_accounts_last() -> None:
    found = problems(transactions=[transaction_item(10)])

    assert found == {
        "/transactions/0/transactionId": "expected at most 9, the account's lastTransactionId"
    }


def test_a_world_that_is_no_object_is_refused() -> None:
    with pytest.raises(WorldError, match="expected an object with one list per table"):
        memory_store().load([])  # type: ignore[arg-type]  # what a file may hold


def test_what_users_uploaded_survives_with_slashes_in_their_ids() -> None:
    store = loaded(uploadClients=[CLIENT])
    store.users.put(user("user-1"))
    exported = {**store.export(), "users": [{**USER, "userId": "user-1"}]}
    account = {"userId": "user-1", "accountId": "a/b", "currency": "EUR", "type": "GIRO"}
    booked = {
        "userId": "user-1",
        "accountId": "a/b",
        "transactionId": "t/1",
        "amount": 1,
        "bookingDate": "-P1D",
    }

    store.load({**exported, "uploadAccounts": [account], "uploadTransactions": [booked]})

    [held] = store.upload_transactions.find("account", "user-1/a~1b")
    assert held == upload("t/1", "2026-02-28", account_id="a/b", amount=1)

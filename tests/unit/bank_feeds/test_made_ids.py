"""A seed gives its ids again after a world was put: none may take the place of what is there."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from bank_feed_builders import CALLER, COMPANY, at
from bank_feed_world import BankFeeds

from sandbank_server.adapters.ids import SeededIds
from sandbank_server.domain.rules import RuleContent
from sandbank_server.domain.uploads import AccountUpload, UploadAccount
from sandbank_server.domain.users import UploadClient, User
from sandbank_server.service import (
    bank_accounts,
    organisations,
    planting,
    rules,
    sessions,
    uploads,
    users,
    worlds,
)
from sandbank_server.service.bank_accounts import NewBankAccount
from sandbank_server.service.callers import UploadCaller
from sandbank_server.service.organisations import NewOrganisation
from sandbank_server.service.ports import Sandbox
from sandbank_server.service.users import NewUser, UserPath

UPLOADER = UploadCaller(client_id="client", scopes=frozenset())
ACCOUNT = UploadAccount(
    user_id="user", account_id="", currency="EUR", type="GIRO", sequence=0, iban="DE1"
)


@pytest.fixture
def sandbox(feeds: BankFeeds) -> Sandbox:
    store = feeds.store
    for bank_account_id in ("lapsed", "neighbour", "foreign"):
        store.transactions.remove_all("account", bank_account_id)
    client = UploadClient(client_id="client", client_secret="secret", scopes=())
    store.upload_clients.put(client)
    store.users.put(
        User(
            user_id="user",
            client_id="client",
            tenant="client",
            type="person",
            automatic_analysis="active",
            sequence=0,
        )
    )
    return replace(feeds.sandbox, ids=SeededIds(7))


def connect(sandbox: Sandbox, number: int) -> None:
    new = NewBankAccount(
        bank_id="bank-1", bank_identifier="new", account_identifier=f"account-{number}"
    )
    bank_accounts.create(sandbox, CALLER, COMPANY, new)


def rule(sandbox: Sandbox, number: int) -> None:
    content = RuleContent(rule_name=f"rule {number}", rule_conditions=())
    rules.create(sandbox, CALLER, at("active"), content)


def session(sandbox: Sandbox, _: int) -> None:
    sessions.begin(sandbox, provider_id="provider-a", kind="onboarding", base_url="http://x")


def sign_up(sandbox: Sandbox, number: int) -> None:
    organisations.sign_up(sandbox, NewOrganisation(company_name=f"Company {number}"))


def user(sandbox: Sandbox, _: int) -> None:
    users.create(sandbox, UPLOADER, NewUser(type="person", automatic_analysis="active"))


def upload(sandbox: Sandbox, _: int) -> None:
    sent = [AccountUpload(place="", account=ACCOUNT)]
    uploads.upload_accounts(sandbox, UPLOADER, UserPath(user_id="user"), sent)


def plant(sandbox: Sandbox, _: int) -> None:
    sent = AccountUpload(place="", account=replace(ACCOUNT, bank_login_id="login"))
    planting.plant_fetched_accounts(sandbox, "user", None, [sent])


@pytest.mark.parametrize(
    ("create", "tables"),
    [
        (connect, ["bankAccounts", "notifications"]),
        (rule, ["rules"]),
        (session, ["authorisations", "notifications"]),
        (sign_up, ["organisations", "companies"]),
        (user, ["users"]),
        (upload, ["uploadAccounts"]),
        (plant, ["uploadAccounts"]),
    ],
)
def test_what_is_made_after_a_world_was_put_takes_the_place_of_nothing_in_it(
    sandbox: Sandbox, create: Callable[[Sandbox, int], None], tables: list[str]
) -> None:
    for number in range(3):
        create(sandbox, number)
    exported: dict[str, Any] = sandbox.store.export()
    worlds.replace(sandbox, exported)

    create(sandbox, 3)

    after = sandbox.store.export()
    for name, table in after.items():
        assert table[: len(exported[name])] == exported[name]
        assert len(table) == len(exported[name]) + (name in tables)


def test_without_what_is_in_the_way_a_seed_gives_the_same_ids_again(sandbox: Sandbox) -> None:
    before = sandbox.store.export()
    connect(sandbox, 1)
    made = sandbox.store.export()
    worlds.replace(sandbox, before)

    connect(sandbox, 1)

    assert sandbox.store.export() == made

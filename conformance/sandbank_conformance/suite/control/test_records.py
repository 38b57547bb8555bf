"""What the sandbox tells its owner of notifications, calls and deletions."""

import json
from typing import Any

import pytest

from sandbank_conformance.callers import Product, Provider, Uploader
from sandbank_conformance.conditions import (
    NotTestable,
    ensure,
    ensure_member,
    ensure_status,
    given,
)
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import of_api, requirement, smoke
from sandbank_conformance.owner import Owner
from sandbank_conformance.readings import transactions
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.control.entries import at, entries
from sandbank_conformance.uploads import Uploads

ENTRY = ("api", "action", "client", "ids", "count")


@smoke
@requirement("CTL-09")
@of_api("consumer")
def test_a_disconnection_is_told_as_it_would_be_sent(
    owner: Owner, product: Product, stock: Stock, draw: Draw
) -> None:
    account = stock.new_account(draw)
    shown = given(product.call("getBankAccount", account)).json
    given(product.call("disconnectBankAccount", account))

    listed = owner.call("listNotifications", query={"bankAccountId": account})

    told = [at(each, "/event") for each in entries(listed)]
    if ("resourceDeleted", account) not in [_of(each) for each in told]:
        raise NotTestable(f"a notification of the disconnection: {told}")
    resource = {"id": account, "type": "bankAccount", "url": "NA"}
    more = {name: shown.get(name) for name in ("externalId", "bankId")}
    wanted = {"type": "resourceDeleted", "resource": resource, "additionalData": more}
    ensure(
        [at(each, "/type") for each in told] == ["resourceCreated", "resourceDeleted"]
        and told[-1] == wanted,
        expected=f"a resourceCreated, then {wanted}",
        received=str(told),
        exchange=listed,
    )


def _of(event: Any) -> tuple[Any, Any]:
    """What an event tells, and of which resource."""
    return at(event, "/type"), at(event, "/resource/id")


@requirement("CTL-09")
@of_api("consumer")
def test_notifications_of_one_account_are_of_no_other(
    owner: Owner, stock: Stock, draw: Draw
) -> None:
    first, second = stock.new_account(draw), stock.new_account(draw)

    listed = owner.call("listNotifications", query={"bankAccountId": second})

    told = {at(each, "/event/resource/id") for each in entries(listed)}
    ensure(told == {second}, expected=f"{second}, not {first}", received=str(told))


@smoke
@requirement("CTL-09")
@of_api("consumer")
def test_calls_are_listed_newest_first(owner: Owner, product: Product) -> None:
    given(product.call("listBankAccounts"))
    given(product.call("listBanks"))

    listed = owner.call("listJournal", query={"limit": 2})

    told = [each.get("operationId") for each in entries(listed)]
    ensure(
        told == ["listBanks", "listBankAccounts"],
        expected="listBanks, listBankAccounts",
        received=", ".join(map(str, told)),
    )


@requirement("CTL-09")
@of_api("consumer")
@pytest.mark.parametrize("member", ["operationId", "status"])
def test_calls_are_picked_by_operation_and_status(
    member: str, owner: Owner, product: Product, draw: Draw
) -> None:
    given(product.call("listBanks"))
    asked = product.call("getBankAccount", draw.uuid())
    given(product.call("listBankAccounts"))
    value = {"operationId": asked.operation_id, "status": asked.status}[member]

    listed = owner.call("listJournal", query={member: value})

    found = {each.get(member) for each in entries(listed)}
    ensure(found == {value}, expected=str(value), received=str(found), exchange=listed)


@smoke
@requirement("CTL-09")
@of_api("consumer", "provider", "user_banking")
def test_the_journal_masks_secrets(
    owner: Owner, product: Product, provider: Provider, uploader: Uploader, stock: Stock
) -> None:
    given(product.call("listBankAccounts"))
    provider.call("reportAuthorisation", stock.onboarding(), json={"data": {"status": "success"}})
    given(uploader.call("listUsers"))
    tokens = [
        given(product.ask_for_token(), "/jwt"),
        given(provider.ask_for_token(), "/access_token"),
        given(uploader.ask_for_token(), "/access_token"),
    ]

    listed = owner.call("listJournal", query={"limit": 100})

    secrets = {
        "a token": tokens,
        "a token in a header": [each.headers["Authorization"][7:] for each in (product, provider)],
        "a client secret": [provider.access.client_secret, uploader.access.client_secret],
        "an api key": [provider.access.api_key],
    }
    text = given(listed).received.body.decode()
    found = [name for name, values in secrets.items() for each in values if each in text]
    ensure(not found, expected="no secret", received=", ".join(found), exchange=listed)


@requirement("CTL-09")
@of_api("provider")
def test_the_journal_names_the_rule_that_really_decided(
    owner: Owner, rival: Provider, stock: Stock
) -> None:
    rival.call("reportAuthorisation", stock.onboarding(), json={"data": {"status": "failure"}})

    listed = owner.call("listJournal", query={"limit": 1})

    ensure_status(listed, 200)
    ensure_member(listed, "/0/operationId", "reportAuthorisation")
    ensure_member(listed, "/0/requirement", "PRV-AUTH-18")


@requirement("CTL-09")
@of_api("user_banking")
def test_deletions_are_told_by_ids_and_count_without_the_data(
    owner: Owner, uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload = uploads.account(draw)
    ids = list(upload.transactions[:2])
    given(uploader.call("deleteTransactions", upload.user, upload.account, json={"ids": ids}))

    listed = owner.call("listAudit")

    told = [each for each in entries(listed) if set(ids) & {*each.get("ids", ())}]
    wanted = ("user_banking", "deleteTransactions", uploader.access.client_id, ids, 2)
    shown = [tuple(each.get(name) for name in ENTRY) for each in told]
    ensure(
        shown == [wanted],
        expected=f"{wanted} once",
        received=str(told),
        exchange=listed,
    )
    ensure("purpose" not in json.dumps(told), expected="no data", received=str(told))


@requirement("CTL-09")
@of_api("consumer")
def test_a_disconnection_is_told_with_the_number_of_its_transactions(
    owner: Owner, product: Product, stock: Stock
) -> None:
    account = stock.account(transactions=3)
    held = len(transactions(product, account))
    given(product.call("disconnectBankAccount", account))

    listed = owner.call("listAudit")

    told = [each for each in entries(listed) if account in each.get("ids", ())]
    wanted = ("consumer", "disconnectBankAccount", product.access.application, [account], held)
    shown = [tuple(each.get(name) for name in ENTRY) for each in told]
    ensure(shown == [wanted], expected=f"{wanted} once", received=str(told), exchange=listed)

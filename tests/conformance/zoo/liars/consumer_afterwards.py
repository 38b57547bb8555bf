"""Servers that disconnect too much, tell the provider wrongly, or let a session undo it."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from sandbank_server.domain.bank_accounts import BankAccount, BankAccountEvent
from sandbank_server.domain.notifications import Event, NotificationResource
from sandbank_server.service import notifications, offboarding
from sandbank_server.service.ports import Sandbox
from zoo.animals import Asked, liar
from zoo.liars.retelling import Meant, answer_instead, of_accounts, problem, retell, success

Effect = Callable[[Sandbox, BankAccount], None]


def _told_as(patch: pytest.MonkeyPatch, tell: Callable[[Event, BankAccount], Event]) -> None:
    real = offboarding.account_disconnected
    patch.setattr(offboarding, "account_disconnected", lambda account: tell(real(account), account))


@liar("CON-OFF-05")
def tells_no_provider_of_a_disconnection(patch: pytest.MonkeyPatch) -> None:
    """Nothing is told of a disconnection."""
    real = notifications.record_for_bank

    def record(sandbox: Sandbox, account: BankAccount, event: Event) -> None:
        if event.type != "resourceDeleted":
            real(sandbox, account, event)

    patch.setattr(notifications, "record_for_bank", record)


@liar("CON-OFF-05")
def tells_only_of_accounts_with_transactions(patch: pytest.MonkeyPatch) -> None:
    """A bank account that never had transactions is disconnected in silence."""
    counted: list[int] = [0]
    delete, real = offboarding._delete_transactions, notifications.record_for_bank

    def count(sandbox: Sandbox, account: BankAccount) -> int:
        counted[0] = delete(sandbox, account)
        return counted[0]

    def record(sandbox: Sandbox, account: BankAccount, event: Event) -> None:
        if event.type != "resourceDeleted" or counted[0]:
            real(sandbox, account, event)

    patch.setattr(offboarding, "_delete_transactions", count)
    patch.setattr(notifications, "record_for_bank", record)


@liar("CON-OFF-05")
def tells_of_a_disconnection_as_of_a_creation(patch: pytest.MonkeyPatch) -> None:
    """A disconnection is told with `resourceCreated`."""
    _told_as(patch, lambda event, _: replace(event, type="resourceCreated"))


@liar("CON-OFF-05")
def tells_of_the_wrong_resource(patch: pytest.MonkeyPatch) -> None:
    """The notification of a disconnection names the bank where the bank account should be."""

    def tell(event: Event, account: BankAccount) -> Event:
        return replace(event, resource=NotificationResource(id=account.bank_id, type="bankAccount"))

    _told_as(patch, tell)


@liar("CON-OFF-05", "GEN-05")
def tells_another_provider(patch: pytest.MonkeyPatch) -> None:
    """Another provider than that of the bank is told of a disconnection."""
    real = notifications.record

    def record(sandbox: Sandbox, provider_id: str, event: Event, **more: Any) -> Any:
        others = [each.provider_id for each in sandbox.store.providers.all()]
        if event.type == "resourceDeleted":
            provider_id = next(each for each in others if each != provider_id)
        return real(sandbox, provider_id, event, **more)

    patch.setattr(notifications, "record", record)


def _does_more(patch: pytest.MonkeyPatch, effect: Effect) -> None:
    """Whoever disconnects rules of a bank account causes something else as well."""
    real = offboarding._disconnect_rules

    def disconnect(sandbox: Sandbox, account: BankAccount) -> None:
        real(sandbox, account)
        effect(sandbox, account)

    patch.setattr(offboarding, "_disconnect_rules", disconnect)


def _others(sandbox: Sandbox, account: BankAccount) -> list[BankAccount]:
    found = sandbox.store.bank_accounts.find("company", account.company_id)
    return [each for each in found if each.is_connected]


@liar("CON-OFF-06")
def stops_the_rules_of_the_whole_company(patch: pytest.MonkeyPatch) -> None:
    """The rules of every bank account of the company are disconnected with one."""

    def stop(sandbox: Sandbox, account: BankAccount) -> None:
        for other in _others(sandbox, account):
            for rule in sandbox.store.rules.find("account", other.bank_account_id):
                sandbox.store.rules.put(rule.disconnected())

    _does_more(patch, stop)


@liar("CON-OFF-06")
def lets_the_whole_bank_login_lapse(patch: pytest.MonkeyPatch) -> None:
    """The company's other accounts of the same `bankIdentifier` have to be authorised again."""

    def lapse(sandbox: Sandbox, account: BankAccount) -> None:
        for other in _others(sandbox, account):
            lapsed = other.after(BankAccountEvent.AUTHORISATION_LAPSED)
            if lapsed and other.bank_identifier == account.bank_identifier:
                sandbox.store.bank_accounts.put(lapsed)

    _does_more(patch, lapse)


@liar("CON-OFF-06")
def deletes_the_transactions_of_one_neighbour(patch: pytest.MonkeyPatch) -> None:
    """Those of the company's next bank account that has any go, too."""

    def delete(sandbox: Sandbox, account: BankAccount) -> None:
        ids = [other.bank_account_id for other in _others(sandbox, account)]
        others = (each for each in ids if sandbox.store.transactions.count("account", each))
        sandbox.store.transactions.remove_all("account", next(others, ""))

    _does_more(patch, delete)


@liar("CON-OFF-06", "GEN-05")
def empties_the_bank_for_other_companies(patch: pytest.MonkeyPatch) -> None:
    """Transactions at the same bank go in every other company."""

    def empty(sandbox: Sandbox, account: BankAccount) -> None:
        for other in sandbox.store.bank_accounts.all():
            if other.company_id != account.company_id and other.bank_id == account.bank_id:
                sandbox.store.transactions.remove_all("account", other.bank_account_id)

    _does_more(patch, empty)


@liar("CON-OFF-07")
def forbids_a_second_disconnection(patch: pytest.MonkeyPatch) -> None:
    """Disconnecting for the second time answers 403."""
    one = of_accounts("DELETE", "/[^/]+")
    retell(patch, one, lambda told: problem(403) if told.status == 409 else told)


@liar("CON-OFF-07")
def wants_account_ids_that_are_uuids(patch: pytest.MonkeyPatch) -> None:
    """A bank account id that is no UUID answers 400."""
    any_call = of_accounts("GET|DELETE", "/[^/]+(/.*)?")
    uuid = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")

    def is_odd(asked: Asked) -> bool:
        return any_call(asked) and not uuid.match(asked.path.split("/bankaccounts/")[1])

    retell(patch, is_odd, lambda told: problem(400) if told.status == 404 else told)


@liar("CON-OFF-07")
def has_no_rules_for_an_unknown_account(patch: pytest.MonkeyPatch) -> None:
    """The rules of a bank account that is not there are an empty list."""
    listing = of_accounts("GET", "/[^/]+/rules")
    retell(patch, listing, lambda told: success([]) if told.status == 404 else told)


def _of_another_kind(meant: Meant) -> Meant:
    fine = (None, "application/json")
    return lambda asked: meant(asked) and asked.header("content-type") not in fine


@liar("CON-OFF-12")
def reads_the_content_type_of_a_disconnection(patch: pytest.MonkeyPatch) -> None:
    """A DELETE whose `Content-Type` is not JSON answers 403 and deletes nothing."""
    answer_instead(patch, _of_another_kind(of_accounts("DELETE", ".*")), problem(403))


@liar("CON-OFF-12")
def reads_the_content_type_of_a_reading(patch: pytest.MonkeyPatch) -> None:
    """A GET whose `Content-Type` is not JSON answers 403."""
    answer_instead(patch, _of_another_kind(of_accounts("GET", ".*")), problem(403))

"""Servers that do not disconnect a bank account as they should."""

from dataclasses import replace
from typing import Any

import pytest

from sandbank_server.api.calls import Answer, Call
from sandbank_server.api.consumer import ConsumerApi
from sandbank_server.domain.bank_accounts import BankAccount, BankAccountStatus
from sandbank_server.domain.refusals import Unknown
from sandbank_server.domain.rules import RuleStatus
from sandbank_server.service import bank_accounts, offboarding, rules
from sandbank_server.service.callers import ProductCaller
from sandbank_server.service.keys import real_key
from sandbank_server.service.ports import Sandbox
from sandbank_server.service.reach import AccountPath
from zoo.animals import Answered, liar
from zoo.liars.retelling import (
    of_accounts,
    retell,
    retold,
    take_leftovers_back,
)

ONE_ACCOUNT = "/[^/]+"


@liar("CON-OFF-01", "GEN-09")
def answers_a_disconnection_with_an_empty_object(patch: pytest.MonkeyPatch) -> None:
    """Disconnecting a bank account answers 200 and `{}`."""

    def tell(answered: Answered) -> Answered:
        if answered.status != 204:
            return answered
        told = replace(answered, status=200).with_header("content-type", "application/json")
        return told.with_body(b"{}")

    retell(patch, of_accounts("DELETE", ONE_ACCOUNT), tell)


@liar("CON-OFF-01")
def sends_a_body_after_the_204_of_a_disconnection(patch: pytest.MonkeyPatch) -> None:
    """The 204 announces a body and has one; the connection is closed after it."""

    def tell(answered: Answered) -> Answered:
        if answered.status != 204:
            return answered
        return answered.with_body(b"null").with_header("connection", "close")

    retell(patch, of_accounts("DELETE", ONE_ACCOUNT), tell)


@liar("CON-OFF-01")
def does_not_let_go_of_an_account_that_awaits_the_user(patch: pytest.MonkeyPatch) -> None:
    """A bank account that is `authRequired` has to be authorised again before it can go."""
    real = ConsumerApi.disconnect_bank_account

    async def disconnect(self: ConsumerApi, call: Call[ProductCaller]) -> Answer:
        account = self._sandbox.store.bank_accounts.get(call.path["bankAccountId"])
        mine = account is not None and account.company_id == call.caller.company_id
        if mine and account is not None and account.status is BankAccountStatus.AUTH_REQUIRED:
            raise offboarding.Conflict("CON-OFF-01", "authorise_first", "Authorise it again.")
        return await real(self, call)

    patch.setattr(ConsumerApi, "disconnect_bank_account", disconnect)


@liar("CON-OFF-02")
def revives_an_account_that_is_connected_anew(patch: pytest.MonkeyPatch) -> None:
    """Connecting the same real account makes the cancelled one `pending`; no new one comes."""
    real = bank_accounts.connect

    def connect(sandbox: Sandbox, company_id: str, bank: Any, new: Any, **more: Any) -> Any:
        key = real_key(company_id, new.bank_id, new.bank_identifier, new.account_identifier)
        known = sandbox.store.bank_accounts.find("real", key)
        if not known or any(account.is_connected for account in known):
            return real(sandbox, company_id, bank, new, **more)
        revived = replace(known[0], status=BankAccountStatus.PENDING)
        sandbox.store.bank_accounts.put(revived)
        return revived

    patch.setattr(bank_accounts, "connect", connect)
    take_leftovers_back(patch)


@liar("CON-OFF-02")
def shows_a_cancelled_account_to_nobody(patch: pytest.MonkeyPatch) -> None:
    """Reading a cancelled bank account answers 404, as for one that never was."""
    real = ConsumerApi.get_bank_account

    async def get(self: ConsumerApi, call: Call[ProductCaller]) -> Answer:
        answer = await real(self, call)
        if answer.body["status"] == "cancelled":
            raise Unknown("CON-OFF-07", "unknown_bank_account", "There is no such account.")
        return answer

    patch.setattr(ConsumerApi, "get_bank_account", get)


@liar("CON-OFF-02")
def shows_the_old_status_once_more(patch: pytest.MonkeyPatch) -> None:
    """The first reading of a bank account after its disconnection finds what was remembered."""
    remembered: dict[str, str] = {}
    disconnect, get = offboarding.disconnect, ConsumerApi.get_bank_account

    def remember(sandbox: Sandbox, caller: ProductCaller, path: AccountPath) -> BankAccount:
        before = sandbox.store.bank_accounts.get(path.bank_account_id)
        cancelled = disconnect(sandbox, caller, path)
        remembered[cancelled.bank_account_id] = before.status.value if before else "active"
        return cancelled

    async def recall(self: ConsumerApi, call: Call[ProductCaller]) -> Answer:
        answer = await get(self, call)
        status = remembered.pop(answer.body["bankAccountId"], None)
        if status and answer.body["status"] == "cancelled":
            answer.body["status"] = status
        return answer

    patch.setattr(offboarding, "disconnect", remember)
    patch.setattr(ConsumerApi, "get_bank_account", recall)


@liar("CON-OFF-02", "GEN-09")
def has_its_own_word_for_cancelled(patch: pytest.MonkeyPatch) -> None:
    """A disconnected bank account is `disconnected`."""

    def tell(answered: Answered) -> Answered:
        old, new = b'"status":"cancelled"', b'"status":"disconnected"'
        return answered.with_body(answered.body.replace(old, new)) if answered.body else answered

    retell(patch, of_accounts("GET", ".*"), tell)


@liar("CON-OFF-03")
def disconnects_only_the_first_rule(patch: pytest.MonkeyPatch) -> None:
    """Every further rule of a disconnected bank account goes on working."""

    def disconnect(sandbox: Sandbox, account: BankAccount) -> None:
        for rule in sandbox.store.rules.find("account", account.bank_account_id, limit=1):
            sandbox.store.rules.put(rule.disconnected())

    patch.setattr(offboarding, "_disconnect_rules", disconnect)
    take_leftovers_back(patch)


@liar("CON-OFF-03")
def removes_the_rules_with_the_account(patch: pytest.MonkeyPatch) -> None:
    """The rules of a disconnected bank account are gone."""

    def remove(sandbox: Sandbox, account: BankAccount) -> None:
        sandbox.store.rules.remove_all("account", account.bank_account_id)

    patch.setattr(offboarding, "_disconnect_rules", remove)


@liar("CON-OFF-03")
def shows_the_rules_of_a_cancelled_account_in_its_list_only(patch: pytest.MonkeyPatch) -> None:
    """A single rule of a disconnected bank account cannot be read any more."""
    real = rules.get

    def get(sandbox: Sandbox, caller: ProductCaller, path: AccountPath, rule_id: str) -> Any:
        rule = real(sandbox, caller, path, rule_id)
        if rule.status is RuleStatus.DISCONNECTED:
            raise Unknown("CON-RULE-03", "unknown_rule", "There is no such rule.")
        return rule

    patch.setattr(rules, "get", get)


@liar("CON-OFF-03")
def lists_every_rule_as_active(patch: pytest.MonkeyPatch) -> None:
    """The list says of every rule that it is active; a rule read alone tells the truth."""
    active = retold(lambda listed: [{**rule, "status": "active"} for rule in listed])
    retell(patch, of_accounts("GET", f"{ONE_ACCOUNT}/rules"), active)

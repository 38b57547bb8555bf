"""Servers that sign up, offer banks or connect bank accounts otherwise than they should."""

import json
from dataclasses import replace
from typing import Any

import pytest

from sandbank_server.adapters import world_rules
from sandbank_server.api.calls import Answer, Call, refused
from sandbank_server.api.consumer import ConsumerApi
from sandbank_server.api.consumer_parse import parse_bank_account
from sandbank_server.domain.bank_accounts import BankAccount, BankAccountStatus
from sandbank_server.domain.refusals import Conflict
from sandbank_server.service import bank_accounts
from sandbank_server.service.callers import ProductCaller
from sandbank_server.service.keys import real_key
from sandbank_server.service.ports import Sandbox
from zoo.animals import Asked, liar
from zoo.liars.retelling import ask_instead, of_accounts


@liar("CON-ACC-01")
def has_new_accounts_active_at_once(patch: pytest.MonkeyPatch) -> None:
    """A new bank account is `active`."""
    real = bank_accounts._pending

    def active(*what: Any) -> BankAccount:
        return replace(real(*what), status=BankAccountStatus.ACTIVE)

    patch.setattr(bank_accounts, "_pending", active)


@liar("CON-ACC-01")
def connects_at_its_first_bank_where_it_knows_none(patch: pytest.MonkeyPatch) -> None:
    """A `bankId` that is not known counts as that of the first bank."""
    real = bank_accounts.create

    def create(sandbox: Sandbox, caller: ProductCaller, path: Any, new: Any) -> BankAccount:
        if sandbox.store.banks.get(new.bank_id) is None:
            new = replace(new, bank_id=next(sandbox.store.banks.all()).bank_id)
        return real(sandbox, caller, path, new)

    patch.setattr(bank_accounts, "create", create)


@liar("CON-ACC-01")
def needs_no_bank_for_an_account(patch: pytest.MonkeyPatch) -> None:
    """A bank account that names no bank is connected at one of the playground."""

    def with_bank(asked: Asked) -> Asked:
        try:
            body = json.loads(asked.body)
        except (ValueError, RecursionError):
            return asked
        if not isinstance(body, dict) or "bankId" in body:
            return asked
        body["bankId"] = "0c000000-0000-4000-8000-000000000001"
        return replace(asked, body=json.dumps(body).encode())

    ask_instead(patch, of_accounts("POST"), with_bank)


@liar("PRV-AUTH-13")
def connects_the_same_real_account_twice(patch: pytest.MonkeyPatch) -> None:
    """No account counts as connected already, so a second one comes of it."""
    unique = tuple(each for each in world_rules._UNIQUE if "frees them" not in each.subject)
    patch.setattr(world_rules, "_UNIQUE", unique)  # so that what is exported can be loaded
    real = bank_accounts.connect

    def connect(*what: Any, **more: Any) -> BankAccount:
        with pytest.MonkeyPatch.context() as meanwhile:
            meanwhile.setattr(bank_accounts, "has_connection", lambda *_: False)
            return real(*what, **more)

    patch.setattr(bank_accounts, "connect", connect)


@liar("PRV-AUTH-13")
def never_connects_a_disconnected_account_anew(patch: pytest.MonkeyPatch) -> None:
    """A cancelled bank account counts as connected."""

    def has_connection(sandbox: Sandbox, company_id: str, new: Any) -> bool:
        key = real_key(company_id, new.bank_id, new.bank_identifier, new.account_identifier)
        return sandbox.store.bank_accounts.count("real", key) > 0

    patch.setattr(bank_accounts, "has_connection", has_connection)


@liar("GEN-02")
def keeps_the_account_that_it_refused(patch: pytest.MonkeyPatch) -> None:
    """Connecting an account twice answers 409 and leaves a second, cancelled one behind."""
    real = ConsumerApi.create_bank_account

    async def create(self: ConsumerApi, call: Call[ProductCaller]) -> Answer:
        try:
            return await real(self, call)
        except Conflict as refusal:
            new, company_id = parse_bank_account(call.body), call.path["companyId"]
            bank = self._sandbox.store.banks.get(new.bank_id)
            assert bank is not None
            left = bank_accounts._pending(self._sandbox, company_id, bank, new, "refused")
            left = replace(left, status=BankAccountStatus.CANCELLED)
            self._sandbox.store.bank_accounts.put(left)
            return refused(refusal)

    patch.setattr(ConsumerApi, "create_bank_account", create)

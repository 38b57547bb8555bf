"""Servers that take changes of banks they should refuse, or refuse good ones."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from sandbank_contract.countries import CountryCodes
from sandbank_server.api import bank_parse, provider
from sandbank_server.api.calls import Answer, Call, refused
from sandbank_server.api.provider import ProviderApi
from sandbank_server.api.responses import encode
from sandbank_server.domain.bank_changes import BankChanges, NamedBank
from sandbank_server.domain.organisations import Bank
from sandbank_server.domain.refusals import Malformed, Unknown, Violation
from sandbank_server.service import bank_changes
from sandbank_server.service.callers import ProviderCaller
from sandbank_server.service.ports import Sandbox
from zoo.animals import Answered, Asked, liar
from zoo.liars.calls_again import strictly
from zoo.liars.excuses import excuse_key, excuse_token, retry
from zoo.liars.retelling import at
from zoo.liars.statements_banks import changing

Patch = pytest.MonkeyPatch

CHANGING = frozenset({"changeBanks"})
CHANGES = at("POST", "/provider/v1/banks")


@liar("PRV-BANK-02")
def changes_of_unknown_banks_are_left_out(patch: Patch) -> None:
    """What names a bank that the provider does not have is overlooked, and the rest is done."""

    def known(sandbox: Sandbox, each: NamedBank) -> bool:
        return sandbox.store.banks.get(each.principal_id) is not None

    def change(sandbox: Sandbox, sent: BankChanges) -> BankChanges:
        return replace(
            sent,
            to_update=tuple(each for each in sent.to_update if known(sandbox, each)),
            to_remove=tuple(each for each in sent.to_remove if known(sandbox, each)),
        )

    changing(patch, change)


@liar("GEN-02", "PRV-BANK-02")
def banks_are_created_before_others_are_looked_for(patch: Patch) -> None:
    """A call that names an unknown bank answers 404; what it creates is there by then."""
    real = ProviderApi.change_banks

    async def change_banks(self: ProviderApi, call: Call[ProviderCaller]) -> Answer:
        try:
            return await real(self, call)
        except Unknown as refusal:
            sent = provider.parse_bank_changes(call.body)
            alone = BankChanges(to_create=sent.to_create)
            bank_changes.change(self._sandbox, call.caller, alone)
            return refused(refusal)

    patch.setattr(ProviderApi, "change_banks", change_banks)


@liar("PRV-BANK-02")
def a_bank_is_known_by_its_id_alone(patch: Patch) -> None:
    """The `externalRef` beside a `principalId` may be any."""

    def names(self: NamedBank, bank: Bank) -> bool:
        return self.principal_id == bank.bank_id and not bank.removed

    patch.setattr(NamedBank, "names", names)


@liar("PRV-BANK-02")
def a_removed_bank_can_be_updated(patch: Patch) -> None:
    """An update of a bank that its provider has removed is answered like any other."""

    def names(self: NamedBank, bank: Bank) -> bool:
        same = self.principal_id == bank.bank_id
        return same and bank.external_ref in (None, self.external_ref)

    patch.setattr(NamedBank, "names", names)


def _of_anybody(patch: Patch, lists: Callable[[BankChanges], tuple[NamedBank, ...]]) -> None:
    """Whose banks they are is not asked of some changes."""
    real = bank_changes._banks

    def mine(sandbox: Sandbox, caller: ProviderCaller, naming: Any) -> dict[str, Bank]:
        meant = [it for it in naming if any(it is each for each in lists(sent[0]))]
        found = {each.principal_id: sandbox.store.banks.get(each.principal_id) for each in meant}
        theirs = {k: bank for k, bank in found.items() if bank is not None and not bank.removed}
        others = [each for each in naming if each.principal_id not in theirs]
        return {**real(sandbox, caller, others), **theirs}

    sent: list[BankChanges] = []

    def note(_: Sandbox, changes: BankChanges) -> BankChanges:
        sent[:] = [changes]
        return changes

    patch.setattr(bank_changes, "_banks", mine)
    changing(patch, note)


@liar("GEN-05", "PRV-BANK-02")
def providers_update_each_others_banks(patch: Patch) -> None:
    """Whose bank it is that a provider updates is not asked."""
    _of_anybody(patch, lambda changes: changes.to_update)


@liar("GEN-05", "PRV-BANK-02")
def providers_remove_each_others_banks(patch: Patch) -> None:
    """Whose bank it is that a provider removes is not asked."""
    _of_anybody(patch, lambda changes: changes.to_remove)


@liar("PRV-ACC-01")
def banks_are_changed_without_a_key(patch: Patch) -> None:
    """A provider's banks are changed with a good token alone."""
    excuse_key(patch, lambda sent, _: not sent, at=CHANGING)


@liar("PRV-ACC-01")
def banks_are_changed_without_a_token(patch: Patch) -> None:
    """A provider's banks are changed with a good key alone."""
    excuse_token(patch, "token_wrong", lambda _, them: "authorization" not in them, at=CHANGING)


@liar("PRV-BANK-02")
def changes_of_banks_are_no_array(patch: Patch) -> None:
    """`data` has to be an object."""
    real = provider.parse_bank_changes

    def parse(body: Any) -> BankChanges:
        if isinstance(body["data"], list):
            raise Malformed("PRV-BANK-02", violations=(Violation("/data", "must be an object"),))
        return real(body)

    patch.setattr(provider, "parse_bank_changes", parse)


@liar("PRV-BANK-02")
def a_country_has_two_letters(patch: Patch) -> None:
    """A `countryCode` of three letters answers 400."""
    real = bank_parse.country_codes
    patch.setattr(bank_parse, "country_codes", lambda code: real(code) if len(code) == 2 else None)


@liar("PRV-BANK-02")
def any_letters_are_a_country(patch: Patch) -> None:
    """A `countryCode` that no country has is taken."""
    real = bank_parse.country_codes

    def country_codes(code: str) -> CountryCodes:
        return real(code) or CountryCodes(code[:2].upper(), code.upper())

    patch.setattr(bank_parse, "country_codes", country_codes)


@liar("PRV-BANK-02")
def a_bank_may_be_named_twice(patch: Patch) -> None:
    """A call may update a bank two times, and the last one counts."""
    patch.setattr(bank_parse, "_judge_names", lambda *_: None)


@liar("PRV-BANK-02")
def a_new_bank_needs_no_reference(patch: Patch) -> None:
    """A bank that is created without `externalRef` is known by its name."""

    def mend(asked: Asked, answered: Answered) -> Asked | None:
        body = strictly(asked.body) if CHANGES(asked) and answered.status == 400 else None
        data = body.get("data") if isinstance(body, dict) else None
        new = data.get("toCreate") if isinstance(data, dict) else None
        if not isinstance(new, list) or not all(isinstance(each, dict) for each in new):
            return None
        named = [{"externalRef": each.get("name"), **each} for each in new]
        whole = {**data, "toCreate": named} if isinstance(data, dict) else {}
        return replace(asked, body=encode({"data": whole}))

    retry(patch, mend)

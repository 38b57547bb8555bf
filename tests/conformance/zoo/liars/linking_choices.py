"""Servers that link another candidate than was named, one too many, or in silence."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from sandbank_server.adapters import world_rules
from sandbank_server.api.calls import Answer, Call, refused
from sandbank_server.api.consumer_linking import ConsumerLinking
from sandbank_server.domain.bank_accounts import BankAccount, BankAccountStatus
from sandbank_server.domain.notifications import Event, account_created
from sandbank_server.domain.refusals import Conflict, Forbidden, Unknown
from sandbank_server.service import available, bank_accounts, notifications
from sandbank_server.service.callers import ProductCaller
from sandbank_server.service.ports import Sandbox
from zoo.animals import liar
from zoo.liars.unguarded import overlook

Patch = pytest.MonkeyPatch
LINK = (available, "link")


@liar("CON-LINK-02", "PRV-AUTH-13")
def a_candidate_is_linked_as_often_as_it_is_named(patch: Patch) -> None:
    """Linking a candidate that is connected makes a second account of it."""
    patch.setattr(world_rules, "_check_unique", lambda *_: None)
    overlook(patch, LINK, (bank_accounts, "has_connection"), lambda *_: False)


def _telling(patch: Patch, told: Callable[[Event], Event | None]) -> None:
    """What is told of an account that comes of a candidate is something else, or nothing."""
    real = notifications.record_for_bank

    def record(sandbox: Sandbox, account: BankAccount, event: Event) -> None:
        other = told(event)
        if other is not None:
            real(sandbox, account, other)

    overlook(patch, LINK, (notifications, "record_for_bank"), record)


@liar("CON-LINK-02")
def links_candidates_in_silence(patch: Patch) -> None:
    """The provider is not told of an account that comes of a candidate."""
    _telling(patch, lambda _: None)


@liar("CON-LINK-02")
def tells_of_a_linked_candidate_as_of_a_session(patch: Patch) -> None:
    """The notification of a linked candidate is of an `authorisation`."""
    _telling(
        patch,
        lambda event: replace(event, resource=replace(event.resource, type="authorisation")),
    )


def _linking(patch: Patch, change: Callable[[Sandbox, BankAccount], BankAccount]) -> None:
    """What comes of a candidate is something else."""
    real = available.link

    def link(sandbox: Sandbox, *what: Any) -> BankAccount:
        return change(sandbox, real(sandbox, *what))

    patch.setattr(available, "link", link)


@liar("CON-ACC-01", "CON-LINK-02")
def a_linked_candidate_is_active(patch: Patch) -> None:
    """An account that comes of a candidate is `active` from the start."""

    def activate(sandbox: Sandbox, account: BankAccount) -> BankAccount:
        active = replace(account, status=BankAccountStatus.ACTIVE)
        sandbox.store.bank_accounts.put(active)
        return active

    _linking(patch, activate)


@liar("CON-LINK-02")
def linking_one_candidate_links_all_of_them(patch: Patch) -> None:
    """Whoever links one candidate gets accounts of all others that are listed with it."""

    def link_all(sandbox: Sandbox, account: BankAccount) -> BankAccount:
        for each in list(sandbox.store.bank_account_candidates.all()):
            new, bank = available._new(each), sandbox.store.banks.get(each.bank_id)
            mine = (each.company_id, each.bank_id) == (account.company_id, account.bank_id)
            fresh = not bank_accounts.has_connection(sandbox, each.company_id, new)
            if mine and fresh and bank is not None:
                bank_accounts.connect(sandbox, each.company_id, bank, new)
        return account

    _linking(patch, link_all)


@liar("CON-LINK-02")
def links_the_first_candidate_that_is_left(patch: Patch) -> None:
    """Whichever candidate is named, the first one that is not connected is linked."""
    real = available._candidate

    def candidate(sandbox: Sandbox, company_id: str, candidate_id: str) -> Any:
        named = real(sandbox, company_id, candidate_id)
        if bank_accounts.has_connection(sandbox, company_id, available._new(named)):
            return named
        return next(
            each
            for each in sandbox.store.bank_account_candidates.all()
            if (each.company_id, each.bank_id) == (named.company_id, named.bank_id)
            and not bank_accounts.has_connection(sandbox, company_id, available._new(each))
        )

    patch.setattr(available, "_candidate", candidate)


@liar("GEN-02")
def a_connected_candidate_is_refused_and_told(patch: Patch) -> None:
    """Linking a candidate that is connected answers 409; its provider is told once more."""
    real = ConsumerLinking.link_available_bank_account

    async def link(self: ConsumerLinking, call: Call[ProductCaller]) -> Answer:
        try:
            return await real(self, call)
        except Conflict as refusal:
            candidate_id, sandbox = call.body["bankAccountCandidateId"], self._sandbox
            found = sandbox.store.bank_account_candidates.get(candidate_id)
            for account in sandbox.store.bank_accounts.find("company", call.caller.company_id):
                same = found and account.account_identifier == found.account.account_identifier
                if same and account.is_connected:
                    notifications.record_for_bank(sandbox, account, account_created(account))
            return refused(refusal)

    patch.setattr(ConsumerLinking, "link_available_bank_account", link)


@liar("CON-LINK-02", "GEN-05")
def links_the_candidates_of_other_companies(patch: Patch) -> None:
    """Whoever knows the id of a candidate links it, for the company that it was told to."""
    real = available._candidate

    def candidate(sandbox: Sandbox, company_id: str, candidate_id: str) -> Any:
        found = sandbox.store.bank_account_candidates.get(candidate_id)
        return found or real(sandbox, company_id, candidate_id)

    patch.setattr(available, "_candidate", candidate)


@liar("CON-LINK-02", "GEN-05")
def forbids_the_candidates_of_other_companies(patch: Patch) -> None:
    """Another company's candidate answers 403, one that is not there 404."""
    real = available._candidate

    def candidate(*what: Any) -> Any:
        try:
            return real(*what)
        except Unknown as refusal:
            if refusal.truth != "GEN-05":
                raise
            detail = "The candidate is another company's."
            raise Forbidden("CON-LINK-02", "forbidden", detail, truth="GEN-05") from None

    patch.setattr(available, "_candidate", candidate)

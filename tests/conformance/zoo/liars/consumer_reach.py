"""Servers whose tokens reach further than their own company, or tell what lies there."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from sandbank_server.api.calls import Answer, Call, refused
from sandbank_server.api.consumer import ConsumerApi
from sandbank_server.api.consumer_parse import parse_bank_account
from sandbank_server.domain.bank_accounts import BankAccount
from sandbank_server.domain.organisations import Company
from sandbank_server.domain.refusals import Forbidden, Unknown
from sandbank_server.service import bank_accounts, offboarding, reach
from sandbank_server.service.callers import ProductCaller
from sandbank_server.service.ports import Sandbox
from sandbank_server.service.reach import AccountPath, CompanyPath
from zoo.animals import liar

Fits = Callable[[ProductCaller, Company], bool]


def _for_whom(sandbox: Sandbox, caller: ProductCaller, path: CompanyPath, fits: Fits) -> Any:
    """The caller, taken for one of the company in the path where that fits."""
    named = sandbox.store.companies.get(path.company_id)
    if named is None or not fits(caller, named):
        return caller
    return replace(caller, company_id=named.company_id, organisation_id=named.organisation_id)


def _reaching(patch: pytest.MonkeyPatch, fits: Fits) -> None:
    for module, name in (
        (reach, "bank_account"),
        (bank_accounts, "listed"),
        (bank_accounts, "create"),
    ):
        patch.setattr(module, name, _with_reach(getattr(module, name), fits))


def _with_reach(real: Callable[..., Any], fits: Fits) -> Callable[..., Any]:
    def do(sandbox: Sandbox, caller: ProductCaller, path: CompanyPath, *more: Any) -> Any:
        return real(sandbox, _for_whom(sandbox, caller, path, fits), path, *more)

    return do


@liar("CON-OFF-08", "GEN-05")
def compares_only_the_organisation(patch: pytest.MonkeyPatch) -> None:
    """The token of one company opens every company of its organisation."""

    def fits(caller: ProductCaller, named: Company) -> bool:
        return caller.company_id is not None and caller.organisation_id == named.organisation_id

    _reaching(patch, fits)


@liar("CON-TOK-04")
def opens_companies_to_their_organisation(patch: pytest.MonkeyPatch) -> None:
    """The token of an organisation opens every company of it."""

    def fits(caller: ProductCaller, named: Company) -> bool:
        return caller.company_id is None and caller.organisation_id == named.organisation_id

    _reaching(patch, fits)


@liar("CON-OFF-08", "GEN-05")
def disconnects_whatever_company_is_named(patch: pytest.MonkeyPatch) -> None:
    """Disconnecting takes the company from the path, whoever has the token."""
    disconnect = _with_reach(
        offboarding.disconnect, lambda caller, _: caller.company_id is not None
    )
    patch.setattr(offboarding, "disconnect", disconnect)


@liar("CON-OFF-08", "GEN-05")
def lists_whatever_company_is_named(patch: pytest.MonkeyPatch) -> None:
    """The list of bank accounts is that of the company in the path, whoever has the token."""
    listed = _with_reach(bank_accounts.listed, lambda caller, _: caller.company_id is not None)
    patch.setattr(bank_accounts, "listed", listed)


@liar("CON-OFF-08", "GEN-02", "GEN-05")
def connects_before_it_looks_at_the_company(patch: pytest.MonkeyPatch) -> None:
    """Connecting an account for another company answers 403 and is done."""
    real = ConsumerApi.create_bank_account

    async def create(self: ConsumerApi, call: Call[ProductCaller]) -> Answer:
        try:
            return await real(self, call)
        except Forbidden as refusal:
            new, store = parse_bank_account(call.body), self._sandbox.store
            bank = store.banks.get(new.bank_id)
            company_id = call.path["companyId"]
            fresh = not bank_accounts.has_connection(self._sandbox, company_id, new)
            if store.companies.get(company_id) and bank and fresh:
                bank_accounts.connect(self._sandbox, company_id, bank, new)
            return refused(refusal)

    patch.setattr(ConsumerApi, "create_bank_account", create)


@liar("CON-OFF-07", "GEN-05")
def finds_an_account_whosever_it_is(patch: pytest.MonkeyPatch) -> None:
    """Under its own company a token reaches every bank account by its id."""

    def bank_account(sandbox: Sandbox, caller: ProductCaller, path: AccountPath) -> BankAccount:
        reach.company(caller, path)
        account = sandbox.store.bank_accounts.get(path.bank_account_id)
        if account is None:
            raise Unknown("CON-OFF-07", "unknown_bank_account", "There is no such account.")
        return account

    patch.setattr(reach, "bank_account", bank_account)


def _strangers(patch: pytest.MonkeyPatch, refuse: Callable[[Unknown], Exception]) -> None:
    """The refusal for a bank account that another company has."""
    real = reach.bank_account

    def bank_account(*what: Any) -> BankAccount:
        try:
            return real(*what)
        except Unknown as refusal:
            raise (refuse(refusal) if refusal.truth == "GEN-05" else refusal) from None

    patch.setattr(reach, "bank_account", bank_account)


@liar("GEN-05")
def says_that_an_account_is_somebody_elses(patch: pytest.MonkeyPatch) -> None:
    """The 404 for another company's bank account says that it is another company's."""
    detail = "The bank account belongs to another company."
    _strangers(patch, lambda it: Unknown(it.requirement, it.code, detail, truth=it.truth))


@liar("CON-OFF-07", "GEN-05")
def forbids_the_accounts_of_others(patch: pytest.MonkeyPatch) -> None:
    """Another company's bank account answers 403, one that is not there 404."""
    _strangers(patch, lambda it: Forbidden(it.requirement, "forbidden", it.detail, truth=it.truth))


@liar("CON-OFF-08", "GEN-05")
def knows_no_company_that_is_not_there(patch: pytest.MonkeyPatch) -> None:
    """A company in the path that does not exist answers 404, another one that does 403."""
    real = reach.bank_account

    def bank_account(sandbox: Sandbox, caller: ProductCaller, path: AccountPath) -> BankAccount:
        if sandbox.store.companies.get(path.company_id) is None:
            raise Unknown("CON-OFF-08", "unknown_company", "There is no such company.")
        return real(sandbox, caller, path)

    patch.setattr(reach, "bank_account", bank_account)


@liar("GEN-05")
def lists_the_accounts_of_sister_companies(patch: pytest.MonkeyPatch) -> None:
    """The list of a company's bank accounts goes on with those of its organisation."""
    real = bank_accounts.listed

    def listed(sandbox: Sandbox, caller: ProductCaller, path: CompanyPath) -> list[BankAccount]:
        mine = real(sandbox, caller, path)
        sisters = sandbox.store.companies.find("organisation", caller.organisation_id)
        others = (each.company_id for each in sisters if each.company_id != path.company_id)
        return mine + [
            it for each in others for it in sandbox.store.bank_accounts.find("company", each)
        ]

    patch.setattr(bank_accounts, "listed", listed)

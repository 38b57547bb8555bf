"""Other choices about disconnecting bank accounts, and about what was disconnected."""

from dataclasses import replace

import pytest

from sandbank_server.domain.authorisations import Authorisation, AuthorisationStatus, Report
from sandbank_server.domain.bank_accounts import BankAccount
from sandbank_server.domain.refusals import Conflict, Unknown
from sandbank_server.service import (
    authorisations,
    bank_accounts,
    offboarding,
    reach,
    transactions,
)
from sandbank_server.service.callers import ProductCaller, ProviderCaller
from sandbank_server.service.ports import Sandbox
from sandbank_server.service.reach import AccountPath, CompanyPath
from sandbank_server.service.transactions import Span, TransactionPage
from zoo.animals import Answered, Asked, Forward, on_the_wire, variant
from zoo.variants.tools import (
    CONSUMER,
    codes_answer,
    is_consumer,
    problem,
    refused_otherwise,
    rules_answer,
)


@variant("CON-OFF-07")
def a_second_disconnection_succeeds(patch: pytest.MonkeyPatch) -> None:
    """Disconnecting a bank account once more answers 204 and does nothing."""
    real = offboarding.disconnect

    def disconnect(sandbox: Sandbox, caller: ProductCaller, path: AccountPath) -> BankAccount:
        account = reach.bank_account(sandbox, caller, path)
        return real(sandbox, caller, path) if account.is_connected else account

    patch.setattr(offboarding, "disconnect", disconnect)


@variant("CON-OFF-07")
def a_second_disconnection_answers_404(patch: pytest.MonkeyPatch) -> None:
    """Disconnecting a bank account once more answers 404."""
    codes_answer(patch, 404, "CON-OFF-07", "bank_account_cancelled")


@variant("CON-OFF-07")
def disconnecting_the_unknown_succeeds(patch: pytest.MonkeyPatch) -> None:
    """Disconnecting what the company does not have, or not any more, answers 204."""

    async def wire(asked: Asked, forward: Forward) -> Answered:
        answered = await forward(asked)
        met = answered.header("sandbank-requirement") == "CON-OFF-07"
        return Answered(status=204) if met and _disconnects(asked) else answered

    on_the_wire(patch, wire)


@variant("CON-OFF-07")
def disconnecting_the_unknown_answers_409(patch: pytest.MonkeyPatch) -> None:
    """Disconnecting what the company does not have answers 409, as the second time does."""
    refused_otherwise(
        patch, 409, lambda asked, answered: _unknown(answered) and _disconnects(asked)
    )


@variant("CON-OFF-07", "CTL-09")
def reading_an_unknown_account_answers_403(patch: pytest.MonkeyPatch) -> None:
    """A bank account that the company does not have answers 403 wherever it is not disconnected."""
    refused_otherwise(
        patch, 403, lambda asked, answered: _unknown(answered) and not _disconnects(asked)
    )


def _disconnects(asked: Asked) -> bool:
    return asked.method == "DELETE" and is_consumer(asked) and "/rules/" not in asked.path


def _unknown(answered: Answered) -> bool:
    return answered.status == 404 and answered.header("sandbank-requirement") == "CON-OFF-07"


@variant("CON-OFF-11")
def writing_to_a_cancelled_account_answers_404(patch: pytest.MonkeyPatch) -> None:
    """A rule of a disconnected account, or a session for it, answers 404 when it is written."""
    rules_answer(patch, 404, "CON-OFF-11")


@variant("CON-OFF-11")
def writing_to_a_cancelled_account_answers_403(patch: pytest.MonkeyPatch) -> None:
    """A rule of a disconnected account, or a session for it, answers 403 when it is written."""
    rules_answer(patch, 403, "CON-OFF-11")


@variant("CON-OFF-11")
def transactions_of_a_cancelled_account_answer_404(patch: pytest.MonkeyPatch) -> None:
    """Reading the transactions of a disconnected account answers 404."""
    _refuse_reading(patch, Unknown("CON-OFF-11", "gone", "The account was disconnected."))


@variant("CON-OFF-11")
def transactions_of_a_cancelled_account_answer_409(patch: pytest.MonkeyPatch) -> None:
    """Reading the transactions of a disconnected account answers 409."""
    _refuse_reading(patch, Conflict("CON-OFF-11", "gone", "The account was disconnected."))


def _refuse_reading(patch: pytest.MonkeyPatch, refusal: Conflict | Unknown) -> None:
    real = transactions.page

    def page(
        sandbox: Sandbox, caller: ProductCaller, path: AccountPath, asked: Span
    ) -> TransactionPage:
        found = real(sandbox, caller, path, asked)
        if not found.account.is_connected:
            raise refusal
        return found

    patch.setattr(transactions, "page", page)


@variant("CON-OFF-12")
def other_media_types_are_refused_without_a_body_too(patch: pytest.MonkeyPatch) -> None:
    """A GET or DELETE of a company that declares anything but JSON answers 415."""
    _demand_json(patch, missing_too=False)


@variant("CON-OFF-12")
def every_call_of_a_company_declares_json(patch: pytest.MonkeyPatch) -> None:
    """A GET or DELETE of a company answers 415 unless it declares JSON, as the documents ask."""
    _demand_json(patch, missing_too=True)


def _demand_json(patch: pytest.MonkeyPatch, *, missing_too: bool) -> None:
    async def wire(asked: Asked, forward: Forward) -> Answered:
        declared = asked.header("content-type") or ("" if missing_too else "application/json")
        plain = asked.method in ("GET", "DELETE") and "/bankaccounts" in asked.path
        if not asked.path.startswith(CONSUMER) or not plain or "json" in declared:
            return await forward(asked)
        # The caller is judged first, by a call that does nothing.
        answered = await forward(replace(asked, method="GET"))
        return answered if answered.status in (401, 403) else problem(415)

    on_the_wire(patch, wire)


@variant("CON-OFF-13")
def the_report_of_a_revoked_session_is_taken_in_vain(patch: pytest.MonkeyPatch) -> None:
    """A session whose account was disconnected takes one report, and nothing comes of it."""
    real = authorisations.report

    def report(sandbox: Sandbox, caller: ProviderCaller, id_: str, told: Report) -> Authorisation:
        session = authorisations._of_provider(sandbox, caller, id_)
        if session.status is not AuthorisationStatus.REVOKED:
            return real(sandbox, caller, id_, told)
        failed = replace(session, status=AuthorisationStatus.FAILED)
        sandbox.store.authorisations.put(failed)
        return failed

    patch.setattr(authorisations, "report", report)


@variant("CON-OFF-13")
def the_report_of_a_revoked_session_answers_410(patch: pytest.MonkeyPatch) -> None:
    """The report of a session whose account was disconnected answers 410."""
    rules_answer(patch, 410, "CON-OFF-13")


@variant("CON-OFF-02")
def cancelled_accounts_are_not_listed(patch: pytest.MonkeyPatch) -> None:
    """The list of bank accounts leaves out the disconnected ones, which can still be read."""
    real = bank_accounts.listed

    def listed(sandbox: Sandbox, caller: ProductCaller, path: CompanyPath) -> list[BankAccount]:
        return [account for account in real(sandbox, caller, path) if account.is_connected]

    patch.setattr(bank_accounts, "listed", listed)


@variant()
def a_cancelled_account_keeps_its_last_transaction_id(patch: pytest.MonkeyPatch) -> None:
    """A disconnected account still shows up to which transaction it had come."""
    patch.setattr(offboarding, "replace", lambda account, **_: account)

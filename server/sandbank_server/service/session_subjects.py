"""Whom a session is for: judged from what the owner says of a session to begin."""

from dataclasses import dataclass

from sandbank_server.domain.authorisations import AuthorisationKind
from sandbank_server.domain.refusals import Conflict, Malformed, Violation
from sandbank_server.service.ports import Sandbox


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSession:
    """What the owner says of a session to begin; the company may follow from the rest."""

    provider_id: str
    kind: AuthorisationKind
    bank_account_id: str | None = None
    company_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whom a session is for."""

    company_id: str
    bank_id: str
    bank_account_id: str | None = None


def subject(sandbox: Sandbox, new: NewSession) -> Subject:
    """Company, bank and account of a session; `Malformed` names every id that cannot be."""
    if sandbox.store.providers.get(new.provider_id) is None:
        raise _wrong("/providerId", "names no provider we know")
    if new.kind is AuthorisationKind.ONBOARDING:
        return _to_onboard(sandbox, new)
    return _to_reauthorise(sandbox, new)


def _to_onboard(sandbox: Sandbox, new: NewSession) -> Subject:
    if new.bank_account_id is not None:
        raise _wrong("/bankAccountId", "must be absent: an onboarding is of no bank account yet")
    banks = sandbox.store.banks.find("provider", new.provider_id, limit=1)
    if not banks:
        raise _wrong("/providerId", "names a provider without a bank to connect")
    return Subject(company_id=_company(sandbox, new.company_id), bank_id=banks[0].bank_id)


def _company(sandbox: Sandbox, company_id: str | None) -> str:
    if company_id is None:
        first = next(iter(sandbox.store.companies.all()), None)
        if first is None:
            raise _wrong("/companyId", "is missing, and this world has no company to fall back on")
        return first.company_id
    if sandbox.store.companies.get(company_id) is None:
        raise _wrong("/companyId", "names no company we know")
    return company_id


def _to_reauthorise(sandbox: Sandbox, new: NewSession) -> Subject:
    if new.bank_account_id is None:
        raise _wrong("/bankAccountId", "is missing: a re-authorisation is of one bank account")
    account = sandbox.store.bank_accounts.get(new.bank_account_id)
    bank = sandbox.store.banks.get(account.bank_id) if account else None
    if account is None or bank is None or bank.provider_id != new.provider_id:
        raise _wrong("/bankAccountId", "names no bank account at a bank of this provider")
    if new.company_id not in (None, account.company_id):
        raise _wrong("/companyId", "is not the company of the bank account")
    if not account.is_connected:
        raise Conflict(
            "CON-OFF-11",
            "bank_account_cancelled",
            "The bank account was disconnected; nothing can re-authorise it.",
        )
    return Subject(
        company_id=account.company_id,
        bank_id=account.bank_id,
        bank_account_id=account.bank_account_id,
    )


def _wrong(pointer: str, message: str) -> Malformed:
    return Malformed("CTL-06", violations=(Violation(pointer, message),))

"""Whom a session is for: judged from what the owner says of a session to begin."""

from dataclasses import dataclass

from sandbank_server.domain.authorisations import AuthorisationKind
from sandbank_server.domain.bank_accounts import BankAccount
from sandbank_server.domain.findings import Findings
from sandbank_server.domain.refusals import Conflict
from sandbank_server.service import banks
from sandbank_server.service.ports import Sandbox

_RULE = "CTL-06"


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


def subject_of(account: BankAccount) -> Subject:
    """Whom the re-authorisation of a bank account is for."""
    return Subject(
        company_id=account.company_id,
        bank_id=account.bank_id,
        bank_account_id=account.bank_account_id,
    )


def judge_connected(account: BankAccount) -> None:
    """Refuse a bank account that was disconnected."""
    if not account.is_connected:
        raise Conflict(
            "CON-OFF-11",
            "bank_account_cancelled",
            "The bank account was disconnected; nothing can re-authorise it.",
        )


def subject(sandbox: Sandbox, new: NewSession) -> Subject:
    """Company, bank and account of a session; `Malformed` names every id that cannot be."""
    findings = Findings()
    known = sandbox.store.providers.get(new.provider_id) is not None
    if not known:
        findings.add("/providerId", "names no provider we know")
    if new.kind is AuthorisationKind.ONBOARDING:
        return _to_onboard(sandbox, new, known, findings)
    return _to_reauthorise(sandbox, new, known, findings)


def _to_onboard(sandbox: Sandbox, new: NewSession, known: bool, findings: Findings) -> Subject:
    offered = banks.offered_by(sandbox, new.provider_id)
    if known and not offered:
        findings.add("/providerId", "names a provider without a bank to connect")
    if new.bank_account_id is not None:
        message = "must be absent: an onboarding is of no bank account yet"
        findings.add("/bankAccountId", message)
    company_id = _company(sandbox, new.company_id, findings)
    findings.settle(_RULE)
    return Subject(company_id=company_id, bank_id=offered[0].bank_id)


def _company(sandbox: Sandbox, company_id: str | None, findings: Findings) -> str:
    if company_id is not None:
        _judge_company(sandbox, company_id, findings)
        return company_id
    first = next(iter(sandbox.store.companies.all()), None)
    if first is None:
        message = "is missing, and this world has no company to fall back on"
        findings.add("/companyId", message)
    return first.company_id if first else ""


def _judge_company(sandbox: Sandbox, company_id: str | None, findings: Findings) -> None:
    if company_id is not None and sandbox.store.companies.get(company_id) is None:
        findings.add("/companyId", "names no company we know")


def _to_reauthorise(sandbox: Sandbox, new: NewSession, known: bool, findings: Findings) -> Subject:
    account = _account(sandbox, new, known, findings)
    if account is None:
        _judge_company(sandbox, new.company_id, findings)
    elif new.company_id not in (None, account.company_id):
        findings.add("/companyId", "is not the company of the bank account")
    findings.settle(_RULE)
    assert account is not None  # else that was found
    judge_connected(account)
    return subject_of(account)


def _account(
    sandbox: Sandbox, new: NewSession, known: bool, findings: Findings
) -> BankAccount | None:
    if new.bank_account_id is None:
        findings.add("/bankAccountId", "is missing: a re-authorisation is of one bank account")
        return None
    account = sandbox.store.bank_accounts.get(new.bank_account_id)
    bank = sandbox.store.banks.get(account.bank_id) if account else None
    # Of a provider that nobody knows no bank account is right; what is wrong is the provider.
    if bank is None or (known and bank.provider_id != new.provider_id):
        findings.add("/bankAccountId", "names no bank account at a bank of this provider")
        return None
    return account

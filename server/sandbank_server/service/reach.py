"""What a product's token reaches: one company, and the bank accounts of that company."""

from dataclasses import dataclass

from sandbank_server.domain.bank_accounts import BankAccount
from sandbank_server.domain.refusals import Forbidden, Unknown
from sandbank_server.service.callers import ProductCaller
from sandbank_server.service.ports import Sandbox


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyPath:
    """The company that a path names, and the organisation when it is a long path."""

    company_id: str
    organisation_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPath(CompanyPath):
    """The bank account that a path names."""

    bank_account_id: str


def company(caller: ProductCaller, path: CompanyPath) -> str:
    """The id of the company if the token is for it; else `Forbidden`, existing or not."""
    if caller.company_id is None:
        raise Forbidden(
            "CON-TOK-04",
            "company_token_required",
            "This token is for an organisation; ask for one with X-Company-Id.",
        )
    organisation_id = path.organisation_id or caller.organisation_id
    if (path.company_id, organisation_id) != (caller.company_id, caller.organisation_id):
        raise Forbidden("CON-OFF-08", "forbidden", "The token is not for the company in the path.")
    return caller.company_id


def bank_account(sandbox: Sandbox, caller: ProductCaller, path: AccountPath) -> BankAccount:
    """The bank account; another company's is as unknown as one that never was."""
    company_id = company(caller, path)
    account = sandbox.store.bank_accounts.get(path.bank_account_id)
    if account is None or account.company_id != company_id:
        raise Unknown(
            "CON-OFF-07",
            "unknown_bank_account",
            "The company has no bank account of this id.",
            truth="GEN-05" if account else None,
        )
    return account

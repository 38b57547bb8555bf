"""Accounts that providers told a company of: what it may link."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class AvailableAccount:
    """An account at a bank, as its provider tells of it."""

    external_id: str
    account_name: str
    bank_identifier: str
    account_identifier: str
    branch_identifier: str | None = None
    account_type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BankAccountCandidate:
    """A real account that a company may link; it keeps its id however often it is told of."""

    bank_account_candidate_id: str
    company_id: str
    bank_id: str
    account: AvailableAccount
    chosen_in: str | None = None  # the session in which the user chose it last

    def told_again(self, account: AvailableAccount) -> "BankAccountCandidate":
        """The same candidate as its provider tells of it now; a type once known stays known."""
        account_type = account.account_type or self.account.account_type
        return replace(self, account=replace(account, account_type=account_type))

"""Transactions of a connected bank account, as the product reads them."""

from dataclasses import dataclass
from decimal import Decimal

from sandbank_server.domain.rules import RuleAction


@dataclass(frozen=True, slots=True, kw_only=True)
class Payee:
    """The other side of a transaction."""

    payee_description: str | None = None
    address1: str | None = None
    address2: str | None = None
    address3: str | None = None
    city: str | None = None
    state: str | None = None
    postal_code: str | None = None
    country: str | None = None
    phone_number: str | None = None
    payee_bank_id: str | None = None
    payee_account_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictedAction:
    """What a rule predicts of a transaction it applied to, as the rule was at that time."""

    rule_id: str
    rule_name: str
    rule_actions: tuple[RuleAction, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BankTransaction:
    """One posted transaction; `transaction_id` rises within its account.

    It is 0 until the transaction is processed and held for the account.
    """

    bank_account_id: str
    transaction_id: int
    unique_id: str
    transaction_amount: Decimal  # in `currency`; negative is a debit
    transaction_type: str  # CREDIT or DEBIT
    date_posted: str  # ISO 8601
    description: str
    transaction_status: str = "posted"
    date_user_initiated: str | None = None
    check_num: str | None = None
    reference_number: str | None = None
    narrative1: str | None = None
    narrative2: str | None = None
    currency: str | None = None
    payee: Payee | None = None
    predicted_actions: tuple[PredictedAction, ...] = ()

"""Statements: what a provider posts of one bank account, and how far its processing is."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sandbank_server.domain.bank_accounts import BankAccountEvent
from sandbank_server.domain.lifecycle import Lifecycle
from sandbank_server.domain.transactions import BankTransaction


class StatementStatus(StrEnum):
    """Where a statement stands."""

    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"


class StatementEvent(StrEnum):
    """What can happen to a statement."""

    PROCESSED = "processed"
    DISCONNECTED = "disconnected"  # its bank account was, before it was processed


_S, _E = StatementStatus, StatementEvent

LIFECYCLE: Lifecycle[StatementStatus, StatementEvent] = Lifecycle(
    {
        (_S.PROCESSING, _E.PROCESSED): _S.COMPLETED,
        (_S.PROCESSING, _E.DISCONNECTED): _S.FAILED,
    }
)


class AccountReport(StrEnum):
    """How the provider says the bank account stands."""

    ACTIVE = "active"
    AUTH_REQUIRED = "authRequired"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementError:
    """Why a statement failed; never with anything of its transactions."""

    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One statement that was accepted; it holds its transactions only while it is processed."""

    statement_id: str
    provider_id: str
    bank_account_id: str
    status: StatementStatus = StatementStatus.PROCESSING
    account_status: AccountReport | None = None
    transactions: tuple[BankTransaction, ...] = ()
    due_at: datetime | None = None  # when its processing ends
    reads_left: int | None = None  # after how many reads its processing ends
    errors: tuple[StatementError, ...] = ()

    @property
    def account_event(self) -> BankAccountEvent | None:
        """What it makes happen to its bank account, if anything (PRV-STMT-04 and -05)."""
        if self.account_status is AccountReport.AUTH_REQUIRED:
            return BankAccountEvent.AUTHORISATION_LAPSED
        if self.transactions or self.account_status is AccountReport.ACTIVE:
            return BankAccountEvent.TRANSACTIONS_CAME
        return None

    def ended(self, event: StatementEvent, *errors: StatementError) -> "Statement":
        """The statement after its processing ended, its transactions gone from it."""
        return replace(
            self,
            status=LIFECYCLE.moved(self.status, event),
            transactions=(),
            due_at=None,
            reads_left=None,
            errors=errors,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a provider says its statement holds; None where it says nothing."""

    transaction_details_count: int | None = None
    account_details_count: int | None = None
    transaction_credit_sum: Decimal | None = None
    transaction_debit_sum: Decimal | None = None  # negative


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceDate:
    """When a balance was true; balances themselves are shown to nobody and not kept."""

    name: str  # ledgerBalanceDate or availableBalanceDate
    date: str  # ISO 8601


@dataclass(frozen=True, slots=True, kw_only=True)
class NewStatement:
    """A statement as it was sent, right in itself or not; `principalId` says nothing we need."""

    bank_id: str
    bank_account_id: str
    account_status: AccountReport | None = None
    balance_dates: tuple[BalanceDate, ...] = ()
    expected: Expected = Expected()
    transactions: tuple[BankTransaction, ...] = ()

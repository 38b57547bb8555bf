"""The life of a connected bank account."""

from dataclasses import dataclass, replace
from enum import StrEnum

from sandbank_server.domain.lifecycle import Lifecycle


class BankAccountStatus(StrEnum):
    """Where a bank account stands; `cancelled` is terminal."""

    PENDING = "pending"
    ACTIVE = "active"
    AUTH_REQUIRED = "authRequired"
    CANCELLED = "cancelled"


class BankAccountEvent(StrEnum):
    """What can happen to a bank account."""

    TRANSACTIONS_CAME = "transactionsCame"  # or the provider says that it is active
    AUTHORISATION_LAPSED = "authorisationLapsed"
    REAUTHORISED = "reauthorised"
    REAUTHORISATION_FAILED = "reauthorisationFailed"
    DISCONNECTED = "disconnected"


_S, _E = BankAccountStatus, BankAccountEvent

LIFECYCLE: Lifecycle[BankAccountStatus, BankAccountEvent] = Lifecycle(
    {
        (_S.PENDING, _E.TRANSACTIONS_CAME): _S.ACTIVE,
        (_S.PENDING, _E.AUTHORISATION_LAPSED): _S.AUTH_REQUIRED,
        (_S.PENDING, _E.REAUTHORISED): _S.PENDING,
        (_S.PENDING, _E.REAUTHORISATION_FAILED): _S.PENDING,
        (_S.PENDING, _E.DISCONNECTED): _S.CANCELLED,
        (_S.ACTIVE, _E.TRANSACTIONS_CAME): _S.ACTIVE,
        (_S.ACTIVE, _E.AUTHORISATION_LAPSED): _S.AUTH_REQUIRED,
        (_S.ACTIVE, _E.REAUTHORISED): _S.ACTIVE,
        (_S.ACTIVE, _E.REAUTHORISATION_FAILED): _S.ACTIVE,
        (_S.ACTIVE, _E.DISCONNECTED): _S.CANCELLED,
        (_S.AUTH_REQUIRED, _E.TRANSACTIONS_CAME): _S.ACTIVE,
        (_S.AUTH_REQUIRED, _E.AUTHORISATION_LAPSED): _S.AUTH_REQUIRED,
        (_S.AUTH_REQUIRED, _E.REAUTHORISED): _S.ACTIVE,
        (_S.AUTH_REQUIRED, _E.REAUTHORISATION_FAILED): _S.AUTH_REQUIRED,
        (_S.AUTH_REQUIRED, _E.DISCONNECTED): _S.CANCELLED,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BankAccount:
    """A company's connection to one account at a bank."""

    bank_account_id: str
    company_id: str
    bank_id: str
    status: BankAccountStatus
    bank_identifier: str
    account_identifier: str
    external_id: str
    account_type: str | None = None
    account_name: str | None = None
    account_key: str | None = None
    branch_identifier: str | None = None
    default_currency: str | None = None
    requested_start_date: str | None = None  # as sent: an ISO 8601 date or date-time
    last_transaction_id: int = 0
    data_provider: str = "indirect"
    status_reason: str | None = None

    @property
    def is_connected(self) -> bool:
        """Whether it was not disconnected; only such an account takes changes."""
        return self.status is not BankAccountStatus.CANCELLED

    def after(self, event: BankAccountEvent) -> "BankAccount | None":
        """The account as an event leaves it, or None where its life has no such move."""
        status = LIFECYCLE.after(self.status, event)
        if status is None:
            return None
        # The reason given for the old status says nothing of a new one.
        reason = self.status_reason if status is self.status else None
        return replace(self, status=status, status_reason=reason)

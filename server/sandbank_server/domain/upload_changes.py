"""Partial changes of uploaded data: what is not named stays, what identifies never changes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from sandbank_server.domain.refusals import Violation
from sandbank_server.domain.uploads import PaymentPartner, UploadAccount, UploadTransaction

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

V = TypeVar("V", bound="DataclassInstance")

# The fields of a value that change, by name; None clears one.
Changes = Mapping[str, str | Decimal | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountChange:
    """What becomes of one account; `place` points to the change in the body."""

    place: str
    account_id: str
    changes: Changes = field(default_factory=dict)

    def violations(self, account: UploadAccount) -> Iterator[Violation]:
        """What is wrong with this change for this account (UB-UP-03)."""
        number = self.changes.get("account_number", account.account_number)
        if number != account.account_number:
            yield Violation(
                f"{self.place}/accountNumber", "identifies the account and never changes"
            )
        iban = self.changes.get("iban", account.iban)
        if account.account_number is None and iban != account.iban:
            yield Violation(
                f"{self.place}/iban",
                "identifies the account, which has no accountNumber, and never changes",
            )

    def applied_to(self, account: UploadAccount) -> UploadAccount:
        """The account with the change made."""
        return _changed(account, self.changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class TransactionChange:
    """What becomes of one transaction.

    `partner` changes single fields of the payment partner; None leaves it, unless `changes`
    clears it whole.
    """

    transaction_id: str
    changes: Changes = field(default_factory=dict)
    partner: Mapping[str, str | None] | None = None

    def applied_to(self, transaction: UploadTransaction) -> UploadTransaction:
        """The transaction with the change made."""
        changed = _changed(transaction, self.changes)
        if self.partner is None:
            return changed
        partner = _changed(changed.payment_partner or PaymentPartner(), self.partner)
        return replace(changed, payment_partner=partner)


def _changed(value: V, changes: Changes) -> V:
    return replace(value, **changes)

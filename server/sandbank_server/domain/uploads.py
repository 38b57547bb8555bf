"""Banking data of a user: uploaded by hand, or fetched from a bank and then untouchable."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentPartner:
    """The other side of a transaction."""

    name: str | None = None
    iban: str | None = None
    bic: str | None = None
    creditor_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadAccount:
    """An account of a user; one with a `bank_login_id` was fetched from its bank."""

    user_id: str
    account_id: str
    currency: str
    type: str
    sequence: int
    account_number: str | None = None
    iban: str | None = None
    bic: str | None = None
    bank_code: str | None = None
    bank_name: str | None = None
    balance: Decimal | None = None
    name: str | None = None
    owner: str | None = None
    icon: str | None = None
    securities: str | None = None  # JSON text, kept as sent
    standing_orders: str | None = None  # JSON text, kept as sent
    supported_payments: str | None = None  # JSON text, kept as sent
    bank_login_id: str | None = None

    @property
    def fetched(self) -> bool:
        """Whether it came from the bank."""
        return self.bank_login_id is not None

    def same_number(self, other: "UploadAccount") -> bool:
        """Whether both are one real account: by accountNumber, or by iban if neither has one."""
        if self.account_number is None and other.account_number is None:
            return self.iban == other.iban
        return self.account_number == other.account_number


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadTransaction:
    """A transaction of a user's account; `fetched` ones came from the bank."""

    user_id: str
    account_id: str
    transaction_id: str
    amount: Decimal
    booking_date: str  # YYYY-MM-DD
    value_date: str | None = None  # YYYY-MM-DD
    currency: str | None = None
    booking_text: str | None = None
    purpose: str | None = None
    merchant_category_code: str | None = None
    payment_partner: PaymentPartner | None = None
    fetched: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountUpload:
    """An account as it was sent, with its transactions; `place` points to it in the body.

    Its accountId is empty where none was sent, its sequence 0, until it is stored.
    """

    place: str
    account: UploadAccount
    transactions: tuple[UploadTransaction, ...] = ()

    def stored_as(self, account_id: str, sequence: int) -> "AccountUpload":
        """The same under its id and place in the user's list, each transactionId once."""
        return replace(
            self,
            account=replace(self.account, account_id=account_id, sequence=sequence),
            transactions=tuple(
                replace(transaction, account_id=account_id)
                for transaction in first_of_each(self.transactions)
            ),
        )


def first_of_each(transactions: Iterable[UploadTransaction]) -> list[UploadTransaction]:
    """Each transactionId once, with the values it came with first (UB-UP-02)."""
    kept: dict[str, UploadTransaction] = {}
    for transaction in transactions:
        kept.setdefault(transaction.transaction_id, transaction)
    return list(kept.values())

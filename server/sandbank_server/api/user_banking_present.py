"""What the User banking API shows."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from sandbank_server.api.calls import Json
from sandbank_server.api.opaque_json import from_text
from sandbank_server.api.user_banking_names import (
    ACCOUNT_OPAQUES,
    ACCOUNT_TEXTS,
    PARTNER_TEXTS,
    TRANSACTION_TEXTS,
)
from sandbank_server.domain.uploads import PaymentPartner, UploadAccount, UploadTransaction
from sandbank_server.domain.users import User
from sandbank_server.service import upload_tokens
from sandbank_server.service.paging import Page
from sandbank_server.service.upload_tokens import UploadGrant

V = TypeVar("V")
Shown = dict[str, Json]


def present_grant(grant: UploadGrant) -> Shown:
    """A token as the token endpoint answers."""
    return {
        "access_token": grant.access_token,
        "expires_in": int(upload_tokens.LIFETIME.total_seconds()),
        "token_type": "Bearer",
        "scope": " ".join(grant.scopes),
        "session_state": grant.session_state,
        "not-before-policy": 0,
    }


def present_user(user: User) -> Shown:
    """A user; one without expiry shows none."""
    shown: Shown = {
        "userId": user.user_id,
        "type": user.type,
        "automaticAnalysis": user.automatic_analysis,
    }
    if user.expires_at is not None:
        shown["expiresAt"] = user.expires_at.isoformat().replace("+00:00", "Z")
    return shown


def present_account(account: UploadAccount) -> Shown:
    """An account without its transactions; what is not known is left out."""
    shown: Shown = {"accountId": account.account_id, **_known(account, ACCOUNT_TEXTS)}
    if account.balance is not None:
        shown["balance"] = account.balance
    opaques = _known(account, ACCOUNT_OPAQUES)
    shown |= {name: from_text(text) for name, text in opaques.items()}
    if account.bank_login_id is not None:
        shown["bankLoginId"] = account.bank_login_id
    return shown


def present_accounts(accounts: Iterable[UploadAccount]) -> list[Shown]:
    """Several accounts."""
    return [present_account(account) for account in accounts]


def present_transaction(transaction: UploadTransaction) -> Shown:
    """A transaction; what is not known is left out."""
    shown: Shown = {
        "transactionId": transaction.transaction_id,
        "accountId": transaction.account_id,
        "amount": transaction.amount,
        "bookingDate": transaction.booking_date,
        **_known(transaction, TRANSACTION_TEXTS),
    }
    if transaction.value_date is not None:
        shown["valueDate"] = transaction.value_date
    if transaction.payment_partner is not None:
        shown["paymentPartner"] = _known(transaction.payment_partner, PARTNER_TEXTS)
    if transaction.fetched:
        shown["fetched"] = True
    return shown


def present_transactions(transactions: Iterable[UploadTransaction]) -> list[Shown]:
    """Several transactions."""
    return [present_transaction(transaction) for transaction in transactions]


def present_page(page: Page[V], present: Callable[[V], Shown]) -> Shown:
    """One page of a list, and where it stands in it."""
    return {
        "meta": {"page": page.number, "limit": page.limit, "total": page.total},
        "data": [present(value) for value in page.values],
    }


def _known(
    value: UploadAccount | UploadTransaction | PaymentPartner, names: Mapping[str, str]
) -> Shown:
    found = {name: getattr(value, attribute) for name, attribute in names.items()}
    return {name: value for name, value in found.items() if value is not None}

"""A small world of User banking."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from sandbank_server.adapters.tinydb_store import TinyDbStore
from sandbank_server.domain.uploads import UploadAccount, UploadTransaction
from sandbank_server.domain.users import UploadClient, User
from sandbank_server.service.ports import Audience, Sandbox, Token

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)


class StillClock:
    def __init__(self) -> None:
        self._now = NOON
        self.frozen = True

    def now(self) -> datetime:
        return self._now

    def freeze(self, frozen: bool) -> None:
        self.frozen = frozen

    def advance(self, by: timedelta) -> None:
        self._now += by

    def set(self, to: datetime) -> None:
        self._now = to


class CountedIds:
    def __init__(self) -> None:
        self._made = 0

    def new(self) -> str:
        self._made += 1
        return f"made-{self._made}"

    def rewind(self) -> None:
        self._made = 0


class PaperTokens:
    def __init__(self, clock: StillClock) -> None:
        self._clock = clock
        self._issued: dict[str, Token] = {}

    def issue(self, audience: Audience, claims: Mapping[str, str], lifetime: timedelta) -> str:
        text = f"token-{len(self._issued) + 1}"
        expires_at = self._clock.now() + lifetime
        self._issued[text] = Token(audience=audience, expires_at=expires_at, claims=claims)
        return text

    def read(self, token: str) -> Token | None:
        return self._issued.get(token)


class ForgottenLog:
    def __init__(self) -> None:
        self.forgotten: list[tuple[str, str | None]] = []

    def forget_bank_account(self, bank_account_id: str) -> None:
        raise AssertionError(f"{bank_account_id} is no matter of User banking")

    def forget_user(self, user_id: str, account_id: str | None = None) -> None:
        self.forgotten.append((user_id, account_id))


def a_user(user_id: str = "user-1", client_id: str = "client", **told: Any) -> User:
    fields = {"tenant": client_id, "type": "person", "automatic_analysis": "active", "sequence": 1}
    return User(user_id=user_id, client_id=client_id, **(fields | told))


def an_account(account_id: str = "acc-1", user_id: str = "user-1", **told: Any) -> UploadAccount:
    fields = {
        "currency": "EUR",
        "type": "GIRO",
        "sequence": 1,
        "account_number": f"no-{account_id}",
    }
    return UploadAccount(user_id=user_id, account_id=account_id, **(fields | told))


def a_transaction(
    transaction_id: str = "tx-1", account_id: str = "acc-1", user_id: str = "user-1", **told: Any
) -> UploadTransaction:
    fields = {"amount": Decimal("-1.5"), "booking_date": "2026-01-10"}
    return UploadTransaction(
        user_id=user_id, account_id=account_id, transaction_id=transaction_id, **(fields | told)
    )


def a_sandbox() -> Sandbox:
    """Two accounts, a fetched and a mixed one, another tenant's and another client's user."""
    clock = StillClock()
    store = TinyDbStore(clock)
    scopes = ("banking", "banking-upload")
    for client_id in ("client", "stranger"):
        client = UploadClient(
            client_id=client_id, client_secret=f"{client_id}-secret", scopes=scopes
        )
        store.upload_clients.put(client)
    for user in (
        a_user(),
        a_user("user-2", tenant="client-other", sequence=2),
        a_user("user-3", "stranger", sequence=3),
    ):
        store.users.put(user)
    _put_accounts(store)
    return Sandbox(store, clock, CountedIds(), PaperTokens(clock), ForgottenLog())


def _put_accounts(store: TinyDbStore) -> None:
    for number, account in enumerate(
        (
            an_account(),
            an_account("acc-2"),
            an_account("acc-f", bank_login_id="login-1"),
            an_account("acc-m"),
            an_account("acc-o", "user-2"),
            an_account("acc-s", "user-3"),
        )
    ):
        store.upload_accounts.put(replace(account, sequence=number - 10))
    for transaction in (
        a_transaction("tx-1"),
        a_transaction("tx-2", booking_date="2026-01-11", purpose="rent"),
        a_transaction("tx-3", booking_date="2026-01-09"),
        a_transaction("tx-4", "acc-2"),
        a_transaction("tx-f", "acc-f", fetched=True),
        a_transaction("tx-m", "acc-m"),
        a_transaction("tx-mf", "acc-m", fetched=True),
        a_transaction("tx-o", "acc-o", "user-2"),
        a_transaction("tx-s", "acc-s", "user-3"),
    ):
        store.upload_transactions.put(transaction)

"""Values for the store's tests; a builder says only what matters."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from sandbank_server.adapters.clock import SandboxClock
from sandbank_server.adapters.database_file import DatabaseFile
from sandbank_server.adapters.documents import MemoryStorage
from sandbank_server.adapters.file_storage import FileStorage
from sandbank_server.adapters.tinydb_store import TinyDbStore
from sandbank_server.domain.rules import Rule
from sandbank_server.domain.uploads import UploadTransaction
from sandbank_server.domain.users import User

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def noon_clock() -> SandboxClock:
    return SandboxClock(real=lambda: NOON)


def memory_store() -> TinyDbStore:
    return TinyDbStore(noon_clock(), MemoryStorage())


def file_store(path: Path) -> TinyDbStore:
    return store_on(DatabaseFile(path))


def rule(rule_id: str, account: str = "account-1", name: str = "Rent") -> Rule:
    return Rule(
        rule_id=rule_id,
        bank_account_id=account,
        rule_name=name,
        rule_conditions=(),
        rule_actions=(),
    )


def upload(transaction_id: str, day: str = "2026-02-03", **changes: Any) -> UploadTransaction:
    fields: dict[str, Any] = {
        "user_id": "user-1",
        "account_id": "account-1",
        "transaction_id": transaction_id,
        "amount": Decimal("-12.50"),
        "booking_date": day,
    }
    return UploadTransaction(**{**fields, **changes})


def user(user_id: str, sequence: int = 1, expires_in: timedelta | None = None) -> User:
    return User(
        user_id=user_id,
        client_id="client",
        tenant="client",
        type="person",
        automatic_analysis="active",
        sequence=sequence,
        expires_at=None if expires_in is None else NOON + expires_in,
    )


def rule_ids(rules: Iterable[Rule]) -> list[str]:
    return [each.rule_id for each in rules]


def upload_ids(transactions: Iterable[UploadTransaction]) -> list[str]:
    return [each.transaction_id for each in transactions]


def world(**tables: list[dict[str, Any]]) -> dict[str, Any]:
    """One organisation with one company and one bank account, and what is added."""
    base: dict[str, Any] = {
        "organisations": [{"organisationId": "org", "signingKey": "key"}],
        "companies": [{"companyId": "co", "organisationId": "org", "name": "Co"}],
        "providers": [
            {"providerId": "p", "clientId": "p", "clientSecret": "secret", "apiKey": "key"}
        ],
        "banks": [
            {
                "bankId": "bank",
                "providerId": "p",
                "name": "Bank",
                "primaryCountry": "GBR",
                "primaryCountry2CharIso": "GB",
            }
        ],
        "bankAccounts": [account_item()],
    }
    return {**base, **tables}


def account_item(**changes: Any) -> dict[str, Any]:
    item = {
        "bankAccountId": "acc",
        "companyId": "co",
        "bankId": "bank",
        "status": "active",
        "bankIdentifier": "bi",
        "accountIdentifier": "ai",
        "externalId": "ext",
        "lastTransactionId": 9,
    }
    return {**item, **changes}


def transaction_item(number: int = 1, **changes: Any) -> dict[str, Any]:
    item = {
        "bankAccountId": "acc",
        "transactionId": number,
        "uniqueId": f"txn-{number}",
        "transactionAmount": "-1.50",
        "transactionType": "DEBIT",
        "datePosted": "2026-02-03",
        "description": "Coffee",
    }
    return {**item, **changes}


def written(path: Path) -> None:
    """A store's file with one rule, `old`."""
    store = file_store(path)
    store.rules.put(rule("old"))
    store.close()


def held(path: Path) -> list[str]:
    """The ids of the rules in a store's file."""
    store = file_store(path)
    rules = rule_ids(store.rules.all())
    store.close()
    return rules


def store_on(file: DatabaseFile, *, always: bool = True) -> TinyDbStore:
    return TinyDbStore(noon_clock(), FileStorage(file, always=always))


def queried(path: Path, *statements: str) -> list[tuple[Any, ...]]:
    """What SQLite alone says of a file, or does to it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            found = connection.execute(statement).fetchall()
        return found

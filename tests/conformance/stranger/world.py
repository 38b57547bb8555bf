"""The state of the service: plain records, kept in memory."""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

SESSION_LIFE = timedelta(minutes=20)


@dataclass
class Rule:
    rule_id: str
    name: str
    conditions: list[dict[str, str]]
    additional: list[Any]
    actions: list[dict[str, Any]]
    status: str = "active"


@dataclass
class BankTransaction:
    transaction_id: int
    amount: Decimal
    posted: datetime
    description: str
    narrative: str | None = None
    predicted: list[dict[str, Any]] | None = None
    narrative2: str | None = None
    check: str | None = None
    reference: str | None = None
    currency: str | None = None


@dataclass
class BankAccount:
    account_id: str
    company_id: str
    bank_id: str
    status: str
    details: dict[str, Any]
    status_reason: str | None = None
    rules: dict[str, Rule] = field(default_factory=dict)
    transactions: list[BankTransaction] = field(default_factory=list)
    unique_ids: set[str] = field(default_factory=set)
    last_id: int = 0


@dataclass
class Statement:
    statement_id: str
    provider: str
    account_id: str
    due: datetime
    status: str | None
    items: list[dict[str, Any]]
    state: str = "queued"
    why: str = ""


@dataclass
class Session:
    session_id: str
    provider: str
    expires: datetime
    account_id: str | None = None
    state: str = "open"
    offered: list[dict[str, str]] = field(default_factory=list)
    company_id: str = ""
    application: str = ""


@dataclass
class Organisation:
    organisation_id: str
    signing_key: str
    companies: list[str]


@dataclass
class UploadTransaction:
    fields: dict[str, Any]
    fetched: bool = False


@dataclass
class UploadAccount:
    fields: dict[str, Any]
    transactions: dict[str, UploadTransaction] = field(default_factory=dict)

    @property
    def is_fetched(self) -> bool:
        return self.fields.get("bankLoginId") is not None

    @property
    def holds_fetched(self) -> bool:
        return self.is_fetched or any(t.fetched for t in self.transactions.values())


@dataclass
class User:
    user_id: str
    client: str
    tenant: str
    type: str
    analysis: str
    expires: datetime | None = None
    accounts: dict[str, UploadAccount] = field(default_factory=dict)


@dataclass
class Grant:
    """An opaque token that was given out."""

    owner: str
    expires: datetime
    scopes: frozenset[str] = frozenset()


@dataclass
class Options:
    demand_signature: bool = False
    next_style: str = "none"
    token_seconds: int = 3600
    delay: float = 0.012
    statement_seconds: float = 0.05


@dataclass
class World:
    options: Options
    lock: threading.Lock = field(default_factory=threading.Lock)
    jwt_key: str = field(default_factory=lambda: secrets.token_hex(32))
    applications: set[str] = field(default_factory=set)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    banks: dict[str, dict[str, Any]] = field(default_factory=dict)
    removed_banks: dict[str, dict[str, Any]] = field(default_factory=dict)
    accounts: dict[str, BankAccount] = field(default_factory=dict)
    statements: dict[str, Statement] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    polls: dict[str, Session] = field(default_factory=dict)
    providers: dict[str, tuple[str, str]] = field(default_factory=dict)
    clients: dict[str, tuple[str, str]] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    nonces: set[tuple[str, str]] = field(default_factory=set)
    provider_grants: dict[str, Grant] = field(default_factory=dict)
    upload_grants: dict[str, Grant] = field(default_factory=dict)

    @property
    def all_banks(self) -> dict[str, dict[str, Any]]:
        """Those that are offered, and those that were removed."""
        return self.banks | self.removed_banks

    def drop_expired_users(self) -> None:
        now = utcnow()
        for user in [u for u in self.users.values() if u.expires and u.expires <= now]:
            del self.users[user.user_id]


def utcnow() -> datetime:
    return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """The way a Java service prints a moment."""
    return moment.isoformat(timespec="milliseconds")


def new_id(prefix: str) -> str:
    return f"{prefix}{secrets.token_hex(5).upper()}"

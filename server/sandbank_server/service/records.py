"""What the sandbox itself keeps beside the bank-feed world."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """That data was deleted: ids, time, client and count, never the data."""

    sequence: int
    at: datetime
    api: str
    client: str
    action: str
    ids: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Nonce:
    """A nonce of an application that has been used."""

    application_id: str
    nonce: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementProcessing:
    """When a statement is processed: at once, unless one of these is said."""

    after_time: str | None = None  # of the sandbox's clock, an ISO 8601 duration
    after_reads: int | None = None  # of the statement, by its provider


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxSettings:
    """What the owner can change while the sandbox runs."""

    throttle_per_second: int | None = None  # calls a second and key at the provider API
    expired_token_status: int = 403  # what an expired provider token answers: 403 or 401
    demand_signature: bool = False  # whether accesstoken refuses an unsigned call
    statement_processing: StatementProcessing = StatementProcessing()
    auto_approve: bool = False  # whether sessions of a played bank need no user
    transactions_per_day: int = 0  # of each account at a played bank

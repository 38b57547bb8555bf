"""What the walk's model holds: plain values, changed in place by the model's effects."""

from dataclasses import dataclass, field
from typing import Any

NOON = "2026-03-01T12:00:00Z"
ROUTE_LIFE = 60 * 60
SESSION_LIFE = 20 * 60  # seconds, as all times of the model: since noon
PAGE = 100

Fields = dict[str, Any]
Real = tuple[str, str, str, str]  # company, bank, bankIdentifier, accountIdentifier
ADVANCES = {
    "PT1S": 1,
    "PT4M59S": 299,
    "PT5M": 300,
    "PT20M": 1200,
    "PT25M": 1500,
    "PT1H": 3600,
    "P1D": 86400,
}


@dataclass
class RuleModel:
    """A rule as it should read."""

    fields: Fields
    status: str = "active"


@dataclass
class AccountModel:
    """A connected bank account as it should read."""

    bank_account_id: str
    company: str
    bank: str
    status: str
    bank_identifier: str
    account_identifier: str
    external_id: str
    transactions: dict[int, str] = field(default_factory=dict)  # id to marker
    rules: dict[str, RuleModel] = field(default_factory=dict)
    currency: str | None = None
    posted: dict[int, Fields] = field(default_factory=dict)  # what came by statements, by id
    unique_ids: set[str] = field(default_factory=set)
    sent: set[str] = field(default_factory=set)  # markers in calls that name it

    @property
    def connected(self) -> bool:
        """Whether it was not disconnected."""
        return self.status != "cancelled"

    @property
    def real(self) -> Real:
        """Which account of the real world it is, seen by its company."""
        return self.company, self.bank, self.bank_identifier, self.account_identifier


@dataclass
class BankModel:
    """A bank; it has a reference where its provider made it in this walk."""

    provider: str
    name: str
    reference: str = ""
    removed: bool = False


@dataclass
class StatementModel:
    """A statement as it should read; `due` is in seconds since noon."""

    provider: str
    account: str
    said: str | None = None
    transactions: list[Fields] = field(default_factory=list)
    status: str = "processing"
    due: float | None = None
    reads: int | None = None


@dataclass
class PollModel:
    """The poll routes that a product was given, and since when the last of them works."""

    routes: list[str]
    given_at: float
    answered: bool = False


@dataclass
class CandidateModel:
    """An account that a provider told a company of."""

    external_id: str
    candidate_id: str | None = None  # None until it was listed
    chosen_in: str | None = None  # the session in which the user chose it last


@dataclass
class SessionModel:
    """An authorisation session as it should read."""

    provider: str
    kind: str
    company: str
    bank: str
    expires: float
    status: str
    account: str | None = None
    granted: list[Fields] = field(default_factory=list)
    poll: PollModel | None = None  # of a session that a product began
    chosen: str | None = None
    start: str | None = None

    def status_at(self, now: float) -> str:
        """Where it stands: an open one lives while its time is not over."""
        return "expired" if self.status == "open" and now >= self.expires else self.status


@dataclass
class UploadTransactionModel:
    """A transaction of a user's account."""

    fields: Fields
    fetched: bool = False


@dataclass
class UploadAccountModel:
    """An account of a user."""

    fields: Fields
    fetched: bool = False
    transactions: dict[str, UploadTransactionModel] = field(default_factory=dict)

    @property
    def untouchable(self) -> bool:
        """Whether anything in it came from a bank."""
        return self.fetched or any(t.fetched for t in self.transactions.values())


@dataclass
class UserModel:
    """A user and their banking data."""

    client: str
    tenant: str
    type: str
    automatic_analysis: str
    expires: float | None = None
    accounts: dict[str, UploadAccountModel] = field(default_factory=dict)

"""What the start page shows: one consistent look at the sandbox, of bounded size."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Generic, TypeVar

from sandbank_server.domain.authorisations import (
    Authorisation,
    AuthorisationKind,
    AuthorisationStatus,
)
from sandbank_server.domain.bank_accounts import BankAccount, BankAccountStatus
from sandbank_server.domain.organisations import Bank
from sandbank_server.service import banks
from sandbank_server.service.ports import Sandbox

MOST_BANKS = 100
MOST_ACCOUNTS = 200
MOST_SESSIONS = 100
MOST_CALLS = 50
LONGEST_TEXT = 120  # characters; a caller may choose a name of megabytes

V = TypeVar("V")
L = TypeVar("L")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing(Generic[L]):
    """Some of the things of one kind, and how many there are."""

    lines: tuple[L, ...] = ()
    total: int = 0

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.total - len(self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class BankLine:
    """A bank that can be connected."""

    bank_id: str
    name: str
    country: str
    provider_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountLine:
    """A bank account of a company."""

    bank_account_id: str
    name: str
    bank: str
    company: str
    status: BankAccountStatus
    transactions: int
    rules: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLine:
    """An authorisation session, its status judged by the sandbox's clock."""

    authorisation_id: str
    kind: AuthorisationKind
    provider_id: str
    status: AuthorisationStatus
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CallLine:
    """A call of an API and how it was answered."""

    at: datetime
    method: str
    path: str  # without its query, which may hold a secret
    status: int | None  # None: the connection was closed without an answer
    operation_id: str
    requirement: str  # the rule it met when it was refused, else empty


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The sandbox at one moment; sessions and calls newest first."""

    now: datetime
    frozen: bool
    banks: Listing[BankLine] = Listing()
    accounts: Listing[AccountLine] = Listing()
    users: int = 0  # of the User banking API
    uploads: int = 0  # their accounts, uploaded or fetched
    sessions: Listing[SessionLine] = Listing()
    calls: tuple[CallLine, ...] = ()


def take_overview(sandbox: Sandbox, calls: Sequence[Mapping[str, object]]) -> Overview:
    """The overview as of now; `calls` are the journal's, newest first."""
    store, now = sandbox.store, sandbox.clock.now()
    offered = _first(banks.find(sandbox), MOST_BANKS)
    accounts = _first(store.bank_accounts.all(), MOST_ACCOUNTS)
    sessions = _latest(store.authorisations.all(), MOST_SESSIONS)
    return Overview(
        now=now,
        frozen=sandbox.clock.frozen,
        banks=Listing(lines=tuple(map(_bank, offered.lines)), total=offered.total),
        accounts=Listing(
            lines=tuple(_account(sandbox, each) for each in accounts.lines), total=accounts.total
        ),
        users=sum(1 for _ in store.users.all()),
        uploads=sum(1 for _ in store.upload_accounts.all()),
        sessions=Listing(
            lines=tuple(_session(each, now) for each in sessions.lines), total=sessions.total
        ),
        calls=tuple(_call(each) for each in calls[:MOST_CALLS]),
    )


def _first(values: Iterable[V], most: int) -> Listing[V]:
    rest = iter(values)
    lines = tuple(islice(rest, most))
    return Listing(lines=lines, total=len(lines) + sum(1 for _ in rest))


def _latest(values: Iterable[V], most: int) -> Listing[V]:
    numbered = deque(enumerate(values, start=1), maxlen=most)
    lines = tuple(value for _, value in reversed(numbered))
    return Listing(lines=lines, total=numbered[-1][0] if numbered else 0)


def _bank(bank: Bank) -> BankLine:
    return BankLine(
        bank_id=bank.bank_id,
        name=_shortened(bank.name),
        country=bank.primary_country,
        provider_id=bank.provider_id,
    )


def _account(sandbox: Sandbox, account: BankAccount) -> AccountLine:
    store = sandbox.store
    bank, company = store.banks.get(account.bank_id), store.companies.get(account.company_id)
    return AccountLine(
        bank_account_id=account.bank_account_id,
        name=_shortened(account.account_name or account.account_identifier),
        bank=_shortened(bank.name if bank else account.bank_id),
        company=_shortened(company.name if company else account.company_id),
        status=account.status,
        transactions=store.transactions.count("account", account.bank_account_id),
        rules=store.rules.count("account", account.bank_account_id),
    )


def _session(authorisation: Authorisation, now: datetime) -> SessionLine:
    return SessionLine(
        authorisation_id=authorisation.authorisation_id,
        kind=authorisation.kind,
        provider_id=authorisation.provider_id,
        status=authorisation.status_at(now),
        expires_at=authorisation.expires_at,
    )


def _call(call: Mapping[str, object]) -> CallLine:
    path, _, query = str(call["path"]).partition("?")
    return CallLine(
        at=datetime.fromisoformat(str(call["at"])),
        method=_shortened(str(call["method"])),
        path=_shortened(path) + ("?…" if query else ""),
        status=None if call["status"] is None else int(str(call["status"])),
        operation_id=str(call.get("operationId") or ""),
        requirement=str(call.get("requirement") or ""),
    )


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}…"

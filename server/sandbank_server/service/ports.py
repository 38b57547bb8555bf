"""What the use cases need from the outside world, as small protocols."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from sandbank_server.domain.authorisations import Authorisation
from sandbank_server.domain.bank_accounts import BankAccount
from sandbank_server.domain.candidates import BankAccountCandidate
from sandbank_server.domain.notifications import Notification
from sandbank_server.domain.organisations import Application, Bank, Company, Organisation, Provider
from sandbank_server.domain.rules import Rule
from sandbank_server.domain.statements import Statement
from sandbank_server.domain.transactions import BankTransaction
from sandbank_server.domain.uploads import UploadAccount, UploadTransaction
from sandbank_server.domain.users import UploadClient, User
from sandbank_server.service.connector_port import AvailableAccounts, NobodyAsks, Outbox, Unattended
from sandbank_server.service.faults import Faults
from sandbank_server.service.records import AuditEntry, Nonce, SandboxSettings
from sandbank_server.service.table_port import Table


class Clock(Protocol):
    """The one clock: every expiry, token and timestamp reads it."""

    def now(self) -> datetime:
        """The sandbox's time, in UTC."""

    @property
    def frozen(self) -> bool:
        """Whether time stands still."""

    def freeze(self, frozen: bool) -> None:
        """Stop time, or let it run on from where it stands."""

    def advance(self, by: timedelta) -> None:
        """Move time forward."""

    def set(self, to: datetime) -> None:
        """Put time anywhere, also back."""


class Ids(Protocol):
    """New identities; the same seed gives the same ones."""

    def new(self) -> str:
        """A fresh id in UUID form."""

    def rewind(self) -> None:
        """Begin again at the seed."""


class Audience(StrEnum):
    """Which API a token is for."""

    CONSUMER = "sandbank/consumer"
    PROVIDER = "sandbank/provider"
    USER_BANKING = "sandbank/user-banking"
    CONNECTOR = "sandbank/connector"  # what we show to providers; none of our APIs takes it


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What a verified token says; whether it has expired is the reader's question."""

    audience: str
    expires_at: datetime
    claims: Mapping[str, str] = field(default_factory=dict)


class Tokens(Protocol):
    """Signed tokens."""

    def issue(self, audience: Audience, claims: Mapping[str, str], lifetime: timedelta) -> str:
        """A signed token that lives from now on the sandbox's clock."""

    def read(self, token: str) -> Token | None:
        """What a token says if our signature is on it, else None."""


class Store(Protocol):
    """All state. The key and the indexes of each table stand beside it."""

    applications: Table[Application]  # application_id
    organisations: Table[Organisation]  # organisation_id
    companies: Table[Company]  # company_id; organisation
    banks: Table[Bank]  # bank_id; provider
    providers: Table[Provider]  # provider_id; client, api_key
    bank_accounts: Table[BankAccount]  # bank_account_id; company; real (real_account_key);
    #   external (external_key)
    transactions: Table[BankTransaction]  # transaction_key; account, by transaction_id;
    #   unique (unique_id_key)
    statements: Table[
        Statement
    ]  # statement_id; processing, those of an account; due (''), by due_at
    rules: Table[Rule]  # rule_id; account; name (rule_name_key)
    authorisations: Table[Authorisation]  # authorisation_id; account; state
    bank_account_candidates: Table[BankAccountCandidate]  # bank_account_candidate_id;
    #   real (real_candidate_key); offer (offer_key)
    notifications: Table[Notification]  # notification_id; account, by sequence; those pending:
    #   lane (lane_key), by sequence; waiting (provider_id), by sequence
    upload_clients: Table[UploadClient]  # client_id
    users: Table[User]  # user_id; tenant (tenant_key), by sequence; expiring (''), by expires_at
    upload_accounts: Table[UploadAccount]  # account_key; user, by sequence
    upload_transactions: Table[UploadTransaction]  # upload_transaction_key; account
    #   (account_key), by booking_date and transaction_id; fetched (account_key), the fetched ones
    audit: Table[AuditEntry]  # sequence; all ('')
    nonces: Table[Nonce]  # nonce_key

    def unit_of_work(self) -> AbstractContextManager[None]:
        """All changes inside are kept together, or none when it is left by an exception."""

    def undo_with(self, undo: Callable[[], None]) -> None:
        """Have something done, too, should the unit of work under way be undone."""

    async def durable(self) -> None:
        """Come back when all that was changed so far lasts: no answer goes out before.

        An `Unavailable` says that it cannot last, and was undone.
        """

    def sequence(self) -> int:
        """The next number of a series that never repeats within this world."""

    @property
    def generation(self) -> int:
        """Which world this is: each one that is loaded or restored has another number."""

    @property
    def settings(self) -> SandboxSettings:
        """The settings the owner can change while it runs."""

    def change_settings(self, settings: SandboxSettings) -> None:
        """Replace the settings."""

    def export(self) -> dict[str, list[dict[str, object]]]:
        """The world as plain JSON values: what a world file holds."""

    def load(self, world: Mapping[str, object]) -> None:
        """Replace everything by a world; a `WorldError` names each place that is wrong."""

    def snapshot(self, name: str) -> None:
        """Keep a copy of everything, in memory, under a name."""

    def restore(self, name: str) -> bool:
        """Bring a copy back; False when there is none of that name."""


@dataclass(frozen=True, slots=True)
class WorldError(ValueError):
    """A world cannot be loaded; each problem is (JSON pointer, what would be right)."""

    problems: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return "; ".join(f"{pointer or '/'}: {message}" for pointer, message in self.problems)


class Recall(Protocol):
    """Where copies of calls are kept: they must lose what is deleted (CON-OFF-04)."""

    def clear(self) -> None:
        """Forget every call."""

    def forget_bank_account(self, bank_account_id: str) -> None:
        """Drop every kept body that can hold transactions of a bank account."""

    def forget_user(self, user_id: str, account_id: str | None = None) -> None:
        """Drop every kept body with banking data of a user, or of one account of theirs."""


@dataclass(frozen=True, slots=True)
class Sandbox:
    """Everything a use case works with."""

    store: Store
    clock: Clock
    ids: Ids
    tokens: Tokens
    journal: Recall
    faults: Faults = field(default_factory=Faults)
    outbox: Outbox = field(default_factory=Unattended)
    available_accounts: AvailableAccounts = field(default_factory=NobodyAsks)

"""The tables of the store: what each holds, by which key and under which indexes."""

from datetime import datetime
from typing import Any

from sandbank_server.adapters.table_shape import Counter, Place, TableShape
from sandbank_server.domain.authorisations import Authorisation
from sandbank_server.domain.bank_accounts import BankAccount
from sandbank_server.domain.candidates import BankAccountCandidate
from sandbank_server.domain.notifications import Notification, NotificationOutcome
from sandbank_server.domain.organisations import Application, Bank, Company, Organisation, Provider
from sandbank_server.domain.rules import Rule
from sandbank_server.domain.statements import Statement, StatementStatus
from sandbank_server.domain.transactions import BankTransaction
from sandbank_server.domain.uploads import UploadAccount, UploadTransaction
from sandbank_server.domain.users import UploadClient, User
from sandbank_server.service import keys
from sandbank_server.service.records import AuditEntry, Nonce, SandboxSettings


def _uploaded_to(transaction: UploadTransaction) -> str:
    return keys.account_key(transaction.user_id, transaction.account_id)


def _by_time(time: datetime | None) -> Place:
    # isoformat of UTC times sorts as the times do; the text that ends in Z would not.
    return (None,) if time is None else ("", time.isoformat())


def _processing(statement: Statement) -> Place:
    under_way = statement.status is StatementStatus.PROCESSING
    return (statement.bank_account_id if under_way else None,)


def _if_pending(notification: Notification, owner: str) -> Place:
    pending = notification.outcome is NotificationOutcome.PENDING
    return (owner if pending else None, notification.sequence)


APPLICATIONS = TableShape(name="applications", type=Application, key=lambda it: it.application_id)
ORGANISATIONS = TableShape(
    name="organisations", type=Organisation, key=lambda it: it.organisation_id
)
COMPANIES = TableShape(
    name="companies",
    type=Company,
    key=lambda it: it.company_id,
    indexes={"organisation": lambda it: (it.organisation_id,)},
)
PROVIDERS = TableShape(
    name="providers",
    type=Provider,
    key=lambda it: it.provider_id,
    indexes={"client": lambda it: (it.client_id,), "api_key": lambda it: (it.api_key,)},
)
BANKS = TableShape(
    name="banks",
    type=Bank,
    key=lambda it: it.bank_id,
    indexes={"provider": lambda it: (it.provider_id,)},
)
BANK_ACCOUNTS = TableShape(
    name="bankAccounts",
    type=BankAccount,
    key=lambda it: it.bank_account_id,
    indexes={
        "company": lambda it: (it.company_id,),
        "real": lambda it: (keys.real_account_key(it),),
        "external": lambda it: (keys.external_key(it.bank_id, it.external_id),),
    },
)
TRANSACTIONS = TableShape(
    name="transactions",
    type=BankTransaction,
    key=lambda it: keys.transaction_key(it.bank_account_id, it.transaction_id),
    indexes={
        "account": lambda it: (it.bank_account_id, it.transaction_id),
        "unique": lambda it: (keys.unique_id_key(it.bank_account_id, it.unique_id),),
    },
)
STATEMENTS = TableShape(
    name="statements",
    type=Statement,
    key=lambda it: it.statement_id,
    indexes={"processing": _processing, "due": lambda it: _by_time(it.due_at)},
)
RULES = TableShape(
    name="rules",
    type=Rule,
    key=lambda it: it.rule_id,
    indexes={
        "account": lambda it: (it.bank_account_id,),
        "name": lambda it: (keys.rule_name_key(it),),
    },
)
AUTHORISATIONS = TableShape(
    name="authorisations",
    type=Authorisation,
    key=lambda it: it.authorisation_id,
    indexes={
        "account": lambda it: (it.bank_account_id,),
        "state": lambda it: (it.state,),
    },
)
BANK_ACCOUNT_CANDIDATES = TableShape(
    name="bankAccountCandidates",
    type=BankAccountCandidate,
    key=lambda it: it.bank_account_candidate_id,
    indexes={
        "real": lambda it: (keys.real_candidate_key(it),),
        "offer": lambda it: (keys.offer_key(it.company_id, it.bank_id),),
    },
)
NOTIFICATIONS = TableShape(
    name="notifications",
    type=Notification,
    key=lambda it: it.notification_id,
    indexes={
        "account": lambda it: (it.bank_account_id, it.sequence),
        "lane": lambda it: _if_pending(it, keys.lane_key(it)),
        "waiting": lambda it: _if_pending(it, it.provider_id),
    },
)
UPLOAD_CLIENTS = TableShape(name="uploadClients", type=UploadClient, key=lambda it: it.client_id)
USERS = TableShape(
    name="users",
    type=User,
    key=lambda it: it.user_id,
    indexes={
        "tenant": lambda it: (keys.tenant_key(it.client_id, it.tenant), it.sequence),
        "expiring": lambda it: _by_time(it.expires_at),
    },
)
UPLOAD_ACCOUNTS = TableShape(
    name="uploadAccounts",
    type=UploadAccount,
    key=lambda it: keys.account_key(it.user_id, it.account_id),
    indexes={"user": lambda it: (it.user_id, it.sequence)},
)
UPLOAD_TRANSACTIONS = TableShape(
    name="uploadTransactions",
    type=UploadTransaction,
    key=lambda it: keys.upload_transaction_key(it.user_id, it.account_id, it.transaction_id),
    indexes={
        "account": lambda it: (_uploaded_to(it), it.booking_date, it.transaction_id),
        "fetched": lambda it: (_uploaded_to(it) if it.fetched else None,),
    },
)
AUDIT = TableShape(
    name="audit",
    type=AuditEntry,
    key=lambda it: str(it.sequence),
    indexes={"all": lambda it: ("", it.sequence)},
    in_world=False,
)
NONCES = TableShape(
    name="nonces",
    type=Nonce,
    key=lambda it: keys.nonce_key(it.application_id, it.nonce),
    in_world=False,
)
SETTINGS = TableShape(
    name="settings", type=SandboxSettings, key=lambda _: "settings", in_world=False
)
COUNTERS = TableShape(name="counters", type=Counter, key=lambda _: "counter", in_world=False)

# In this order a world is written: what others refer to comes first.
SHAPES: tuple[TableShape[Any], ...] = (
    APPLICATIONS,
    ORGANISATIONS,
    COMPANIES,
    PROVIDERS,
    BANKS,
    BANK_ACCOUNTS,
    TRANSACTIONS,
    STATEMENTS,
    RULES,
    AUTHORISATIONS,
    BANK_ACCOUNT_CANDIDATES,
    NOTIFICATIONS,
    UPLOAD_CLIENTS,
    USERS,
    UPLOAD_ACCOUNTS,
    UPLOAD_TRANSACTIONS,
    AUDIT,
    NONCES,
    SETTINGS,
    COUNTERS,
)

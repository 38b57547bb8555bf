"""What must hold between the tables of a world: references, unique keys, consistent states."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sandbank_server.adapters.located import Located, Tables, readable
from sandbank_server.adapters.reading import Reading
from sandbank_server.adapters.table_shape import TableShape
from sandbank_server.adapters.tables import SHAPES
from sandbank_server.adapters.world_statements import check_statements
from sandbank_server.domain.bank_accounts import BankAccount, BankAccountStatus
from sandbank_server.domain.rules import RuleStatus
from sandbank_server.domain.statements import StatementStatus
from sandbank_server.service.keys import (
    account_key,
    real_account_key,
    real_candidate_key,
    rule_name_key,
    unique_id_key,
)


@dataclass(frozen=True, slots=True)
class _Reference:
    """A field of one table that names a value of another."""

    table: str
    field: str
    target: str
    key_of: Callable[[Any], str | None]


_REFERENCES = (
    _Reference("companies", "organisationId", "organisations", lambda it: it.organisation_id),
    _Reference("banks", "providerId", "providers", lambda it: it.provider_id),
    _Reference("bankAccounts", "companyId", "companies", lambda it: it.company_id),
    _Reference("bankAccounts", "bankId", "banks", lambda it: it.bank_id),
    _Reference("transactions", "bankAccountId", "bankAccounts", lambda it: it.bank_account_id),
    _Reference("statements", "providerId", "providers", lambda it: it.provider_id),
    _Reference("statements", "bankAccountId", "bankAccounts", lambda it: it.bank_account_id),
    _Reference("rules", "bankAccountId", "bankAccounts", lambda it: it.bank_account_id),
    _Reference("authorisations", "providerId", "providers", lambda it: it.provider_id),
    _Reference("authorisations", "companyId", "companies", lambda it: it.company_id),
    _Reference("authorisations", "bankId", "banks", lambda it: it.bank_id),
    _Reference("authorisations", "bankAccountId", "bankAccounts", lambda it: it.bank_account_id),
    _Reference("bankAccountCandidates", "companyId", "companies", lambda it: it.company_id),
    _Reference("bankAccountCandidates", "bankId", "banks", lambda it: it.bank_id),
    _Reference("notifications", "providerId", "providers", lambda it: it.provider_id),
    _Reference("users", "clientId", "uploadClients", lambda it: it.client_id),
    _Reference("uploadAccounts", "userId", "users", lambda it: it.user_id),
    _Reference(
        "uploadTransactions",
        "accountId",
        "uploadAccounts",
        lambda it: account_key(it.user_id, it.account_id),
    ),
)


@dataclass(frozen=True, slots=True)
class _Unique:
    """What only one value of a table may have; a key of None is any number's."""

    table: str
    subject: str  # what a message says is taken
    key_of: Callable[[Any], str | None]


_UNIQUE = (
    _Unique("providers", "clientId is", lambda it: it.client_id),
    _Unique("providers", "apiKey is", lambda it: it.api_key),
    _Unique(
        "bankAccounts",
        "its bankIdentifier and accountIdentifier are (only a cancelled account frees them)",
        lambda it: real_account_key(it) if it.is_connected else None,
    ),
    _Unique(
        "transactions", "uniqueId is", lambda it: unique_id_key(it.bank_account_id, it.unique_id)
    ),
    _Unique(
        "statements",
        "its bankAccountId is (one statement of an account is processing at a time)",
        lambda it: it.bank_account_id if it.status is StatementStatus.PROCESSING else None,
    ),
    _Unique(
        "bankAccountCandidates",
        "its bankIdentifier and accountIdentifier are",
        real_candidate_key,
    ),
    _Unique("rules", "ruleName is", rule_name_key),
    *(_Unique(shape.name, "its ids are", shape.key) for shape in SHAPES if shape.in_world),
)


def check_world(tables: Tables, reading: Reading) -> None:
    """Name every problem between values, each by the place of the value that has it."""
    for unique in _UNIQUE:
        _check_unique(unique, tables[unique.table], reading)
    for reference in _REFERENCES:
        _check_reference(reference, tables, reading)
    for place in readable(tables["users"]):
        user = place.value
        if user.tenant != user.client_id and not user.tenant.startswith(f"{user.client_id}-"):
            expected = f"expected {user.client_id!r}, alone or with '-' and a suffix"
            reading.wrong(f"{place.pointer}/tenant", expected)
    for place in readable(tables["providers"]):
        connector = place.value.connector
        if connector and (connector.header_name is None) != (connector.header_value is None):
            expected = "expected headerName and headerValue, or neither of them"
            reading.wrong(f"{place.pointer}/connector", expected)
    accounts = {it.value.bank_account_id: it.value for it in readable(tables["bankAccounts"])}
    _check_transactions(tables["transactions"], accounts, reading)
    check_statements(tables, accounts, reading)
    _check_rules(tables["rules"], accounts, reading)


def _check_unique(unique: _Unique, places: list[Located], reading: Reading) -> None:
    seen: dict[str | None, str] = {}
    for place in readable(places):
        key = unique.key_of(place.value)
        first = seen.setdefault(key, place.pointer)
        if key is not None and first != place.pointer:
            reading.wrong(place.pointer, f"{unique.subject} already used by {first}")


def _check_reference(reference: _Reference, tables: Tables, reading: Reading) -> None:
    targets = tables[reference.target]
    if any(place.value is None for place in targets):
        return  # what is named may be one of those that could not be read
    shape = _SHAPE_OF[reference.target]
    known = {shape.key(place.value) for place in targets}
    for place in readable(tables[reference.table]):
        key = reference.key_of(place.value)
        if key is not None and key not in known:
            named = f"no {reference.target} entry has the id {key!r}"
            reading.wrong(f"{place.pointer}/{reference.field}", named)


def _check_transactions(
    places: list[Located], accounts: Mapping[str, BankAccount], reading: Reading
) -> None:
    for place in readable(places):
        account = accounts.get(place.value.bank_account_id)
        if account is None:
            continue
        if account.status is BankAccountStatus.CANCELLED:
            reading.wrong(place.pointer, "a cancelled bank account has no transactions")
        elif place.value.transaction_id > account.last_transaction_id:
            last = (
                f"expected at most {account.last_transaction_id}, the account's lastTransactionId"
            )
            reading.wrong(f"{place.pointer}/transactionId", last)


def _check_rules(
    places: list[Located], accounts: Mapping[str, BankAccount], reading: Reading
) -> None:
    for place in readable(places):
        account = accounts.get(place.value.bank_account_id)
        cancelled = account is not None and account.status is BankAccountStatus.CANCELLED
        if cancelled and place.value.status is not RuleStatus.DISCONNECTED:
            message = "expected disconnected: its bank account is cancelled"
            reading.wrong(f"{place.pointer}/status", message)


_SHAPE_OF: Mapping[str, TableShape[Any]] = {shape.name: shape for shape in SHAPES}

"""What the fields of a world may hold beyond their type: choices, dates, ids, JSON text."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sandbank_server.adapters.reading import (
    WRONG,
    Reader,
    Reading,
    choice,
    named,
    optional,
    read_amount,
    read_text,
)
from sandbank_server.adapters.record_readers import RecordReaders
from sandbank_server.adapters.times import format_time, resolve_time
from sandbank_server.domain.addresses import fault_of_address
from sandbank_server.domain.authorisations import Authorisation
from sandbank_server.domain.bank_accounts import BankAccount
from sandbank_server.domain.candidates import BankAccountCandidate
from sandbank_server.domain.connectors import (
    CallbackUrls,
    Connector,
    fault_of_header_name,
    fault_of_header_value,
)
from sandbank_server.domain.days import is_day
from sandbank_server.domain.iso_dates import is_date
from sandbank_server.domain.notifications import Notification
from sandbank_server.domain.organisations import Bank, Company, Organisation, Provider
from sandbank_server.domain.rules import Rule
from sandbank_server.domain.statements import Statement
from sandbank_server.domain.transactions import BankTransaction
from sandbank_server.domain.uploads import UploadAccount, UploadTransaction
from sandbank_server.domain.users import UploadClient, User


def _read_id(item: Any, pointer: str, reading: Reading) -> Any:
    text = read_text(item, pointer, reading)
    if text is WRONG or (text.strip() and "/" not in text):
        return text
    return reading.wrong(pointer, "expected an id that fits into a path: not blank, without '/'")


def _read_secret(item: Any, pointer: str, reading: Reading) -> Any:
    text = read_text(item, pointer, reading)
    if text is WRONG or text.strip():
        return text
    return reading.wrong(pointer, "expected a text that is not blank: whoever knows it gets in")


def _read_json_text(item: Any, pointer: str, reading: Reading) -> Any:
    text = read_text(item, pointer, reading)
    if text is WRONG:
        return text
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return reading.wrong(pointer, "expected JSON written as a text, like '[]'")
    return text


def _kept(fault_of: Callable[[str], str | None]) -> Reader:
    """A reader of texts in which a rule of the domain finds no fault."""

    def read(item: Any, pointer: str, reading: Reading) -> Any:
        text = read_text(item, pointer, reading)
        fault = None if text is WRONG else fault_of(text)
        return reading.wrong(pointer, fault) if fault else text

    return optional(read)


def _moment(write: Callable[[datetime], str], valid: Callable[[str], bool], form: str) -> Reader:
    def read(item: Any, pointer: str, reading: Reading) -> Any:
        if isinstance(item, str):
            if valid(item):
                return item
            moment = resolve_time(item, reading.now)
            if moment is not None:
                return write(moment.replace(microsecond=0))
        expected = f"expected {form} or a duration from now (-P3D), got {named(item)}"
        return reading.wrong(pointer, expected)

    return read


def _write_day(moment: datetime) -> str:
    return moment.date().isoformat()


_READ_DAY = _moment(_write_day, is_day, "a day (2026-01-31)")
_READ_MOMENT = _moment(format_time, is_date, "an ISO 8601 date or date-time")
_READ_START = _moment(_write_day, is_date, "an ISO 8601 date or date-time")
_JSON = optional(_read_json_text)

_IDS: tuple[tuple[type[Any], str], ...] = (
    (Organisation, "organisation_id"),
    (Company, "company_id"),
    (Provider, "provider_id"),
    (Bank, "bank_id"),
    (BankAccount, "bank_account_id"),
    (Statement, "statement_id"),
    (Rule, "rule_id"),
    (Authorisation, "authorisation_id"),
    (BankAccountCandidate, "bank_account_candidate_id"),
    (Notification, "notification_id"),
    (UploadClient, "client_id"),
    (User, "user_id"),
)

_SECRETS: tuple[tuple[type[Any], str], ...] = (
    (Organisation, "signing_key"),
    (Provider, "client_secret"),
    (Provider, "api_key"),
    (UploadClient, "client_secret"),
)

_URLS = ("notification", "available_accounts", "auth", "re_auth")

_FIELDS: dict[tuple[type[Any], str], Reader] = {
    **dict.fromkeys(_IDS, _read_id),
    **dict.fromkeys(_SECRETS, _read_secret),
    **{(CallbackUrls, name): _kept(fault_of_address) for name in _URLS},
    (Connector, "header_name"): _kept(fault_of_header_name),
    (Connector, "header_value"): _kept(fault_of_header_value),
    (Bank, "data_provider"): choice("indirect", "direct"),
    (BankAccount, "data_provider"): choice("indirect", "direct"),
    (BankAccount, "requested_start_date"): optional(_READ_START),
    (Authorisation, "requested_start_date"): optional(_READ_START),
    (BankTransaction, "transaction_amount"): read_amount,
    (BankTransaction, "transaction_type"): choice("CREDIT", "DEBIT"),
    (BankTransaction, "date_posted"): _READ_MOMENT,
    (BankTransaction, "date_user_initiated"): optional(_READ_MOMENT),
    (Rule, "rule_additional_fields"): _read_json_text,
    (User, "type"): choice("person", "company"),
    (User, "automatic_analysis"): choice("active", "suspended"),
    (UploadAccount, "securities"): _JSON,
    (UploadAccount, "standing_orders"): _JSON,
    (UploadAccount, "supported_payments"): _JSON,
    (UploadAccount, "balance"): optional(read_amount),
    (UploadTransaction, "amount"): read_amount,
    (UploadTransaction, "booking_date"): _READ_DAY,
    (UploadTransaction, "value_date"): optional(_READ_DAY),
}

WORLD_RECORDS = RecordReaders(_FIELDS)

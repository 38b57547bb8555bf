"""Uploads: days, accounts that go with the path, and what a change may not clear."""

import re
from collections.abc import Iterator
from datetime import date

from sandbank_conformance.judge import words
from sandbank_conformance.judge.bodies.strict import Json
from sandbank_conformance.judge.cases import Case, in_body, in_query
from sandbank_conformance.judge.findings import Place, Stage
from sandbank_conformance.judge.veils import is_variable

_DAY = re.compile(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}", re.ASCII)
_KEPT = ("accountId", "accountNumber", "currency", "type", "transactionId", "amount", "bookingDate")
_SECONDS_A_DAY = 86_400
_EPOCH = date(1970, 1, 1).toordinal()


def judge_accounts(case: Case) -> None:
    """Accounts that are created or replaced, with their transactions."""
    for place, account in _items(_value(case), ""):
        account_id = account.get("accountId") or ""
        for inner, transaction in _items(account.get("transactions"), f"{place}/transactions"):
            _judge_transaction(case, inner, transaction, account_id, "UB-UP-05")


def judge_transactions(case: Case) -> None:
    """Transactions that are added to an account."""
    for place, transaction in _items(_value(case), ""):
        _judge_transaction(case, place, transaction, _account_of_path(case), "UB-UP-05")


def judge_account_changes(case: Case) -> None:
    """Accounts that are changed in part."""
    for place, account in _items(_value(case), ""):
        _judge_kept(case, place, account)


def judge_transaction_changes(case: Case) -> None:
    """Transactions that are changed in part."""
    for place, transaction in _items(_value(case), ""):
        _judge_kept(case, place, transaction)
        _judge_transaction(case, place, transaction, _account_of_path(case), "UB-UP-03")


def judge_span(case: Case) -> None:
    """The days between which transactions are read."""
    for name in ("from", "to"):
        values = case.query.get(name, ())
        if len(values) == 1 and not is_variable(values[0]) and not _is_day(values[0]):
            place = in_query(name)
            if not any(each.place == place for each in case.notes.violations):
                found, right = words.shown(values[0]), "a day such as 2026-01-31"
                case.notes.violate(place, "GEN-04", 400, Stage.CONTENT, found=found, right=right)


def _value(case: Case) -> Json:
    return case.body.value if case.body else None


def _account_of_path(case: Case) -> str | None:
    account_id = case.values.get("account-id")
    return None if account_id is None or is_variable(account_id) else account_id


def _items(value: Json, place: str) -> Iterator[tuple[str, dict[str, Json]]]:
    """The objects of an array, or the only one, each with its pointer."""
    if isinstance(value, dict):
        yield place, value
    elif isinstance(value, list):
        for number, item in enumerate(value):
            if isinstance(item, dict):
                yield f"{place}/{number}", item


def _judge_transaction(
    case: Case, place: str, item: dict[str, Json], account_id: str | None, requirement: str
) -> None:
    """It may name its account, but no other one, and its value date twice, but only one day."""
    named = item.get("accountId", account_id)
    if account_id is not None and named != account_id:
        found, right = words.shown(named), f"{words.shown(account_id)}, or no accountId at all"
        _violate(case, f"{place}/accountId", requirement, found, right)
    if "valueDate" in item and "valutaDate" in item:
        value, valuta = item["valueDate"], item["valutaDate"]
        if _day(value) != _day(valuta):
            right = f"the day of valueDate, {words.shown(value)}, or no valutaDate at all"
            _violate(case, f"{place}/valutaDate", requirement, words.shown(valuta), right)


def _judge_kept(case: Case, place: str, item: dict[str, Json]) -> None:
    for name in _KEPT:
        if name in item and item[name] is None:
            right = "a value, or no such member: this cannot be cleared"
            _violate(case, f"{place}/{name}", "UB-UP-03", "null", right)


def _violate(case: Case, pointer: str, requirement: str, found: str, right: str) -> None:
    place: Place = in_body(pointer)
    known = any(each.place == place for each in case.notes.violations)
    if case.body is None or known or not case.body.is_known(pointer):
        return
    case.notes.violate(
        place,
        requirement,
        400,
        Stage.CONTENT,
        found=found,
        right=right,
        position=case.body.position(pointer),
    )


def _is_day(text: str) -> bool:
    try:
        return _DAY.fullmatch(text) is not None and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _day(value: Json) -> Json:
    """The day that a date means: of a moment the day it names, of Unix seconds the UTC one."""
    if isinstance(value, str):
        return value[:10]
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**11:
        return date.fromordinal(_EPOCH + value // _SECONDS_A_DAY).isoformat()
    return value

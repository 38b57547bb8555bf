"""Statements: totals, signs, dates, and the one account that all of it is about."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from sandbank_conformance.judge import words
from sandbank_conformance.judge.bodies.strict import Json
from sandbank_conformance.judge.cases import Case, in_body
from sandbank_conformance.judge.findings import Stage

_DATES = ("datePosted", "dateUserInitiated")
_BALANCE_DATES = ("ledgerBalanceDate", "availableBalanceDate")
_ADVISED = timedelta(days=14)
_NUMBERS = (int, Decimal)

Transactions = list[tuple[str, dict[str, Json]]]  # each with its pointer


def judge(case: Case) -> None:
    """Note where a statement contradicts itself; what breaks its schema was noted before."""
    data = _data(case)
    transactions = _transactions(data)
    _judge_totals(case, data, transactions)
    _judge_account(case, data, transactions)
    for place, transaction in transactions:
        _judge_transaction(case, data, place, transaction)
    _judge_repetitions(case, transactions)
    _look_at_age(case, transactions)


def _data(case: Case) -> dict[str, Json]:
    value = case.body.value if case.body else None
    data = value.get("data") if isinstance(value, dict) else None
    return data if isinstance(data, dict) else {}


def _transactions(data: dict[str, Json]) -> Transactions:
    listed = data.get("transactionDetails")
    if not isinstance(listed, list):
        return []
    places = ((f"/data/transactionDetails/{number}", each) for number, each in enumerate(listed))
    return [(place, each) for place, each in places if isinstance(each, dict)]


def _judge_totals(case: Case, data: dict[str, Json], transactions: Transactions) -> None:
    expected = data.get("expected")
    listed = data.get("transactionDetails", [])
    if not isinstance(expected, dict) or not isinstance(listed, list):
        return
    amounts: list[Any] = [each.get("transactionAmount") for _, each in transactions]
    totals: dict[str, Json] = {
        "transactionDetailsCount": len(listed),
        "accountDetailsCount": 1,
    }
    if len(amounts) == len(listed) and all(_is_number(each) for each in amounts):
        totals["transactionCreditSum"] = sum((each for each in amounts if each > 0), Decimal(0))
        totals["transactionDebitSum"] = sum((each for each in amounts if each < 0), Decimal(0))
    for name, counted in totals.items():
        said = expected.get(name)
        if _is_number(said) and said != counted:
            right = f"{Decimal(counted):f}, as the transactions come to"
            _violate(case, f"/data/expected/{name}", "PRV-STMT-03", words.shown(said), right)


def _judge_account(case: Case, data: dict[str, Json], transactions: Transactions) -> None:
    detail = _detail(data)
    place = "/data/accountDetails/0"
    if detail.get("status") == "authRequired" and transactions:
        right = "no status, or active: a statement with transactions cannot be authRequired"
        _violate(case, f"{place}/status", "PRV-STMT-11", '"authRequired"', right)
    balances = detail.get("balances")
    if isinstance(balances, dict):
        for name in _BALANCE_DATES:
            _judge_date(case, f"{place}/balances/{name}", balances.get(name), "PRV-STMT-11")


def _detail(data: dict[str, Json]) -> dict[str, Json]:
    details = data.get("accountDetails")
    first = details[0] if isinstance(details, list) and details else None
    return first if isinstance(first, dict) else {}


def _judge_transaction(
    case: Case, data: dict[str, Json], place: str, transaction: dict[str, Json]
) -> None:
    own, named = _detail(data).get("bankAccountId"), transaction.get("bankAccountId")
    if isinstance(own, str) and isinstance(named, str) and own != named:
        right = f"{words.shown(own)}, the account of the statement"
        _violate(case, f"{place}/bankAccountId", "PRV-STMT-11", words.shown(named), right)
    amount, told = transaction.get("transactionAmount"), transaction.get("transactionType")
    right = _type_of(amount)
    if right and told in ("CREDIT", "DEBIT") and told != right:
        found, right = words.shown(told), f'"{right}", or an amount of the other sign'
        _violate(case, f"{place}/transactionType", "PRV-STMT-06", found, right)
    for name in _DATES:
        _judge_date(case, f"{place}/{name}", transaction.get(name), "PRV-STMT-06")


def _type_of(amount: Json) -> str:
    """Nothing says to which side an amount of 0 belongs."""
    sign = (amount > 0) - (amount < 0) if _is_number(amount) else 0
    return {1: "CREDIT", -1: "DEBIT"}.get(sign, "")


def _judge_date(case: Case, pointer: str, date: Json, requirement: str) -> None:
    if isinstance(date, str) and is_future(date, case.moment):
        right = f"no date in the future, as seen from {case.moment:%Y-%m-%d %H:%M} UTC"
        _violate(case, pointer, requirement, words.shown(date), right)


def _judge_repetitions(case: Case, transactions: Transactions) -> None:
    first: dict[str, str] = {}
    for place, transaction in transactions:
        unique_id = transaction.get("uniqueId")
        if isinstance(unique_id, str) and unique_id in first:
            found = f"{words.shown(unique_id)}, as at {first[unique_id]}"
            right = "a uniqueId that this account never had"
            pointer = f"{place}/uniqueId"
            _violate(case, pointer, "PRV-STMT-02", found, right, status=409, stage=Stage.STATE)
        elif isinstance(unique_id, str):
            first[unique_id] = place


def _look_at_age(case: Case, transactions: Transactions) -> None:
    """Transactions of more than fourteen days in one statement are advised against."""
    dated = [(place, _moment(each.get("datePosted"))) for place, each in transactions]
    known = [(place, moment) for place, moment in dated if moment is not None]
    newest = max((moment for _, moment in known), default=None)
    old = [place for place, moment in known if newest and moment < newest - _ADVISED]
    if old:
        told = "more than 14 days older than the newest of its statement: send older ones first"
        more = f" ({len(old)} are)" if len(old) > 1 else ""
        pointer = f"{old[0]}/datePosted"
        position = case.body.position(pointer) if case.body else None
        case.notes.remark(
            in_body(pointer), told + more, requirement="PRV-STMT-07", position=position
        )


def _moment(date: Json) -> datetime | None:
    try:
        read = datetime.fromisoformat(date.upper()) if isinstance(date, str) else None
    except ValueError:
        return None
    return read.replace(tzinfo=read.tzinfo or UTC) if read else None


def is_future(date: str, now: datetime) -> bool:
    """Whether an ISO 8601 day or moment is later than now; days are those of UTC."""
    if len(date) == len("2026-01-31"):
        return date > now.astimezone(UTC).date().isoformat()
    moment = _moment(date)
    return moment is not None and moment > now


def _is_number(value: Json) -> bool:
    return isinstance(value, _NUMBERS) and not isinstance(value, bool)


def _violate(
    case: Case,
    pointer: str,
    requirement: str,
    found: str,
    right: str,
    *,
    status: int = 400,
    stage: Stage = Stage.CONTENT,
) -> None:
    place = in_body(pointer)
    known = any(each.place == place for each in case.notes.violations)
    if case.body is None or known or not case.body.is_known(pointer):
        return
    position = case.body.position(pointer)
    case.notes.violate(
        place, requirement, status, stage, found=found, right=right, position=position
    )

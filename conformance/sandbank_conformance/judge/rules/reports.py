"""Reports of sessions: what is right for one kind of session is wrong for the other."""

from enum import Enum

from sandbank_conformance.judge import words
from sandbank_conformance.judge.bodies.places import Position
from sandbank_conformance.judge.bodies.reading import Reading
from sandbank_conformance.judge.bodies.strict import Json
from sandbank_conformance.judge.cases import Case, SessionKind, in_body
from sandbank_conformance.judge.findings import Stage

ACCOUNTS = "/data/bankAccounts"


class Granted(Enum):
    """Whether a report of a success brings accounts."""

    SOME = "some"
    NONE = "none"
    UNKNOWN = "unknown"  # the capture does not show it
    NO_SUCCESS = "no success"  # so it does not matter


def judge(case: Case) -> None:
    """Note where a report does not go with the kind of its session, where that is known."""
    told = granted(case)
    place = in_body(ACCOUNTS)
    if any(each.place == place for each in case.notes.violations):
        return
    if case.kind is SessionKind.ONBOARDING and told is Granted.NONE:
        case.notes.violate(
            place,
            "PRV-AUTH-09",
            400,
            Stage.KIND,
            found=_none(case),
            right="every account that was granted, one or many: the session is an onboarding",
            position=_position(case, ACCOUNTS),
        )
    if case.kind is SessionKind.REAUTHORISATION and has_accounts(case):
        number = len(_data(case)["bankAccounts"])
        case.notes.violate(
            place,
            "PRV-AUTH-11",
            400,
            Stage.KIND,
            found="1 account" if number == 1 else f"{number} accounts",
            right="no accounts: the session is a re-authentication, and its id says of which one",
            position=_position(case, ACCOUNTS),
        )


def granted(case: Case) -> Granted:
    """Whether the report brings accounts with a success."""
    body, data = case.body, _data(case)
    if body is None or _is_unknown(body, "") or _is_unknown(body, "/data"):
        return Granted.UNKNOWN
    if _is_unknown(body, "/data/status") or _is_unknown(body, ACCOUNTS):
        return Granted.UNKNOWN
    if data.get("status") != "success":
        return Granted.NO_SUCCESS
    return Granted.SOME if has_accounts(case) else Granted.NONE


def has_accounts(case: Case) -> bool:
    """Whether the report is seen to bring accounts."""
    accounts = _data(case).get("bankAccounts")
    return isinstance(accounts, list) and bool(accounts)


def accounts_of(case: Case) -> list[Json]:
    """The accounts that the report brings, as they are."""
    return list(_data(case)["bankAccounts"]) if has_accounts(case) else []


def status_of(case: Case) -> Json:
    """The status that the report tells."""
    return _data(case).get("status")


def _data(case: Case) -> dict[str, Json]:
    value = case.body.value if case.body else None
    data = value.get("data") if isinstance(value, dict) else None
    return data if isinstance(data, dict) else {}


def _is_unknown(body: Reading, pointer: str) -> bool:
    return pointer in body.unknown


def _none(case: Case) -> str:
    data = _data(case)
    if "bankAccounts" in data:
        return words.shown(data["bankAccounts"])
    like = words.near("bankAccounts", list(data))
    return f"nothing; {like} is not bankAccounts" if like else "nothing"


def _position(case: Case, pointer: str) -> Position | None:
    return case.body.position(pointer) if case.body else None

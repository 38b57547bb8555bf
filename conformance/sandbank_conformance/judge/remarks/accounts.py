"""What a report of accounts says that was likely not meant."""

import re
from collections import Counter

from sandbank_conformance.judge.bodies.strict import Json
from sandbank_conformance.judge.cases import Case, in_body
from sandbank_conformance.judge.operations import REPORTS
from sandbank_conformance.judge.rules.reports import ACCOUNTS, accounts_of, status_of

_NUMBER = re.compile(r"(?<![\w*•])\d(?:[ -]?\d){7,}(?!\w)")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_NO_BRANCH = re.compile(
    r"n\.?a\.?|n ?[/\\] ?a\.?|none|null|nil|-+|not[ _]?applicable|unknown", re.IGNORECASE
)
_LEFT_OVER = re.compile(r"string\d*|text|example|sample|foo|bar|lorem ipsum", re.IGNORECASE)
_MATCHED = ("bankIdentifier", "accountIdentifier")


def look(case: Case) -> None:
    """Remark on the accounts of a report."""
    if case.judged.id not in REPORTS:
        return
    accounts = [each for each in accounts_of(case) if isinstance(each, dict)]
    if not accounts:
        return
    if status_of(case) == "failure":
        _remark(case, ACCOUNTS, "accounts of a failure, which nobody reads", "PRV-AUTH-19")
    _look_at_banks(case, accounts)
    _look_for_repetitions(case, accounts)
    _look_for_left_overs(case, accounts)
    for number, account in enumerate(accounts_of(case)):
        if isinstance(account, dict):
            _look_at_one(case, f"{ACCOUNTS}/{number}", account)


def _look_at_banks(case: Case, accounts: list[dict[str, Json]]) -> None:
    banks = Counter(_text(each, "bankIdentifier") for each in accounts)
    banks.pop("", None)
    if len(banks) > 1:
        told = (
            f"{len(banks)} bankIdentifiers in one call: accepted, though all accounts that one "
            "user's credentials open are meant to have the same"
        )
        _remark(case, ACCOUNTS, told, "PRV-AUTH-14")


def _look_for_repetitions(case: Case, accounts: list[dict[str, Json]]) -> None:
    real = Counter(tuple(_text(each, name) for name in _MATCHED) for each in accounts)
    if any(times > 1 for pair, times in real.items() if all(pair)):
        told = "the same bankIdentifier and accountIdentifier twice: that account counts once"
        _remark(case, ACCOUNTS, told, "PRV-AUTH-16")
    ids = Counter(_text(each, "bankAccountExternalId") for each in accounts)
    if any(times > 1 for external, times in ids.items() if external) and len(real) > 1:
        _remark(case, ACCOUNTS, "one bankAccountExternalId twice: it is meant to be unique", "")


def _look_for_left_overs(case: Case, accounts: list[dict[str, Json]]) -> None:
    places = [
        f"{ACCOUNTS}/{number}/{name}"
        for number, account in enumerate(accounts)
        for name in account
        if _LEFT_OVER.fullmatch(_text(account, name))
    ]
    if places:
        more = f", and so do {len(places) - 1} others" if len(places) > 1 else ""
        _remark(case, places[0], f"seems to be left over from an example{more}", "")


def _look_at_one(case: Case, place: str, account: dict[str, Json]) -> None:
    number = _account_number(_text(account, "accountName"))
    if number:
        masked = f"{'*' * 4}{number[-4:]}"
        told = f"a whole account number, which ends in {number[-4:]}: mask it, such as {masked}"
        _remark(case, f"{place}/accountName", told, "")
    branch = _text(account, "branchIdentifier")
    if branch != "n/a" and _NO_BRANCH.fullmatch(branch.strip()):
        told = f'"{branch}" is taken for a branch: where there is none, write "n/a"'
        _remark(case, f"{place}/branchIdentifier", told, "PRV-AUTH-15")
    for name in _MATCHED:
        text = _text(account, name)
        if text != text.strip() and text.strip():
            told = "a blank at its beginning or end: accounts are told apart by every character"
            _remark(case, f"{place}/{name}", told, "PRV-AUTH-13")


def _account_number(name: str) -> str | None:
    """The digits of an account number that stands in full in a name."""
    iban = _IBAN.search(name)
    if iban:
        return iban[0].replace(" ", "")
    found = _NUMBER.search(_DATE.sub("", name))
    return re.sub(r"[ -]", "", found[0]) if found else None


def _text(account: dict[str, Json], name: str) -> str:
    value = account.get(name)
    return value if isinstance(value, str) else ""


def _remark(case: Case, place: str, told: str, requirement: str) -> None:
    position = case.body.position(place) if case.body else None
    case.notes.remark(in_body(place), told, requirement=requirement, position=position)

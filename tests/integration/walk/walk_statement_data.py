"""Statements of a walk: their bodies, what is said of them, and how they are read back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from hypothesis import strategies as st
from integration.walk.walk_steps import Verdict, amount, equal, often
from integration.walk.walk_values import AccountModel, Fields, StatementModel

_MARKS = count(1)
_BANKS = [f"0c000000-0000-4000-8000-{n:012}" for n in (1, 2, 9)]  # the last is nobody's
BANK = _BANKS[0]

KINDS: Mapping[str, Fields] = {
    "fuel": {
        "transactionAmount": -12.5,
        "transactionType": "DEBIT",
        "datePosted": "2026-02-01",
        "narrative1": "Paid by CARD",
        "narrative2": "Fuel",
        "checkNumber": "000123",
        "exchangeCurrency": "GBP",
    },
    "sale": {
        "transactionAmount": 1500.1,
        "transactionType": "CREDIT",
        "datePosted": "2026-01-30T23:30:00-05:00",
        "narrative1": "Green timber and coffee",
        "referenceNumber": "walk",
    },
    "nothing": {
        "transactionAmount": 0,
        "transactionType": "DEBIT",
        "datePosted": "2026-01-31",
        "exchangeCurrency": "EUR",
    },
}

# How a body is wrong; the second value is another account's id.
ODD: Mapping[str, Callable[[Fields, str], None]] = {
    "no details": lambda data, _: data.update(accountDetails=[]),
    "two details": lambda data, other: data["accountDetails"].append({"bankAccountId": other}),
    "no bank": lambda data, _: data.pop("bankId"),
    "another status": lambda data, _: data["accountDetails"][0].update(status="cancelled"),
    "other totals": lambda data, _: data.update(expected={"transactionDetailsCount": 9}),
    "a balance of tomorrow": lambda data, _: data["accountDetails"][0].update(
        balances={"ledgerBalanceDate": "2999-03-02"}
    ),
    "a transaction of another account": lambda data, other: data["transactionDetails"].append(
        _transaction("fuel", "odd", other)
    ),
    "an amount as a text": lambda data, _: _spoil(data, transactionAmount="1"),
    "a sign that disagrees": lambda data, _: _spoil(data, transactionAmount=-7.25),
    "from the future": lambda data, _: _spoil(data, datePosted="2999-01-01"),
    "not posted": lambda data, _: _spoil(data, transactionStatus="pending"),
    "no description": lambda data, _: _spoil(data, description=" "),
}
PROCESSING: Sequence[Any] = ("atOnce", "atOnce", {"afterTime": "PT5M"}, {"afterReads": 2})

SENT = st.lists(st.sampled_from(tuple(KINDS)), max_size=3)
REPEATS = often("", "held", "twice", times=6)
SAID = often(None, "active", "authRequired", times=3)
BANKS = often("", "another", "nobody's", times=24)
REFUSING: Mapping[str, Verdict] = {
    "no key": 403,
    "wrong key": 403,
    "other provider's key": 403,
    "two keys": 403,
    "product's token": 403,
    "no token": 401,
    "bare token": 401,
    "garbled token": 401,
    "stale token": 401,
    "two tokens": 401,
}


@dataclass
class Post:
    """A statement that is about to be sent by a provider, and what is wrong with it."""

    account: AccountModel | None
    provider: str  # whose bank the account is at
    data: Fields
    unique_ids: list[str]
    wrong: Verdict = None
    foreign: bool = False  # whether who sends it does not reach the account so

    def statement(self) -> StatementModel:
        """What is expected of it once it is accepted."""
        [detail] = self.data["accountDetails"]
        transactions = [*self.data["transactionDetails"]]
        return StatementModel(
            self.provider, detail["bankAccountId"], detail.get("status"), transactions
        )


def body_of(
    account: str, bank: str, kinds: Sequence[str], said: str | None, unique_ids: Sequence[str]
) -> Fields:
    """The data of a statement; each transaction bears a marker that was never sent before."""
    detail = {"bankAccountId": account, **({"status": said} if said else {})}
    pairs = zip(kinds, unique_ids, strict=True)
    details = [_transaction(kind, unique_id, account) for kind, unique_id in pairs]
    return {"bankId": bank, "accountDetails": [detail], "transactionDetails": details}


def _transaction(kind: str, unique_id: str, account: str) -> Fields:
    marker = f"~mark-statement-{next(_MARKS)}~"
    named = {"uniqueId": unique_id, "bankAccountId": account, "description": marker}
    return {**KINDS[kind], **named}


def _spoil(data: Fields, **changes: Any) -> None:
    if not data["transactionDetails"]:
        account = data["accountDetails"][0]["bankAccountId"]
        data["transactionDetails"].append(_transaction("sale", "odd", account))
    data["transactionDetails"][-1].update(transactionType="CREDIT", **changes)


def bank_named(account: AccountModel | None, which: str) -> str:
    """The bank that a call names: the account's, or one that it is not at."""
    at = account.bank if account else BANK
    another = next(each for each in _BANKS if each != at)
    return {"another": another, "nobody's": _BANKS[-1]}.get(which, at)


def accounts_in(data: Fields) -> set[str]:
    """Every bank account that a statement names."""
    items = [*data["accountDetails"], *data["transactionDetails"]]
    return {each["bankAccountId"] for each in items}


def state_verdict(account: AccountModel | None, under_way: bool, ids: Sequence[str]) -> Verdict:
    """What is said of a statement for the state of its account."""
    if account is None:
        return 404
    repeated = len(set(ids)) < len(ids) or account.unique_ids & set(ids)
    return 409 if not account.connected or under_way or repeated else None


def compare_held(held: Fields, got: Any) -> None:
    """Hold a transaction that was read against what was sent."""
    names = ("transactionType", "datePosted", "description", "currency", "checkNum")
    for name in (*names, "narrative1", "narrative2", "referenceNumber"):
        equal(name, held.get(name), got[name])
    equal("amount", amount(held["transactionAmount"]), amount(got["transactionAmount"]))
    predicted = [each["ruleName"] for each in got.get("predictedActions", ())]
    equal("predictions", held["predicted"], predicted)

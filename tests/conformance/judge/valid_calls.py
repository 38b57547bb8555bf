"""Valid calls, made up by a seed: what a caller may write, and how differently."""

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from itertools import count
from random import Random
from typing import Any
from urllib.parse import quote, urlencode

from drafts import Draft, Pairs

from sandbank_conformance.judge.cases import SessionKind

COMPANY = "0b000000-0000-4000-8000-000000000001"
ACCOUNT = "0d000000-0000-4000-8000-000000000001"
POSTED = "0d000000-0000-4000-8000-000000000002"
BANK = "0c000000-0000-4000-8000-000000000001"
SESSION = "0e000000-0000-4000-8000-0000000000{:02x}"
TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJtYWRlLXVwIn0.c2lnbmF0dXJl"
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJ 0123456789äöüßéçñøŁж中日😀€&%=+;,:/@()!?_-"
_NUMBERS = count(1)
_BASES = ("/provider/v1", "/feeds/eu/v2", "", "/x")


def valid_call(random: Random) -> Draft:
    """One call that is right in all that it shows; most are reports of sessions."""
    make = _report if random.random() < 0.6 else random.choice(_OTHERS)
    return make(random)


def text(random: Random, longest: int = 24) -> str:
    """A text that is not blank."""
    made = "".join(random.choice(LETTERS) for _ in range(random.randint(1, longest)))
    return made if made.strip() else "x"


def written_json(random: Random, value: Any) -> str:
    """JSON in one of the ways in which it is written."""
    return json.dumps(
        value,
        ensure_ascii=random.random() < 0.3,
        indent=random.choice([None, 1, 2, 4]),
        sort_keys=random.random() < 0.1,
    )


def granted(random: Random) -> dict[str, Any]:
    """An account that a user granted access to."""
    account: dict[str, Any] = {
        "bankAccountExternalId": f"ext-{next(_NUMBERS)}",
        "accountName": text(random),
        "bankIdentifier": text(random),
        "branchIdentifier": random.choice(["n/a", text(random)]),
        "accountIdentifier": f"{text(random, 8)}-{next(_NUMBERS)}",
    }
    if random.random() < 0.1:
        account["note"] = random.choice([None, 12.5, text(random), {"a": []}])
    return account


def _report(random: Random) -> Draft:
    kind = random.choice(list(SessionKind))
    data: dict[str, Any] = {"status": random.choice(["success", "success", "failure"])}
    is_onboarding = kind is SessionKind.ONBOARDING
    if is_onboarding and (data["status"] == "success" or random.random() < 0.2):
        data["bankAccounts"] = [granted(random) for _ in range(random.randint(1, 5))]
    elif random.random() < 0.3:
        data["bankAccounts"] = []
    session = SESSION.format(random.randrange(256))
    path = f"/authorisations/{session}"
    if random.random() < 0.15:
        path = f"/authorisations?authorisationId={session}"
    headers = (("x-api-key", "provider-a-key"), ("Authorization", f"Bearer {TOKEN}"))
    url = f"https://bank.example{random.choice(_BASES)}{path}"
    draft = Draft(method="PATCH", url=url, headers=headers, kind=kind)
    return _with_json(draft, random, {"data": data})


def _with_json(draft: Draft, random: Random, value: Any) -> Draft:
    kind = random.choice(["application/json"] * 3 + ["application/json; charset=utf-8"])
    headers = [*draft.headers, (random.choice(["Content-Type", "content-type"]), kind)]
    random.shuffle(headers)
    return replace(draft, headers=tuple(headers), value=value, text=written_json(random, value))


def _product(random: Random, method: str, path: str, body: Any = None) -> Draft:
    headers: Pairs = (
        ("X-Application", "sandbank.eu.product"),
        ("Authorization", f"bearer {TOKEN}"),
    )
    long = f"/api/v1/organisations/0a000000-0000-4000-8000-000000000001/companies/{COMPANY}"
    base = random.choice([f"/consumer/v1/{COMPANY}", f"/api/v1/{COMPANY}", long])
    draft = Draft(method=method, url=f"https://feeds.example{base}{path}", headers=headers)
    return draft if body is None else _with_json(draft, random, body)


def _upload(random: Random, method: str, path: str, body: Any = None) -> Draft:
    url = f"https://finance.example/user-banking/users/user-1/banking/accounts{path}"
    headers: Pairs = (("Authorization", f"Bearer {TOKEN}"),)
    if random.random() < 0.2:
        headers = (*headers, ("TenantID", "upload-client"))
    draft = Draft(method=method, url=url, headers=headers)
    return draft if body is None else _with_json(draft, random, body)


def _day(random: Random) -> Any:
    day = f"20{random.randint(10, 25)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
    return random.choice([day, f"{day}T08:15:00Z", f"{day}t23:59:59.5+02:00", 1_600_000_000])


def _amount(random: Random) -> Any:
    amounts = [0, -1, 12.5, -0.0001, 99999999999.9999, 999999999999999, 1e2]
    return random.choice([*amounts, random.randint(-99999, 99999) / 100])


def _transaction(random: Random) -> dict[str, Any]:
    made = {
        "transactionId": f"tx-made-{next(_NUMBERS)}",
        "amount": _amount(random),
        "bookingDate": _day(random),
    }
    extra = {
        "purpose": text(random),
        "currency": "EUR",
        "valueDate": _day(random),
        "paymentPartner": {"name": text(random), "iban": "DE02120300000000202051"},
        "accountId": "acc-upload-1",
    }
    return made | {name: extra[name] for name in extra if random.random() < 0.3}


def _transactions(random: Random) -> Draft:
    many = [_transaction(random) for _ in range(random.randint(1, 4))]
    body = many if random.random() < 0.7 else many[0]
    return _upload(random, "POST", "/acc-upload-1/transactions", body)


def _accounts(random: Random) -> Draft:
    account = {"accountNumber": f"9{next(_NUMBERS):09}", "currency": "EUR", "type": "GIRO"}
    more = {"balance": _amount(random), "name": text(random), "securities": [{"isin": "x"}]}
    account |= {name: more[name] for name in more if random.random() < 0.4}
    return _upload(random, "POST", "", [account] if random.random() < 0.5 else account)


def _posting(random: Random) -> dict[str, Any]:
    amount = random.choice([0, 12.5, -3.25, random.randint(-9999, 9999) / 100])
    made = {
        "uniqueId": f"made-{next(_NUMBERS)}",
        "bankAccountId": POSTED,
        "transactionAmount": amount,
        "transactionType": "CREDIT" if amount > 0 else "DEBIT",
        "datePosted": f"2026-01-{random.randint(15, 28)}",
        "description": text(random),
    }
    extra = {"transactionStatus": "posted", "narrative1": text(random), "payee": {"city": "Leeds"}}
    return made | {name: extra[name] for name in extra if random.random() < 0.3}


def _statement(random: Random) -> Draft:
    postings = [_posting(random) for _ in range(random.randint(1, 4))]
    amounts = [Decimal(str(each["transactionAmount"])) for each in postings]
    data = {
        "bankId": BANK,
        "expected": {
            "transactionDetailsCount": len(postings),
            "transactionCreditSum": float(sum(each for each in amounts if each > 0)),
            "transactionDebitSum": float(sum(each for each in amounts if each < 0)),
        },
        "accountDetails": [{"bankAccountId": POSTED}],
        "transactionDetails": postings,
    }
    headers = (("x-api-key", "provider-a-key"), ("Authorization", f"Bearer {TOKEN}"))
    url = "https://bank.example/provider/v1/statements"
    return _with_json(Draft(method="POST", url=url, headers=headers), random, {"data": data})


def _changed(random: Random) -> Draft:
    change = {"transactionId": "tx-3", "purpose": random.choice([None, text(random)])}
    path = random.choice(["/acc-upload-1", "/acc-upload-1/transactions"])
    return _upload(random, "PATCH", path, random.choice([change, [change]]))


def _deleted(random: Random) -> Draft:
    ids = random.sample([f"tx-{number}" for number in range(1, 6)], random.randint(1, 5))
    return _upload(random, "DELETE", "/acc-upload-1/transactions", {"ids": ids})


def _read(random: Random) -> Draft:
    query = urlencode({"page": random.randint(1, 9), "limit": random.randint(1, 100)})
    return _upload(random, "GET", f"/acc-upload-1/transactions?{query}&from=2026-01-01")


def _connected(random: Random) -> Draft:
    body = {
        "bankId": BANK,
        "accountIdentifier": f"acct-made-{next(_NUMBERS)}",
        "bankIdentifier": text(random),
    }
    if random.random() < 0.5:
        body["requestedStartDate"] = "2026-01-01"
    return _product(random, "POST", "/bankaccounts", body)


def _rule(random: Random) -> Draft:
    conditions = [
        {"ruleField": "transactionNarrative", "ruleOperation": "contains", "ruleCriteria": "rent"},
        {"ruleField": "transactionAmount", "ruleOperation": "le", "ruleCriteria": "-12.50"},
        {"ruleField": "datePosted", "ruleOperation": "gt", "ruleCriteria": "2026-01-31"},
        {"ruleField": "currency", "ruleOperation": "eq", "ruleCriteria": "GBP"},
    ]
    body = {
        "ruleName": f"{text(random)} {next(_NUMBERS)}",
        "ruleConditions": random.sample(conditions, random.randint(1, 4)),
        "ruleActions": [{"splitPercentage": random.choice([100, 33.3, 0])}],
    }
    return _product(random, "POST", f"/bankaccounts/{ACCOUNT}/rules", body)


def _page(random: Random) -> Draft:
    query = f"startIndex={random.randint(0, 300)}&note={quote(text(random))}"
    return _product(random, "GET", f"/bankaccounts/{ACCOUNT}/transactions?{query}")


def _listed(random: Random) -> Draft:
    return _product(random, "GET", random.choice(["/bankaccounts", f"/bankaccounts/{ACCOUNT}"]))


def _user(random: Random) -> Draft:
    body = {"type": random.choice(["person", "company"]), "automaticAnalysis": "active"}
    url = "https://finance.example/user-banking/users"
    draft = Draft(method="POST", url=url, headers=(("Authorization", f"Bearer {TOKEN}"),))
    return _with_json(draft, random, body | ({"expiresIn": 60} if random.random() < 0.3 else {}))


def _token(random: Random) -> Draft:
    body = {
        "grant_type": "client_credentials",
        "client_id": "provider-a",
        "client_secret": "provider-a-secret",
        "audience": "sandbank/provider",
    }
    draft = Draft(method="POST", url="https://bank.example/provider/v1/oauth/token", headers=())
    if random.random() < 0.5:
        return _with_json(draft, random, body)
    headers = (("Content-Type", "application/x-www-form-urlencoded"),)
    return replace(draft, headers=headers, text=urlencode(body), value=None)


def _access(_: Random) -> Draft:
    headers = (
        ("X-Application", "sandbank.eu.product"),
        ("X-Organisation-Id", "0a000000-0000-4000-8000-000000000001"),
        ("X-Company-Id", COMPANY),
        ("X-Nonce", f"made-{next(_NUMBERS)}"),
    )
    url = "https://feeds.example/consumer/v1/accesstoken"
    return Draft(method="GET", url=url, headers=headers)


_OTHERS: list[Callable[[Random], Draft]] = [
    _statement,
    _statement,
    _transactions,
    _accounts,
    _changed,
    _deleted,
    _read,
    _connected,
    _rule,
    _page,
    _listed,
    _user,
    _token,
    _access,
]

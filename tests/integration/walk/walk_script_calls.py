"""The calls that a script is made of, one maker for each."""

import json

from integration.walk.walk_script import BASE, COMPANY, USERS, Call, Maker, Script
from integration.walk.walk_tokens import FORM, JSON
from integration.walk.walk_world import PRODUCT


def _account(script: Script) -> str:
    return script.one("accounts", *(f"0d000000-0000-4000-8000-{n:012}" for n in range(1, 10)))


def _connect(script: Script) -> Call:
    body = {
        "bankId": "0c000000-0000-4000-8000-000000000001",
        "accountIdentifier": f"scripted-{script.chance.randrange(40)}",
        "bankIdentifier": "customer-1:playground",
    }
    return "POST", BASE, [*script.product(), *JSON], json.dumps(body).encode()


def _read(script: Script) -> Call:
    rest = script.chance.choice(["", "/transactions", "/transactions?startIndex=101", "/rules"])
    return "GET", f"{BASE}/{_account(script)}{rest}", script.product(), b""


def _disconnect(script: Script) -> Call:
    return "DELETE", f"{BASE}/{_account(script)}", script.product(), b""


def _rule(script: Script) -> Call:
    condition = {"ruleField": "currency", "ruleOperation": "eq", "ruleCriteria": "GBP"}
    body = {
        "ruleName": f"rule {script.chance.randrange(5)}",
        "ruleConditions": [condition] * script.chance.randrange(3),
        "ruleActions": [{"splitPercentage": script.chance.randrange(120)}],
    }
    target = f"{BASE}/{_account(script)}/rules"
    return "POST", target, [*script.product(), *JSON], json.dumps(body).encode()


def _begin(_: Script) -> Call:
    body = {"providerId": "provider-a", "kind": "onboarding", "companyId": COMPANY}
    return "POST", "/_sandbox/authorisations", JSON, json.dumps(body).encode()


def _report(script: Script) -> Call:
    named = f"granted-{script.chance.randrange(40)}"
    fields = ("bankAccountExternalId", "accountName", "bankIdentifier", "branchIdentifier")
    account = {**dict.fromkeys(fields, "customer-1"), "accountIdentifier": named}
    body = {"data": {"status": "success", "bankAccounts": [account]}}
    sessions = (f"0e000000-0000-4000-8000-{n:012}" for n in range(1, 10))
    target = f"/provider/v1/authorisations/{script.one('sessions', *sessions)}"
    return "PATCH", target, script.provider(), json.dumps(body).encode()


def _statement(script: Script) -> Call:
    account = _account(script)
    transactions = [
        {
            "uniqueId": f"s-{script.chance.randrange(60)}",
            "bankAccountId": account,
            "transactionAmount": n - 1,
            "transactionType": "CREDIT" if n else "DEBIT",
            "datePosted": "2026-02-01",
            "description": script.chance.choice(["Fuel", "Timber", "Sale"]),
        }
        for n in range(script.chance.randrange(4))
    ]
    data = {
        "bankId": "0c000000-0000-4000-8000-000000000001",
        "accountDetails": [{"bankAccountId": account}],
        "transactionDetails": transactions,
    }
    body = json.dumps({"data": data}).encode()
    return "POST", "/provider/v1/statements", script.provider(), body


def _processing(script: Script) -> Call:
    how = script.chance.choice(["atOnce", {"afterTime": "PT90S"}, {"afterReads": 1}])
    body = json.dumps({"statementProcessing": how}).encode()
    return "PATCH", "/_sandbox/settings", JSON, body


def _read_statement(script: Script) -> Call:
    target = f"/provider/v1/statements/{script.one('statements', 'nobodys')}"
    return "GET", target, script.provider(), b""


def _banks(script: Script) -> Call:
    bank = {"name": "Scripted Bank", "countryCode": "FR", "externalRef": "scripted"}
    body = json.dumps({"data": {"toCreate": [bank] * script.chance.randrange(3)}}).encode()
    return "POST", "/provider/v1/banks", script.provider(), body


def _link(script: Script) -> Call:
    bank = script.chance.choice(["0c000000-0000-4000-8000-000000000001", "none"])
    target = f"/consumer/v1/{COMPANY}/indirectlinkaccount?bankId={bank}"
    return "GET", target, script.product(), b""


def _available(script: Script) -> Call:
    target = f"/consumer/v1/{COMPANY}/availablebankaccounts?bankAccountIds={_account(script)}"
    return "GET", target, script.product(), b""


def _organisation(_: Script) -> Call:
    body = b'{"company": {"name": "Scripted Ltd"}, "crmId": "1"}'
    return "POST", "/consumer/v1/organisations", [("x-application", PRODUCT), *JSON], body


def _user(script: Script) -> Call:
    body = {"type": "person", "automaticAnalysis": "active", "expiresIn": 600}
    return "POST", USERS, script.client(), json.dumps(body).encode()


def _upload(script: Script) -> Call:
    number = script.chance.randrange(5)
    transactions = [
        {"transactionId": f"t-{n}", "amount": n / 4, "bookingDate": "2026-02-01"} for n in range(3)
    ]
    body = {"iban": f"DE{number}", "currency": "EUR", "type": "GIRO", "transactions": transactions}
    if number:
        body["accountId"] = f"scripted-{number}"
    target = f"{USERS}/{script.one('users', 'user-1')}/banking/accounts"
    return "POST", target, script.client(), json.dumps(body).encode()


def _delete_transactions(script: Script) -> Call:
    body = {"ids": [f"t-{script.chance.randrange(3)}"]}
    account = f"scripted-{script.chance.randrange(1, 5)}"
    target = f"{USERS}/{script.one('users', 'user-1')}/banking/accounts/{account}/transactions"
    return "DELETE", target, script.client(), json.dumps(body).encode()


def _list_uploads(script: Script) -> Call:
    rest = script.chance.choice(["", "/user-1", "/user-1/banking/accounts", "/user-9", "?page=0"])
    return "GET", USERS + rest, script.client(), b""


def _grant(script: Script) -> Call:
    secret = script.chance.choice(["upload-secret", "wrong"])
    form = f"grant_type=client_credentials&client_id=upload-client&client_secret={secret}"
    return "POST", "/user-banking/auth", FORM, form.encode()


def _clock(script: Script) -> Call:
    seconds = script.chance.choice([0, 1, 90])
    script.now += seconds
    return "POST", "/_sandbox/clock", JSON, json.dumps({"advance": f"PT{seconds}S"}).encode()


def _records(script: Script) -> Call:
    kept = script.chance.choice(["world", "notifications", "audit", "journal?limit=5", "jwks.json"])
    return "GET", f"/_sandbox/{kept}", (), b""


def _nonsense(script: Script) -> Call:
    method = script.chance.choice(["GET", "PUT", "DELETE", "PATCH"])
    target = script.chance.choice(["/provider/v1/none", "/consumer/v1", "/user-banking/", "/x"])
    return method, target, (), b"{"


MAKERS: list[Maker] = [
    _connect,
    _read,
    _read,
    _disconnect,
    _rule,
    _begin,
    _report,
    _statement,
    _statement,
    _processing,
    _read_statement,
    _banks,
    _link,
    _available,
    _organisation,
    _user,
    _upload,
    _upload,
    _delete_transactions,
    _list_uploads,
    _grant,
    _clock,
    _records,
    _nonsense,
]

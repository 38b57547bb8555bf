"""Calls that get the refusals which the User banking and control documents show."""

from collections.abc import Mapping
from typing import Any

from refused_feeds import OVER_10_MIB, TEXT, Call
from served import COMPANY, bank_account

ACCOUNTS = "/user-banking/users/user-1/banking/accounts"
OTHER_NUMBER = {
    "accountId": "acc-upload-1",
    "accountNumber": "another",
    "currency": "EUR",
    "type": "GIRO",
}


def _client(method: str, path: str, **options: Any) -> Call:
    given = options.pop("headers", {})
    client = options.pop("client", "upload-client")
    return lambda served: served.call(
        method, path, headers={**served.upload_headers(client), **given}, **options
    )


def _auth(secret: str) -> Call:
    form = {"grant_type": "client_credentials", "client_id": "upload-client"}
    return lambda served: served.call(
        "POST", "/user-banking/auth", data={**form, "client_secret": secret}
    )


def _owner(method: str, path: str, **options: Any) -> Call:
    return lambda served: served.call(method, f"/_sandbox{path}", **options)


def _session(**subject: str) -> Call:
    return _owner("POST", "/authorisations", json={"providerId": "provider-a", **subject})


# By API, status, and name of the example.
CALLS: Mapping[tuple[str, int, str], Call] = {
    ("user_banking", 400, "bareArray"): _client("DELETE", ACCOUNTS, json=["acc-upload-1"]),
    ("user_banking", 400, "manyViolations"): _client("POST", ACCOUNTS, json=[{"iban": "DE02"}]),
    ("user_banking", 401, "noToken"): lambda served: served.call("GET", ACCOUNTS),
    ("user_banking", 401, "wrongCredentials"): _auth("wrong"),
    ("user_banking", 403, "scope"): _client("POST", ACCOUNTS, client="read-client", json={}),
    ("user_banking", 403, "fetched"): _client(
        "DELETE", f"{ACCOUNTS}/acc-fetched-1/transactions", json={"ids": ["tx-f-1"]}
    ),
    ("user_banking", 404, "unknownUser"): _client("GET", "/user-banking/users/unknown"),
    ("user_banking", 404, "unknownAccount"): _client("GET", f"{ACCOUNTS}/unknown"),
    ("user_banking", 404, "unknownIds"): _client(
        "DELETE", f"{ACCOUNTS}/acc-upload-1/transactions", json={"ids": ["tx-99"]}
    ),
    ("user_banking", 409, "otherNumber"): _client("POST", ACCOUNTS, json=OTHER_NUMBER),
    ("user_banking", 413, "tooLarge"): _client("POST", ACCOUNTS, content=OVER_10_MIB),
    ("user_banking", 415, "text"): _client("POST", ACCOUNTS, content="a", headers=TEXT),
    ("user_banking", 415, "jsonForAToken"): lambda served: served.call(
        "POST", "/user-banking/auth", json={}
    ),
    ("control", 400, "unknownProvider"): _owner(
        "POST",
        "/authorisations",
        json={"providerId": "provider-z", "kind": "onboarding", "companyId": COMPANY},
    ),
    ("control", 404, "unknownSnapshot"): _owner("POST", "/snapshots/never-taken/restore"),
    ("control", 409, "cancelled"): _session(kind="reauthorisation", bankAccountId=bank_account(4)),
    ("control", 413, "tooLarge"): _owner("POST", "/reset", content=OVER_10_MIB),
    ("control", 415, "text"): _owner("POST", "/reset", content="a", headers=TEXT),
}

"""Calls that get the refusals which the Consumer and Provider documents show."""

from collections.abc import Callable, Mapping
from typing import Any

import httpx
from served import COMPANY, PRODUCT, Served, bank_account, session

Call = Callable[[Served], httpx.Response]

OVER_10_MIB = b" " * (10 * 1024 * 1024 + 1)
FORM = {"content-type": "application/x-www-form-urlencoded"}
TEXT = {"content-type": "text/plain"}

ORGANISATIONS = "/consumer/v1/organisations"
BANK_ACCOUNTS = f"/consumer/v1/{COMPANY}/bankaccounts"
ACCESS = {
    "x-application": PRODUCT,
    "x-organisation-id": "0a000000-0000-4000-8000-000000000001",
    "x-company-id": COMPANY,
}
BANK = "0c000000-0000-4000-8000-000000000001"
KNOWN_ACCOUNT = {
    "bankId": BANK,
    "accountIdentifier": "acct-1",
    "bankIdentifier": "customer-1:playground",
}
RULE = {
    "ruleName": "Fuel",
    "ruleConditions": [{"ruleField": "$baseType", "ruleOperation": "eq", "ruleCriteria": "debit"}],
    "ruleActions": [],
}
WITHOUT_AUDIENCE = {
    "grant_type": "client_credentials",
    "client_id": "provider-a",
    "client_secret": "provider-a-secret",
}
PROVIDER_TOKEN = {**WITHOUT_AUDIENCE, "audience": "sandbank/provider"}
GRANT = {
    "bankAccountExternalId": "ext-21",
    "accountName": "Current account ending 21",
    "bankIdentifier": "customer-1:playground",
    "branchIdentifier": "n/a",
    "accountIdentifier": "acct-21",
}
SUCCESS = {"data": {"status": "success"}}
FAILURE = {"data": {"status": "failure"}}


def _product(method: str, path: str, **options: Any) -> Call:
    return lambda served: served.call(
        method, BANK_ACCOUNTS + path, headers=served.product_headers(), **options
    )


def _application(path: str, **options: Any) -> Call:
    headers = {"x-application": PRODUCT, **options.pop("headers", {})}
    return lambda served: served.call("POST", path, headers=headers, **options)


def _access(**headers: str) -> Call:
    return lambda served: served.call(
        "GET", "/consumer/v1/accesstoken", headers={**ACCESS, **headers}
    )


def _elsewhere(served: Served) -> httpx.Response:
    path = BANK_ACCOUNTS.replace(COMPANY, "0b000000-0000-4000-8000-000000000002")
    return served.call("GET", path, headers=served.product_headers())


def _late_product(served: Served) -> httpx.Response:
    headers = served.product_headers()
    served.advance("PT21M")
    return served.call("GET", BANK_ACCOUNTS, headers=headers)


LINKING = f"/consumer/v1/{COMPANY}/indirectlinkaccount?bankId={BANK}"
POLLS = f"/consumer/v1/{COMPANY}/polls"


def _used_route(served: Served) -> httpx.Response:
    headers = served.product_headers()
    route = served.call("GET", LINKING, headers=headers).json()["pollRoute"]
    served.call("GET", route, headers=headers)
    return served.call("GET", route, headers=headers)


def _lapsed_route(served: Served) -> httpx.Response:
    route = served.call("GET", LINKING, headers=served.product_headers()).json()["pollRoute"]
    served.advance("PT1H")
    return served.call("GET", route, headers=served.product_headers())


def _unknown_route(served: Served) -> httpx.Response:
    return served.call("GET", f"{POLLS}/unknown", headers=served.product_headers())


def _listed(n: int) -> Call:
    path = f"/consumer/v1/{COMPANY}/availablebankaccounts?bankAccountIds={bank_account(n)}"
    return lambda served: served.call("GET", path, headers=served.product_headers())


def _link(served: Served, candidate_id: str) -> httpx.Response:
    body = {"bankAccountCandidateId": candidate_id}
    path = f"/consumer/v1/{COMPANY}/linkavailablebankaccount"
    return served.call("POST", path, headers=served.product_headers(), json=body)


def _link_unknown(served: Served) -> httpx.Response:
    return _link(served, "unknown")


def _link_connected(served: Served) -> httpx.Response:
    listed = _listed(1)(served).json()["availableAccounts"]
    (first,) = [each for each in listed if each["accountIdentifier"] == "acct-1"]
    return _link(served, first["bankAccountCandidateId"])


def _token(**options: Any) -> Call:
    return lambda served: served.call("POST", "/provider/v1/oauth/token", **options)


def _report(n: int, body: Any = FAILURE, **options: Any) -> Call:
    path = f"/provider/v1/authorisations/{session(n)}"
    sent = options or {"json": body}
    return lambda served: served.call("PATCH", path, headers=served.provider_headers(), **sent)


def _without_key(served: Served) -> httpx.Response:
    headers = {**served.provider_headers(), "x-api-key": "wrong"}
    return served.call(
        "PATCH", f"/provider/v1/authorisations/{session(1)}", headers=headers, json=FAILURE
    )


def _late_provider(status: int) -> Call:
    def call(served: Served) -> httpx.Response:
        served.control("PATCH", "/settings", json={"expiredTokenStatus": status})
        headers = served.provider_headers()
        served.advance("PT9H")
        path = f"/provider/v1/authorisations/{session(1)}"
        return served.call("PATCH", path, headers=headers, json=FAILURE)

    return call


def _twice(served: Served) -> httpx.Response:
    _report(1)(served)
    return _report(1)(served)


def _too_often(served: Served) -> httpx.Response:
    served.control("PATCH", "/settings", json={"throttlePerSecond": 1})
    served.control("POST", "/clock", json={"frozen": True})
    answer = _twice(served)
    served.control("POST", "/clock", json={"frozen": False})
    return answer


# By API, status, and name of the example.
CALLS: Mapping[tuple[str, int, str], Call] = {
    ("consumer", 400, "brokenBody"): _product(
        "POST", "", json={"accountIdentifier": " ", "bankIdentifier": "customer-1:playground"}
    ),
    ("consumer", 400, "missingHeader"): _access(),
    ("consumer", 401, "expired"): _late_product,
    ("consumer", 401, "wrongSignature"): _access(**{"x-nonce": "n", "x-signature": "wrong"}),
    ("consumer", 403, "otherCompany"): _elsewhere,
    ("consumer", 403, "unknownApplication"): _application(
        ORGANISATIONS, headers={"x-application": "unknown"}
    ),
    ("consumer", 404, "unknownAccount"): _product("GET", "/unknown"),
    ("consumer", 404, "unknownRule"): _product("GET", f"/{bank_account(1)}/rules/unknown"),
    ("consumer", 404, "unknownCandidate"): _link_unknown,
    ("consumer", 409, "nothingToLinkBy"): _listed(4),
    ("consumer", 409, "candidateConnected"): _link_connected,
    ("consumer", 404, "unknownPollRoute"): _unknown_route,
    ("consumer", 409, "nothingToAuthorise"): _product("GET", f"/{bank_account(4)}/indirectauth"),
    ("consumer", 410, "routeUsed"): _used_route,
    ("consumer", 410, "routeExpired"): _lapsed_route,
    ("consumer", 409, "cancelled"): _product("POST", f"/{bank_account(4)}/rules", json=RULE),
    ("consumer", 409, "cancelledBefore"): _product("DELETE", f"/{bank_account(4)}"),
    ("consumer", 409, "ruleNameTaken"): _product("POST", f"/{bank_account(1)}/rules", json=RULE),
    ("consumer", 409, "alreadyConnected"): _product("POST", "", json=KNOWN_ACCOUNT),
    ("consumer", 413, "tooLarge"): _application(ORGANISATIONS, content=OVER_10_MIB),
    ("consumer", 415, "form"): _application(ORGANISATIONS, content="a=b", headers=FORM),
    ("provider", 400, "missingAudience"): _token(json=WITHOUT_AUDIENCE),
    ("provider", 400, "otherGrantType"): _token(json={**PROVIDER_TOKEN, "grant_type": "password"}),
    ("provider", 401, "wrongCredentials"): _token(json={**PROVIDER_TOKEN, "client_secret": "x"}),
    ("provider", 413, "tokenTooLarge"): _token(content=OVER_10_MIB),
    ("provider", 415, "otherMediaType"): _token(content="a", headers=TEXT),
    ("provider", 400, "brokenBody"): _report(
        1, {"data": {"status": "success", "bankAccounts": [{**GRANT, "accountName": " "}]}}
    ),
    ("provider", 400, "accountsAtReauthorisation"): _report(
        2, {"data": {"status": "success", "bankAccounts": [GRANT]}}
    ),
    ("provider", 400, "noAccountsAtOnboarding"): _report(1, SUCCESS),
    ("provider", 401, "expired"): _late_provider(401),
    ("provider", 403, "wrongKey"): _without_key,
    ("provider", 403, "expired"): _late_provider(403),
    ("provider", 409, "unknown"): _report(99),
    ("provider", 409, "used"): _twice,
    ("provider", 413, "tooLarge"): _report(1, content=OVER_10_MIB),
    ("provider", 429, "throttled"): _too_often,
}

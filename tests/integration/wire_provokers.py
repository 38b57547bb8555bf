"""Calls that provoke each documented status of each operation."""

from collections.abc import Mapping
from typing import Any

import httpx
from served import COMPANY, Served, bank_account, session
from statements_sent import BANK, FUEL, statement
from wire_calls import (
    ACCESS,
    ACCOUNT,
    ACCOUNTS,
    CALLS,
    CANDIDATE_ID,
    FORM,
    LINKING,
    NEW_ACCOUNT,
    OPERATIONS,
    POLLS,
    PROVIDER_TOKEN,
    UPLOAD,
    send,
)

TOO_LARGE = b" " * (10 * 1024 * 1024 + 1)
GARBLED = {"authorization": "Bearer garbled"}
LISTED = f"/consumer/v1/{COMPANY}/availablebankaccounts"
Changes = Mapping[str, Any]
DISCONNECTED = ("disconnectBankAccount",)

# Where the general way of provoking a status does not fit an operation.
SPECIFIC: Mapping[tuple[str, int], Mapping[str, Any]] = {
    ("getAccessToken", 400): {"headers": {"x-nonce": None}},
    ("getAccessToken", 401): {"headers": {**ACCESS, "x-organisation-id": "unknown"}},
    ("listBanks", 400): {"path": "/consumer/v1/banks?name=a&name=b"},
    ("listTransactions", 400): {"path": f"{ACCOUNT}/transactions?startIndex=x"},
    ("beginLinking", 400): {"path": LINKING},
    ("beginReauthorisation", 400): {"path": f"{ACCOUNT}/indirectauth?web=a&web=b"},
    ("beginReauthorisation", 404): {"path": f"{ACCOUNTS}/unknown/indirectauth"},
    ("beginReauthorisation", 409): {"path": f"{ACCOUNTS}/{bank_account(4)}/indirectauth"},
    ("listAvailableBankAccounts", 400): {"path": LISTED},
    ("listAvailableBankAccounts", 404): {"path": f"{LISTED}?bankAccountIds=unknown"},
    ("listAvailableBankAccounts", 409): {"path": f"{LISTED}?bankAccountIds={bank_account(4)}"},
    ("pollSession", 404): {"path": f"{POLLS}/unknown"},
    ("listUsers", 400): {"path": "/user-banking/users?page=0"},
    ("listAccountTransactions", 400): {"path": f"{UPLOAD}/transactions?from=soon"},
    ("takeSnapshot", 400): {"path": "/_sandbox/snapshots/Not%20A%20Name"},
    ("listNotifications", 400): {"path": "/_sandbox/notifications?bankAccountId=a&bankAccountId=b"},
    ("listJournal", 400): {"path": "/_sandbox/journal?limit=0"},
    ("issueProviderToken", 401): {"json": {**PROVIDER_TOKEN, "client_secret": "wrong"}},
    ("issueUploadToken", 401): {
        "content": "grant_type=client_credentials&client_id=upload-client&client_secret=wrong",
    },
    ("issueUploadToken", 413): {"content": TOO_LARGE, "headers": FORM},
    ("restoreSnapshot", 404): {"path": "/_sandbox/snapshots/never-taken/restore", "after": ()},
    ("listCandidates", 404): {"path": "/_sandbox/authorisations/unknown/candidates"},
    ("chooseCandidate", 404): {"path": "/_sandbox/authorisations/unknown/candidates"},
    ("logInUser", 404): {"path": "/_sandbox/authorisations/unknown/login"},
    ("makeTransactions", 404): {"path": "/_sandbox/bankaccounts/unknown/transactions"},
    ("plantFetchedAccounts", 404): {"path": "/_sandbox/users/unknown/fetched-accounts"},
    ("deleteAccounts", 404): {"json": {"ids": ["unknown"]}},
    ("changeAccounts", 404): {"json": {"accountId": "unknown", "name": "x"}},
    ("uploadAccounts", 404): {"path": "/user-banking/users/unknown/banking/accounts"},
    ("listAccounts", 404): {"path": "/user-banking/users/unknown/banking/accounts"},
    ("postStatement", 404): {"json": statement(99, FUEL)},
    ("postStatement", 409): {"json": statement(4, FUEL)},
    ("queryAccount", 404): {"json": {"data": {"bankId": BANK, "externalId": "nobodys"}}},
    ("changeBanks", 404): {
        "json": {"data": {"toRemove": [{"principalId": "nobodys", "externalRef": "x"}]}}
    },
    ("createBankAccount", 409): {"json": {**NEW_ACCOUNT, "accountIdentifier": "acct-1"}},
    ("disconnectBankAccount", 409): {"path": f"{ACCOUNTS}/{bank_account(4)}"},
    ("createRule", 409): {"after": DISCONNECTED},
    ("replaceRule", 409): {"after": DISCONNECTED},
    ("changeRule", 409): {"after": DISCONNECTED},
    ("deleteRule", 409): {"after": DISCONNECTED},
    ("reportAuthorisation", 409): {"path": f"/provider/v1/authorisations/{session(4)}"},
    ("reportAuthorisationByQuery", 409): {"path": "/provider/v1/authorisations"},
    ("uploadAccounts", 409): {
        "json": {
            "accountId": "acc-upload-1",
            "accountNumber": "another",
            "currency": "EUR",
            "type": "GIRO",
        }
    },
    ("beginAuthorisation", 409): {
        "json": {
            "providerId": "provider-a",
            "kind": "reauthorisation",
            "bankAccountId": bank_account(4),
        }
    },
    ("chooseCandidate", 409): {"after": ("chooseCandidate",)},
    ("chooseCandidate", 503): {
        "path": f"/_sandbox/authorisations/{session(6)}/candidates",
        "after": (),
    },
    ("logInUser", 409): {"after": ("logInUser",)},
    ("makeTransactions", 409): {"path": f"/_sandbox/bankaccounts/{bank_account(4)}/transactions"},
    ("plantFetchedAccounts", 409): {
        "json": {
            "accounts": [
                {
                    "accountId": "acc-upload-1",
                    "transactions": [
                        {"transactionId": "tx-1", "amount": 1, "bookingDate": "2026-01-01"}
                    ],
                }
            ]
        }
    },
}

GENERAL: Mapping[int, Mapping[str, Any]] = {
    400: {"content": "{"},
    401: {"headers": GARBLED, "after": ()},
    413: {"content": TOO_LARGE},
    415: {"content": "x", "headers": {"content-type": "text/plain"}},
}
WITHOUT_RIGHT: Mapping[str, Mapping[str, str | None]] = {
    "provider": {"x-api-key": "wrong"},
    "product": {"x-application": "sandbank.eu.other"},
    "application": {"x-application": None},
    "upload": {"tenantid": "somebody-else"},
}


def provoke(served: Served, operation_id: str, status: int) -> httpx.Response:
    """The answer to a call that deserves a status; 503 takes a server whose disk fails."""
    if status == 429:
        served.control("PATCH", "/settings", json={"throttlePerSecond": 1})
        send(served, operation_id)
    if (operation_id, status) == ("reportAuthorisation", 401) or (
        operation_id == "reportAuthorisationByQuery" and status == 401
    ):
        return _expired(served, operation_id)
    if (operation_id, status) in PREPARED:
        changes = PREPARED[operation_id, status](served)
        return send(served, operation_id, after=(), **changes)
    return send(served, operation_id, **_changes(operation_id, status))


def _changes(operation_id: str, status: int) -> dict[str, Any]:
    specific = SPECIFIC.get((operation_id, status))
    if specific is not None:
        return dict(specific)
    if status == 403:
        return {"headers": WITHOUT_RIGHT[CALLS[operation_id].caller]}
    if status == 404:
        return {"path": _elsewhere(operation_id)}
    if status == 503:
        return {"after": ()}
    return dict(GENERAL.get(status, {}))


def _used_route(served: Served) -> Changes:
    route = send(served, "beginLinking").json()["pollRoute"]
    assert send(served, "pollSession", path=route, after=()).status_code == 202
    return {"path": route}


def _given_route(served: Served) -> Changes:
    """The route of a session that was begun while the disk was there."""
    begun = [one for one in served.world()["authorisations"] if "pollRoute" in one]
    return {"path": f"{POLLS}/{begun[-1]['authorisationId']}.1"}


def _ended_route(served: Served) -> Changes:
    route = send(served, "beginLinking").json()["pollRoute"]
    path = f"/provider/v1/authorisations/{_session_of(route)}"
    failure = {"data": {"status": "failure"}}
    assert send(served, "reportAuthorisation", path=path, json=failure).is_success
    return {"path": route}


def _offer_to_a_product(served: Served) -> Changes:
    session_id = _session_of(send(served, "beginLinking").json()["pollRoute"])
    path = f"/provider/v1/authorisations/{session_id}"
    assert send(served, "reportAuthorisation", path=path).is_success
    return {"path": f"/_sandbox/authorisations/{session_id}/candidates"}


def _known_candidate(served: Served) -> Changes:
    """A candidate that was told of while the disk was there."""
    return _candidate(served.world()["bankAccountCandidates"][0]["bankAccountCandidateId"])


def _connected_candidate(served: Served) -> Changes:
    listed = send(served, "listAvailableBankAccounts").json()["availableAccounts"]
    return _candidate(next(each[CANDIDATE_ID] for each in listed if each["metadata"]["connected"]))


def _candidate(candidate_id: str) -> Changes:
    return {"json": {CANDIDATE_ID: candidate_id}}


def _session_of(route: str) -> str:
    return route.rpartition("/")[2].rpartition(".")[0]


# Calls that take what only other calls can make; these do, and tell how to call then.
PREPARED = {
    ("linkAvailableBankAccount", 404): lambda _: _candidate("unknown"),
    ("linkAvailableBankAccount", 409): _connected_candidate,
    ("linkAvailableBankAccount", 503): _known_candidate,
    ("chooseCandidate", 200): _offer_to_a_product,
    ("pollSession", 200): _ended_route,
    ("pollSession", 410): _used_route,
    ("pollSession", 503): _given_route,
}


def _elsewhere(operation_id: str) -> str:
    """The path of the good call with its last parameter unknown."""
    sent = CALLS[operation_id].path.split("/")
    template = ("/" * (len(sent) - 1)).split("/")
    described = OPERATIONS[operation_id].path.split("/")
    template[-len(described) + 1 :] = described[1:]
    last = max(at for at, step in enumerate(template) if step.startswith("{"))
    return "/".join([*sent[:last], "unknown", *sent[last + 1 :]])


def _expired(served: Served, operation_id: str) -> httpx.Response:
    served.control("PATCH", "/settings", json={"expiredTokenStatus": 401})
    served.advance("PT9H")
    return send(served, operation_id)

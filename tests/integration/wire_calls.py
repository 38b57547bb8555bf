"""One call of every operation that succeeds on the playground, and its callers' credentials."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import httpx
from served import COMPANY, PRODUCT, Served, bank_account, session
from statements_sent import BANK, FUEL, PAYMENT, STATEMENTS, statement

from sandbank_contract import documents
from sandbank_contract.documents import Operation

RULE = "0f000000-0000-4000-8000-000000000011"
ACCOUNTS = f"/consumer/v1/{COMPANY}/bankaccounts"
ACCOUNT = f"{ACCOUNTS}/{bank_account(1)}"
LINKING = f"/consumer/v1/{COMPANY}/indirectlinkaccount"
POLLS = f"/consumer/v1/{COMPANY}/polls"
CANDIDATE_ID = "bankAccountCandidateId"
USER = "/user-banking/users/user-1"
UPLOADS = f"{USER}/banking/accounts"
UPLOAD = f"{UPLOADS}/acc-upload-1"
SESSION = f"/_sandbox/authorisations/{session(1)}"

GRANT: Mapping[str, Any] = {
    "bankAccountExternalId": "ext-20",
    "accountName": "New",
    "bankIdentifier": "customer-1:playground",
    "branchIdentifier": "n/a",
    "accountIdentifier": "acct-20",
}
REPORT = {"data": {"status": "success", "bankAccounts": [GRANT]}}
NEW_ACCOUNT = {
    "bankId": BANK,
    "accountIdentifier": "acct-30",
    "bankIdentifier": "customer-1:playground",
}
NEW_RULE = {
    "ruleName": "Wire",
    "ruleConditions": [
        {"ruleField": "transactionNarrative", "ruleOperation": "eq", "ruleCriteria": "rent"}
    ],
    "ruleActions": [
        {"splitPercentage": 100, "accountsPostings": [{"type": "ledger", "code": "1"}]}
    ],
}
NEW_BANKS = {
    "data": {
        "toCreate": [
            {
                "name": "Fjord Bank",
                "countryCode": "NO",
                "externalRef": "fjord-1",
                "callbackURLs": {"notification": "http://127.0.0.1:9000/notification"},
            }
        ]
    }
}
TRANSACTION = {"transactionId": "tx-new", "amount": 1, "bookingDate": "2026-02-01"}
UPLOADED = {"accountNumber": "555", "currency": "EUR", "type": "GIRO"}
PROVIDER_TOKEN = {
    "grant_type": "client_credentials",
    "client_id": "provider-a",
    "client_secret": "provider-a-secret",
    "audience": "sandbank/provider",
}
UPLOAD_TOKEN = "grant_type=client_credentials&client_id=upload-client&client_secret=upload-secret"
FORM = {"content-type": "application/x-www-form-urlencoded"}
ACCESS = {
    "x-application": PRODUCT,
    "x-organisation-id": "0a000000-0000-4000-8000-000000000001",
    "x-nonce": "wire",
}
TOLD = {
    "providers": [
        {"providerId": "p", "clientId": "p", "clientSecret": "secret", "apiKey": "key"},
    ],
    "notifications": [
        {
            "notificationId": "told",
            "at": "PT0S",
            "providerId": "p",
            "event": {
                "type": "resourceCreated",
                "resource": {"id": "s", "type": "authorisation"},
                "additionalData": {"bankId": "b"},
            },
        }
    ],
}
FETCHED = {
    "accountId": "acc-new",
    "bankLoginId": "login-9",
    "accountNumber": "77",
    "currency": "EUR",
    "type": "GIRO",
}
ORGANISATION = {
    "company": {
        "name": "Elm Ltd",
        "postalCode": "N1 1AA",
        "standardIndustrialCode": "62012",
        "vatNumber": "GB123456789",
        "languageCode": "en",
    },
    "crmId": "crm-1",
    "user": {"emailAddress": "a@example.com", "identity": "id-1"},
}


@dataclass(frozen=True, kw_only=True)
class Good:
    """A call that succeeds: where, by whom, with what, after which other calls."""

    path: str
    caller: str = "anyone"
    json: Any = None
    content: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    after: tuple[str, ...] = ()
    follows: Callable[[Any], Mapping[str, Any]] | None = None  # changes, by the last one's answer


CALLS: Mapping[str, Good] = {
    "issueProviderToken": Good(path="/provider/v1/oauth/token", json=PROVIDER_TOKEN),
    "reportAuthorisation": Good(
        path=f"/provider/v1/authorisations/{session(1)}", caller="provider", json=REPORT
    ),
    "reportAuthorisationByQuery": Good(
        path=f"/provider/v1/authorisations?authorisationId={session(1)}",
        caller="provider",
        json=REPORT,
    ),
    "postStatement": Good(
        path=STATEMENTS, caller="provider", json=statement(2, FUEL, {**PAYMENT, "payee": {}})
    ),
    "getStatement": Good(
        path=f"{STATEMENTS}/10000000-0000-4000-8000-000000000001", caller="provider"
    ),
    "queryAccount": Good(
        path="/provider/v1/accountqueries",
        caller="provider",
        json={"data": {"bankId": BANK, "externalId": "ext-1"}},
    ),
    "changeBanks": Good(path="/provider/v1/banks", caller="provider", json=NEW_BANKS),
    "getAccessToken": Good(path="/consumer/v1/accesstoken", headers=ACCESS),
    "createOrganisation": Good(
        path="/consumer/v1/organisations", caller="application", json=ORGANISATION
    ),
    "listBanks": Good(path="/consumer/v1/banks", caller="application"),
    "getBank": Good(path=f"/consumer/v1/banks/{BANK}", caller="application"),
    "createBankAccount": Good(path=ACCOUNTS, caller="product", json=NEW_ACCOUNT),
    "listBankAccounts": Good(path=ACCOUNTS, caller="product"),
    "getBankAccount": Good(path=ACCOUNT, caller="product"),
    "disconnectBankAccount": Good(path=ACCOUNT, caller="product"),
    "listTransactions": Good(path=f"{ACCOUNT}/transactions", caller="product"),
    "createRule": Good(path=f"{ACCOUNT}/rules", caller="product", json=NEW_RULE),
    "listRules": Good(path=f"{ACCOUNT}/rules", caller="product"),
    "getRule": Good(path=f"{ACCOUNT}/rules/{RULE}", caller="product"),
    "replaceRule": Good(path=f"{ACCOUNT}/rules/{RULE}", caller="product", json=NEW_RULE),
    "changeRule": Good(
        path=f"{ACCOUNT}/rules/{RULE}", caller="product", json={"ruleName": "Renamed"}
    ),
    "deleteRule": Good(path=f"{ACCOUNT}/rules/{RULE}", caller="product"),
    "beginLinking": Good(path=f"{LINKING}?bankId={BANK}&web=true", caller="product"),
    "beginReauthorisation": Good(path=f"{ACCOUNT}/indirectauth?web=true", caller="product"),
    "pollSession": Good(
        path=f"{POLLS}/unknown.1",
        caller="product",
        after=("beginLinking",),
        follows=lambda begun: {"path": begun["pollRoute"]},
    ),
    "listAvailableBankAccounts": Good(
        path=f"/consumer/v1/{COMPANY}/availablebankaccounts?bankAccountIds={bank_account(1)}",
        caller="product",
    ),
    "linkAvailableBankAccount": Good(
        path=f"/consumer/v1/{COMPANY}/linkavailablebankaccount",
        caller="product",
        json={CANDIDATE_ID: "unknown"},
        after=("reportAuthorisation", "listAvailableBankAccounts"),
        follows=lambda listed: {
            "json": {CANDIDATE_ID: listed["availableAccounts"][0][CANDIDATE_ID]}
        },
    ),
    "issueUploadToken": Good(path="/user-banking/auth", content=UPLOAD_TOKEN, headers=FORM),
    "createUser": Good(
        path="/user-banking/users",
        caller="upload",
        json={"type": "person", "automaticAnalysis": "active"},
    ),
    "listUsers": Good(path="/user-banking/users", caller="upload"),
    "getUser": Good(path=USER, caller="upload"),
    "deleteUser": Good(path=USER, caller="upload"),
    "uploadAccounts": Good(path=UPLOADS, caller="upload", json=UPLOADED),
    "changeAccounts": Good(
        path=UPLOADS, caller="upload", json={"accountId": "acc-upload-1", "name": "x"}
    ),
    "deleteAccounts": Good(path=UPLOADS, caller="upload", json={"ids": ["acc-upload-1"]}),
    "listAccounts": Good(path=UPLOADS, caller="upload"),
    "getAccount": Good(path=UPLOAD, caller="upload"),
    "deleteAccount": Good(path=UPLOAD, caller="upload"),
    "changeTransactions": Good(
        path=UPLOAD, caller="upload", json={"transactionId": "tx-1", "purpose": "x"}
    ),
    "uploadTransactions": Good(path=f"{UPLOAD}/transactions", caller="upload", json=TRANSACTION),
    "changeTransactionsAlias": Good(
        path=f"{UPLOAD}/transactions",
        caller="upload",
        json={"transactionId": "tx-1", "purpose": "x"},
    ),
    "deleteTransactions": Good(
        path=f"{UPLOAD}/transactions", caller="upload", json={"ids": ["tx-1"]}
    ),
    "listAccountTransactions": Good(path=f"{UPLOAD}/transactions", caller="upload"),
    "getHealth": Good(path="/_sandbox/health"),
    "getDocument": Good(path="/_sandbox/openapi/consumer.yaml"),
    "getKeys": Good(path="/_sandbox/jwks.json"),
    "resetWorld": Good(path="/_sandbox/reset", caller="owner", json={"world": "playground"}),
    "putWorld": Good(path="/_sandbox/world", caller="owner", json=TOLD),
    "getWorld": Good(path="/_sandbox/world", caller="owner"),
    "takeSnapshot": Good(path="/_sandbox/snapshots/wire", caller="owner"),
    "restoreSnapshot": Good(
        path="/_sandbox/snapshots/wire/restore", caller="owner", after=("takeSnapshot",)
    ),
    "getClock": Good(path="/_sandbox/clock", caller="owner"),
    "moveClock": Good(path="/_sandbox/clock", caller="owner", json={"advance": "PT1S"}),
    "changeSettings": Good(
        path="/_sandbox/settings", caller="owner", json={"demandSignature": True}
    ),
    "beginAuthorisation": Good(
        path="/_sandbox/authorisations",
        caller="owner",
        json={"providerId": "provider-a", "kind": "onboarding"},
    ),
    "setFault": Good(
        path="/_sandbox/faults", caller="owner", json={"operationId": "getBank", "status": 503}
    ),
    "listFaults": Good(path="/_sandbox/faults", caller="owner"),
    "removeFaults": Good(path="/_sandbox/faults", caller="owner"),
    "getAuthorisation": Good(path=SESSION, caller="owner"),
    "listCandidates": Good(
        path=f"{SESSION}/candidates", caller="owner", after=("reportAuthorisation",)
    ),
    "chooseCandidate": Good(
        path=f"{SESSION}/candidates",
        caller="owner",
        json={"accountIdentifier": "acct-20"},
        after=("reportAuthorisation",),
    ),
    "logInUser": Good(
        path=f"{SESSION}/login",
        caller="owner",
        json={"decision": "approve", "accountIdentifiers": ["acct-21"]},
    ),
    "makeTransactions": Good(
        path=f"/_sandbox/bankaccounts/{bank_account(1)}/transactions",
        caller="owner",
        json={"count": 2},
    ),
    "plantFetchedAccounts": Good(
        path="/_sandbox/users/user-1/fetched-accounts", caller="owner", json={"accounts": [FETCHED]}
    ),
    "listNotifications": Good(path="/_sandbox/notifications", caller="owner"),
    "redeliverNotification": Good(
        path="/_sandbox/notifications/told/redeliver",
        caller="owner",
        after=("putWorld",),
    ),
    "setConnector": Good(
        path="/_sandbox/providers/provider-b/connector",
        caller="owner",
        json={"header": {"name": "X-Connector-Key", "value": "connector-key-1"}},
    ),
    "listJournal": Good(path="/_sandbox/journal", caller="owner"),
    "listAudit": Good(path="/_sandbox/audit", caller="owner"),
}

OPERATIONS: Mapping[str, Operation] = {
    each.operation_id: each for api in documents.SERVED for each in documents.load(api).operations
}
FOLLOWED = {"path", "json", "content"}  # what is not taken from an earlier answer if it is given
BEGINNING = (  # GETs that change something
    "beginLinking",
    "beginReauthorisation",
    "pollSession",
    "listAvailableBankAccounts",
)
READING = [n for n, o in OPERATIONS.items() if o.method == "GET" and n not in BEGINNING]
WITH_BODY = [
    name
    for name, each in OPERATIONS.items()
    if 413 in each.statuses  # every operation that reads a body can be sent too much of it
]
WITH_JSON = [name for name in WITH_BODY if CALLS[name].json is not None]
OWNER_TOKEN = "owner-token-of-the-tests"


@cache
def credentials(served: Served, caller: str) -> Mapping[str, str]:
    """What a caller shows, asked for once; tokens live as long as the tests' clock stands."""
    if caller == "provider":
        return served.provider_headers()
    if caller == "product":
        return served.product_headers()
    if caller == "upload":
        return served.upload_headers()
    return {
        "application": {"x-application": PRODUCT},
        "owner": {"authorization": f"Bearer {OWNER_TOKEN}"},
    }.get(caller, {})


def send(served: Served, operation_id: str, **changes: Any) -> httpx.Response:
    """The good call of an operation, changed: `path`, `caller`, `json`, `content`, `headers`.

    A header of None is left out.
    """
    good = CALLS[operation_id]
    for earlier in changes.pop("after", good.after):
        answer = send(served, earlier)
        assert answer.status_code < 400
        if good.follows and earlier == good.after[-1] and not FOLLOWED & set(changes):
            changes |= good.follows(answer.json())
    headers = {**good.headers, **credentials(served, changes.pop("caller", good.caller))}
    headers.update(changes.pop("headers", {}))
    kept = {name: value for name, value in headers.items() if value is not None}
    options: dict[str, Any] = {"json": good.json, "content": good.content}
    if "content" in changes:
        options = {}
        if not any(name.lower() == "content-type" for name in headers):
            kept["content-type"] = "application/json"
    path, method = changes.pop("path", good.path), OPERATIONS[operation_id].method
    return served.call(method, path, headers=kept, **{**options, **changes})

"""Where generated requests aim: at what exists, mostly, so that they get beyond refusals."""

from typing import Any

from fuzz import ground
from served import COMPANY, ORGANISATION, bank_account

DICTIONARIES = {
    "organisations": [ORGANISATION],
    "nonces": [f"nonce-{n}" for n in range(1_000)],
    "companies": [COMPANY],
    "banks": [f"0c000000-0000-4000-8000-{n:012}" for n in (1, 2)],
    "bank-accounts": [bank_account(n) for n in (1, 2, 3, 4, 6, 7)],
    "spare-bank-accounts": list(ground.BANK_ACCOUNTS),
    "ruled-bank-accounts": [bank_account(1)],
    "rules": list(ground.RULES),
    "sessions": list(ground.SESSIONS),
    "tenants": ["upload-client"],
    "users": ["user-1"],
    "spare-users": list(ground.USERS),
    "accounts": ["acc-upload-1", "acc-mixed-1", "acc-fetched-1"],
    "spare-accounts": list(ground.ACCOUNTS),
    "uploaded-accounts": ["acc-upload-1"],
    "transactions": list(ground.TRANSACTIONS),
}

# Per operation: which dictionary most values of a parameter, or of a place in the body, are from.
_COMPANY = {"path.companyId": "companies"}
_ANY_ACCOUNT = {**_COMPANY, "path.bankAccountId": "bank-accounts"}
_RULE = {**_COMPANY, "path.bankAccountId": "ruled-bank-accounts", "path.ruleId": "rules"}
_USER = {"header.TenantID": "tenants", "path.user-id": "users"}
_ACCOUNT = {**_USER, "path.account-id": "accounts"}
_UPLOADED = {**_USER, "path.account-id": "uploaded-accounts"}
_CHANGED = {
    **_UPLOADED,
    "body.transactionId": "transactions",
    "body.[*].transactionId": "transactions",
}

AIMS = {
    "getAccessToken": {
        "header.X-Organisation-Id": "organisations",
        "header.X-Company-Id": "companies",
        "header.X-Nonce": "nonces",
    },
    "reportAuthorisation": {"path.authorisationId": "sessions"},
    "reportAuthorisationByQuery": {"query.authorisationId": "sessions"},
    "getBank": {"path.bankId": "banks"},
    "createBankAccount": {**_COMPANY, "body.bankId": "banks"},
    "listBankAccounts": _COMPANY,
    "getBankAccount": _ANY_ACCOUNT,
    "disconnectBankAccount": {**_COMPANY, "path.bankAccountId": "spare-bank-accounts"},
    "listTransactions": _ANY_ACCOUNT,
    "createRule": _ANY_ACCOUNT,
    "listRules": _ANY_ACCOUNT,
    "getRule": _RULE,
    "replaceRule": _RULE,
    "changeRule": _RULE,
    "deleteRule": _RULE,
    "createUser": {"header.TenantID": "tenants"},
    "listUsers": {"header.TenantID": "tenants"},
    "getUser": _USER,
    "deleteUser": {"header.TenantID": "tenants", "path.user-id": "spare-users"},
    "uploadAccounts": _USER,
    "listAccounts": _USER,
    "changeAccounts": {
        **_USER,
        "body.accountId": "spare-accounts",
        "body.[*].accountId": "spare-accounts",
    },
    "deleteAccounts": {**_USER, "body.ids[*]": "spare-accounts"},
    "getAccount": _ACCOUNT,
    "deleteAccount": {**_USER, "path.account-id": "spare-accounts"},
    "changeTransactions": _CHANGED,
    "changeTransactionsAlias": _CHANGED,
    "uploadTransactions": _ACCOUNT,
    "listAccountTransactions": _ACCOUNT,
    "deleteTransactions": {**_UPLOADED, "body.ids[*]": "transactions"},
}


def dictionaries() -> dict[str, Any]:
    """The dictionaries, as Schemathesis is told them."""
    return {name: {"values": values} for name, values in DICTIONARIES.items()}


def aim(operation_id: str) -> dict[str, Any]:
    """An operation's parameters, as Schemathesis is told them: nine values in ten exist."""
    return {
        place: {"dictionary": name, "probability": 0.9}
        for place, name in AIMS.get(operation_id, {}).items()
    }

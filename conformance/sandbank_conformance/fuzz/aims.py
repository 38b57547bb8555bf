"""Where generated requests aim: at what exists, mostly, so that they get beyond refusals."""

from typing import Any

from sandbank_conformance.fuzz.ground import Values

SHARE = 0.9  # of the values that are ids of things that exist

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
    "postStatement": {
        "body.data.bankId": "provider-banks",
        "body.data.accountDetails[*].bankAccountId": "bank-accounts",
        "body.data.transactionDetails[*].bankAccountId": "bank-accounts",
    },
    "getStatement": {"path.statementId": "statements"},
    "queryAccount": {"body.data.bankId": "provider-banks", "body.data.externalId": "external-ids"},
    "changeBanks": {
        f"body.{data}.{changes}[*].principalId": "provider-banks"
        for data in ("data", "data[*]")
        for changes in ("toUpdate", "toRemove")
    },
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
    "beginLinking": {**_COMPANY, "query.bankId": "banks", "query.bankid": "banks"},
    "beginReauthorisation": _ANY_ACCOUNT,
    "pollSession": {**_COMPANY, "path.pollId": "polls"},
    "listAvailableBankAccounts": {**_COMPANY, "query.bankAccountIds": "bank-accounts"},
    "linkAvailableBankAccount": {**_COMPANY, "body.bankAccountCandidateId": "candidates"},
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


def dictionaries(values: Values) -> dict[str, Any]:
    """The ids of what exists, as Schemathesis is told them."""
    return {name: {"values": ids} for name, ids in values.items() if ids}


def aim(operation_id: str, values: Values) -> dict[str, Any]:
    """An operation's parameters, as Schemathesis is told them; those without ids are left out."""
    return {
        place: {"dictionary": name, "probability": SHARE}
        for place, name in AIMS.get(operation_id, {}).items()
        if values.get(name)
    }

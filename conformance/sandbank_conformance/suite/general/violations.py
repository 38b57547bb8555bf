"""Bodies that break their schema in several places, and the places."""

from collections.abc import Mapping
from typing import Any

Places = tuple[str, ...]

_RULE: tuple[Any, Places] = (
    {"ruleName": None, "ruleConditions": [{"ruleField": "colour", "ruleOperation": "eq"}]},
    ("/ruleName", "/ruleConditions/0/ruleField", "/ruleConditions/0/ruleCriteria", "/ruleActions"),
)
_REPORT: tuple[Any, Places] = (
    {"data": {"status": "perhaps", "bankAccounts": [{"accountName": 5, "bankIdentifier": " "}]}},
    (
        "/data/status",
        "/data/bankAccounts/0/bankAccountExternalId",
        "/data/bankAccounts/0/accountName",
        "/data/bankAccounts/0/bankIdentifier",
        "/data/bankAccounts/0/branchIdentifier",
        "/data/bankAccounts/0/accountIdentifier",
    ),
)
_CHANGE: tuple[Any, Places] = (
    [{"amount": "12", "purpose": 5}],
    ("/0/transactionId", "/0/amount", "/0/purpose"),
)
_IDS: tuple[Any, Places] = ({"ids": ["", 5, None]}, ("/ids/0", "/ids/1", "/ids/2"))

VIOLATIONS: Mapping[str, tuple[Any, Places]] = {
    "createOrganisation": (
        {"company": {"name": 5}, "user": []},
        ("/company/name", "/user"),
    ),
    "createBankAccount": (
        {"bankId": " ", "accountName": None, "requestedStartDate": "yesterday"},
        (
            "/bankId",
            "/accountName",
            "/requestedStartDate",
            "/accountIdentifier",
            "/bankIdentifier",
        ),
    ),
    "createRule": _RULE,
    "replaceRule": _RULE,
    "changeRule": (
        {"ruleName": "", "ruleActions": [{"splitPercentage": 101}, {}]},
        ("/ruleName", "/ruleActions/0/splitPercentage", "/ruleActions/1/splitPercentage"),
    ),
    "reportAuthorisation": _REPORT,
    "reportAuthorisationByQuery": _REPORT,
    "createUser": (
        {"type": "robot", "expiresIn": "1"},
        ("/type", "/automaticAnalysis", "/expiresIn"),
    ),
    "uploadAccounts": (
        [{"accountNumber": "1", "balance": "1"}, {"iban": "", "currency": "EUR", "type": None}],
        ("/0/currency", "/0/type", "/0/balance", "/1/iban", "/1/type"),
    ),
    "changeAccounts": (
        [{"name": 5, "currency": None}],
        ("/0/accountId", "/0/name", "/0/currency"),
    ),
    "deleteAccounts": _IDS,
    "uploadTransactions": (
        [{"transactionId": None, "amount": "1"}],
        ("/0/transactionId", "/0/amount", "/0/bookingDate"),
    ),
    "changeTransactions": _CHANGE,
    "changeTransactionsAlias": _CHANGE,
    "deleteTransactions": _IDS,
}

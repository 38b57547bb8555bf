"""Bodies that break their schema in several places, and the places.

What a rule of its own speaks of is left alone: other checks are about that.
"""

from collections.abc import Mapping
from typing import Any

Places = tuple[str, ...]

LEFT_OUT: Any = object()

_RULE: tuple[Any, Places] = (
    {
        "ruleName": None,
        "ruleConditions": LEFT_OUT,
        "ruleActions": [{"splitPercentage": "half"}, {}],
    },
    (
        "/ruleName",
        "/ruleConditions",
        "/ruleActions/0/splitPercentage",
        "/ruleActions/1/splitPercentage",
    ),
)
_REPORT: tuple[Any, Places] = (
    {"data": {"status": "success", "bankAccounts": [5, []]}},
    ("/data/bankAccounts/0", "/data/bankAccounts/1"),
)
_TRANSACTION: tuple[Any, Places] = (
    {"purpose": 5, "paymentPartner": []},
    ("/0/purpose", "/0/paymentPartner"),
)
_ACCOUNT: tuple[Any, Places] = ({"name": 5, "bankName": {}}, ("/0/name", "/0/bankName"))

_STATEMENT: tuple[Any, Places] = (
    {
        "data": {
            "bankId": 5,
            "accountDetails": [{}],
            "transactionDetails": [{"uniqueId": "", "transactionAmount": "1"}, []],
        }
    },
    (
        "/data/bankId",
        "/data/accountDetails/0/bankAccountId",
        "/data/transactionDetails/0/uniqueId",
        "/data/transactionDetails/0/transactionAmount",
        "/data/transactionDetails/0/bankAccountId",
        "/data/transactionDetails/0/datePosted",
        "/data/transactionDetails/1",
    ),
)
_BANKS: tuple[Any, Places] = (
    {
        "data": {
            "toCreate": [{"name": 5, "countryCode": "G"}],
            "toUpdate": [[]],
            "toRemove": {},
        }
    },
    (
        "/data/toCreate/0/name",
        "/data/toCreate/0/countryCode",
        "/data/toCreate/0/externalRef",
        "/data/toUpdate/0",
        "/data/toRemove",
    ),
)

# What is otherwise than in a good body, and the places that are wrong then.
VIOLATIONS: Mapping[str, tuple[Any, Places]] = {
    "createOrganisation": (
        {"company": {"name": 5, "postalCode": []}, "user": []},
        ("/company/name", "/company/postalCode", "/user"),
    ),
    "createBankAccount": (
        {
            "accountName": None,
            "requestedStartDate": "yesterday",
            "accountIdentifier": " ",
            "bankIdentifier": LEFT_OUT,
        },
        ("/accountName", "/requestedStartDate", "/accountIdentifier", "/bankIdentifier"),
    ),
    "createRule": _RULE,
    "replaceRule": _RULE,
    "changeRule": (
        {"ruleName": "", "ruleActions": [{"splitPercentage": 101}, {}]},
        ("/ruleName", "/ruleActions/0/splitPercentage", "/ruleActions/1/splitPercentage"),
    ),
    "reportAuthorisation": _REPORT,
    "reportAuthorisationByQuery": _REPORT,
    "postStatement": _STATEMENT,
    "queryAccount": ({"data": {"bankId": 5}}, ("/data/bankId", "/data/externalId")),
    "changeBanks": _BANKS,
    "createUser": (
        {"type": "robot", "automaticAnalysis": LEFT_OUT, "expiresIn": "1"},
        ("/type", "/automaticAnalysis", "/expiresIn"),
    ),
    "uploadAccounts": _ACCOUNT,
    "changeAccounts": _ACCOUNT,
    "uploadTransactions": _TRANSACTION,
    "changeTransactions": _TRANSACTION,
    "changeTransactionsAlias": _TRANSACTION,
}


def violating(operation_id: str, good: Mapping[str, Any]) -> tuple[Any, Places]:
    """A good body with its violations, and where they are."""
    changes, places = VIOLATIONS[operation_id]
    body = {name: each for name, each in {**good, **changes}.items() if each is not LEFT_OUT}
    in_an_array = all(each.startswith("/0/") for each in places)
    return [body] if in_an_array else body, places

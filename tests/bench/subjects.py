"""The calls that are compared, and what they leave behind in the sandbox."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import sandbox
from load import Call
from sandbox import World

CONSUMER, PROVIDER, USER_BANKING = "consumer", "provider", "user_banking"
BASES = {CONSUMER: "/consumer/v1", PROVIDER: "/provider/v1", USER_BANKING: "/user-banking"}

_JSON = {"Content-Type": "application/json"}
_PRODUCT = {"x-application": "sandbank.eu.product"}
_REPORT = (
    '{"data":{"status":"success","bankAccounts":[{"bankAccountExternalId":"ext-{n}",'
    '"accountName":"Current account","bankIdentifier":"customer-1:bench",'
    '"branchIdentifier":"n/a","accountIdentifier":"acct-{n}"}]}}'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A call where all servers have it, and how to see what it changed."""

    call: Call
    document: str
    tokens: Callable[[str], list[str]]
    changed: Callable[[World], int] | None = None  # resources used up; None for a read


def _count(kind: str, **fields: str) -> Callable[[World], int]:
    def count(world: World) -> int:
        return sum(all(each.get(k) == v for k, v in fields.items()) for each in world[kind])

    return count


def _call(name: str, method: str, path: str, headers: Mapping[str, str], body: str = "") -> Call:
    return Call(name=name, method=method, path=path, body=body, headers=headers)


_ACCOUNTS = "/company-{caller}/bankaccounts"
_READ = f"{_ACCOUNTS}/reading-{{caller}}/transactions?startIndex="

SUBJECTS = (
    Subject(
        call=_call(
            "PATCH authorisation",
            "PATCH",
            "/authorisations/0e000000-0000-4000-8000-{n}",
            {**_JSON, "x-api-key": "provider-{caller}-key"},
            _REPORT,
        ),
        document=PROVIDER,
        tokens=sandbox.provider_tokens,
        changed=_count("authorisations", status="granted"),
    ),
    Subject(
        call=_call(
            "DELETE bank account",
            "DELETE",
            f"{_ACCOUNTS}/account-{{n}}",
            _PRODUCT,
        ),
        document=CONSUMER,
        tokens=sandbox.product_tokens,
        changed=_count("bankAccounts", status="cancelled"),
    ),
    Subject(
        call=_call(
            "DELETE 2 transactions",
            "DELETE",
            "/users/user-{caller}/banking/accounts/acc-{caller}/transactions",
            _JSON,
            '{"ids":["tx-{n}","tx-{n}-b"]}',
        ),
        document=USER_BANKING,
        tokens=sandbox.upload_tokens,
        changed=lambda world: -len(world["uploadTransactions"]) // 2,
    ),
    Subject(
        call=_call("GET 2 transactions", "GET", f"{_READ}249", _PRODUCT),
        document=CONSUMER,
        tokens=sandbox.product_tokens,
    ),
    Subject(
        call=_call("GET 100 transactions", "GET", f"{_READ}1", _PRODUCT),
        document=CONSUMER,
        tokens=sandbox.product_tokens,
    ),
)

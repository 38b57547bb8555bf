"""The two calls that are compared, and what they leave behind in the sandbox."""

from collections.abc import Callable
from dataclasses import dataclass

import sandbox
from load import Call


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A call, where both servers have it, and how to see what it changed."""

    call: Call
    base: str  # path of the API at the sandbox; Prism serves each document at its own root
    document: str
    tokens: Callable[[str], list[str]]
    left: Callable[[str], int]  # resources that were not used up


SUBJECTS = (
    Subject(
        call=Call(
            name="PATCH authorisation",
            method="PATCH",
            path="/authorisations/0e000000-0000-4000-8000-{n}",
            body='{"data":{"status":"success","bankAccounts":[{"bankAccountExternalId":"ext-{n}",'
            '"accountName":"Current account","bankIdentifier":"customer-1:bench",'
            '"branchIdentifier":"n/a","accountIdentifier":"acct-{n}"}]}}',
            headers={"Content-Type": "application/json", "x-api-key": "provider-{caller}-key"},
        ),
        base="/provider/v1",
        document="provider",
        tokens=sandbox.provider_tokens,
        left=sandbox.sessions_open,
    ),
    Subject(
        call=Call(
            name="DELETE transaction",
            method="DELETE",
            path="/users/user-{caller}/banking/accounts/acc-{caller}/transactions",
            body='{"ids":["tx-{n}"]}',
            headers={"Content-Type": "application/json"},
        ),
        base="/user-banking",
        document="user_banking",
        tokens=sandbox.upload_tokens,
        left=sandbox.transactions_left,
    ),
)

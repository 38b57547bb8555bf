"""The world that rounds begin with: enough sessions and bank accounts for all of their calls."""

import json
from pathlib import Path
from typing import Any

COMPANY = "0b000000-0000-4000-8000-000000000001"
ORGANISATION = "0a000000-0000-4000-8000-000000000001"
APPLICATION = "sandbank.eu.product"

Record = dict[str, Any]


def mark(name: str) -> str:
    """What a transaction carries so that it is found in any file."""
    return f"<<{name}>>"


def session(worker: int, n: int) -> str:
    """The id of a worker's n-th open session."""
    return f"0e000000-0000-4000-{worker:04}-{n:012}"


def bank_account(worker: int, n: int) -> str:
    """The id of a worker's n-th bank account."""
    return f"0d000000-0000-4000-{worker:04}-{n:012}"


def fed(worker: int, n: int) -> list[str]:
    """The names of the transactions in a bank account."""
    return [f"fed-{worker}-{n}-{each}" for each in (1, 2, 3)]


def write_world(file: Path, workers: int, each: int) -> None:
    """Write a world with so many sessions, bank accounts and one upload account for a worker."""
    places = [(worker, n) for worker in range(workers) for n in range(each)]
    world = {
        "applications": [{"applicationId": APPLICATION}],
        "organisations": [{"organisationId": ORGANISATION, "signingKey": "key"}],
        "companies": [{"companyId": COMPANY, "organisationId": ORGANISATION, "name": "Kills"}],
        "providers": [_PROVIDER],
        "banks": [_BANK],
        "bankAccounts": [_bank_account(*place) for place in places],
        "transactions": [each for place in places for each in _transactions(*place)],
        "authorisations": [_session(*place) for place in places],
        "uploadClients": [_CLIENT],
        "users": [_USER],
        "uploadAccounts": [_upload_account(worker) for worker in range(workers)],
    }
    file.write_text(json.dumps(world), encoding="utf-8")


_PROVIDER = {
    "providerId": "provider-a",
    "clientId": "provider-a",
    "clientSecret": "provider-a-secret",
    "apiKey": "provider-a-key",
}
_BANK = {
    "bankId": "bank",
    "providerId": "provider-a",
    "name": "Bank",
    "primaryCountry": "GBR",
    "primaryCountry2CharIso": "GB",
}
_CLIENT = {
    "clientId": "upload-client",
    "clientSecret": "upload-secret",
    "scopes": ["banking", "banking-upload"],
}
_USER = {
    "userId": "user-1",
    "clientId": "upload-client",
    "tenant": "upload-client",
    "type": "person",
    "automaticAnalysis": "active",
}


def _bank_account(worker: int, n: int) -> Record:
    return {
        "bankAccountId": bank_account(worker, n),
        "companyId": COMPANY,
        "bankId": "bank",
        "status": "active",
        "bankIdentifier": "customer",
        "accountIdentifier": f"acct-{worker}-{n}",
        "externalId": f"ext-{worker}-{n}",
        "lastTransactionId": 3,
    }


def _transactions(worker: int, n: int) -> list[Record]:
    return [
        {
            "bankAccountId": bank_account(worker, n),
            "transactionId": number,
            "uniqueId": name,
            "transactionAmount": "-1.50",
            "transactionType": "DEBIT",
            "datePosted": "2026-02-03",
            "description": mark(name),
        }
        for number, name in enumerate(fed(worker, n), start=1)
    ]


def _session(worker: int, n: int) -> Record:
    return {
        "authorisationId": session(worker, n),
        "providerId": "provider-a",
        "kind": "onboarding",
        "companyId": COMPANY,
        "bankId": "bank",
        "status": "open",
        "expiresAt": "P1D",
        "redirectUri": "http://127.0.0.1/return",
        "state": "state",
    }


def _upload_account(worker: int) -> Record:
    return {
        "userId": "user-1",
        "accountId": f"acc-{worker}",
        "accountNumber": f"{1_000_000 + worker}",
        "currency": "EUR",
        "type": "GIRO",
    }

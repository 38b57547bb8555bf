"""The world the calls are made in: as many open sessions and transactions as calls may come."""

import json
from pathlib import Path
from typing import Any

CALLERS = 20  # providers and upload clients, each with a token, sessions and an account of its own
COMPANY = "0b000000-0000-4000-8000-000000000001"
ORGANISATION = "0a000000-0000-4000-8000-000000000001"

Record = dict[str, Any]


def write_world(file: Path, calls: int) -> None:
    """Write a world with `calls` open sessions and as many uploaded transactions.

    The n-th session is provider `n % CALLERS`'s, the n-th transaction that client's.
    """
    world = {
        "applications": [{"applicationId": "sandbank.eu.product"}],
        "organisations": [{"organisationId": ORGANISATION, "signingKey": "bench-signing-key"}],
        "companies": [{"companyId": COMPANY, "organisationId": ORGANISATION, "name": "Bench Ltd"}],
        "providers": [_provider(caller) for caller in range(CALLERS)],
        "banks": [_bank(caller) for caller in range(CALLERS)],
        "authorisations": [_session(n) for n in range(calls)],
        "uploadClients": [_client(caller) for caller in range(CALLERS)],
        "users": [_user(caller) for caller in range(CALLERS)],
        "uploadAccounts": [_account(caller) for caller in range(CALLERS)],
        "uploadTransactions": [_transaction(n) for n in range(calls)],
    }
    file.write_text(json.dumps(world), encoding="utf-8")


def _provider(caller: int) -> Record:
    return {
        "providerId": f"provider-{caller}",
        "clientId": f"provider-{caller}",
        "clientSecret": f"provider-{caller}-secret",
        "apiKey": f"provider-{caller}-key",
    }


def _bank(caller: int) -> Record:
    return {
        "bankId": f"bank-{caller}",
        "providerId": f"provider-{caller}",
        "name": f"Bank {caller}",
        "primaryCountry": "GBR",
        "primaryCountry2CharIso": "GB",
    }


def _session(n: int) -> Record:
    return {
        "authorisationId": f"0e000000-0000-4000-8000-{n:012}",
        "providerId": f"provider-{n % CALLERS}",
        "kind": "onboarding",
        "companyId": COMPANY,
        "bankId": f"bank-{n % CALLERS}",
        "status": "open",
        "expiresAt": "P1D",
        "redirectUri": "http://127.0.0.1/return",
        "state": f"state-{n}",
    }


def _client(caller: int) -> Record:
    return {
        "clientId": f"client-{caller}",
        "clientSecret": f"client-{caller}-secret",
        "scopes": ["banking", "banking-upload"],
    }


def _user(caller: int) -> Record:
    return {
        "userId": f"user-{caller}",
        "clientId": f"client-{caller}",
        "tenant": f"client-{caller}",
        "type": "person",
        "automaticAnalysis": "active",
    }


def _account(caller: int) -> Record:
    return {
        "userId": f"user-{caller}",
        "accountId": f"acc-{caller}",
        "accountNumber": f"{1_000_000 + caller}",
        "currency": "EUR",
        "type": "GIRO",
    }


def _transaction(n: int) -> Record:
    return {
        "userId": f"user-{n % CALLERS}",
        "accountId": f"acc-{n % CALLERS}",
        "transactionId": f"tx-{n:012}",
        "amount": "-12.34",
        "currency": "EUR",
        "purpose": f"Invoice {n}",
        "bookingDate": f"2026-01-{n % 28 + 1:02}",
    }

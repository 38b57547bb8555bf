"""The world the calls are made in: as many open sessions and transactions as calls may come."""

import json
from pathlib import Path
from typing import Any

CALLERS = 100  # providers, companies and upload clients, each with a token and a share of its own
READ = 250  # transactions of the account that each company reads
ORGANISATION = "0a000000-0000-4000-8000-000000000001"

Record = dict[str, Any]


def write_world(file: Path, calls: int) -> None:
    """Write a world with `calls` open sessions, bank accounts and pairs of uploaded transactions.

    The n-th session is provider `n % CALLERS`'s, and so on.
    """
    callers, numbers = range(CALLERS), range(calls)
    world = {
        **callers_world(),
        "bankAccounts": [
            *(bank_account(f"account-{n:012}", n % CALLERS, last=1) for n in numbers),
            *(bank_account(f"reading-{caller}", caller, last=READ) for caller in callers),
        ],
        "transactions": [
            *(transaction(f"account-{n:012}", 1) for n in numbers),
            *(transaction(f"reading-{c}", n) for c in callers for n in range(1, READ + 1)),
        ],
        "authorisations": [_session(n) for n in numbers],
        "uploadTransactions": [
            upload(f"tx-{n:012}{each}", n % CALLERS) for n in numbers for each in ("", "-b")
        ],
    }
    file.write_text(json.dumps(world), encoding="utf-8")


def callers_world() -> dict[str, list[Record]]:
    """Who calls, with a bank or an upload account each."""
    callers = range(CALLERS)
    return {
        "applications": [{"applicationId": "sandbank.eu.product"}],
        "organisations": [{"organisationId": ORGANISATION, "signingKey": "bench-signing-key"}],
        "companies": [_company(caller) for caller in callers],
        "providers": [_provider(caller) for caller in callers],
        "banks": [_bank(caller) for caller in callers],
        "uploadClients": [_client(caller) for caller in callers],
        "users": [_user(caller) for caller in callers],
        "uploadAccounts": [_account(caller) for caller in callers],
    }


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
        "companyId": f"company-{n % CALLERS}",
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


def upload(transaction_id: str, caller: int) -> Record:
    """An uploaded transaction of a caller's account."""
    return {
        "userId": f"user-{caller}",
        "accountId": f"acc-{caller}",
        "transactionId": transaction_id,
        "amount": "-12.34",
        "currency": "EUR",
        "purpose": "Invoice 4711",
        "bookingDate": "2026-01-15",
    }


def _company(caller: int) -> Record:
    return {
        "companyId": f"company-{caller}",
        "organisationId": ORGANISATION,
        "name": f"Bench {caller} Ltd",
    }


def bank_account(bank_account_id: str, caller: int, last: int) -> Record:
    """A bank account of a caller's company, with so many transactions."""
    return {
        "bankAccountId": bank_account_id,
        "companyId": f"company-{caller}",
        "bankId": f"bank-{caller}",
        "status": "active",
        "bankIdentifier": "customer-1:bench",
        "accountIdentifier": f"acct-{bank_account_id}",
        "externalId": f"ext-{bank_account_id}",
        "lastTransactionId": last,
    }


def transaction(bank_account_id: str, number: int) -> Record:
    """A transaction of a bank account."""
    return {
        "bankAccountId": bank_account_id,
        "transactionId": number,
        "uniqueId": f"txn-{number}",
        "transactionAmount": "-12.34",
        "transactionType": "DEBIT",
        "datePosted": "2026-01-30",
        "description": "Invoice 4711",
        "narrative1": "CARD PAYMENT",
        "currency": "GBP",
    }

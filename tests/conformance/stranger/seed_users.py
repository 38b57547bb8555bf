"""The user banking part of the playground."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from .world import UploadAccount, UploadTransaction, User, World, utcnow


def _transaction(account: UploadAccount, tx_id: str, number: int, fetched: bool) -> None:
    day = (utcnow() - timedelta(days=30 - number)).date().isoformat()
    fields = {
        "transactionId": tx_id,
        "accountId": account.fields["accountId"],
        "amount": Decimal(-1050 - 275 * number) / 100,
        "currency": "EUR",
        "purpose": f"Payment {number}",
        "bookingDate": day,
        "valueDate": day,
    }
    account.transactions[tx_id] = UploadTransaction(fields, fetched)


def _account(
    user: User,
    account_id: str,
    number: str | None,
    uploaded: list[str],
    fetched: list[str],
    login: str | None = None,
) -> None:
    fields = {
        "accountId": account_id,
        "accountNumber": number,
        "currency": "EUR",
        "type": "GIRO",
        "iban": None if number else "DE02120300000000202051",
        "bankName": "Sample Bank",
        "name": f"Account {account_id}",
        "balance": Decimal("100.5"),
        "bankLoginId": login,
    }
    account = UploadAccount(fields)
    for i, tx_id in enumerate(uploaded + fetched, start=1):
        _transaction(account, tx_id, i, tx_id in fetched)
    user.accounts[account_id] = account


def add_users(world: World) -> None:
    both = "banking banking-upload"
    for client, secret, scope in (
        ("upload-client", "upload-secret", both),
        ("other-client", "other-secret", both),
        ("read-client", "read-secret", "banking"),
    ):
        world.clients[client] = (secret, scope)
    one = User("user-1", "upload-client", "upload-client", "person", "suspended")
    _account(one, "acc-upload-1", "1000001", [f"tx-{i}" for i in range(1, 6)], [])
    _account(one, "acc-upload-2", "1000002", ["tx-6", "tx-7"], [])
    _account(one, "acc-fetched-1", None, [], [f"tx-f-{i}" for i in range(1, 4)], "login-1")
    _account(one, "acc-mixed-1", "1000009", ["tx-m-1"], ["tx-mf-1"])
    two = User("user-2", "upload-client", "upload-client-other", "person", "suspended")
    _account(two, "acc-other-1", "2000001", ["tx-o-1"], [])
    three = User("user-3", "read-client", "read-client", "company", "suspended")
    _account(three, "acc-read-1", "3000001", ["tx-r-1"], [])
    world.users.update({user.user_id: user for user in (one, two, three)})

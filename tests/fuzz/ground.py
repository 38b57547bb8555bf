"""The world that fuzzing begins with: the playground, and much more to use up."""

from collections.abc import Iterable, Mapping
from typing import Any

from served import COMPANY, Served, bank_account, session

NOON = "2026-03-01T12:00:00Z"

World = dict[str, list[dict[str, Any]]]

SESSIONS = tuple(session(n) for n in range(1001, 1201))
BANK_ACCOUNTS = tuple(bank_account(n) for n in range(1001, 1081))  # to be disconnected
RULES = tuple(f"0f000000-0000-4000-8000-{n:012}" for n in range(1001, 1081))  # of account 1
USERS = tuple(f"user-{n}" for n in range(1001, 1061))  # to be deleted
ACCOUNTS = tuple(f"acc-upload-{n}" for n in range(1001, 1101))  # of user-1, to be deleted
TRANSACTIONS = tuple(f"tx-{n}" for n in range(1001, 1201))  # of acc-upload-1


def lay(served: Served) -> None:
    """Lay the ground: the same world at the same frozen time, whatever was before."""
    served.control("POST", "/clock", json={"set": NOON, "frozen": True})
    served.control("POST", "/reset")
    served.control("PUT", "/world", json=_widened(served.world()))
    served.control("PUT", "/snapshots/ground")


def restore(served: Served) -> None:
    """Back to the ground as it was laid."""
    served.control("POST", "/snapshots/ground/restore")


def _widened(world: World) -> World:
    more = {
        "authorisations": [
            *_copies(world, "authorisations", {"authorisationId": session(1)}, SESSIONS[::2]),
            *_copies(world, "authorisations", {"authorisationId": session(2)}, SESSIONS[1::2]),
        ],
        "bankAccounts": _bank_accounts(world),
        "rules": _rules(world),
        "users": _copies(world, "users", {"userId": "user-1"}, USERS),
        "uploadAccounts": _accounts(world),
        "uploadTransactions": _copies(
            world, "uploadTransactions", {"transactionId": "tx-1"}, TRANSACTIONS
        ),
    }
    return {table: [*items, *more.get(table, ())] for table, items in world.items()}


def _copies(
    world: World, table: str, key: Mapping[str, str], ids: Iterable[str]
) -> list[dict[str, Any]]:
    """One record of a table under other ids."""
    ((name, value),) = key.items()
    (original,) = (each for each in world[table] if each[name] == value)
    return [{**original, name: each} for each in ids]


def _bank_accounts(world: World) -> list[dict[str, Any]]:
    copies = _copies(world, "bankAccounts", {"bankAccountId": bank_account(6)}, BANK_ACCOUNTS)
    assert all(each["companyId"] == COMPANY for each in copies)
    return [
        {**each, "accountIdentifier": f"acct-{n}", "externalId": f"ext-{n}", "lastTransactionId": 0}
        for n, each in enumerate(copies, start=1001)
    ]


def _rules(world: World) -> list[dict[str, Any]]:
    copies = _copies(world, "rules", {"ruleId": "0f000000-0000-4000-8000-000000000011"}, RULES)
    return [{**each, "ruleName": f"Rule {n}"} for n, each in enumerate(copies, start=1001)]


def _accounts(world: World) -> list[dict[str, Any]]:
    copies = _copies(world, "uploadAccounts", {"accountId": "acc-upload-2"}, ACCOUNTS)
    return [{**each, "accountNumber": f"{n}"} for n, each in enumerate(copies, start=1001001)]

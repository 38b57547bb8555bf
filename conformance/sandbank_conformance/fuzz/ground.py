"""What generated requests may use up: the playground made wide, or things made for the purpose."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any

from sandbank_conformance.conditions import NotTestable, given
from sandbank_conformance.owner import Owner
from sandbank_conformance.run import Run
from sandbank_conformance.wire import TransportError

NOON = "2026-03-01T12:00:00Z"
SNAPSHOT = "verify-fuzz"
MADE = 12  # things of each kind that are made where the world is not ours

World = dict[str, list[dict[str, Any]]]
Values = dict[str, list[str]]


def _ids(kind: str, *numbers: int) -> list[str]:
    return [f"{kind}000000-0000-4000-8000-{n:012}" for n in numbers]


SESSIONS = _ids("0e", *range(1001, 1201))
POLLED = _ids("0e", *range(1201, 1241))  # sessions that a product began
CANDIDATES = _ids("0a", *range(1001, 1041))  # to be linked
BANK_ACCOUNTS = _ids("0d", *range(1001, 1081))  # to be disconnected
RULES = _ids("0f", *range(1001, 1081))  # of account 1
USERS = [f"user-{n}" for n in range(1001, 1061)]  # to be deleted
ACCOUNTS = [f"acc-upload-{n}" for n in range(1001, 1101)]  # of user-1, to be deleted
TRANSACTIONS = [f"tx-{n}" for n in range(1001, 1201)]  # of acc-upload-1


class WideGround:
    """The playground with much more to use up; every change is undone."""

    def __init__(self, owner: Owner) -> None:
        self._owner = owner

    def lay(self) -> Values:
        """The same world at the same standing time, whatever was before; the ids in it."""
        given(self._owner.call("moveClock", json={"set": NOON, "frozen": True}))
        given(self._owner.call("resetWorld", json={"world": "playground"}))
        world = given(self._owner.call("getWorld")).json
        given(self._owner.call("putWorld", json=widened(world)))
        given(self._owner.call("takeSnapshot", SNAPSHOT))
        return playground_values()

    def restore(self) -> None:
        """Back to the ground as it was laid."""
        given(self._owner.call("restoreSnapshot", SNAPSHOT))


class MadeGround:
    """Things made through the APIs; what generated requests use up stays used up."""

    def __init__(self, run: Run) -> None:
        self._run = run

    def lay(self) -> Values:
        """The ids of what was made, as far as the target lets things be made."""
        run, draw = self._run, self._run.draw("fuzz")
        values: Values = {"nonces": nonces()}
        if run.product:
            values["organisations"] = [run.product.access.organisation]
            values["companies"] = [run.product.access.company]
            values["bank-accounts"] = values["spare-bank-accounts"] = _made(
                lambda: run.stock.new_account(draw)
            )
        if run.target.consumer and run.target.consumer.bank:
            values["banks"] = [run.target.consumer.bank]
        if run.uploads:
            uploads = run.uploads
            values["users"] = values["spare-users"] = _made(uploads.user)
        return values

    def restore(self) -> None:
        """Nothing can be brought back here."""


def _made(make: Callable[[], str]) -> list[str]:
    made: list[str] = []
    with suppress(NotTestable, TransportError):  # generated values have to do then
        made.extend(make() for _ in range(MADE))
    return made


def nonces() -> list[str]:
    """Nonces enough."""
    return [f"nonce-{n}" for n in range(1_000)]


def playground_values() -> Values:
    """The ids of the widened playground, by what they are ids of."""
    return {
        "organisations": _ids("0a", 1),
        "nonces": nonces(),
        "companies": _ids("0b", 1),
        "banks": _ids("0c", 1, 2),
        "provider-banks": _ids("0c", 1),
        "statements": _ids("10", 1),
        "external-ids": [f"ext-{n}" for n in range(1, 9)],
        "bank-accounts": _ids("0d", 1, 2, 3, 4, 6, 7),
        "spare-bank-accounts": BANK_ACCOUNTS,
        "ruled-bank-accounts": _ids("0d", 1),
        "rules": RULES,
        "sessions": SESSIONS,
        "candidates": CANDIDATES,
        "polls": [f"{each}.1" for each in POLLED],
        "tenants": ["upload-client"],
        "users": ["user-1"],
        "spare-users": USERS,
        "accounts": ["acc-upload-1", "acc-mixed-1", "acc-fetched-1"],
        "spare-accounts": ACCOUNTS,
        "uploaded-accounts": ["acc-upload-1"],
        "transactions": TRANSACTIONS,
    }


def widened(world: World) -> World:
    """The playground with copies of some of its records."""
    (session,) = _ids("0e", 1)
    (reauthorisation,) = _ids("0e", 2)
    more = {
        "authorisations": [
            *_copies(world, "authorisations", {"authorisationId": session}, SESSIONS[::2]),
            *_copies(world, "authorisations", {"authorisationId": reauthorisation}, SESSIONS[1::2]),
            *_polled(world, session),
        ],
        "bankAccountCandidates": _candidates(world),
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


def _polled(world: World, session: str) -> list[dict[str, Any]]:
    copies = _copies(world, "authorisations", {"authorisationId": session}, POLLED)
    route = {"applicationId": "sandbank.eu.product", "givenAt": NOON}
    return [{**each, "pollRoute": route} for each in copies]


def _candidates(world: World) -> list[dict[str, Any]]:
    (first,) = (each for each in world["bankAccounts"] if each["externalId"] == "ext-1")
    account = {"accountName": "Spare", "bankIdentifier": "customer-1:playground"}
    return [
        {
            "bankAccountCandidateId": each,
            "companyId": first["companyId"],
            "bankId": first["bankId"],
            "account": {**account, "accountIdentifier": each, "externalId": each},
        }
        for each in CANDIDATES
    ]


def _bank_accounts(world: World) -> list[dict[str, Any]]:
    (sixth,) = _ids("0d", 6)
    copies = _copies(world, "bankAccounts", {"bankAccountId": sixth}, BANK_ACCOUNTS)
    return [
        {**each, "accountIdentifier": f"acct-{n}", "externalId": f"ext-{n}", "lastTransactionId": 0}
        for n, each in enumerate(copies, start=1001)
    ]


def _rules(world: World) -> list[dict[str, Any]]:
    (first,) = _ids("0f", 11)
    copies = _copies(world, "rules", {"ruleId": first}, RULES)
    return [{**each, "ruleName": f"Rule {n}"} for n, each in enumerate(copies, start=1001)]


def _accounts(world: World) -> list[dict[str, Any]]:
    copies = _copies(world, "uploadAccounts", {"accountId": "acc-upload-2"}, ACCOUNTS)
    return [{**each, "accountNumber": f"{n}"} for n, each in enumerate(copies, start=1001001)]

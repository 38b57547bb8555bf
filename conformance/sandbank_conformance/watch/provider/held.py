"""Bank accounts that the company connects, of those that a provider has reported."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sandbank_conformance.conditions import NotTestable, given
from sandbank_conformance.watch.entries import Watched
from sandbank_conformance.watch.provider.scenes import Scene
from sandbank_conformance.watch.provider.setting import BANK
from sandbank_conformance.watch.provider.stage import Held, Stage

SINCE = timedelta(days=30)  # for how long back transactions are asked for

GONE = "PRV-STMT-08"  # by which a statement of an account that is disconnected is refused

Account = Mapping[str, str]


def reported(calls: Sequence[Watched]) -> list[Account]:
    """The accounts of the last report among calls that names any in a readable way."""
    for each in reversed(calls):
        data = each.body.get("data") if isinstance(each.body, dict) else None
        listed = data.get("bankAccounts") if isinstance(data, dict) else None
        if isinstance(listed, list) and listed and all(isinstance(it, dict) for it in listed):
            return listed
    return []


def granted(scene: Scene) -> list[Account]:
    """The accounts that a session's report names; `NotTestable` where there are none."""
    found = reported([each for each in scene.reports if each.succeeded])
    if not found:
        raise NotTestable("a report with accounts that the sandbox takes")
    return found


def connect(stage: Stage, accounts: Sequence[Account], place: int) -> Held:
    """Have the company connect one of the accounts; its provider is told."""
    if place >= len(accounts):
        raise NotTestable(f"a user with {place + 1} accounts; the report names {len(accounts)}")
    account = accounts[place]
    start = (stage.unseen.now() - SINCE).date().isoformat()
    body = {
        "bankId": BANK,
        "bankIdentifier": str(account.get("bankIdentifier")),
        "accountIdentifier": str(account.get("accountIdentifier")),
        "branchIdentifier": str(account.get("branchIdentifier")),
        "accountName": str(account.get("accountName")),
        "requestedStartDate": start,
    }
    created = given(stage.product.call("createBankAccount", json=body))
    stage.settle()
    held = str(created.at("/bankAccountId"))
    return Held(
        id=held, external_id=str(created.at("/externalId")), announced=stage.announced(held)
    )


def disconnect(stage: Stage, held: Held) -> None:
    """Have the company disconnect an account; its provider is told, and has to take it."""
    given(stage.product.call("disconnectBankAccount", held.id))
    stage.settle()
    stage.announced(held.id)


def statements_of(held: Held, calls: Sequence[Watched]) -> list[Watched]:
    """The statements of an account among calls."""
    return [
        each
        for each in calls
        if each.operation_id == "postStatement"
        and (held.id.encode() in each.sent.body or (each.is_forgotten and each.requirement == GONE))
    ]

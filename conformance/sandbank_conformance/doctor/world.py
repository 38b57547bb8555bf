"""The world that is there now: who is known in it, and whether the playground replaces it."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any

from sandbank_conformance import playground
from sandbank_conformance.conditions import NotTestable
from sandbank_conformance.exchange import NOTHING, Exchange
from sandbank_conformance.run import Run
from sandbank_conformance.target import ProductAccess, ProviderAccess, UploadAccess
from sandbank_conformance.wire import TransportError

UNFIT = "Sandbank Doctor"  # no snapshot may have this name: none is taken
REFUSALS = (401, 403, 405, 501)


class World:
    """What the control API tells of it; asked for once, and only where it matters."""

    def __init__(self, run: Run) -> None:
        self._run = run

    @property
    def is_replaced(self) -> bool:
        """Whether `sandbank verify` loads the playground for its run."""
        return self._run.ground.is_ours and self.refusal is None

    @cached_property
    def refusal(self) -> Exchange | None:
        """What shows that the world cannot be put back; nothing is changed to find out."""
        owner = self._run.owner
        if owner is None or not self._run.ground.is_ours:
            return None
        try:
            taken = owner.call("takeSnapshot", UNFIT)
            if taken.status == 404 and owner.call_anything("GET", "/snapshots/x").status == 405:
                return None  # the path is there: only the name is not taken
        except (TransportError, NotTestable):
            return None
        return taken if taken.status == 404 or taken.status in REFUSALS else None

    def lacks(self, access: Any) -> bool:
        """Whether it is to be seen that nobody has these credentials there."""
        return bool(self._records) and not self.has(access)

    def has(self, access: Any) -> bool:
        """Whether it is to be seen that somebody has these credentials there."""
        return all(any(each <= known for known in self._records) for each in _parts(access))

    @cached_property
    def _records(self) -> list[set[str]]:
        owner = self._run.owner
        try:
            world = owner.call("getWorld").json if owner else NOTHING
        except (TransportError, NotTestable):
            world = NOTHING
        return list(_objects(world))


def is_playground(value: Any) -> bool:
    """Whether it is as in the world that a run loads."""
    if isinstance(value, ProductAccess):
        value = replace(value, accounts=())
    return value in _PLAYGROUND


def is_playground_id(value: str) -> bool:
    """Whether the playground has something of this id."""
    return value in _IDS


def _objects(value: Any) -> Iterator[set[str]]:
    """The texts of each object in a JSON value."""
    if isinstance(value, dict):
        yield {each for each in value.values() if isinstance(each, str)}
    within = value.values() if isinstance(value, dict) else value
    for each in within if isinstance(value, dict | list) else ():
        yield from _objects(each)


def _parts(access: Any) -> list[set[str]]:
    """What has to stand together in a world for credentials to be right."""
    match access:
        case ProductAccess():
            return [
                {access.application},
                {access.organisation, access.signing_key},
                {access.organisation, access.company},
            ]
        case ProviderAccess():
            return [{access.client_id, access.client_secret, access.api_key}]
        case UploadAccess():
            return [{access.client_id, access.client_secret}]
    return [{""}]


def _of_playground() -> list[Any]:
    consumer, provider = playground.consumer(""), playground.provider("")
    banking = playground.user_banking("")
    products = [each for each in (consumer.product, consumer.sibling, consumer.stranger) if each]
    return [
        *(replace(each, accounts=()) for each in products),
        *(account for each in products for account in each.accounts),
        consumer.bank,
        consumer.other_application,
        provider.provider,
        provider.rival,
        banking.client,
        banking.reader,
        banking.other,
        *banking.fetched,
    ]


_PLAYGROUND = _of_playground()
_IDS = {
    value
    for each in _PLAYGROUND
    for name in ("company", "client_id", "id", "account")
    if (value := getattr(each, name, ""))
}

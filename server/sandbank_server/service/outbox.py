"""The outbox: what the table of notifications holds as pending, in lanes that keep their order."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sandbank_server.domain.deliveries import asked_again, attempted, due_at
from sandbank_server.domain.notifications import Attempt, Event, Notification
from sandbank_server.domain.organisations import Bank, Provider
from sandbank_server.domain.refusals import Unknown
from sandbank_server.service.connectors import credentials, is_played, notification_url
from sandbank_server.service.keys import lane_key
from sandbank_server.service.ports import Sandbox

PLAYED_STATUS = 204


@dataclass(frozen=True, slots=True)
class Route:
    """What decides where notifications go."""

    provider_id: str
    bank_id: str


@dataclass(frozen=True, slots=True)
class Ready:
    """The first notification of a lane is to be sent now."""

    notification: Notification
    url: str


@dataclass(frozen=True, slots=True)
class Later:
    """The first notification of a lane is not due yet."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Unaddressed:
    """There is no address for the first notification of a lane."""

    route: Route


Step = Ready | Later | Unaddressed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A notification on its way."""

    generation: int  # of the world that it is from
    notification_id: str
    delivery: int
    url: str
    headers: Mapping[str, str] = field(repr=False)
    event: Event


def next_step(sandbox: Sandbox, lane: str) -> Step:
    """What is to be done in a lane now; None where nothing waits in it."""
    first = _first(sandbox, lane)
    if first is None:
        return None
    url = _url(sandbox, _route(first))
    if url is None:
        return Unaddressed(_route(first))
    due = due_at(first)
    if due is not None and due > sandbox.clock.now():
        return Later(due)
    return Ready(first, url)


def write(sandbox: Sandbox, lane: str) -> Letter | None:
    """What is to be sent in a lane now, with fresh credentials; None where nothing is."""
    step = next_step(sandbox, lane)
    if not isinstance(step, Ready):
        return None
    provider, _ = _parties(sandbox, _route(step.notification))
    return Letter(
        generation=sandbox.store.generation,
        notification_id=step.notification.notification_id,
        delivery=step.notification.deliveries,
        url=step.url,
        headers=credentials(sandbox, provider) if provider else {},
        event=step.notification.event,
    )


def lanes(sandbox: Sandbox) -> list[str]:
    """Every lane in which something waits, each once, the oldest first."""
    waiting = [
        notification
        for provider in sandbox.store.providers.all()
        for notification in sandbox.store.notifications.find("waiting", provider.provider_id)
    ]
    return list(dict.fromkeys(map(lane_key, sorted(waiting, key=lambda each: each.sequence))))


def is_addressed(sandbox: Sandbox, route: Route) -> bool:
    """Whether there is an address by now."""
    return _url(sandbox, route) is not None


def settle(
    sandbox: Sandbox, letter: Letter, *, status: int | None = None, error: str | None = None
) -> None:
    """Keep how an attempt went; that of a world which is gone is dropped."""
    if sandbox.store.generation != letter.generation:
        return
    known = sandbox.store.notifications.get(letter.notification_id)
    if known is not None:
        attempt = Attempt(at=sandbox.clock.now(), status=status, error=error)
        with sandbox.store.unit_of_work():
            sandbox.store.notifications.put(attempted(known, attempt, delivery=letter.delivery))


def post(sandbox: Sandbox, notification: Notification) -> None:
    """Let a notification and those before it go; the sandbox takes at once what is for itself."""
    if _is_played(sandbox, notification):
        _play(sandbox, lane_key(notification))
    else:
        sandbox.outbox.post(lane_key(notification))


def play(sandbox: Sandbox) -> None:
    """Take whatever waits for a connector that the sandbox plays."""
    for provider in sandbox.store.providers.all():
        if provider.played:
            for waiting in sandbox.store.notifications.find("waiting", provider.provider_id):
                _play(sandbox, lane_key(waiting))


def redeliver(sandbox: Sandbox, notification_id: str) -> Notification:
    """Deliver a notification once more, however it stands; it goes before later ones."""
    known = sandbox.store.notifications.get(notification_id)
    if known is None:
        raise Unknown("CTL-13", "notification_unknown", "There is no notification of this id.")
    again = asked_again(known)
    sandbox.store.notifications.put(again)
    post(sandbox, again)
    return sandbox.store.notifications.get(notification_id) or again


def _play(sandbox: Sandbox, lane: str) -> None:
    while (first := _first(sandbox, lane)) is not None and _is_played(sandbox, first):
        taken = Attempt(at=sandbox.clock.now(), status=PLAYED_STATUS)
        sandbox.store.notifications.put(attempted(first, taken, delivery=first.deliveries))


def _first(sandbox: Sandbox, lane: str) -> Notification | None:
    found = sandbox.store.notifications.find("lane", lane, limit=1)
    return found[0] if found else None


def _is_played(sandbox: Sandbox, notification: Notification) -> bool:
    provider, bank = _parties(sandbox, _route(notification))
    return provider is not None and is_played(provider, bank)


def _url(sandbox: Sandbox, route: Route) -> str | None:
    provider, bank = _parties(sandbox, route)
    return None if provider is None else notification_url(provider, bank)


def _parties(sandbox: Sandbox, route: Route) -> tuple[Provider | None, Bank | None]:
    return sandbox.store.providers.get(route.provider_id), sandbox.store.banks.get(route.bank_id)


def _route(notification: Notification) -> Route:
    return Route(notification.provider_id, notification.event.additional_data.bank_id)

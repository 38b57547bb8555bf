"""What the connector is told and asked without any user."""

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sandbank_conformance.draw import once
from sandbank_conformance.watch.provider.plays.retelling import tell_again
from sandbank_conformance.watch.provider.scenes import Play, Scene, Scenes
from sandbank_conformance.watch.provider.setting import BANK

NOBODYS = "5a4d0000-0000-4000-8000-{}"  # ids of sessions that were never begun


def event(kind: str = "resourceCreated", resource: str = "authorisation") -> dict[str, Any]:
    """What a notification tells, of a resource that does not exist."""
    return {
        "type": kind,
        "resource": {"id": nobodys(), "type": resource, "url": "NA"},
        "additionalData": {"bankId": BANK},
    }


def nobodys() -> str:
    """The id of a session that nobody has begun."""
    return NOBODYS.format(once()[:12])


def opened(scenes: Scenes) -> Scene:
    """The page is opened, and the user goes away."""
    session = scenes.stage.begin()
    return Scene(session=session, answers=(scenes.stage.open_page(session),))


def opened_to_renew(scenes: Scenes) -> Scene:
    """The page for a renewal is opened, and the user goes away."""
    session = scenes.stage.begin(account=scenes.of("connected").account)
    return Scene(session=session, answers=(scenes.stage.open_page(session),))


def unannounced(scenes: Scenes) -> Scene:
    """The page is opened for a session that no notification brought; first for one that one did."""
    known = scenes.of("opened")
    page = scenes.stage.open_page(known.session, authorisation_id=nobodys())
    return replace(known, answers=(*known.answers, page))


def listed(scenes: Scenes) -> Scene:
    """The accounts are listed of which one is connected."""
    scene = scenes.of("connected")
    assert scene.account is not None
    answer = scenes.stage.connector.call(
        "listAvailableAccounts",
        query={"externalId": scene.account.external_id},
        headers=scenes.stage.credentials(),
        patient=False,
    )
    return replace(scene, answers=(answer,))


def forged(scenes: Scenes) -> Scene:
    """A good notification, then the same with credentials that are not ours."""
    stage = scenes.stage
    session = stage.begin()
    good = stage.credentials()
    header = stage.setting.header.lower()
    wrong = {header: f"{good.get(header, '')}-{once()[:8]}"}
    bearers = [f"Bearer {each}" for each in _forgeries(good["authorization"])]
    forgeries = [wrong, *({"authorization": each} for each in bearers)]
    answers = [stage.notify(event(), {**good, **each}) for each in forgeries]
    return Scene(session=session, answers=(stage.announced(session.id), *answers))


def _forgeries(authorization: str) -> tuple[str, ...]:
    """Bearer tokens that the sandbox never signed."""
    token = authorization.partition(" ")[2]
    head, claims, signature = [*token.split("."), "", ""][:3]
    other = "A" if signature[:1] != "A" else "B"
    unsigned = urlsafe_b64encode(b'{"alg":"none","typ":"JWT"}').rstrip(b"=").decode()
    return (f"{head}.{claims}.{other}{signature[1:]}", f"{unsigned}.{claims}.", once())


def strange(scenes: Scenes) -> Scene:
    """Notifications of types and of resources that nobody knows."""
    session, good = scenes.stage.begin(), scenes.stage.credentials()
    kinds = (("resourceRenamed", "bankAccount"), ("resourceCreated", "standingOrder"))
    answers = [scenes.stage.notify(event(*each), good) for each in kinds]
    return Scene(session=session, answers=tuple(answers))


def garbled(scenes: Scenes) -> Scene:
    """A notification that is no JSON, and then a good one."""
    stage, known = scenes.stage, scenes.of("opened")
    spoiled = stage.notify(b'{"type":"resourceCreated","resource":{"id"', stage.credentials())
    session = stage.begin_unheard()
    good = stage.relay.answer_about(session.id)
    return replace(known, session=session, answers=(spoiled, *([good] if good else [])))


def repeated(scenes: Scenes) -> Scene:
    """What was told of a session that is over, and of an account, is told once more."""
    stage = scenes.stage
    scene, account = scenes.of("onboarding"), scenes.of("connected").account
    assert account is not None
    stage.wait()
    since = len(stage.entries.read())
    answers = [
        *tell_again(stage, scene.session.id, "resourceCreated"),
        *tell_again(stage, account.id, "resourceCreated"),
    ]
    stage.wait()
    calls = tuple(stage.entries.read()[since:])
    return replace(scene, account=account, calls=calls, answers=tuple(answers))


def late(scenes: Scenes) -> Scene:
    """The user comes before the notification of the session, which is told afterwards."""
    stage = scenes.stage
    scenes.of("opened")
    stage.relay.holds = True
    try:
        session = stage.begin_unheard()
        page = stage.open_page(session)
    finally:
        answers = stage.relay.let_go()
    return Scene(session=session, answers=(page, *answers))


PLAYS: Mapping[str, Play] = {
    each.__name__: each
    for each in (
        opened,
        opened_to_renew,
        unannounced,
        listed,
        forged,
        strange,
        garbled,
        repeated,
        late,
    )
}

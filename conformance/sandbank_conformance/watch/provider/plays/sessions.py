"""Sessions as users go through them."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace

from sandbank_conformance.adapters.clock import now
from sandbank_conformance.conditions import NotTestable, given
from sandbank_conformance.watch.entries import Watched
from sandbank_conformance.watch.provider.held import connect, granted
from sandbank_conformance.watch.provider.scenes import Play, Scene, Scenes
from sandbank_conformance.watch.provider.stage import Held, Session
from sandbank_conformance.watch.provider.visits import Accounts, Visit
from sandbank_conformance.watch.users import Decision

OWN_QUERY = "?shop=green%20tea&n=1"  # of a redirect_uri that has one
LIFETIME = "PT25M"  # in which a session of twenty minutes has surely ended


def visited(scenes: Scenes, session: Session, visit: Visit, since: int) -> Scene:
    """What comes of a visit, once the provider has had its time to report."""
    stage, patience = scenes.stage, scenes.stage.setting.patience
    landed = stage.visit(session, visit, since)

    def reported(calls: list[Watched]) -> bool:
        return any(each.session == session.id for each in calls)

    stage.entries.wait(reported, since, patience.call if landed is None else patience.silence)
    return Scene(
        session=session,
        visit=visit,
        landed=landed,
        calls=tuple(stage.entries.read()[since:]),
        answers=(stage.announced(session.id),),
    )


def session_of(
    scenes: Scenes,
    name: str,
    *,
    query: str = "",
    account: Held | None = None,
    decision: Decision = Decision.APPROVE,
    accounts: Accounts = Accounts.ALL,
) -> Scene:
    """A session from its beginning to the way back."""
    since = len(scenes.stage.entries.read())
    session = scenes.stage.begin(query, account)
    visit = Visit(
        scene=name,
        url=session.page,
        decision=decision,
        accounts=accounts,
        is_renewal=account is not None,
    )
    return replace(visited(scenes, session, visit, since), account=account)


def onboarding(scenes: Scenes) -> Scene:
    """The user grants access to all accounts."""
    return session_of(scenes, "onboarding", query=OWN_QUERY)


def onboarding_of_one(scenes: Scenes) -> Scene:
    """The user grants access to one account."""
    return session_of(scenes, "onboarding_of_one", accounts=Accounts.ONE)


def connected(scenes: Scenes) -> Scene:
    """The company connects the first of the accounts, without a visit."""
    scene = scenes.of("onboarding")
    account = connect(scenes.stage, granted(scene), 0)
    return replace(scene, account=account, answers=(account.announced,))


def onboarding_again(scenes: Scenes) -> Scene:
    """The user grants access to all accounts, of which one is connected already."""
    account = scenes.of("connected").account
    return replace(session_of(scenes, "onboarding_again"), account=account)


def renewal(scenes: Scenes) -> Scene:
    """The user renews the access to the account that is connected."""
    account = scenes.of("connected").account
    return session_of(scenes, "renewal", query=OWN_QUERY, account=account)


def refusal(scenes: Scenes) -> Scene:
    """The user does not grant anything."""
    return session_of(scenes, "refusal", decision=Decision.REFUSE)


def renewal_refused(scenes: Scenes) -> Scene:
    """The user does not renew anything."""
    account = scenes.of("connected").account
    return session_of(scenes, "renewal_refused", account=account, decision=Decision.REFUSE)


def two_at_once(scenes: Scenes) -> Scene:
    """Two sessions are open, and the user goes through the first."""
    since = len(scenes.stage.entries.read())
    first, other = scenes.stage.begin(), scenes.stage.begin()
    scene = visited(scenes, first, Visit(scene="two_at_once", url=first.page), since)
    return replace(scene, others=(other,))


def expired(scenes: Scenes) -> Scene:
    """The user is done when the session has ended by itself."""
    stage = scenes.stage
    since = len(stage.entries.read())
    session = stage.begin()
    stage.owner.advance(LIFETIME)
    try:
        scene = visited(scenes, session, Visit(scene="expired", url=session.page), since)
        stage.wait()
    finally:
        given(stage.owner.call("moveClock", json={"set": now().isoformat()}))
    return replace(scene, calls=tuple(stage.entries.read()[since:]))


def twice(scenes: Scenes) -> Scene:
    """The user sends the form of a session once more that is over."""
    stage, before = scenes.stage, scenes.of("onboarding")
    if not stage.visitor.is_done:
        raise NotTestable("a command for --visit, which may visit a page that is over")
    since = len(stage.entries.read())
    with suppress(NotTestable):  # a page that is over need not be one that can be visited
        stage.visitor.visit(Visit(scene="twice", url=before.session.page))
    stage.wait()
    return replace(before, calls=tuple(stage.entries.read()[since:]))


PLAYS: Mapping[str, Play] = {
    each.__name__: each
    for each in (
        onboarding,
        onboarding_of_one,
        connected,
        onboarding_again,
        renewal,
        refusal,
        renewal_refused,
        two_at_once,
        expired,
        twice,
    )
}

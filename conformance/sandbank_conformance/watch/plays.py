"""The scenes, each by its name."""

from collections.abc import Mapping

from sandbank_conformance.watch.entries import Watched
from sandbank_conformance.watch.scenes import Play, Scene, Scenes
from sandbank_conformance.watch.stage import Session
from sandbank_conformance.watch.visits import Accounts, Decision, Visit

OWN_QUERY = "?shop=green%20tea&n=1"  # of a redirect_uri that has one


def _visited(scenes: Scenes, session: Session, visit: Visit, since: int) -> Scene:
    """What comes of a visit, once the provider has had its time to report."""
    stage, patience = scenes.stage, scenes.stage.setting.patience
    landed = stage.visit(session, visit, since)
    wanted = patience.call if landed is None else patience.silence

    def reported(calls: list[Watched]) -> bool:
        return any(each.session == session.id for each in calls)

    stage.entries.wait(reported, since, wanted)
    return Scene(
        session=session,
        visit=visit,
        landed=landed,
        calls=tuple(stage.entries.read()[since:]),
        answers=(session.announced,),
    )


def _onboarding(
    scenes: Scenes,
    name: str,
    *,
    query: str = "",
    decision: Decision = Decision.APPROVE,
    accounts: Accounts = Accounts.ALL,
) -> Scene:
    since = len(scenes.stage.entries.read())
    session = scenes.stage.begin(query)
    visit = Visit(scene=name, url=session.page, decision=decision, accounts=accounts)
    return _visited(scenes, session, visit, since)


def onboarding(scenes: Scenes) -> Scene:
    """The user grants access to all accounts."""
    return _onboarding(scenes, "onboarding", query=OWN_QUERY)


def refusal(scenes: Scenes) -> Scene:
    """The user does not grant anything."""
    return _onboarding(scenes, "refusal", decision=Decision.REFUSE)


def opened(scenes: Scenes) -> Scene:
    """The page is opened, and the user goes away."""
    session = scenes.stage.begin()
    page = scenes.stage.open_page(session)
    return Scene(session=session, answers=(session.announced, page))


PLAYS: Mapping[str, Play] = {
    "onboarding": onboarding,
    "refusal": refusal,
    "opened": opened,
}

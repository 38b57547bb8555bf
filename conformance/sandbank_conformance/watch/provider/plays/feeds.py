"""The statements that a provider sends once an account is connected, and when it is no more."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace

from sandbank_conformance.conditions import NotTestable, given
from sandbank_conformance.watch.entries import Watched
from sandbank_conformance.watch.provider.held import connect, disconnect, granted, statements_of
from sandbank_conformance.watch.provider.plays.retelling import tell_again
from sandbank_conformance.watch.provider.scenes import Play, Scene, Scenes
from sandbank_conformance.watch.provider.stage import Held, Stage
from sandbank_conformance.watch.provider.visits import run_well

NO_STATEMENT = (
    "a provider that sends a statement within {:.0f} seconds of the notification of a new bank "
    "account; --call-patience waits longer, --feed names a command that has statements sent"
)


def _await_statements(scenes: Scenes, account: Held, since: int, least: int = 1) -> list[Watched]:
    """The statements of an account so far, once there are some; `NotTestable` where none comes."""
    stage, patience = scenes.stage, scenes.stage.setting.patience
    _feed(stage, account)
    found = stage.entries.wait(
        lambda calls: len(statements_of(account, calls)) >= least, since, patience.call
    )
    if not found and not statements_of(account, stage.entries.read()[since:]):
        raise NotTestable(NO_STATEMENT.format(patience.call))
    return stage.entries.read()[since:]


def _feed(stage: Stage, account: Held) -> None:
    """Have statements sent for an account, where they do not come by themselves."""
    setting = stage.setting
    if setting.feed:
        variables = {
            "SANDBANK_BANK_ACCOUNT_ID": account.id,
            "SANDBANK_EXTERNAL_ID": account.external_id,
        }
        run_well("--feed", setting.feed, variables, setting.patience.person)


def fed(scenes: Scenes) -> Scene:
    """The provider sends statements for the account that was connected first."""
    scene = scenes.of("connected")
    assert scene.account is not None
    _await_statements(scenes, scene.account, 0)
    scenes.stage.wait()
    return replace(scene, calls=tuple(scenes.stage.entries.read()))


def disconnected(scenes: Scenes) -> Scene:
    """An account is connected, fed, disconnected, and its creation told once more, late."""
    stage, before = scenes.stage, scenes.of("onboarding")
    scenes.of("connected")
    start = len(stage.entries.read())
    account = connect(stage, granted(before), 1)
    _await_statements(scenes, account, start)
    stage.wait()
    disconnect(stage, account)
    stage.wait(stage.setting.patience.flight)
    since = len(stage.entries.read())
    answers = tell_again(stage, account.id, "resourceCreated")
    with suppress(NotTestable):  # it may well say that there is no such account any more
        _feed(stage, account)
    stage.wait()
    calls = tuple(stage.entries.read()[since:])
    return replace(before, account=account, calls=calls, answers=tuple(answers))


def statement_lost(scenes: Scenes) -> Scene:
    """The first statement of an account is taken, and its answer gets lost."""
    stage, before = scenes.stage, scenes.of("onboarding")
    scenes.of("connected")
    scenes.of("disconnected")
    since = len(stage.entries.read())
    fault = {"operationId": "postStatement", "status": 500, "when": "after"}
    given(stage.owner.call("setFault", json=fault))
    try:
        account = connect(stage, granted(before), 1)
        _await_statements(scenes, account, since, least=2)
        stage.wait()
    finally:
        given(stage.unseen.call("removeFaults"))
    calls = tuple(stage.entries.read()[since:])
    return replace(before, account=account, calls=calls)


PLAYS: Mapping[str, Play] = {each.__name__: each for each in (fed, disconnected, statement_lost)}

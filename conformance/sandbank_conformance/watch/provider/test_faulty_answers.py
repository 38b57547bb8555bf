"""What a provider does when the answer to its report is not the one it wants."""

from datetime import timedelta

import pytest

from sandbank_conformance.conditions import NotTestable, ensure
from sandbank_conformance.marks import requirement
from sandbank_conformance.watch.entries import Watched
from sandbank_conformance.watch.provider.plays.faults import FAULTS
from sandbank_conformance.watch.provider.scenes import Scenes

WAIT = timedelta(seconds=1)  # what `Retry-After` says
TICK = timedelta(seconds=0.05)  # by which two clocks may differ
TOKEN = "issueProviderToken"
USUAL = ("onboarding", "onboarding_of_one", "refusal", "two_at_once")  # no answer goes wrong


@requirement("CNX-09")
def test_it_waits_as_long_as_retry_after_says(scenes: Scenes) -> None:
    ensure_patient(again(scenes, "throttled"))


@requirement("PRV-AUTH-20")
def test_it_backs_off_when_it_is_throttled(scenes: Scenes) -> None:
    ensure_patient(again(scenes, "throttled"))


@pytest.mark.parametrize("name", ["failed", "answer_lost", "dropped", "dropped_afterwards", "slow"])
@requirement("CNX-09")
def test_a_report_that_is_made_again_has_no_second_effect(name: str, scenes: Scenes) -> None:
    reports = again(scenes, name)
    first = reports[0]
    settled = next((n for n, each in enumerate(reports) if not each.is_faulty), len(reports) - 1)

    for each in reports[1:]:
        ensure(
            each.body == first.body,
            expected="the same report again",
            received="another report of the session",
            exchange=each,
        )
    ensure(
        settled == len(reports) - 1,
        expected=f"no other report once one was answered {reports[settled].status}",
        received=f"answers {[each.status for each in reports]}",
        exchange=reports[-1],
    )


@requirement("CNX-08")
def test_one_new_token_is_asked_for_after_a_401(scenes: Scenes) -> None:
    scene = scenes.of("unauthorised")
    if not scene.reports:
        raise NotTestable("a report of the session, which CNX-02 is about")
    refused = scene.calls.index(scene.reports[0])
    behind = list(scene.calls[refused + 1 :])
    second = next((n for n, each in enumerate(behind) if each in scene.reports), len(behind))
    tokens = sum(each.operation_id == TOKEN for each in behind[:second])

    ensure(
        tokens == 1 and second < len(behind),
        expected="one new token, and the report again with it",
        received=f"{tokens} calls for a token, {len(scene.reports)} reports "
        f"within {scenes.stage.setting.patience.call:.0f} s",
        exchange=scene.reports[-1],
    )


@requirement("CNX-08")
def test_a_token_is_used_until_it_expires(scenes: Scenes) -> None:
    played = [scene for name in USUAL if (scene := scenes.of(name)).reports]
    if len(played) < len(USUAL):
        raise NotTestable("reports of four sessions")
    asked = [
        next((each for each in scene.calls if each.operation_id == TOKEN and each.succeeded), None)
        for scene in played
    ]

    # Several processes may have a token each; who asks every time keeps none.
    ensure(
        None in asked,
        expected="one token for calls that come one after another",
        received=f"a new token for each of {len(played)} sessions",
        exchange=asked[-1],
    )


def again(scenes: Scenes, name: str) -> tuple[Watched, ...]:
    """The reports of a session, which were more than one since the first went wrong."""
    reports = scenes.of(name).reports
    if len(reports) < 2:
        patience = scenes.stage.setting.patience.call
        raise NotTestable(
            f"another try within {patience:.0f} s after a report that {FAULTS[name].told}; "
            "--call-patience waits longer"
        )
    return reports


def ensure_patient(reports: tuple[Watched, ...]) -> None:
    """The second report comes when the time is over that the answer to the first named."""
    waited = reports[1].made - reports[0].made
    ensure(
        waited >= WAIT - TICK,
        expected=f"the next call after {WAIT.total_seconds():.0f} s, as Retry-After says",
        received=f"the next call after {waited.total_seconds():.2f} s",
        exchange=reports[1],
    )

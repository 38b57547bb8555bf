"""How often a session is reported."""

import pytest

from sandbank_conformance.conditions import NotTestable, ensure
from sandbank_conformance.marks import requirement
from sandbank_conformance.watch.provider.scenes import Scenes

SCENES = ("onboarding", "onboarding_of_one", "renewal", "refusal", "renewal_refused")


@pytest.mark.parametrize("name", SCENES)
@requirement("CNX-06")
def test_a_session_is_reported_once(name: str, scenes: Scenes) -> None:
    reports = scenes.of(name).reports
    if not reports:
        raise NotTestable("a report of the session, which CNX-02 is about")

    ensure(
        len(reports) == 1,
        expected="one report",
        received=f"{len(reports)} reports, answered {[each.status for each in reports]}",
        exchange=reports[-1],
    )


@requirement("CNX-06")
def test_a_session_that_is_over_is_not_reported_when_its_form_comes_again(scenes: Scenes) -> None:
    reports = scenes.of("twice").reports

    ensure(
        not reports,
        expected="no report of a session that was reported before",
        received=f"another report, answered {[each.status for each in reports]}",
        exchange=reports[0] if reports else None,
    )


@requirement("CNX-06")
def test_a_report_that_comes_too_late_is_not_insisted_on(scenes: Scenes) -> None:
    reports = scenes.of("expired").reports

    ensure(
        len(reports) < 2,
        expected="no other report once one was answered 409: the session had ended",
        received=f"{len(reports)} reports, answered {[each.status for each in reports]}",
        exchange=reports[-1] if reports else None,
    )

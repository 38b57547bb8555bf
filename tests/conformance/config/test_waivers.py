"""A waiver excuses for a time what it names, and says when it is not needed any more."""

from datetime import date

import pytest

from sandbank_conformance.verdicts import Outcome, Profile, Verdict, Waiver
from sandbank_conformance.waivers import Waivers
from sandbank_contract.vocabulary import Level

TODAY = date(2026, 11, 21)


def waiver(**members: str) -> Waiver:
    known = {
        "requirement": "CON-OFF-07",
        "owner": "payments",
        "reason": "a gateway",
        "expires": "2026-11-21",
    }
    return Waiver(**{**known, **members})


def verdict(
    outcome: Outcome = Outcome.FAIL, check: str = "a.b.c", requirement: str = "CON-OFF-07"
) -> Verdict:
    return Verdict(
        check=check, requirement=requirement, level=Level.MUST, outcome=outcome, title="it does"
    )


@pytest.mark.parametrize("outcome", [Outcome.FAIL, Outcome.WARN, Outcome.DIFFERS])
def test_a_deviation_is_excused_until_the_end_of_its_day(outcome: Outcome) -> None:
    excused = Waivers([waiver()], TODAY).applied(verdict(outcome))

    assert excused.waiver == waiver()
    assert not excused.breaks(Profile.SANDBANK)


@pytest.mark.parametrize("outcome", [Outcome.PASS, Outcome.NOT_TESTABLE, Outcome.ERRORED])
def test_nothing_else_is_excused(outcome: Outcome) -> None:
    assert Waivers([waiver()], TODAY).applied(verdict(outcome)).waiver is None


@pytest.mark.parametrize(
    ("check", "is_excused"),
    [("a.b.c", True), ("a.b.c[no token]", True), ("a.b.cd", False), ("a.b", False)],
)
def test_a_waiver_of_one_check_excuses_its_variations_only(check: str, is_excused: bool) -> None:
    found = Waivers([waiver(check="a.b.c")], TODAY).applied(verdict(check=check))

    assert (found.waiver is not None) == is_excused


def test_another_requirement_is_not_excused() -> None:
    found = Waivers([waiver()], TODAY).applied(verdict(requirement="CON-OFF-01"))

    assert found.breaks(Profile.DOCUMENTED)


def test_a_waiver_whose_day_is_over_excuses_nothing_and_is_told() -> None:
    waivers = Waivers([waiver(expires="2026-11-20")], TODAY)

    assert waivers.applied(verdict()).waiver is None
    (told,) = waivers.remarks(everything=False)
    assert "CON-OFF-07 by payments expired on 2026-11-20" in told


def test_a_waiver_in_force_goes_before_one_whose_day_is_over() -> None:
    waivers = Waivers([waiver(expires="2026-11-20"), waiver(owner="others")], TODAY)

    assert waivers.applied(verdict()).waiver == waiver(owner="others")


def test_a_waiver_of_what_passes_again_is_told() -> None:
    waivers = Waivers([waiver()], TODAY)
    waivers.applied(verdict(Outcome.PASS))

    assert waivers.remarks(everything=False) == [
        "The waiver of CON-OFF-07 by payments can go: what it waives passes again."
    ]


def test_a_waiver_that_is_needed_for_one_of_several_checks_is_not_told() -> None:
    waivers = Waivers([waiver()], TODAY)
    waivers.applied(verdict(Outcome.PASS))
    waivers.applied(verdict(check="a.b.d"))

    assert waivers.remarks(everything=True) == []


def test_a_waiver_of_no_check_is_told_after_a_run_of_everything() -> None:
    waivers = Waivers([waiver(check="a.b.x")], TODAY)
    waivers.applied(verdict(check="a.b.c"))

    (told,) = waivers.remarks(everything=True)
    assert told.endswith("is about no check of this run; its checks are a.b.c.")
    assert waivers.remarks(everything=False) == []

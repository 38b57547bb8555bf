"""One clock, and all that goes by it."""

from datetime import datetime, timedelta

import pytest

from sandbank_conformance.conditions import (
    ensure,
    ensure_member,
    ensure_status,
    given,
)
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.owner import Owner, moment
from sandbank_conformance.suite.control.entries import ensure_named

BAD_MOVES = [
    pytest.param({}, id="nothing"),
    pytest.param({"advance": "25 minutes"}, id="words"),
    pytest.param({"advance": "-PT25M"}, id="a negative duration"),
    pytest.param({"advance": "P1M"}, id="months"),
    pytest.param({"advance": "P99999W999999DT9999999H999999999M9999999999S"}, id="beyond time"),
    pytest.param({"set": "yesterday"}, id="no time"),
    pytest.param({"set": "2026-02-30T00:00:00Z"}, id="a day that is none"),
    pytest.param({"frozen": "yes"}, id="a text for frozen"),
    pytest.param({"advance": "PT25M", "speed": 2}, id="an unknown member"),
]


CENTURY = 36_525 * 24 * 60 * 60
A_WHILE = timedelta(minutes=5)  # in which no check is, however slow the server


def _lasts(before: datetime, after: datetime) -> bool:
    """Whether no time has passed but what a clock that runs takes meanwhile."""
    return before <= after < before + A_WHILE


@smoke
@requirement("CTL-04")
def test_a_frozen_clock_stands(owner: Owner) -> None:
    given(owner.call("moveClock", json={"frozen": True}))
    before = owner.now()

    after = owner.now()

    ensure(after == before, expected=str(before), received=str(after))


@smoke
@requirement("CTL-04")
@pytest.mark.parametrize(
    ("duration", "seconds"),
    [
        ("PT25M", 1500),
        ("P1DT1H", 90_000),
        ("P1W", 604_800),
        ("PT0.5S", 0.5),
        ("P36525D", 36_525 * 86_400),
    ],
)
def test_an_advance_moves_the_clock_by_just_that(
    duration: str, seconds: float, owner: Owner
) -> None:
    given(owner.call("moveClock", json={"frozen": True}))
    before = owner.now()

    answer = owner.call("moveClock", json={"advance": duration})

    ensure_status(answer, 200)
    after = moment(answer.at("/now"))
    ensure(
        after - before == timedelta(seconds=seconds) and owner.now() == after,
        expected=f"{duration} after {before}",
        received=str(after),
        exchange=answer,
    )


@requirement("CTL-04")
def test_a_set_moves_the_clock_back_as_well(owner: Owner) -> None:
    earlier = owner.now().replace(microsecond=0) - timedelta(days=30)

    answer = owner.call("moveClock", json={"set": earlier.isoformat(), "frozen": True})

    ensure_status(answer, 200)
    ensure(
        owner.now() == earlier,
        expected=str(earlier),
        received=str(owner.now()),
        exchange=answer,
    )


@requirement("CTL-04")
@pytest.mark.parametrize("form", ["2031-01-31T09:30:00Z", "2031-01-31t10:30:00+01:00"])
@pytest.mark.parametrize("case", ["upper", "lower"])
def test_a_set_takes_a_moment_as_rfc_3339_writes_it(form: str, case: str, owner: Owner) -> None:
    wanted = moment("2031-01-31T09:30:00Z")

    answer = owner.call("moveClock", json={"set": getattr(form, case)(), "frozen": True})

    ensure_status(answer, 200)
    ensure(owner.now() == wanted, expected=str(wanted), received=str(owner.now()), exchange=answer)


@requirement("CTL-04")
@pytest.mark.parametrize("frozen", [True, False])
def test_a_move_leaves_the_clock_frozen_or_running(frozen: bool, owner: Owner) -> None:
    given(owner.call("moveClock", json={"frozen": frozen}))

    answer = owner.call("moveClock", json={"advance": "PT1M"})

    ensure_member(answer, "/frozen", frozen)


@requirement("CTL-04")
def test_a_released_clock_runs_on_from_where_it_stood(owner: Owner) -> None:
    given(owner.call("moveClock", json={"frozen": True}))
    before = owner.now()

    answer = owner.call("moveClock", json={"frozen": False})

    ensure_member(answer, "/frozen", False)
    first, second = owner.now(), owner.now()
    ensure(
        _lasts(before, first) and first < second,
        expected=f"a little after {before}, and then a little later",
        received=f"{first}, then {second}",
    )


@requirement("CTL-04")
@pytest.mark.parametrize("move", BAD_MOVES)
def test_a_move_that_is_none_answers_400_and_moves_nothing(
    move: dict[str, object], owner: Owner
) -> None:
    before = owner.clock()

    answer = owner.call("moveClock", json=move)

    ensure_status(answer, 400)
    after = owner.clock()
    times = [moment(each["now"]) for each in (before, after)]
    ensure(
        _lasts(*times) and after["frozen"] == before["frozen"],
        expected=f"the clock as it was: {dict(before)}",
        received=str(dict(after)),
        exchange=answer,
        also=("GEN-02",),
    )


@requirement("GEN-04")
@pytest.mark.parametrize(
    ("place", "value"),
    [
        pytest.param("/advance", "25 minutes", id="a duration in words"),
        pytest.param("/advance", "P99999W", id="a duration too long"),
        pytest.param("/set", "yesterday", id="no time"),
        pytest.param("/set", "2999-12-31T23:59:59Z", id="a time too late"),
    ],
)
def test_a_move_that_is_none_is_named(place: str, value: str, owner: Owner) -> None:
    answer = owner.call("moveClock", json={place[1:]: value})

    ensure_status(answer, 400)
    ensure_named(answer, place)

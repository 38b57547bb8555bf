"""One clock, and all that goes by it."""

from datetime import datetime, timedelta

import pytest

from sandbank_conformance.callers import Product, Uploader
from sandbank_conformance.conditions import (
    ensure,
    ensure_member,
    ensure_refused,
    ensure_status,
    ensure_unchanged,
    given,
)
from sandbank_conformance.marks import of_api, requirement, smoke, transition
from sandbank_conformance.owner import Owner
from sandbank_conformance.run import Run
from sandbank_conformance.uploads import USER

BAD_MOVES = [
    pytest.param({}, id="nothing"),
    pytest.param({"advance": "25 minutes"}, id="words"),
    pytest.param({"advance": "-PT25M"}, id="a negative duration"),
    pytest.param({"advance": "P1M"}, id="months"),
    pytest.param({"set": "yesterday"}, id="no time"),
    pytest.param({"set": "2026-02-30T00:00:00Z"}, id="a day that is none"),
    pytest.param({"frozen": "yes"}, id="a text for frozen"),
    pytest.param({"advance": "PT1M", "speed": 2}, id="an unknown member"),
]


def _now(owner: Owner) -> datetime:
    return datetime.fromisoformat(owner.clock()["now"])


@smoke
@requirement("CTL-04")
def test_a_frozen_clock_stands(owner: Owner) -> None:
    given(owner.call("moveClock", json={"frozen": True}))
    before = _now(owner)

    after = _now(owner)

    ensure(after == before, expected=str(before), received=str(after))


@smoke
@requirement("CTL-04")
@pytest.mark.parametrize(
    ("duration", "seconds"),
    [("PT25M", 1500), ("P1DT1H", 90_000), ("P1W", 604_800), ("PT0.5S", 0.5)],
)
def test_an_advance_moves_the_clock_by_just_that(
    duration: str, seconds: float, owner: Owner
) -> None:
    given(owner.call("moveClock", json={"frozen": True}))
    before = _now(owner)

    answer = owner.call("moveClock", json={"advance": duration})

    ensure_status(answer, 200)
    after = datetime.fromisoformat(answer.at("/now"))
    ensure(
        after - before == timedelta(seconds=seconds) and _now(owner) == after,
        expected=f"{duration} after {before}",
        received=str(after),
        exchange=answer,
    )


@requirement("CTL-04")
def test_a_set_moves_the_clock_back_as_well(owner: Owner) -> None:
    earlier = _now(owner).replace(microsecond=0) - timedelta(days=30)

    answer = owner.call("moveClock", json={"set": earlier.isoformat(), "frozen": True})

    ensure_status(answer, 200)
    ensure(
        _now(owner) == earlier,
        expected=str(earlier),
        received=str(_now(owner)),
        exchange=answer,
    )


@requirement("CTL-04")
def test_a_released_clock_runs_on_from_where_it_stood(owner: Owner) -> None:
    given(owner.call("moveClock", json={"frozen": True}))
    before = _now(owner)

    answer = owner.call("moveClock", json={"frozen": False})

    ensure_member(answer, "/frozen", False)
    ensure(
        before <= _now(owner) < before + timedelta(minutes=5),
        expected=f"a little after {before}",
        received=str(_now(owner)),
    )


@requirement("CTL-04")
@pytest.mark.parametrize("move", BAD_MOVES)
def test_a_move_that_is_none_answers_400_and_moves_nothing(
    move: dict[str, object], owner: Owner
) -> None:
    before = dict(owner.clock())

    answer = owner.call("moveClock", json=move)

    ensure_status(answer, 400)
    ensure_unchanged(before, dict(owner.clock()), by=answer)


@requirement("CTL-04")
@of_api("consumer")
def test_tokens_expire_by_the_clock(owner: Owner, product: Product) -> None:
    token = {"Authorization": product.headers["Authorization"]}
    given(product.call("listBankAccounts", headers=token))

    owner.advance("PT21M")

    ensure_refused(product.call("listBankAccounts", headers=token))


@requirement("CTL-04")
@of_api("user_banking")
def test_what_falls_due_is_done_before_the_answer(owner: Owner, uploader: Uploader) -> None:
    made = given(uploader.call("createUser", json={**USER, "expiresIn": 60}), "/userId")

    owner.advance("PT61S")

    users = given(owner.call("getWorld"), "/users")
    ensure(
        made not in [each["userId"] for each in users],
        expected="no user whose time is over",
        received=f"{made} among {len(users)} users",
    )


@requirement("CTL-04")
@of_api("provider")
@transition("session", "open", "lapsed", "expired")
def test_sessions_end_by_the_clock(owner: Owner, run: Run) -> None:
    session = run.stock.onboarding()

    owner.advance("PT20M1S")

    ensure_member(owner.call("getAuthorisation", session), "/status", "expired")

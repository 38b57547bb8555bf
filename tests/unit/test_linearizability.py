"""The checker of histories finds what no order explains, and only that."""

from collections.abc import Sequence
from itertools import permutations
from random import Random

import pytest
from histories import sequential
from histories.linearizability import Told, breach
from histories.sequential import Ask, Feed

REPORT, LOOK = Ask("report"), Ask("look")


def told(asked: Ask, answer: tuple[object, ...] | None, began: float, ended: float = 99) -> Told:
    is_idle = answer is not None and answer[0] in (200, 404, 409)
    return Told(asked=asked, answered=answer, began=began, ended=ended, is_idle=is_idle)


def of_session(*history: Told) -> str | None:
    return breach(history, "open", sequential.session)


def test_calls_at_the_same_time_may_have_happened_in_either_order() -> None:
    reports = told(REPORT, (409,), 0, 9), told(REPORT, (204,), 1, 8)

    assert of_session(*reports, told(LOOK, (200, "open"), 0, 2)) is None
    assert of_session(*reports, told(LOOK, (200, "granted"), 0, 2)) is None


def test_two_successes_of_which_one_may_be_are_found() -> None:
    said = of_session(told(REPORT, (204,), 0, 5), told(REPORT, (204,), 1, 6))

    assert said is not None
    assert "after 1 of 2 calls the resource is granted" in said
    assert "report was told (204,)" in said


def test_no_success_at_all_is_found() -> None:
    assert of_session(told(REPORT, (409,), 0, 5), told(REPORT, (409,), 1, 6))


@pytest.mark.parametrize(("ended", "is_explained"), [(2, False), (4, True)])
def test_a_read_that_begins_after_a_change_was_answered_sees_it(
    ended: float, is_explained: bool
) -> None:
    history = told(REPORT, (204,), 1, ended), told(LOOK, (200, "open"), 3, 5)

    assert (of_session(*history) is None) == is_explained


def test_what_was_seen_once_is_not_unseen() -> None:
    looks = told(LOOK, (200, "granted"), 1, 2), told(LOOK, (200, "open"), 3, 4)

    assert of_session(told(REPORT, (204,), 0, 9), *looks)


@pytest.mark.parametrize("state", ["open", "granted"])
def test_a_call_without_an_answer_may_have_happened_or_not(state: str) -> None:
    assert of_session(told(REPORT, None, 0), told(LOOK, (200, state), 1, 2)) is None


def test_a_call_without_an_answer_has_no_effect_before_it_began() -> None:
    assert of_session(told(LOOK, (200, "granted"), 1, 2), told(REPORT, None, 3))


def test_a_call_may_have_had_its_effect_later_than_it_could_have_been_idle() -> None:
    history = [
        told(Ask("upload", ("a",)), (201,), 0, 1),
        told(Ask("upload", ("a",)), (201,), 2, 9),
        told(Ask("delete", ("a",)), (204,), 2, 9),
        told(LOOK, (200, "a"), 10, 11),
    ]

    assert breach(history, (), sequential.upload) is None


def test_half_a_batch_is_found() -> None:
    both = Ask("upload", ("a", "b"))
    history = [told(both, (201,), 0, 9), told(LOOK, (200, "a"), 1, 2)]

    assert breach(history, (), sequential.upload)


def test_a_transaction_that_comes_back_after_its_account_was_cancelled_is_found() -> None:
    history = [
        told(Ask("post", ("a",)), (202,), 0, 3),
        told(Ask("disconnect"), (204,), 1, 2),
        told(Ask("transactions"), (200, "cancelled"), 4, 5),
    ]

    assert breach(history, Feed(), sequential.feed) is None
    history[-1] = told(Ask("transactions"), (200, "cancelled", "a"), 4, 5)
    assert breach(history, Feed(), sequential.feed)


def explained(history: Sequence[Told]) -> bool:
    """The same by trying every order, as plainly as it can be said."""
    for order in permutations(history):
        state, fits = "open", True
        for place, call in enumerate(order):
            state, answer = sequential.session(state, call.asked)  # type: ignore[arg-type]
            later = order[place + 1 :]
            fits &= answer == call.answered and all(call.began <= each.ended for each in later)
        if fits:
            return True
    return False


def test_it_says_what_trying_every_order_says() -> None:
    random = Random(1)
    answers = [(REPORT, (204,)), (REPORT, (409,)), (LOOK, (200, "open")), (LOOK, (200, "granted"))]
    verdicts = []
    for _ in range(400):
        starts = [random.uniform(0, 3) for _ in range(5)]
        history = [told(*random.choice(answers), at, at + random.uniform(0, 3)) for at in starts]
        verdicts.append(of_session(*history) is None)
        assert verdicts[-1] == explained(history)

    assert {*verdicts} == {True, False}

"""Which calls a fault meets, and what ends it."""

import pytest
from fault_builders import a_fault, meets, set_up

from sandbank_server.domain.faults import Delay, Drop, Status, Throttle, When
from sandbank_server.service.faults import Faults, deed_of, delay_of


@pytest.mark.parametrize(
    ("counts", "met"),
    [
        ({}, "x..."),
        ({"times": 2}, "xx.."),
        ({"nth": 2}, ".x.."),
        ({"nth": 2, "times": 2}, ".xx."),
        ({"nth": 4, "times": 9}, "...x"),
    ],
)
def test_a_fault_meets_so_many_calls_from_the_nth_on(counts: dict[str, int], met: str) -> None:
    faults = set_up(a_fault(**counts))

    assert "".join("x" if meets(faults) else "." for _ in range(4)) == met


def test_calls_of_other_operations_neither_meet_nor_count() -> None:
    faults = set_up(a_fault(nth=2))

    assert meets(faults, "listBanks") == meets(faults, "listBanks") == []
    assert meets(faults) == []
    assert len(meets(faults)) == 1


def test_what_is_left_goes_down_with_each_call_and_then_the_fault_is_gone() -> None:
    faults = set_up(a_fault(nth=2, times=2))
    left = []

    while faults.all():
        left.append((faults.all()[0].seen, faults.all()[0].left))
        meets(faults)

    assert left == [(0, 2), (1, 2), (2, 1)]


def test_a_call_tells_of_a_fault_as_it_stands_after_it() -> None:
    (hit,) = meets(set_up(a_fault(times=3)))

    assert (hit.fault.seen, hit.fault.left) == (1, 2)


def test_faults_are_met_in_the_order_they_were_set() -> None:
    faults = set_up(
        a_fault(fault_id="a", times=2), a_fault(fault_id="b"), a_fault(fault_id="c", nth=2)
    )

    assert [hit.fault.fault_id for hit in meets(faults)] == ["a", "b"]
    assert [hit.fault.fault_id for hit in meets(faults)] == ["a", "c"]


def test_delays_add_up_to_two_minutes_before_and_after_apart() -> None:
    faults = set_up(
        *(a_fault(Delay("PT50S", 50), fault_id=f"b{n}") for n in range(3)),
        a_fault(Delay("PT3S", 3), fault_id="a", when=When.AFTER),
    )
    hits = meets(faults)

    assert (delay_of(hits, When.BEFORE), delay_of(hits, When.AFTER)) == (120, 3)
    assert deed_of(hits) is None


def test_what_is_done_besides_delays_is_what_was_set_first() -> None:
    effects = [Delay("PT1S", 1), Drop(), Status(500)]
    hits = meets(set_up(*(a_fault(each, fault_id=str(n)) for n, each in enumerate(effects))))

    assert deed_of(hits) == hits[1]


def test_a_throttle_lets_so_many_calls_a_second_through() -> None:
    faults = set_up(a_fault(Throttle(2)))

    waits = [[hit.wait for hit in meets(faults, after=at)] for at in (0, 0, 0, 0.5, 0.5, 1.5)]

    assert waits == [[], [], [1], [], [1], []]


def test_a_throttle_lasts_and_is_full_again_where_the_clock_was_set_back() -> None:
    faults = set_up(a_fault(Throttle(1)))

    assert [bool(meets(faults, after=at)) for at in (60, 60, 0)] == [False, True, False]
    assert len(faults.all()) == 1


def test_two_throttles_count_each_for_itself() -> None:
    faults = set_up(a_fault(Throttle(2), fault_id="a"), a_fault(Throttle(1), fault_id="b"))

    met = [[hit.fault.fault_id for hit in meets(faults)] for _ in range(3)]

    assert met == [[], ["b"], ["a", "b"]]


def test_faults_that_are_removed_meet_nothing() -> None:
    faults = set_up(a_fault(times=9), a_fault(Throttle(1), fault_id="t"))
    meets(faults)

    faults.remove_all()

    assert faults.all() == ()
    assert meets(faults) == meets(faults) == []


def test_a_throttle_that_is_set_again_begins_anew() -> None:
    faults = set_up(a_fault(Throttle(1)))
    meets(faults)
    faults.remove_all()

    faults.add(a_fault(Throttle(1)))

    assert [bool(meets(faults)) for _ in range(2)] == [False, True]


@pytest.mark.parametrize(
    ("end", "goes_on"), [(Faults.remove_all, True), (Faults.end_with_world, False)]
)
def test_calls_that_wait_are_told_of_the_end(end: object, goes_on: bool) -> None:
    assert callable(end)
    faults = set_up(a_fault(Delay("PT1M", 60)))
    told: list[bool] = []

    with faults.holding(told.append):
        end(faults)

    assert told == [goes_on]
    assert faults.all() == ()


def test_a_call_that_waits_no_more_is_told_nothing() -> None:
    faults = set_up(a_fault(Status(500)))
    told: list[bool] = []

    with faults.holding(told.append):
        pass
    faults.remove_all()

    assert told == []

"""What the owner may ask for, and how a mistake is answered."""

from typing import Any

import pytest

from sandbank_server.api.fault_parse import parse_fault
from sandbank_server.api.fault_present import present_fault
from sandbank_server.domain.refusals import Malformed


def wanted(**body: Any) -> dict[str, Any]:
    return present_fault(parse_fault({"operationId": "getBank", **body}, lambda: "f-1"))


def mistakes(**body: Any) -> list[tuple[str, str]]:
    with pytest.raises(Malformed) as refused:
        parse_fault({"operationId": "getBank", **body}, lambda: pytest.fail("no id is used up"))
    assert refused.value.requirement == "CTL-11"
    return [(each.pointer, each.message) for each in refused.value.violations]


@pytest.mark.parametrize(
    "effect", [{"status": 418}, {"delay": "PT0.5S"}, {"drop": True}], ids=lambda it: next(iter(it))
)
def test_what_may_come_before_or_after_comes_before(effect: dict[str, Any]) -> None:
    counts = {"nth": 1, "times": 1, "seen": 0, "left": 1}
    expected = {"faultId": "f-1", "operationId": "getBank", **effect, **counts}

    assert wanted(**effect) == {**expected, "when": "before"}
    assert wanted(**effect, when="after") == {**expected, "when": "after"}


def test_a_corruption_has_no_time_and_a_throttle_no_counts_either() -> None:
    assert "when" not in wanted(corrupt="half", nth=3)
    assert wanted(throttle=5) == {"faultId": "f-1", "operationId": "getBank", "throttle": 5}


WHOSE = "faults are for consumer, provider, user_banking"


@pytest.mark.parametrize(
    ("operation_id", "message"),
    [
        ("getBnak", "'getBnak' is unknown; did you mean 'getBank'?"),
        ("moveClock", f"is of the control API; {WHOSE}"),
        ("receiveNotification", f"is of the connector API; {WHOSE}"),
    ],
)
def test_an_operation_that_cannot_go_wrong_is_named(operation_id: str, message: str) -> None:
    assert mistakes(operationId=operation_id, status=500) == [("/operationId", message)]


EFFECTS = "must have one of status, delay, drop, corrupt, throttle; it has "


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, [("", f"{EFFECTS}none")]),
        (
            {"status": 500, "drop": True},
            [("", f"{EFFECTS}status and drop: set a fault for each")],
        ),
        (
            {"throttle": 1, "nth": 1, "times": 1, "when": "before"},
            [
                (f"/{each}", "does not go with throttle, which lasts until it is removed")
                for each in ("nth", "times", "when")
            ],
        ),
        (
            {"corrupt": "html", "when": "before"},
            [
                (
                    "/when",
                    "does not go with corrupt: an answer is spoiled after its operation was done",
                )
            ],
        ),
    ],
)
def test_what_does_not_go_together_is_told(
    body: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert mistakes(**body) == expected


@pytest.mark.parametrize("delay", ["PT2M0.1S", "PT0S", "-PT1S", "P1D", "2", "", "soon"])
def test_a_delay_is_forward_and_at_most_two_minutes(delay: str) -> None:
    message = "must be an ISO 8601 duration up to PT2M, such as PT2S or PT0.5S"

    assert mistakes(delay=delay) == [("/delay", message)]


def test_an_answer_without_a_body_has_nothing_to_spoil() -> None:
    message = "has nothing to spoil: deleteRule answers without a body"

    assert mistakes(operationId="deleteRule", corrupt="half") == [("/corrupt", message)]


def test_all_mistakes_are_named_at_once() -> None:
    named = mistakes(operationId="x", delay="x", drop=True)

    assert [pointer for pointer, _ in named] == ["/operationId", "", "/delay"]

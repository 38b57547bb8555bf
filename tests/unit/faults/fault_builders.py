"""Faults for tests: a builder says only what matters."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sandbank_server.domain.faults import Effect, Fault, Status
from sandbank_server.service.faults import Faults, Hit

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


UNAVAILABLE = Status(503)


def a_fault(effect: Effect = UNAVAILABLE, **changes: Any) -> Fault:
    return Fault(**{"fault_id": "f-1", "operation_id": "getBank", "effect": effect, **changes})


def set_up(*faults: Fault) -> Faults:
    held = Faults()
    for each in faults:
        held.add(each)
    return held


def at_noon(seconds: float = 0) -> Callable[[], datetime]:
    return lambda: NOON + timedelta(seconds=seconds)


def meets(faults: Faults, operation_id: str = "getBank", *, after: float = 0) -> list[Hit]:
    """What a call of an operation meets, so many seconds after noon."""
    return list(faults.due(operation_id, at_noon(after)))

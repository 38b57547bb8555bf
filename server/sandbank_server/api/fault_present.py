"""What is shown of a fault."""

from sandbank_server.api.calls import Json
from sandbank_server.domain.faults import (
    Corrupt,
    Delay,
    Drop,
    Effect,
    Fault,
    Status,
    Throttle,
)


def present_fault(fault: Fault) -> dict[str, Json]:
    """A fault, the calls that it has seen, and how many it is still to meet."""
    shown = {
        "faultId": fault.fault_id,
        "operationId": fault.operation_id,
        **_effect(fault.effect),
    }
    if isinstance(fault.effect, Status | Delay | Drop):
        shown["when"] = fault.when.value
    if not fault.lasts:
        counts = {"nth": fault.nth, "times": fault.times, "seen": fault.seen, "left": fault.left}
        shown.update(counts)
    return shown


def _effect(effect: Effect) -> dict[str, Json]:
    match effect:
        case Status(status):
            return {"status": status}
        case Delay(duration):
            return {"delay": duration}
        case Drop():
            return {"drop": True}
        case Corrupt(how):
            return {"corrupt": how.value}
        case Throttle(per_second):
            return {"throttle": per_second}

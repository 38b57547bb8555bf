"""From what the owner sends to a fault, every mistake named."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache

from sandbank_contract import documents
from sandbank_contract.documents import Operation
from sandbank_contract.errors import one_of
from sandbank_server.api.calls import Json
from sandbank_server.domain.durations import parse_duration
from sandbank_server.domain.faults import (
    LONGEST_DELAY,
    Corrupt,
    Corruption,
    Delay,
    Drop,
    Effect,
    Fault,
    Status,
    Throttle,
    When,
)
from sandbank_server.domain.findings import Findings

APIS = ("consumer", "provider", "user_banking")  # those whose calls can go wrong
EFFECTS = ("status", "delay", "drop", "corrupt", "throttle")
_CHOICES = {"corrupt": ("when",), "throttle": ("nth", "times", "when")}  # what they leave none of
_REASONS = {
    "corrupt": "does not go with corrupt: an answer is spoiled after its operation was done",
    "throttle": "does not go with throttle, which lasts until it is removed",
}


def parse_fault(body: Json, new_id: Callable[[], str]) -> Fault:
    """The fault that is wanted; `Malformed` names all that does not fit."""
    findings = Findings()
    chosen = [name for name in EFFECTS if name in body]
    _judge_operation(body["operationId"], chosen, findings)
    if len(chosen) != 1:
        findings.add("", f"must have one of {', '.join(EFFECTS)}; it has {_listed(chosen)}")
    for name, pointer in _misplaced(body, chosen):
        findings.add(pointer, _REASONS[name])
    if "delay" in body and not 0 < _seconds(body["delay"]) <= LONGEST_DELAY:
        findings.add("/delay", "must be an ISO 8601 duration up to PT2M, such as PT2S or PT0.5S")
    findings.settle("CTL-11")
    return Fault(
        fault_id=new_id(),
        operation_id=body["operationId"],
        effect=_effect(chosen[0], body[chosen[0]]),
        when=When(body.get("when", When.BEFORE)),
        nth=body.get("nth", 1),
        times=body.get("times", 1),
    )


def _judge_operation(operation_id: str, chosen: list[str], findings: Findings) -> None:
    operation = _operations().get(operation_id)
    names = [name for name, each in _operations().items() if each.api in APIS]
    if operation is None:
        findings.add("/operationId", one_of(operation_id, names))
    elif operation.api not in APIS:
        message = f"is of the {operation.api} API; faults are for {', '.join(APIS)}"
        findings.add("/operationId", message)
    elif "corrupt" in chosen and 204 in operation.statuses:
        findings.add("/corrupt", f"has nothing to spoil: {operation_id} answers without a body")


@cache
def _operations() -> Mapping[str, Operation]:
    return {each.operation_id: each for one in documents.load_all() for each in one.operations}


def _listed(chosen: list[str]) -> str:
    return f"{' and '.join(chosen)}: set a fault for each" if chosen else "none"


def _misplaced(body: Json, chosen: list[str]) -> Iterator[tuple[str, str]]:
    for name in chosen:
        for each in _CHOICES.get(name, ()):
            if each in body:
                yield name, f"/{each}"


def _seconds(duration: str) -> float:
    length = parse_duration(duration)
    return length.total_seconds() if length is not None else 0.0


def _effect(name: str, value: Json) -> Effect:
    match name:
        case "status":
            return Status(value)
        case "delay":
            return Delay(value, _seconds(value))
        case "drop":
            return Drop()
        case "corrupt":
            return Corrupt(Corruption(value))
        case _:
            return Throttle(value)

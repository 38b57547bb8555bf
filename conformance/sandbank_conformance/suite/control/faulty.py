"""Having calls go wrong, and calls that get no answer for it."""

from collections.abc import Callable
from typing import Any

from sandbank_conformance.conditions import Broken, told
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.owner import Owner
from sandbank_conformance.wire import TransportError


def set_fault(owner: Owner, operation_id: str, **fault: Any) -> Exchange:
    """The answer to a fault that is wanted."""
    return owner.call("setFault", json={"operationId": operation_id, **fault})


def ensure_silence(call: Callable[[], Exchange]) -> None:
    """No answer comes, or none that comes to its end."""
    try:
        answer = call()
    except TransportError:
        return
    raise Broken(expected="no answer", received=told(answer), exchange=answer)

"""The Control API's operations on faults."""

from sandbank_server.api.calls import Answer, Call, created, nothing, ok
from sandbank_server.api.fault_parse import parse_fault
from sandbank_server.api.fault_present import present_fault
from sandbank_server.service.callers import Owner
from sandbank_server.service.ports import Sandbox


class ControlFaults:
    """Faults of the three APIs: set one, list them, remove all."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def set_fault(self, call: Call[Owner]) -> Answer:
        """From the next call on."""
        fault = parse_fault(call.body, self._sandbox.ids.new)
        self._sandbox.faults.add(fault)
        return created(present_fault(fault))

    async def list_faults(self, call: Call[Owner]) -> Answer:  # noqa: ARG002
        """Those that are still to happen."""
        return ok([present_fault(each) for each in self._sandbox.faults.all()])

    async def remove_faults(self, call: Call[Owner]) -> Answer:  # noqa: ARG002
        """All of them; calls that they delay go on."""
        self._sandbox.faults.remove_all()
        return nothing()

"""Sandboxes in which other calls go wrong than their owner wants, or in another way."""

from dataclasses import replace
from typing import Any

import pytest

from sandbank_server.api import fault_parse
from sandbank_server.api.calls import Answer
from sandbank_server.api.control_faults import ControlFaults
from sandbank_server.api.faults import FaultyCall
from sandbank_server.api.recording import Recorder
from sandbank_server.domain.faults import Corrupt, Corruption, Drop, Fault, Status, When
from sandbank_server.domain.refusals import Malformed
from sandbank_server.service import worlds
from sandbank_server.service.faults import Faults, Hit
from sandbank_server.service.ports import Sandbox
from zoo.animals import liar


def _set_instead(patch: pytest.MonkeyPatch, other: Any) -> None:
    """In place of the fault that is wanted another one is set."""
    real = Faults.add
    patch.setattr(Faults, "add", lambda self, fault: real(self, other(fault)))


@liar("CTL-11")
def has_one_call_too_many_go_wrong(patch: pytest.MonkeyPatch) -> None:
    """A fault meets one call more than was wanted."""
    _set_instead(patch, lambda fault: replace(fault, times=fault.times + 1))


@liar("CTL-11")
def has_the_next_call_go_wrong_always(patch: pytest.MonkeyPatch) -> None:
    """Which call is the first one to go wrong cannot be chosen: it is the next."""
    _set_instead(patch, lambda fault: replace(fault, nth=1))


@liar("CTL-11")
def counts_the_calls_of_every_operation(patch: pytest.MonkeyPatch) -> None:
    """A call of one operation counts for the faults of all others, too."""
    real = Faults.due

    def due(self: Faults, operation_id: str, now: Any) -> tuple[Hit, ...]:
        for other in {each.operation_id for each in self.all()} - {operation_id}:
            real(self, other, now)
        return real(self, operation_id, now)

    patch.setattr(Faults, "due", due)


@liar("CTL-11")
def does_what_it_says_it_has_not_done(patch: pytest.MonkeyPatch) -> None:
    """A fault that comes before its operation spoils the answer alone."""
    _set_instead(patch, lambda fault: replace(fault, when=When.AFTER))


@liar("CTL-11")
def never_does_what_goes_wrong(patch: pytest.MonkeyPatch) -> None:
    """A fault that comes after its operation leaves it undone."""
    _set_instead(patch, lambda fault: replace(fault, when=When.BEFORE))


@liar("CTL-11")
def answers_what_should_be_dropped(patch: pytest.MonkeyPatch) -> None:
    """In place of a closed connection there is a refusal."""
    drop = Drop()

    def other(fault: Fault) -> Fault:
        return replace(fault, effect=Status(409)) if fault.effect == drop else fault

    _set_instead(patch, other)


@liar("CTL-11")
def cuts_bodies_where_a_page_was_wanted(patch: pytest.MonkeyPatch) -> None:
    """Whatever a body should be, it is cut in half."""

    def other(fault: Fault) -> Fault:
        half = Corrupt(Corruption.HALF)
        return replace(fault, effect=half) if isinstance(fault.effect, Corrupt) else fault

    _set_instead(patch, other)


@liar("CTL-11")
def delays_nothing(patch: pytest.MonkeyPatch) -> None:
    """A call that should be late is answered at once."""

    async def wait(_self: FaultyCall, _when: When) -> bool:
        return True

    patch.setattr(FaultyCall, "_wait", wait)


@liar("CTL-11")
def throttles_for_good(patch: pytest.MonkeyPatch) -> None:
    """A throttle lets a second's worth of calls through, and after that none at all."""
    real = Faults._throttled

    def throttled(self: Faults, fault: Fault, per_second: int, now: Any) -> Hit | None:
        kept = self._buckets.get(fault.fault_id)
        return real(self, fault, per_second, kept.since if kept else now)

    patch.setattr(Faults, "_throttled", throttled)


@liar("CTL-11")
def keeps_faults_through_a_reset(patch: pytest.MonkeyPatch) -> None:
    """A world that is begun again has the faults of the one before."""
    real = worlds.replace

    def reset(sandbox: Sandbox, world: Any) -> None:
        kept = sandbox.faults.all()
        real(sandbox, world)
        for each in kept:
            sandbox.faults.add(each)

    patch.setattr(worlds, "replace", reset)


@liar("CTL-11")
def keeps_its_faults_from_the_journal(patch: pytest.MonkeyPatch) -> None:
    """The journal does not tell an answer that was wanted wrong from any other."""
    real = Recorder.record
    patch.setattr(Recorder, "record", lambda self, it: real(self, replace(it, faults=())))


@liar("CTL-11")
def takes_faults_of_operations_nobody_knows(patch: pytest.MonkeyPatch) -> None:
    """Any operationId will do."""
    patch.setattr(fault_parse, "_judge_operation", lambda *_: None)


@liar("CTL-11")
def sets_the_fault_that_it_refuses(patch: pytest.MonkeyPatch) -> None:
    """Two faults in one are refused, and the first of them is set."""
    real = ControlFaults.set_fault

    async def set_fault(self: ControlFaults, call: Any) -> Answer:
        try:
            return await real(self, call)
        except Malformed:
            if "status" in call.body:
                fault = Fault(fault_id="f", operation_id="getBank", effect=Status(500))
                self._sandbox.faults.add(fault)
            raise

    patch.setattr(ControlFaults, "set_fault", set_fault)

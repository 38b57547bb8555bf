"""A whole run of `sandbank verify`: preflight, checks, reports, exit status."""

from functools import partial

from sandbank_conformance.doctor import told
from sandbank_conformance.doctor.examination import examine
from sandbank_conformance.plans import Plan
from sandbank_conformance.proof import Began, Hear, Outlet, Proceedings, Proof
from sandbank_conformance.report.heading import header, world_left
from sandbank_conformance.run import Run, prepare
from sandbank_conformance.target import Target
from sandbank_conformance.verification import verify


class Campaign:
    """Proves one target by one plan."""

    def __init__(self, target: Target, plan: Plan, outlet: Outlet) -> None:
        self._target = target
        self._plan = plan
        self._outlet = outlet

    def run(self) -> int:
        """Everything; the result is the exit status."""
        notes = examine(self._target, self._plan.apis)
        if notes.stop:
            print(told.stopping(notes), file=self._outlet.out)
            return told.status(notes)
        with prepare(self._target, self._plan) as run:
            proceedings = Proceedings(
                command="sandbank verify",
                run=run,
                check=partial(_check, run),
                header=partial(header, run, given=self._outlet.given),
                left=partial(world_left, run),
                waivers=self._target.waivers,
                advice=told.advice(notes),
            )
            return Proof(proceedings, self._outlet).run()


def _check(run: Run, hear: Hear, begin: Began) -> None:
    with run.ground.laid():
        verify(run, hear, begin)
        if run.plan.full:
            _fuzz(run, hear)


def _fuzz(run: Run, hear: Hear) -> None:
    # Only now: Schemathesis takes longer to import than most runs take.
    from sandbank_conformance.fuzz.campaigns import fuzz

    fuzz(run, hear)

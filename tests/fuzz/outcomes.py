"""What came of a campaign: how much was called, how much succeeded, and what failed."""

from collections import Counter
from dataclasses import dataclass, field

from schemathesis import Case
from schemathesis.engine import Status, events
from schemathesis.engine.recorder import CheckNode, Interaction, ScenarioRecorder

from sandbank_contract.exceptions import CheckException

_SHOWN = 2_000  # characters of a body


@dataclass(kw_only=True)
class Outcome:
    """The calls, successes and failures of a campaign so far."""

    calls: Counter[str] = field(default_factory=Counter)  # by operationId
    successes: Counter[str] = field(default_factory=Counter)  # by operationId
    phases: Counter[str] = field(default_factory=Counter)  # calls, by phase
    failures: list[str] = field(default_factory=list)
    excused: Counter[CheckException] = field(default_factory=Counter)

    def take(self, event: events.EngineEvent) -> None:
        """Note what Schemathesis reports."""
        match event:
            case events.ScenarioFinished():
                self._take_scenario(event)
            case events.NonFatalError():
                self.failures.append(f"{event.label}: {event.info.format()}")
            case events.FatalError():
                raise event.exception

    def _take_scenario(self, event: events.ScenarioFinished) -> None:
        recorder = event.recorder
        for case_id, interaction in recorder.interactions.items():
            name = _operation_id(recorder.cases[case_id].value)
            self.calls[name] += 1
            self.phases[event.phase.value] += 1
            if interaction.response is not None and interaction.response.status_code // 100 == 2:
                self.successes[name] += 1
        self.failures.extend(_failures(recorder))

    @property
    def cases(self) -> int:
        """How many calls were made and judged."""
        return self.calls.total()

    @property
    def made(self) -> int:
        """How many of them the seed made."""
        return self.phases["fuzzing"] + self.phases["stateful"]

    def table(self) -> str:
        """Calls and successes of every operation, calls of every phase, and what was excused."""
        rows = (f"{each:28}{self.calls[each]:7}{self.successes[each]:7}" for each in self.calls)
        phases = ", ".join(f"{phase} {count}" for phase, count in self.phases.items())
        head = f"{'operation':28}{'calls':>7}{'2xx':>7}"
        excused = (
            f"excused {count} times: {each.check} for {each.operation} by {each.requirement}"
            for each, count in self.excused.items()
        )
        return "\n".join((head, *rows, f"{self.cases} calls: {phases}", *excused))


def _failures(recorder: ScenarioRecorder) -> list[str]:
    return [
        _told(recorder.cases[case_id].value, check, recorder.interactions[case_id])
        for case_id, checks in recorder.checks.items()
        for check in checks
        if check.status != Status.SUCCESS
    ]


def _told(case: Case, check: CheckNode, interaction: Interaction) -> str:
    """A failure for somebody who has to mend it: check, expectation, request, answer."""
    title = f"{check.name} failed for {_operation_id(case)}"
    if check.failure_info is None:
        return f"{title}: the check itself broke"
    response = interaction.response
    answer = "no answer" if response is None else f"{response.status_code} {response.text[:_SHOWN]}"
    failure = check.failure_info.failure
    request = check.failure_info.code_sample
    return f"{title}: {failure.title}\n{failure.message}\n\n{request}\n-> {answer}\n"


def _operation_id(case: Case) -> str:
    return str(case.operation.definition.raw["operationId"])

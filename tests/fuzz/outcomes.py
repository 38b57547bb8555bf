"""What came of a campaign: how much was called, how much succeeded, and what failed."""

from collections import Counter
from dataclasses import dataclass, field

from sandbank_conformance.fuzz.engine import Finding, Trouble
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

    def called(self, operation_id: str, status: int, phase: str) -> None:
        """Note one call."""
        self.calls[operation_id] += 1
        self.phases[phase] += 1
        self.successes[operation_id] += status // 100 in (2, 3)

    def failed(self, found: Finding | Trouble) -> None:
        """Note what must not be."""
        self.failures.append(_told(found))

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
        head = f"{'operation':28}{'calls':>7}{'fine':>7}"
        excused = (
            f"excused {count} times: {each.check} for {each.operation} by {each.requirement}"
            for each, count in self.excused.items()
        )
        return "\n".join((head, *rows, f"{self.cases} calls: {phases}", *excused))


def _told(found: Finding | Trouble) -> str:
    """A failure for somebody who has to mend it: check, expectation, request, answer."""
    if isinstance(found, Trouble):
        return f"{found.place}: {found.message}"
    request, response = found.interactions[-1].request, found.response
    answer = "no answer" if response is None else f"{response.status_code} {response.text[:_SHOWN]}"
    return (
        f"{found.check} failed for {found.operation_id}: {found.title}\n{found.message}\n\n"
        f"{request.method} {request.uri}\n{request.body!r}\n-> {answer}\n"
    )

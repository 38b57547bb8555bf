"""One campaign: Schemathesis against one API of the target, with every check and phase it has."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

import schemathesis
from schemathesis import Case, HookContext, Response
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import Status, events, from_schema
from schemathesis.engine.recorder import CheckNode, Interaction, ScenarioRecorder
from schemathesis.engine.run import TESTING_PHASES
from schemathesis.generation.meta import TestPhase

from sandbank_conformance.fuzz import aims
from sandbank_conformance.fuzz.ground import Values
from sandbank_contract.documents import Document

# What earlier answers told is gone when the ground is restored after each of these calls.
_ALONE = {"extra-data-sources": {"responses": False}}

Called = Callable[[str, int, str], None]  # hears every call: operationId, status, phase


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to fuzz, how, and how much."""

    document: Document
    url: str
    headers: Mapping[str, str]
    values: Values
    seed: int
    examples: int  # per operation, while fuzzing
    scenarios: int  # of several calls each, along the links
    restore: Callable[[], None] = field(repr=False)


_CONTROLS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")  # which no header's value may hold (RFC 9110)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A check that failed, with the calls that led there."""

    check: str
    operation_id: str
    ended_by: str  # the deletion that had no effect, where the check is about one
    title: str
    message: str
    interactions: tuple[Interaction, ...]

    @property
    def is_http(self) -> bool:
        """Whether the API may have seen the call: servers refuse unread what is no HTTP."""
        sent = self.interactions[-1].request.headers if self.interactions else {}
        odd = any(_CONTROLS.search(value) for values in sent.values() for value in values)
        return not odd and not _hung_up(self.response)

    @property
    def response(self) -> Response | None:
        """The answer that was judged."""
        return self.interactions[-1].response if self.interactions else None


def _hung_up(response: Response | None) -> bool:
    """Whether an HTTP server said 400 in its own words, and closed the connection.

    A call that was cut off leaves bytes behind that spoil the next one, whatever that is.
    """
    if response is None or response.status_code != 400:
        return False
    connection, kind = (response.headers.get(name, [""]) for name in ("connection", "content-type"))
    return "close" in connection[0].lower() and "json" not in kind[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Something that kept Schemathesis from trying an operation: no verdict about the target."""

    place: str
    message: str


class EngineBroken(Exception):
    """Schemathesis itself could not go on."""


def run(plan: Plan, called: Called) -> Iterator[Finding | Trouble]:
    """Every phase, each from the same ground on; findings as they come."""
    schema = schemathesis.openapi.from_dict(
        {**plan.document.raw, "servers": [{"url": plan.url}]}, config=_config(plan)
    )

    @schema.hook
    def after_call(_: HookContext, case: Case[Any], response: Response) -> None:
        called(_operation_id(case), response.status_code, _phase(case))
        if _changed_something(case, response) and not _is_part_of_a_story(case):
            plan.restore()

    operations = {f"{o.method} {o.path}": o.operation_id for o in plan.document.operations}
    for event in from_schema(schema).execute():
        match event:
            case events.PhaseStarted() if event.phase.name in TESTING_PHASES:
                plan.restore()
            case events.ScenarioFinished():
                yield from filter(attrgetter("is_http"), _findings(event.recorder, operations))
            case events.NonFatalError():
                yield Trouble(place=event.label, message=event.info.format())
            case events.FatalError():
                raise EngineBroken(str(event.exception)) from event.exception


def _changed_something(case: Case[Any], response: Response) -> bool:
    return case.method != "GET" and response.status_code // 100 == 2


def _is_part_of_a_story(case: Case[Any]) -> bool:
    """Whether later calls build on this one."""
    return case.meta is None or case.meta.phase.name == TestPhase.STATEFUL


def _phase(case: Case[Any]) -> str:
    return case.meta.phase.name.value if case.meta else ""


def _config(plan: Plan) -> SchemathesisConfig:
    return SchemathesisConfig.from_dict(
        {
            "seed": plan.seed,
            "base-url": plan.url,
            "headers": dict(plan.headers),
            "generation": {"max-examples": plan.examples, "database": "none"},
            "phases": {
                **dict.fromkeys(("examples", "coverage", "fuzzing"), _ALONE),
                "stateful": {"max-steps": 8, "generation": {"max-examples": plan.scenarios}},
            },
            "checks": {"enabled": True},
            "cache": {"enabled": False},
            "output": {"sanitization": {"enabled": False}},  # we mask what we show ourselves
            "continue-on-failure": True,
            "dictionaries": aims.dictionaries(plan.values),
            "operations": [
                {
                    "include-operation-id": each.operation_id,
                    "parameters": aims.aim(each.operation_id, plan.values),
                }
                for each in plan.document.operations
            ],
        }
    )


def _findings(recorder: ScenarioRecorder, operations: Mapping[str, str]) -> Iterator[Finding]:
    for case_id, checks in recorder.checks.items():
        for each in checks:
            if each.status != Status.SUCCESS and each.failure_info is not None:
                yield _finding(recorder, case_id, each, operations)


def _finding(
    recorder: ScenarioRecorder, case_id: str, check: CheckNode, operations: Mapping[str, str]
) -> Finding:
    assert check.failure_info is not None
    failure = check.failure_info.failure
    return Finding(
        check=check.name,
        operation_id=_operation_id(recorder.cases[case_id].value),
        ended_by=operations.get(failure.operation or "", "")
        if check.name == "use_after_free"
        else "",
        title=failure.title,
        message=failure.message,
        interactions=tuple(_story(recorder, case_id)),
    )


def _story(recorder: ScenarioRecorder, case_id: str) -> list[Interaction]:
    """The calls that led to a case, and its own."""
    story: list[Interaction] = []
    current: str | None = case_id
    while current is not None:
        if current in recorder.interactions:
            story.append(recorder.interactions[current])
        node = recorder.cases.get(current)
        current = node.parent_id if node else None
    return story[::-1]


def _operation_id(case: Case[Any]) -> str:
    return str(case.operation.definition.raw["operationId"])

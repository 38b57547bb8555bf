"""One campaign: Schemathesis against one API of a running sandbox, with every check it has."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import schemathesis
from fuzz import aims, ground
from fuzz.leniency import Leniency
from fuzz.outcomes import Outcome
from schemathesis import Case, HookContext, Response
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import Failure
from schemathesis.engine import events, from_schema
from schemathesis.engine.run import TESTING_PHASES
from schemathesis.generation.meta import TestPhase
from served import Served

from sandbank_contract import documents
from sandbank_contract.documents import Document
from sandbank_contract.exceptions import load_exceptions
from sandbank_contract.requirements import load_catalogue

HEADERS: dict[str, Callable[[Served], dict[str, str]]] = {
    "consumer": Served.product_headers,
    "provider": Served.provider_headers,
    "user_banking": Served.upload_headers,
}

# What earlier answers told is gone when the ground is restored after each of these calls.
_ALONE = {"extra-data-sources": {"responses": False}}


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What to fuzz, and how much."""

    api: str
    seed: int
    examples: int  # per operation, while fuzzing
    scenarios: int  # of several calls each, along the links

    @property
    def document(self) -> Document:
        """What the API promises."""
        return documents.load(self.api)

    @property
    def operation_ids(self) -> set[str]:
        """Every operation of the API."""
        return {each.operation_id for each in self.document.operations}


def run(served: Served, plan: Plan) -> Outcome:
    """Every phase, each from the same ground on."""
    ground.lay(served)
    schema = schemathesis.openapi.from_url(
        f"{served.url}/_sandbox/openapi/{plan.api}.yaml", config=_config(served, plan)
    )
    leniency = Leniency(load_exceptions(), load_catalogue(), plan.document)
    outcome = Outcome(excused=leniency.used)

    @schema.hook
    def filter_failure(_: HookContext, failure: Failure, case: Case, response: Response) -> bool:
        return not leniency.excuses(failure, case, response)

    @schema.hook
    def after_call(_: HookContext, case: Case, response: Response) -> None:
        if _changed_something(case, response) and not _is_part_of_a_story(case):
            ground.restore(served)

    for event in from_schema(schema).execute():
        if isinstance(event, events.PhaseStarted) and event.phase.name in TESTING_PHASES:
            ground.restore(served)
        outcome.take(event)
    return outcome


def _changed_something(case: Case, response: Response) -> bool:
    return case.method != "GET" and response.status_code // 100 == 2


def _is_part_of_a_story(case: Case) -> bool:
    """Whether later calls build on this one."""
    return case.meta is None or case.meta.phase.name == TestPhase.STATEFUL


def _config(served: Served, plan: Plan) -> SchemathesisConfig:
    document = plan.document
    return SchemathesisConfig.from_dict(
        {
            "seed": plan.seed,
            "base-url": served.url + document.base_path,
            "headers": HEADERS[plan.api](served),
            "generation": {"max-examples": plan.examples, "database": "none"},
            "phases": {
                **dict.fromkeys(("examples", "coverage", "fuzzing"), _ALONE),
                "stateful": {"max-steps": 8, "generation": {"max-examples": plan.scenarios}},
            },
            "checks": {"enabled": True},
            "cache": {"enabled": False},
            "output": {"sanitization": {"enabled": False}},  # the credentials are the playground's
            "continue-on-failure": True,
            "max-failures": 20,
            "dictionaries": aims.dictionaries(),
            "operations": [_operation(each.operation_id) for each in document.operations],
        }
    )


def _operation(operation_id: str) -> dict[str, Any]:
    return {"include-operation-id": operation_id, "parameters": aims.aim(operation_id)}

"""One campaign: Schemathesis against one API of a running sandbox, with every check it has."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import Status, events, from_schema

from fuzz import aims, ground
from fuzz.leniency import Leniency
from sandbank_contract import documents
from sandbank_contract.documents import Document
from sandbank_contract.exceptions import CheckException, load_exceptions
from sandbank_contract.requirements import load_catalogue
from served import Served

APIS = ("consumer", "provider", "user_banking")


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


@dataclass(kw_only=True)
class Outcome:
    """What came of a campaign."""

    calls: Counter[str] = field(default_factory=Counter)  # by operationId
    successes: Counter[str] = field(default_factory=Counter)  # by operationId
    phases: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    excused: Counter[CheckException] = field(default_factory=Counter)

    @property
    def cases(self) -> int:
        """How many calls were made and judged."""
        return self.calls.total()

    def table(self) -> str:
        """Calls and successes of every operation."""
        rows = (f"{each:28}{self.calls[each]:7}{self.successes[each]:7}" for each in self.calls)
        return "\n".join((f"{'operation':28}{'calls':>7}{'2xx':>7}", *rows))


def run(served: Served, plan: Plan) -> Outcome:
    """Every phase, each on fresh ground."""
    outcome = Outcome()
    leniency = Leniency(load_exceptions(), load_catalogue(), plan.document)
    ground.prepare(served)
    schema = schemathesis.openapi.from_url(
        f"{served.url}/_sandbox/openapi/{plan.api}.yaml", config=_config(served, plan)
    )
    schema.hook("filter_failure")(leniency.filter_failure)
    for event in from_schema(schema).execute():
        _take(event, served, outcome)
    outcome.excused = leniency.used
    return outcome

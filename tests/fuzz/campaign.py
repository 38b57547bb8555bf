"""One campaign: Schemathesis against one API of a running sandbox, with every check it has."""

from collections.abc import Callable
from dataclasses import dataclass

from fuzz.leniency import Leniency
from fuzz.outcomes import Outcome
from served import Served

from sandbank_conformance import playground
from sandbank_conformance.fuzz import engine
from sandbank_conformance.fuzz.engine import Finding
from sandbank_conformance.fuzz.ground import WideGround
from sandbank_conformance.owner import Owner
from sandbank_conformance.plans import Plan as Selection
from sandbank_conformance.run import prepare
from sandbank_contract import documents
from sandbank_contract.documents import Document
from sandbank_contract.exceptions import load_exceptions
from sandbank_contract.requirements import load_catalogue

HEADERS: dict[str, Callable[[Served], dict[str, str]]] = {
    "consumer": Served.product_headers,
    "provider": Served.provider_headers,
    "user_banking": Served.upload_headers,
}


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
    leniency = Leniency(load_exceptions(), load_catalogue())
    outcome = Outcome(excused=leniency.used)
    with prepare(playground.target(served.url), Selection()) as run:
        assert run.owner is not None
        for found in engine.run(_engine_plan(served, plan, run.owner), outcome.called):
            if isinstance(found, Finding) and leniency.excuses(found):
                continue
            outcome.failed(found)
    return outcome


def _engine_plan(served: Served, plan: Plan, owner: Owner) -> engine.Plan:
    ground = WideGround(owner)
    values = ground.lay()
    return engine.Plan(
        document=plan.document,
        url=served.url + plan.document.base_path,
        headers=HEADERS[plan.api](served),
        values=values,
        seed=plan.seed,
        examples=plan.examples,
        scenarios=plan.scenarios,
        restore=ground.restore,
    )

"""What plain Schemathesis finds: every check and phase, the documents, good credentials, no more.

It is let loose on the honest sandbox first: what it finds there it holds against everybody.
"""

from dataclasses import dataclass

from served import Served

from sandbank_conformance.fuzz import engine
from sandbank_conformance.fuzz.engine import Finding
from sandbank_contract import documents
from sandbank_contract.requirements import load_catalogue
from zoo.animals import Animal
from zoo.keeper import out

HEADERS = {
    "consumer": Served.product_headers,
    "provider": Served.provider_headers,
    "user_banking": Served.upload_headers,
}
PREFIXES = {"CON": "consumer", "PRV": "provider", "UB": "user_banking"}

Findings = frozenset[tuple[str, str]]  # check and operationId


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """Schemathesis with so many examples per operation, and so many scenarios."""

    examples: int
    seed: int = 1

    def findings(self, animal: Animal | None) -> Findings:
        """What it finds at the APIs that an animal lies about; at all three of the honest one."""
        apis = apis_of(animal) if animal else tuple(HEADERS)
        return frozenset(found for api in apis for found in self._at(animal, api))

    def _at(self, animal: Animal | None, api: str) -> Findings:
        document = documents.load(api)
        with out(animal) as served:
            plan = engine.Plan(
                document=document,
                url=served.url + document.base_path,
                headers=HEADERS[api](served),
                values={},
                seed=self.seed,
                examples=self.examples,
                scenarios=self.examples,
                restore=lambda: None,
            )
            return frozenset(
                (each.check, each.operation_id)
                for each in engine.run(plan, lambda *_: None)
                if isinstance(each, Finding)
            )


def apis_of(animal: Animal) -> tuple[str, ...]:
    """The documented APIs that an animal lies about: by its rules, and all for a rule of all."""
    named = {PREFIXES.get(each.partition("-")[0], "") for each in animal.breaks}
    spoken = {load_catalogue()[each].id.partition("-")[0] for each in animal.breaks}
    if "GEN" in spoken and not named - {""}:
        return tuple(HEADERS)
    return tuple(sorted(named - {""}))

"""When a failed check is no failure: a requirement contradicts it, and was followed."""

from collections import Counter
from collections.abc import Iterable

from sandbank_conformance.fuzz.engine import Finding
from sandbank_contract.exceptions import CheckException
from sandbank_contract.requirements import Catalogue

REQUIREMENT = "sandbank-requirement"


class Leniency:
    """The exceptions from the checks; it counts how often each was needed."""

    def __init__(self, exceptions: Iterable[CheckException], catalogue: Catalogue) -> None:
        self._exceptions = tuple(exceptions)
        self._catalogue = catalogue
        self.used: Counter[CheckException] = Counter()

    def excuses(self, finding: Finding) -> bool:
        """Whether there is an exception for this finding."""
        for exception in self._exceptions:
            if self._covers(exception, finding):
                self.used[exception] += 1
                return True
        return False

    def _covers(self, exception: CheckException, finding: Finding) -> bool:
        return (
            exception.check == finding.check
            and exception.operation == finding.operation_id
            and self._follows(exception.requirement, finding)
        )

    def _follows(self, requirement: str, finding: Finding) -> bool:
        """Whether the answer is the requirement's doing, and not by chance an answer as odd.

        A refusal has to name the requirement. For an answer after a deletion the requirement has
        to speak of that deletion.
        """
        response = finding.response
        named = response.headers.get(REQUIREMENT) if response else None
        if named is not None:
            return list(named) == [requirement]
        return finding.ended_by in self._catalogue[requirement].operations

"""When a failed check is no failure: a requirement contradicts it, and was followed."""

from collections import Counter
from collections.abc import Iterable

from schemathesis import Case, Response
from schemathesis.core.failures import Failure

from sandbank_contract.documents import Document
from sandbank_contract.exceptions import CheckException
from sandbank_contract.requirements import Catalogue

REQUIREMENT = "sandbank-requirement"


class Leniency:
    """The exceptions from the checks; it counts how often each was needed."""

    def __init__(
        self, exceptions: Iterable[CheckException], catalogue: Catalogue, document: Document
    ) -> None:
        self._exceptions = tuple(exceptions)
        self._catalogue = catalogue
        self._operations = {f"{o.method} {o.path}": o.operation_id for o in document.operations}
        self.used: Counter[CheckException] = Counter()

    def excuses(self, failure: Failure, case: Case, response: Response) -> bool:
        """Whether there is an exception for this failure."""
        for exception in self._exceptions:
            if self._covers(exception, failure, case, response):
                self.used[exception] += 1
                return True
        return False

    def _covers(
        self, exception: CheckException, failure: Failure, case: Case, response: Response
    ) -> bool:
        return (
            exception.check in failure.checks
            and exception.operation == self._operations[case.operation.label]
            and self._follows(exception.requirement, failure, response)
        )

    def _follows(self, requirement: str, failure: Failure, response: Response) -> bool:
        """Whether the answer is the requirement's doing, and not by chance an answer as odd.

        A refusal has to name the requirement. For an answer after a deletion the requirement has
        to speak of that deletion: `failure.operation` is then the operation that deleted.
        """
        named = response.headers.get(REQUIREMENT)
        if named is not None:
            return list(named) == [requirement]
        deletion = self._operations.get(failure.operation or "")
        return deletion in self._catalogue[requirement].operations

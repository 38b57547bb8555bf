"""Violations are gathered, so that a refusal names all of them at once."""

from sandbank_server.domain.refusals import Malformed, Violation


class Findings:
    """The violations found so far."""

    def __init__(self) -> None:
        self._found: list[Violation] = []

    def add(self, pointer: str, message: str) -> None:
        """Note one."""
        self._found.append(Violation(pointer, message))

    def settle(self, requirement: str) -> None:
        """Refuse the request if there are any."""
        if self._found:
            raise Malformed(requirement, violations=tuple(self._found))

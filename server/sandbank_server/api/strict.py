"""What the documents promise of an answer, checked (`--strict`, and in every test)."""

from collections.abc import Mapping
from typing import Any

from sandbank_server.api.bodies import parse_json
from sandbank_server.api.calls import Answer
from sandbank_server.api.responses import encode
from sandbank_server.api.schemas import Validator


class ContractBroken(Exception):
    """An answer breaks the contract: a defect of the sandbox, never of its caller."""


class Promise:
    """The answers one operation documents."""

    def __init__(self, operation_id: str, responses: Mapping[str, Mapping[str, Any]]) -> None:
        self._operation_id = operation_id
        self._bodies = {
            int(status): {
                kind: Validator(described.get("schema", {}))
                for kind, described in response.get("content", {}).items()
            }
            for status, response in responses.items()
        }

    def judge(self, answer: Answer) -> None:
        """Nothing, or the first way in which an answer breaks its promise."""
        status = int(answer.status)
        if status not in self._bodies:
            raise self._broken(f"status {status} is not documented")
        kinds = self._bodies[status]
        if not kinds:
            if answer.body is not None:
                raise self._broken(f"a {status} has a body")
            return
        validator = kinds.get(answer.media_type)
        if validator is None:
            raise self._broken(f"a {status} is {answer.media_type}, not {' or '.join(kinds)}")
        if isinstance(answer.body, bytes):
            return  # not JSON: its media type is all that is promised
        # What counts is what goes over the wire, not what it was made from.
        for violation in validator.violations(parse_json(encode(answer.body))):
            raise self._broken(f"{status} {violation.pointer or '/'} {violation.message}")

    def _broken(self, what: str) -> ContractBroken:
        return ContractBroken(f"{self._operation_id}: {what}")

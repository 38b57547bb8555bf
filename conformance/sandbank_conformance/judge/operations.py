"""The operations of the three APIs, as their documents describe them, ready to judge calls by."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from sandbank_conformance.judge.schemas import Validator
from sandbank_conformance.plans import APIS
from sandbank_contract import documents
from sandbank_contract.documents import Document, Operation
from sandbank_contract.wiring import described, resolved

JSON, FORM = "application/json", "application/x-www-form-urlencoded"
REPORTS = frozenset({"reportAuthorisation", "reportAuthorisationByQuery"})
TOKENS = frozenset({"issueProviderToken", "issueUploadToken"})

# Segments of paths that many other services have, too.
COMMON = frozenset({"users", "banks", "auth", "oauth", "token", "organisations", "statements"})


class UnknownOperation(Exception):
    """Somebody named an operation that no document has."""


@dataclass(frozen=True)
class Judged:
    """One operation that calls are judged by."""

    document: Document
    operation: Operation

    @property
    def id(self) -> str:
        """Its operationId."""
        return self.operation.operation_id

    @property
    def api(self) -> str:
        """Which of the three APIs it is of."""
        return self.operation.api

    @property
    def title(self) -> str:
        """Method and path, as the document writes it."""
        return f"{self.operation.method} {self.operation.path}"

    @cached_property
    def segments(self) -> tuple[str, ...]:
        """The segments of the path."""
        return tuple(self.operation.path.split("/")[1:])

    @property
    def is_common(self) -> bool:
        """Whether another service may have a path like this."""
        return all(each in COMMON or is_template(each) for each in self.segments)

    @cached_property
    def success(self) -> int:
        """The status that a good call is answered with."""
        return next(each for each in self.operation.statuses if each < 400)

    @cached_property
    def schemes(self) -> frozenset[str]:
        """The names of the credentials that a call needs."""
        return frozenset(name for each in self._security for name in each)

    @cached_property
    def scopes(self) -> frozenset[str]:
        """The scopes of which a token needs one."""
        return frozenset(
            scope for each in self._security for scopes in each.values() for scope in scopes
        )

    @cached_property
    def parameters(self) -> tuple[Mapping[str, Any], ...]:
        """The parameters that the document declares."""
        return tuple(resolved(self.document, self._described["parameters"]))

    @cached_property
    def content(self) -> Mapping[str, Any]:
        """The kinds of body that it reads; none where it reads no body."""
        body = resolved(self.document, self._described.get("requestBody"))
        content: Mapping[str, Any] = body["content"] if body else {}
        return content

    def schema(self, kind: str) -> Mapping[str, Any]:
        """What a body of a kind has to be."""
        schema: Mapping[str, Any] = self.content[kind]["schema"]
        return schema

    def validator(self, kind: str) -> Validator:
        """The same, compiled."""
        return _validator(self.id, kind)

    @cached_property
    def query_validators(self) -> Mapping[str, tuple[Mapping[str, Any], Validator]]:
        """What each query parameter has to be."""
        return {
            each["name"]: (each["schema"], Validator(each["schema"]))
            for each in self.parameters
            if each["in"] == "query"
        }

    @cached_property
    def _described(self) -> Mapping[str, Any]:
        return described(self.document, self.id)

    @property
    def _security(self) -> list[Mapping[str, list[str]]]:
        security: list[Mapping[str, list[str]]] = self._described.get("security", [])
        return security


@cache
def load() -> tuple[Judged, ...]:
    """Every operation of the three APIs."""
    return tuple(_all())


@cache
def by_id() -> Mapping[str, Judged]:
    """Every operation by its operationId."""
    return {each.id: each for each in load()}


def is_template(segment: str) -> bool:
    """Whether a segment of a document's path stands for any."""
    return segment.startswith("{")


def _all() -> Iterator[Judged]:
    for api in APIS:
        document = documents.load(api)
        for operation in document.operations:
            yield Judged(document, operation)


@cache
def _validator(operation_id: str, kind: str) -> Validator:
    return Validator(by_id()[operation_id].schema(kind))

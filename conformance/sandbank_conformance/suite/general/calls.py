"""Calls that a right server grants as they stand, so that a check says only what it wants wrong."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import pytest

from sandbank_conformance.caller import Caller
from sandbank_conformance.client import HeaderChanges, filled
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import NOTHING, Exchange
from sandbank_conformance.marks import of_api
from sandbank_conformance.plans import APIS
from sandbank_conformance.run import Run
from sandbank_contract import documents
from sandbank_contract.documents import Operation

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
WITHOUT_CREDENTIALS: HeaderChanges = {
    "Authorization": None,
    "x-api-key": None,
    "x-application": None,
}

# One operation of each API that reads a body: for what a server does alike wherever it does it.
ONES = {
    "consumer": "createRule",
    "provider": "reportAuthorisation",
    "user_banking": "uploadTransactions",
}

OPERATIONS: Mapping[str, Operation] = {
    each.operation_id: each for api in APIS for each in documents.load(api).operations
}


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call of an operation, ready to be sent as it stands or with something otherwise."""

    caller: Caller
    operation_id: str
    ids: tuple[str, ...] = ()  # the path's parameters that do not follow from the caller
    body: Any = NOTHING
    media_type: str = JSON
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Callable[[], HeaderChanges] = dict  # besides the caller's, made anew each time

    @property
    def method(self) -> str:
        """The operation's."""
        return OPERATIONS[self.operation_id].method

    @property
    def content(self) -> bytes:
        """The body as it is sent; nothing where there is none."""
        if self.body is NOTHING:
            return b""
        if self.media_type == FORM:
            return urlencode(self.body).encode()
        return json.dumps(self.caller.client.completed(self.operation_id, self.body)).encode()

    @property
    def parameters(self) -> dict[str, str]:
        """The path's parameters by name, in the order of the path."""
        names = self.caller.client.parameters(self.operation_id)
        own = iter(self.ids)
        fixed = self.caller.fixed
        return {name: fixed[name] if name in fixed else next(own) for name in names}

    @property
    def path(self) -> str:
        """The path behind the base path."""
        everything = {**self.caller.fixed, **self.parameters}
        return filled(self.caller.client.template(self.operation_id), everything)

    def send(
        self,
        *,
        headers: HeaderChanges | None = None,
        content: bytes | None = None,
        query: Mapping[str, Any] | str | None = None,
        ids: tuple[str, ...] | None = None,
    ) -> Exchange:
        """Send it with other headers, another body, another query or other ids."""
        sent = self.content if content is None else content
        asked = {**self._media_type(sent), **self.headers(), **(headers or {})}
        return self.caller.call(
            self.operation_id,
            *(self.ids if ids is None else ids),
            headers=asked,
            content=sent,
            query=self.query if query is None else query,
        )

    def send_to(
        self,
        target: str,
        *,
        method: str = "",
        headers: HeaderChanges | None = None,
        content: bytes | None = None,
    ) -> Exchange:
        """Send it elsewhere; `target` is behind the base path, as it is."""
        sent = self.content if content is None else content
        asked = {**self._media_type(sent), **self.headers(), **(headers or {})}
        return self.caller.call_anything(method or self.method, target, headers=asked, content=sent)

    def _media_type(self, content: bytes) -> HeaderChanges:
        return {"Content-Type": self.media_type} if content else {}

    def own_methods(self) -> set[str]:
        """The methods that the documents give to its path."""
        template, api = self.caller.client.template, OPERATIONS[self.operation_id].api
        shape = _shape(template(self.operation_id))
        return {
            each.method
            for each in OPERATIONS.values()
            if each.api == api and _shape(template(each.operation_id)) == shape
        }


Maker = Callable[[Run, Draw], Call]


def operations(of: Callable[[Operation], bool] = lambda _: True) -> list[Any]:
    """The operations that fit, as variations of a check."""
    return [_variation(each) for each in OPERATIONS.values() if of(each)]


def ones(**others: str) -> list[Any]:
    """One operation of each API as variations of a check; `consumer="…"` picks another."""
    return [
        pytest.param(name, marks=of_api(api), id=api) for api, name in {**ONES, **others}.items()
    ]


def _variation(operation: Operation) -> Any:
    name = operation.operation_id
    return pytest.param(name, marks=of_api(operation.api), id=name)


def _shape(template: str) -> str:
    return re.sub(r"\{[^}]*\}", "{}", template)


def paths(of: Callable[[Operation], bool] = lambda _: True) -> list[Any]:
    """One operation of every path that fits, if possible with a body, as variations of a check."""
    chosen: dict[tuple[str, str], Operation] = {}
    for each in OPERATIONS.values():
        place = (each.api, each.path)
        if of(each) and (place not in chosen or (has_body(each) and not has_body(chosen[place]))):
            chosen[place] = each
    return [_variation(each) for each in chosen.values()]


def has_body(operation: Operation) -> bool:
    """Whether the document describes a body for it."""
    return "requestBody" in _described(operation)


def reads_json(operation: Operation) -> bool:
    """Whether the body may be JSON."""
    body = _described(operation).get("requestBody", {})
    if "$ref" in body:
        raw = documents.load(operation.api).raw["components"]["requestBodies"]
        body = raw[body["$ref"].rpartition("/")[2]]
    return JSON in body.get("content", {})


def queries(operation: Operation) -> list[str]:
    """The names of its query parameters."""
    raw = documents.load(operation.api).raw
    found = []
    for each in _described(operation).get("parameters", ()):
        if "$ref" in each:
            each = raw["components"]["parameters"][each["$ref"].rpartition("/")[2]]
        if each["in"] == "query":
            found.append(each["name"])
    return found


def _described(operation: Operation) -> Mapping[str, Any]:
    described: Mapping[str, Any] = documents.load(operation.api).raw["paths"][operation.path]
    own: Mapping[str, Any] = described[operation.method.lower()]
    return own

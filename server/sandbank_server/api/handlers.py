"""From operationIds to methods: one handler for each operation, and none left over."""

import inspect
import re
from collections.abc import Iterable, Mapping
from typing import Any

from connexion.resolver import Resolution, Resolver

from sandbank_contract.documents import Document


class UnmatchedHandlers(Exception):
    """The documents and the handlers do not match; the server must not start."""


def method_name(operation_id: str) -> str:
    """`reportAuthorisation` → `report_authorisation`."""
    return re.sub(r"(?<=[a-z0-9])[A-Z]", lambda match: f"_{match[0].lower()}", operation_id)


class HandlerResolver(Resolver):
    """Resolves the operations of one document to the bound methods of one object."""

    def __init__(self, handlers: object, document: Document) -> None:
        super().__init__()
        self._handlers = _async_methods(handlers)
        _judge(document.api, self._handlers, (each.operation_id for each in document.operations))

    def resolve(self, operation: Any) -> Resolution:
        """The method that handles an operation."""
        handler = self._handlers[method_name(operation.operation_id)]
        return Resolution(handler, operation.operation_id)


def _async_methods(handlers: object) -> Mapping[str, Any]:
    found = inspect.getmembers(handlers, inspect.iscoroutinefunction)
    return {name: method for name, method in found if not name.startswith("_")}


def _judge(api: str, handlers: Mapping[str, Any], operation_ids: Iterable[str]) -> None:
    wanted = {method_name(each) for each in operation_ids}
    missing, left_over = sorted(wanted - set(handlers)), sorted(set(handlers) - wanted)
    if missing or left_over:
        raise UnmatchedHandlers(
            f"{api}.yaml and its handlers differ: "
            f"without a handler: {', '.join(missing) or 'none'}; "
            f"without an operation: {', '.join(left_over) or 'none'}"
        )

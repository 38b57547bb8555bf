"""The OpenAPI documents: loaded once, quickly, and refused where a server could not use them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sandbank_contract.errors import ContractError
from sandbank_contract.reading import read_text, read_yaml

SERVED = ("consumer", "provider", "user_banking", "control")  # by the sandbox
APIS = (*SERVED, "connector")  # the last is served by providers, and called by the sandbox
FOLDER = Path(__file__).parent

_VARIABLE = re.compile(r"\{\w+\}")

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One thing a caller can ask of an API, and the statuses it may be answered with."""

    operation_id: str
    api: str
    method: str  # in capitals
    path: str  # below the base path, with its {parameters}
    statuses: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The OpenAPI document of one API."""

    api: str
    base_path: str  # empty where every server has it where it likes
    operations: tuple[Operation, ...]
    raw: Mapping[str, Any]

    def operation(self, operation_id: str) -> Operation:
        """The operation of an id; `KeyError` where there is none."""
        for each in self.operations:
            if each.operation_id == operation_id:
                return each
        raise KeyError(operation_id)


@cache
def load(api: str, folder: Path = FOLDER) -> Document:
    """The document of one of `APIS`; a `ContractError` names what a server could not use."""
    path = _path(api, folder)
    raw = read_yaml(path)
    if not isinstance(raw, dict) or not isinstance(raw.get("paths"), dict):
        raise ContractError(path.name, "paths", "expected an OpenAPI document with paths")
    operations = tuple(_operations(path.name, api, raw["paths"]))
    _refuse_duplicates(path.name, operations)
    return Document(api=api, base_path=_base_path(path.name, raw), operations=operations, raw=raw)


def load_all() -> tuple[Document, ...]:
    """Every document, in the order of `APIS`."""
    return tuple(load(api) for api in APIS)


def published(api: str, folder: Path = FOLDER) -> str:
    """The document's YAML text as everybody may read it."""
    return read_text(_path(api, folder))


def validate(api: str, folder: Path = FOLDER) -> None:
    """Refuse a document that is not valid OpenAPI 3.0; slow, so for tests and editors."""
    # The validator takes longer to import than a server may take to start.
    from openapi_spec_validator import OpenAPIV30SpecValidator

    for error in OpenAPIV30SpecValidator(dict(load(api, folder).raw)).iter_errors():
        place = ".".join(str(step) for step in error.absolute_path)
        raise ContractError(f"{api}.yaml", place, error.message.partition("\n")[0])


def _path(api: str, folder: Path) -> Path:
    return folder / f"{api}.yaml"


def _base_path(file: str, raw: Mapping[str, Any]) -> str:
    servers = raw.get("servers")
    url = servers[0].get("url") if servers else None
    if isinstance(url, str) and _VARIABLE.fullmatch(url):
        return ""
    if not isinstance(url, str) or not url.startswith("/") or url.endswith("/"):
        raise ContractError(
            file, "servers", f"{url!r} is no base path; expected one such as /consumer/v1"
        )
    return url


def _operations(file: str, api: str, paths: Mapping[str, Any]) -> Iterator[Operation]:
    for path, item in paths.items():
        for method in item:
            if method in METHODS:
                place = f"paths.{path}.{method}"
                yield _operation(file, place, api, item[method], method=method, path=path)


def _operation(
    file: str, place: str, api: str, described: Mapping[str, Any], *, method: str, path: str
) -> Operation:
    operation_id = described.get("operationId")
    if not isinstance(operation_id, str):
        raise ContractError(file, place, "has no operationId; expected a name such as getBank")
    statuses = tuple(_status(file, place, each) for each in described.get("responses", {}))
    return Operation(
        operation_id=operation_id, api=api, method=method.upper(), path=path, statuses=statuses
    )


def _status(file: str, place: str, key: object) -> int:
    if isinstance(key, str) and len(key) == 3 and key.isdigit():
        return int(key)
    raise ContractError(
        file, f"{place}.responses", f"{key!r} is no status; expected a quoted one such as '404'"
    )


def _refuse_duplicates(file: str, operations: tuple[Operation, ...]) -> None:
    places: dict[str, str] = {}
    for each in operations:
        place = f"paths.{each.path}.{each.method.lower()}"
        if each.operation_id in places:
            first = places[each.operation_id]
            raise ContractError(
                file, place, f"{each.operation_id} is the operationId of {first}, too; rename one"
            )
        places[each.operation_id] = place

"""The documents' schemas, compiled once; what breaks them is named place by place."""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

import jsonschema_rs

from sandbank_server.api.calls import Json
from sandbank_server.api.digits import Digits, is_amount
from sandbank_server.api.messages import described, message
from sandbank_server.api.pieces import Piece, pieces
from sandbank_server.domain.refusals import Violation

Schema = Mapping[str, Any]

ENOUGH = 1000  # violations after which a large value is not looked through any further
_MISFIT = "fits none of the forms the contract allows"
_MORE = Violation("", "has more faults than are named here")


def as_json_schema(schema: Any) -> Any:
    """An OpenAPI 3.0 schema as JSON Schema: `nullable` becomes a type, examples are left out."""
    if isinstance(schema, list):
        return [as_json_schema(each) for each in schema]
    if not isinstance(schema, Mapping):
        return schema
    plain = {
        key: as_json_schema(value)
        for key, value in schema.items()
        if key not in ("nullable", "example", "discriminator", "xml", "externalDocs")
    }
    if is_amount(schema):
        plain = {"type": "number", "digits": True, "description": schema.get("description", "")}
    if schema.get("nullable") is True:
        return _nullable(plain)
    return plain


def _nullable(plain: dict[str, Any]) -> dict[str, Any]:
    if "type" not in plain:
        return {"anyOf": [plain, {"type": "null"}]}
    nullable = {**plain, "type": [plain["type"], "null"]}
    if "enum" in plain:
        nullable["enum"] = [*plain["enum"], None]
    return nullable


class Validator:
    """One compiled schema."""

    def __init__(self, schema: Schema) -> None:
        self._schema = as_json_schema(schema)
        self._compiled = _compiled(json.dumps(self._schema))

    def violations(self, value: Json) -> tuple[Violation, ...]:
        """Everything that is wrong with a value, each place once; enough of it when it is much."""
        if self._compiled.is_valid(value):
            return ()
        found: list[Violation] = []
        for piece in pieces(value):
            for error in self._compiled.iter_errors(piece.value):
                found.extend(self._explain(error, piece))
            if len(found) >= ENOUGH:
                found.append(_MORE)
                break
        return one_a_place(found or self._of_the_whole(value)) or (Violation("", _MISFIT),)

    def _of_the_whole(self, value: Json) -> list[Violation]:
        """What is wrong with no piece of a value: a list that is too long, for example."""
        whole = Piece(value)
        return [
            v for error in self._compiled.iter_errors(value) for v in self._explain(error, whole)
        ]

    def _explain(self, error: Any, piece: Piece) -> Iterator[Violation]:
        path = piece.original(error.instance_path)
        if error.kind.name in ("anyOf", "oneOfNotValid"):
            yield from self._explain_choice(error, piece)
        else:
            place = (*path, error.kind.property) if error.kind.name == "required" else path
            yield Violation(pointer(place), message(error, self._at(error.schema_path[:-1])))

    def _explain_choice(self, error: Any, piece: Piece) -> Iterator[Violation]:
        # A choice between kinds of value is judged by the branch of the value's own kind.
        fitting = [branch for branch in error.kind.context if not _wrong_kind(branch, error)]
        if len(fitting) == 1:
            for inner in fitting[0]:
                yield from self._explain(inner, piece)
            return
        path = piece.original(error.instance_path)
        yield Violation(pointer(path), described(self._at(error.schema_path[:-1])) or _MISFIT)

    def _at(self, path: list[str | int]) -> Any:
        schema = self._schema
        for step in path:
            schema = schema[step]
        return schema


@cache  # many operations share a schema, and tests start many sandboxes
def _compiled(schema: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(
        json.loads(schema), validate_formats=True, keywords={"digits": Digits}
    )


def _wrong_kind(branch: list[Any], error: Any) -> bool:
    here = list(error.instance_path)
    return any(
        inner.kind.name in ("type", "enum", "const") and list(inner.instance_path) == here
        for inner in branch
    )


def one_a_place(found: Iterable[Violation]) -> tuple[Violation, ...]:
    """The most telling violation of each place; none of a whole whose parts tell more."""
    by_place: dict[str, Violation] = {}
    for each in found:
        known = by_place.get(each.pointer)
        if known is None or len(each.message) > len(known.message):
            by_place[each.pointer] = each
    wholes = {place[:at] for place in by_place for at in range(len(place)) if place[at] == "/"}
    return tuple(v for place, v in by_place.items() if place not in wholes or v is _MORE)


def pointer(path: tuple[str | int, ...]) -> str:
    """An RFC 6901 pointer."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)

"""What breaks a document's schema, place by place: what was found, and what would be right."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import jsonschema_rs

from sandbank_conformance.judge import words
from sandbank_conformance.judge.bodies.places import follow, pointer
from sandbank_conformance.judge.bodies.strict import Json

Schema = Mapping[str, Any]

MOST_DIGITS = 15
MOST_DECIMALS = 4
ENOUGH = 200  # places of one body that are told

_BANDS = [None, 0.1, 0.01, 0.001, 0.0001]
_LEFT_OUT = ("nullable", "example", "discriminator", "xml", "externalDocs")


@dataclass(frozen=True, slots=True, kw_only=True)
class Misfit:
    """One place that breaks the schema."""

    pointer: str
    found: str
    right: str
    like: str = ""  # of a missing member: the one beside it that was likely meant to be it
    is_choice: bool = False  # whether what is within it decides


class Validator:
    """One compiled schema."""

    def __init__(self, schema: Schema) -> None:
        self._schema = _json_schema(schema)
        self._compiled = jsonschema_rs.Draft202012Validator(
            self._schema, validate_formats=True, keywords={"digits": _Digits}
        )

    def misfits(self, value: Json, veiled: frozenset[str] = frozenset()) -> list[Misfit]:
        """All that is wrong with a value, each place once; `veiled` are pointers to the unknown."""
        if self._compiled.is_valid(value):
            return []
        found: list[Misfit] = []
        for error in self._compiled.iter_errors(value):
            found.extend(each for each in self._told(error, value) if not _is_veiled(each, veiled))
            if len(found) >= ENOUGH:
                break
        if not found and not veiled:
            found = [Misfit(pointer="", found=words.shown(value), right=words.meant(self._schema))]
        return _one_a_place(found)

    def _told(self, error: Any, value: Json) -> Iterator[Misfit]:
        name = error.kind.name
        if name in ("anyOf", "oneOfNotValid"):
            yield from self._told_choice(error, value)
            return
        path = tuple(error.instance_path)
        place = (*path, error.kind.property) if name == "required" else path
        schema = self._at(error.schema_path[:-1])
        here = follow(value, path)
        found, right = words.told(error.kind, here, schema)
        like = words.like(error.kind.property, here, schema) if name == "required" else None
        if like:
            found = f"nothing; {like} is not {error.kind.property}"
        yield Misfit(pointer=pointer(place), found=found, right=right, like=like or "")

    def _told_choice(self, error: Any, value: Json) -> Iterator[Misfit]:
        """A choice between kinds of value is judged by the branch of the value's own kind."""
        fitting = [branch for branch in error.kind.context if not _is_other_kind(branch, error)]
        if len(fitting) == 1:
            for inner in fitting[0]:
                yield from self._told(inner, value)
            return
        schema = self._at(error.schema_path[:-1])
        yield Misfit(
            pointer=pointer(error.instance_path),
            found=words.shown(follow(value, error.instance_path)),
            right=words.described(schema) or "one of the forms that the contract allows",
            is_choice=True,
        )

    def _at(self, path: Iterable[str | int]) -> Any:
        schema = self._schema
        for step in path:
            schema = schema[step]
        return schema


class _Digits:
    """The keyword `digits`: how many a number may have (GEN-06)."""

    def __init__(self, parent: object, value: object, path: object) -> None:
        pass

    def validate(self, instance: object) -> None:
        if isinstance(instance, int | Decimal) and not _fits(instance):
            raise ValueError("too many digits")


def _fits(number: int | Decimal) -> bool:
    _, digits, exponent = Decimal(number).normalize().as_tuple()
    assert isinstance(exponent, int)  # JSON has finite numbers only
    return -exponent <= MOST_DECIMALS and len(digits) + max(exponent, 0) <= MOST_DIGITS


def _json_schema(schema: Any) -> Any:
    """An OpenAPI 3.0 schema as JSON Schema."""
    if isinstance(schema, list):
        return [_json_schema(each) for each in schema]
    if not isinstance(schema, Mapping):
        return schema
    plain = {key: _json_schema(each) for key, each in schema.items() if key not in _LEFT_OUT}
    if [band.get("multipleOf") for band in schema.get("anyOf", ())] == _BANDS:
        # Judged band by band, a long number takes a validator a tenth of a second.
        plain = {"type": "number", "digits": True, "description": schema.get("description", "")}
    return _nullable(plain) if schema.get("nullable") is True else plain


def _nullable(plain: dict[str, Any]) -> dict[str, Any]:
    if "type" not in plain:
        return {"anyOf": [plain, {"type": "null"}]}
    nullable = {**plain, "type": [plain["type"], "null"]}
    if "enum" in plain:
        nullable["enum"] = [*plain["enum"], None]
    return nullable


def _is_other_kind(branch: list[Any], error: Any) -> bool:
    here = list(error.instance_path)
    return any(
        inner.kind.name in ("type", "enum", "const") and list(inner.instance_path) == here
        for inner in branch
    )


def _is_veiled(misfit: Misfit, veiled: frozenset[str]) -> bool:
    place = misfit.pointer
    return any(
        place == veil
        or place.startswith(f"{veil}/")
        or (misfit.is_choice and veil.startswith(f"{place}/"))
        for veil in veiled
    )


def _one_a_place(found: Iterable[Misfit]) -> list[Misfit]:
    """One misfit of each place; none of a whole whose parts tell more."""
    by_place: dict[str, Misfit] = {}
    for each in found:
        known = by_place.get(each.pointer)
        if known is None or len(each.right) > len(known.right):
            by_place[each.pointer] = each
    wholes = {place[:at] for place in by_place for at in range(len(place)) if place[at] == "/"}
    return [each for place, each in by_place.items() if place not in wholes]

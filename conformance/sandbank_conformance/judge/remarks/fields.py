"""Members that nobody reads: unknown, misspelled, or in the wrong place."""

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice
from typing import Any

from sandbank_conformance.judge import words
from sandbank_conformance.judge.bodies.places import parent, pointer
from sandbank_conformance.judge.bodies.reading import NOTHING
from sandbank_conformance.judge.bodies.strict import Json
from sandbank_conformance.judge.cases import Case, in_body
from sandbank_conformance.judge.operations import JSON, by_id
from sandbank_conformance.report.words import listed

Schema = Mapping[str, Any]
Path = tuple[str | int, ...]

MOST = 30  # members of one body that are named
# Known, though the documents do not list them among what is sent.
_READ = {"uploadAccounts", "uploadTransactions", "changeTransactions", "changeTransactionsAlias"}
_READ_ONLY = ("bankLoginId", "fetched")


def look(case: Case) -> None:
    """Remark on each member that is read by nobody."""
    if case.body is None or case.body.value is NOTHING:
        return
    strays: dict[tuple[str, str], list[str]] = {}  # by where they are, and where they belong
    unknown = _unknown(case.body.value, case.judged.schema(JSON), ())
    for path, known in islice(unknown, MOST):
        place, name = pointer(path), str(path[-1])
        home = _all_homes(case.judged.id).get(name)
        if home and not words.near(name, known):
            strays.setdefault((parent(place), parent(home)), []).append(name)
        elif not _is_told(case, name):
            _remark(case, place, _told(name, known))
    for (here, home), names in strays.items():
        verb, it = ("belongs", "it") if len(names) == 1 else ("belong", "them")
        told = f"{listed(names)} {verb} in {home or 'the body'}: here nobody reads {it}"
        _remark(case, f"{here}{pointer(names[:1])}", told)


def _is_told(case: Case, name: str) -> bool:
    """Whether it is read all the same, or was told as a violation."""
    if name == "accountId" and case.judged.id in _READ:
        return True
    return any(f"{name} is not " in each.found for each in case.notes.violations)


def _remark(case: Case, place: str, told: str) -> None:
    position = case.body.key_position(place) if case.body else None
    case.notes.remark(in_body(place), told, position=position)


def _told(name: str, known: Schema) -> str:
    if name in _READ_ONLY:
        return "read-only: the sandbox takes no notice of it"
    like = words.near(name, known)
    if like:
        return f"{name} is not {like}: the sandbox takes no notice of it"
    return "in no document: the sandbox takes no notice of it"


def _unknown(value: Json, schema: Schema, path: Path) -> Iterator[tuple[Path, Schema]]:
    """The members that a schema does not know, each with those that it knows there."""
    schema = _fitting(value, schema)
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from _unknown(item, schema.get("items", {}), (*path, number))
    elif isinstance(value, dict) and "properties" in schema:
        known = schema["properties"]
        for name, inner in value.items():
            if name in known:
                yield from _unknown(inner, known[name], (*path, name))
            else:
                yield (*path, name), known


def _fitting(value: Json, schema: Schema) -> Schema:
    """Of a choice between one and many the part that is meant."""
    kind = "array" if isinstance(value, list) else "object"
    if "properties" in schema:
        return schema
    return next((each for each in schema.get("anyOf", ()) if each.get("type") == kind), schema)


@cache
def _all_homes(operation_id: str) -> Mapping[str, str]:
    return dict(_homes(by_id()[operation_id].schema(JSON), ()))


def _homes(schema: Schema, path: Path) -> Iterator[tuple[str, str]]:
    """Where in a body each name belongs; of a name that belongs in several places the last."""
    for each in schema.get("anyOf", ()):
        yield from _homes(each, path)
    if "items" in schema:
        yield from _homes(schema["items"], (*path, "N"))
    for name, inner in schema.get("properties", {}).items():
        yield name, pointer((*path, name))
        yield from _homes(inner, (*path, name))

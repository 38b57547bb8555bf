"""The requirement catalogue: what each operation has to do, by id, and where that is written."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sandbank_contract import documents
from sandbank_contract.documents import Document, Operation
from sandbank_contract.entries import Entry, read_entries
from sandbank_contract.errors import ContractError, one_of
from sandbank_contract.vocabulary import GROUPS, Basis, Level, Page, Subject

FOLDER = documents.FOLDER / "requirements"

_MEMBERS = ("id", "level", "basis", "subject", "source", "text", "operations", "statuses", "also")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The page and section that a requirement is taken from."""

    page: Page
    section: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The second part of a requirement that has two levels."""

    level: Level
    basis: Basis
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One rule, and the operations and statuses in which it shows."""

    id: str
    level: Level
    basis: Basis
    subject: Subject
    source: Source
    text: str
    operations: tuple[str, ...]  # operationIds; `consumer.*` is an API, `*` all that we serve
    statuses: tuple[int, ...]
    also: Part | None = None

    def names(self, operation: Operation) -> bool:
        """Whether it speaks of this operation in particular."""
        return operation.operation_id in self.operations

    def covers(self, operation: Operation) -> bool:
        """Whether it speaks of this operation, in particular or by a wildcard."""
        return self.names(operation) or self.covers_all_of(operation.api)

    def covers_all_of(self, api: str) -> bool:
        """Whether a wildcard of it is every operation of an API."""
        everywhere = "*" in self.operations and api in documents.SERVED
        return everywhere or f"{api}.*" in self.operations


class Catalogue(Mapping[str, Requirement]):
    """Every requirement by its id, in the order of the files."""

    def __init__(
        self, requirements: Mapping[str, Requirement], operations: Iterable[Operation]
    ) -> None:
        self._by_id = requirements
        self._of = {each.operation_id: self._covering(each) for each in operations}

    def _covering(self, operation: Operation) -> tuple[Requirement, ...]:
        found = [each for each in self._by_id.values() if each.covers(operation)]
        return tuple(sorted(found, key=lambda each: not each.names(operation)))

    def __getitem__(self, requirement_id: str) -> Requirement:
        return self._by_id[requirement_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)

    def of(self, operation_id: str) -> tuple[Requirement, ...]:
        """The requirements of an operation, those that name it first; `KeyError` if unknown."""
        return self._of[operation_id]


@cache
def load_catalogue() -> Catalogue:
    """Our catalogue for our documents; a `ContractError` says what does not fit."""
    return read_catalogue(FOLDER, documents.load_all())


def read_catalogue(folder: Path, known: Iterable[Document]) -> Catalogue:
    """The catalogue in a folder for the operations of documents, refused unless they fit."""
    operations = _operations(known)
    requirements: dict[str, Requirement] = {}
    for path in sorted(folder.glob("*.yaml"), key=_order):
        for entry in read_entries(path, name="id"):
            requirement = _requirement(entry, GROUPS[path.stem], operations)
            if requirement.id in requirements:
                raise entry.wrong("id", "is in the catalogue twice; take the next free number")
            requirements[requirement.id] = requirement
    _refuse_silence(requirements.values(), operations.values())
    return Catalogue(requirements, operations.values())


def _operations(known: Iterable[Document]) -> dict[str, Operation]:
    operations: dict[str, Operation] = {}
    for document in known:
        for each in document.operations:
            if each.operation_id in operations:
                other = operations[each.operation_id].api
                raise ContractError(
                    f"{each.api}.yaml", each.operation_id, f"is in {other}.yaml, too; rename one"
                )
            operations[each.operation_id] = each
    return operations


def _order(path: Path) -> int:
    if path.stem not in GROUPS:
        raise ContractError(path.name, "", one_of(path.stem, GROUPS))
    return list(GROUPS).index(path.stem)


def _requirement(entry: Entry, group: str, known: Mapping[str, Operation]) -> Requirement:
    entry.only(_MEMBERS)
    level, basis = _weight(entry)
    return Requirement(
        id=_id(entry, group),
        level=level,
        basis=basis,
        subject=entry.word("subject", Subject),
        source=_source(entry.part("source")),
        text=entry.text("text"),
        operations=_named(entry, known),
        statuses=_statuses(entry, known),
        also=_also(entry.part("also")) if "also" in entry.raw else None,
    )


def _id(entry: Entry, group: str) -> str:
    value = entry.text("id")
    if not re.fullmatch(rf"{group}(-[A-Z]+)?-[0-9]{{2}}", value):
        raise entry.wrong("id", f"{value!r} is no id of this file; expected one like {group}-01")
    return value


def _weight(entry: Entry) -> tuple[Level, Basis]:
    level, basis = entry.word("level", Level), entry.word("basis", Basis)
    if (level is Level.PROFILE) != (basis is Basis.CHOICE):
        raise entry.wrong("level", f"{level} does not go with basis {basis}; only profile is a C")
    return level, basis


def _source(entry: Entry) -> Source:
    entry.only(("page", "section"))
    return Source(page=entry.word("page", Page), section=entry.text("section"))


def _also(entry: Entry) -> Part:
    entry.only(("level", "basis", "text"))
    level, basis = _weight(entry)
    return Part(level=level, basis=basis, text=entry.text("text"))


def _named(entry: Entry, known: Mapping[str, Operation]) -> tuple[str, ...]:
    wildcards = {"*", *(f"{each.api}.*" for each in known.values())}
    named = entry.texts("operations")
    for each in named:
        if each not in known and each not in wildcards:
            raise entry.wrong("operations", one_of(each, {*known, *wildcards}))
    return named


def _statuses(entry: Entry, known: Mapping[str, Operation]) -> tuple[int, ...]:
    statuses, named = entry.numbers("statuses"), entry.texts("operations")
    if any(each not in known for each in named):
        return statuses  # a wildcard's statuses may be of no operation: 405, for one
    documented = {status for each in named for status in known[each].statuses}
    for status in statuses:
        if status not in documented:
            raise entry.wrong("statuses", f"{status} is documented by none of the operations")
    return statuses


def _refuse_silence(requirements: Iterable[Requirement], operations: Iterable[Operation]) -> None:
    named = {each for requirement in requirements for each in requirement.operations}
    for operation in operations:
        if operation.operation_id not in named:
            raise ContractError(
                f"requirements/{operation.api}.yaml",
                operation.operation_id,
                "no requirement names this operation; expected one that says what it has to do",
            )

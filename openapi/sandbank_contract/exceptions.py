"""Checks of Schemathesis that contradict a requirement, and so are left out for an operation."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from sandbank_contract import documents
from sandbank_contract.entries import Entry, read_entries
from sandbank_contract.errors import one_of
from sandbank_contract.requirements import load_catalogue

FILE = documents.FOLDER / "exceptions.yaml"

_MEMBERS = ("check", "operation", "requirement", "reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckException:
    """A check that an operation need not pass, because a requirement says otherwise."""

    check: str
    operation: str
    requirement: str
    reason: str


def load_exceptions() -> tuple[CheckException, ...]:
    """Our exceptions; a `ContractError` names an unknown operation or requirement."""
    operations = {each.operation_id for one in documents.load_all() for each in one.operations}
    return read_exceptions(FILE, operations, load_catalogue())


def read_exceptions(
    path: Path, operations: Collection[str], requirements: Collection[str]
) -> tuple[CheckException, ...]:
    """The exceptions in a file, each judged against known operations and requirements."""
    return tuple(
        _exception(entry, operations, requirements) for entry in read_entries(path, name="check")
    )


def _exception(
    entry: Entry, operations: Collection[str], requirements: Collection[str]
) -> CheckException:
    entry.only(_MEMBERS)
    return CheckException(
        check=entry.text("check"),
        operation=_known(entry, "operation", operations),
        requirement=_known(entry, "requirement", requirements),
        reason=entry.text("reason"),
    )


def _known(entry: Entry, key: str, known: Collection[str]) -> str:
    value = entry.text(key)
    if value not in known:
        raise entry.wrong(key, one_of(value, known))
    return value

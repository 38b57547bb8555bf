"""What meets a requirement and what breaks it, told by example, for each of the catalogue."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sandbank_contract import documents
from sandbank_contract.entries import Entry, read_entries
from sandbank_contract.errors import ContractError, one_of
from sandbank_contract.requirements import load_catalogue

FOLDER = documents.FOLDER / "examples"

_MEMBERS = ("id", "meets", "breaks")


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One way to meet a requirement, and one way to break it."""

    requirement: str
    meets: str
    breaks: str


@cache
def load_examples() -> Mapping[str, Example]:
    """Our examples by requirement; a `ContractError` says which are missing or too many."""
    return read_examples(FOLDER, load_catalogue())


def read_examples(folder: Path, requirements: Collection[str]) -> Mapping[str, Example]:
    """The examples in a folder, refused unless there is one for each requirement."""
    examples: dict[str, Example] = {}
    for entry, example in _read(folder):
        if example.requirement not in requirements:
            raise entry.wrong("id", one_of(example.requirement, requirements))
        if example.requirement in examples:
            raise entry.wrong("id", "has an example already; put them into one")
        examples[example.requirement] = example
    missing = [each for each in requirements if each not in examples]
    if missing:
        raise ContractError(folder.name, missing[0], "has no example; expected meets and breaks")
    return examples


def _read(folder: Path) -> Iterator[tuple[Entry, Example]]:
    for path in sorted(folder.glob("*.yaml")):
        for entry in read_entries(path, name="id"):
            entry.only(_MEMBERS)
            yield (
                entry,
                Example(
                    requirement=entry.text("id"),
                    meets=entry.text("meets"),
                    breaks=entry.text("breaks"),
                ),
            )

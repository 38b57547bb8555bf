"""How the things live that have a status: which event leads from where to where."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sandbank_contract import documents
from sandbank_contract.entries import Entry, read_entries
from sandbank_contract.errors import one_of

FILE = documents.FOLDER / "lifecycles.yaml"
REFUSED = "refused"  # in place of a status: the event is turned away

_MEMBERS = ("machine", "begins", "ends", "events", "moves")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What can happen, and the operations that make it happen."""

    name: str
    means: str
    operations: tuple[str, ...]  # none: no document has one so far


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """What an event makes of one status: another, the same, or nothing, being refused."""

    machine: str
    before: str
    event: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """The life of one kind of thing."""

    name: str
    begins: str
    ends: tuple[str, ...]  # nothing leads out of these; none: it may always go on
    events: Mapping[str, Event]
    transitions: tuple[Transition, ...]

    def caused(self, transition: Transition) -> bool:
        """Whether any operation of the documents makes it happen."""
        return bool(self.events[transition.event].operations)


@cache
def load_lifecycles() -> Mapping[str, Machine]:
    """Our machines by name; a `ContractError` says what does not fit."""
    operations = {each.operation_id for one in documents.load_all() for each in one.operations}
    return read_lifecycles(FILE, operations)


def find(machine: str, before: str, event: str, after: str) -> Transition:
    """The transition that is meant; a `ValueError` names what there is instead."""
    machines = load_lifecycles()
    if machine not in machines:
        raise ValueError(one_of(machine, machines))
    wanted = Transition(machine=machine, before=before, event=event, after=after)
    if wanted not in machines[machine].transitions:
        words = [
            f"{each.before} {each.event} {each.after}" for each in machines[machine].transitions
        ]
        raise ValueError(one_of(f"{before} {event} {after}", words))
    return wanted


def read_lifecycles(path: Path, operations: Collection[str]) -> Mapping[str, Machine]:
    """The machines in a file, each judged against known operations."""
    machines = (_machine(entry, operations) for entry in read_entries(path, name="machine"))
    return {each.name: each for each in machines}


def _machine(entry: Entry, operations: Collection[str]) -> Machine:
    entry.only(_MEMBERS)
    name = entry.text("machine")
    events = {each.name: each for each in _events(entry, operations)}
    transitions = tuple(_transition(each, name, events) for each in entry.entries("moves", "event"))
    pairs = [(each.before, each.event) for each in transitions]
    for each in pairs:
        if pairs.count(each) > 1:
            raise entry.wrong("moves", f"{each[1]} leads twice from {each[0]}")
    ends = entry.texts("ends") if entry.raw.get("ends") != [] else ()
    for move in transitions:
        if move.before in ends and move.after != REFUSED:
            raise entry.wrong("moves", f"{move.event} leads out of {move.before}, which is an end")
    return Machine(
        name=name,
        begins=entry.text("begins"),
        ends=ends,
        events=events,
        transitions=transitions,
    )


def _events(entry: Entry, known: Collection[str]) -> Iterable[Event]:
    for each in entry.entries("events", "event"):
        each.only(("event", "means", "operations"))
        operations = each.texts("operations") if each.raw.get("operations") else ()
        for operation in operations:
            if operation not in known:
                raise each.wrong("operations", one_of(operation, known))
        yield Event(name=each.text("event"), means=each.text("means"), operations=operations)


def _transition(entry: Entry, machine: str, events: Collection[str]) -> Transition:
    entry.only(("from", "event", "to"))
    event = entry.text("event")
    if event not in events:
        raise entry.wrong("event", one_of(event, events))
    return Transition(
        machine=machine, before=entry.text("from"), event=event, after=entry.text("to")
    )

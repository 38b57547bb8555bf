"""The page that shows how things live: drawn from the server's tables, in the contract's words."""

from collections.abc import Iterator
from pathlib import Path

from sandbank_contract.lifecycles import REFUSED, Machine, load_lifecycles
from sandbank_server.domain.lifecycles import LIFECYCLES

PAGE = Path(__file__).parents[2] / "docs" / "lifecycles.md"

HEAD = """\
# How things live

Everything in the sandbox that has a status moves by a table in `server/sandbank_server/domain/`.
This page is drawn from those tables by `make docs`, and a test holds it against them. The contract
tells the same in `openapi/sandbank_contract/lifecycles.yaml`, and which operations make an event
happen.

In the tables below *refused* means that the event is turned away and the status stays; a dash means
that the event does not reach it.
"""
DASH = "\N{EN DASH}"

Move = tuple[str, str, str]  # status, event, status


def text() -> str:
    """The whole page as it should be."""
    machines = load_lifecycles()
    return "\n".join([HEAD, *(_section(machines[name]) for name in LIFECYCLES)])


def _section(machine: Machine) -> str:
    return "\n".join(
        [
            f"## The life of a {machine.name}",
            "",
            "```mermaid",
            *_diagram(machine),
            "```",
            "",
            *_matrix(machine),
            "",
            *_events(machine),
            "",
        ]
    )


def moves(machine: Machine) -> list[Move]:
    """Every move of the server's table, and those that the clock makes without one."""
    table = LIFECYCLES[machine.name].table
    own = [(str(before), str(event), str(after)) for (before, event), after in table.items()]
    told = [
        (each.before, each.event, each.after)
        for each in machine.transitions
        if each.after != REFUSED
    ]
    return [*own, *(each for each in told if each not in own)]


def _diagram(machine: Machine) -> Iterator[str]:
    yield "stateDiagram-v2"
    yield f"    [*] --> {machine.begins}"
    edges: dict[tuple[str, str], list[str]] = {}
    for before, event, after in moves(machine):
        edges.setdefault((before, after), []).append(event)
    for (before, after), events in edges.items():
        yield f"    {before} --> {after}: {', '.join(events)}"
    for end in machine.ends:
        yield f"    {end} --> [*]"


def _matrix(machine: Machine) -> Iterator[str]:
    made = {(before, event): after for before, event, after in moves(machine)}
    refused = {(each.before, each.event) for each in machine.transitions if each.after == REFUSED}
    yield _row("Status", *(f"`{each}`" for each in machine.events))
    yield _row(*["---"] * (len(machine.events) + 1))
    for status in _statuses(machine):
        cells = (
            made.get((status, event)) or ("*refused*" if (status, event) in refused else DASH)
            for event in machine.events
        )
        yield _row(f"**{status}**", *cells)


def _statuses(machine: Machine) -> list[str]:
    named = [machine.begins, *(each for move in moves(machine) for each in (move[0], move[2]))]
    return list(dict.fromkeys([*named, *machine.ends]))


def _events(machine: Machine) -> Iterator[str]:
    yield _row("Event", "What happened", "Operations")
    yield _row("---", "---", "---")
    for each in machine.events.values():
        operations = ", ".join(f"`{name}`" for name in each.operations)
        yield _row(f"`{each.name}`", each.means, operations or "none so far")


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"

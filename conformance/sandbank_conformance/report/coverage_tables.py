"""The coverage of a run as Markdown."""

from collections.abc import Iterator
from typing import Any

from sandbank_conformance.report.lines import Report
from sandbank_conformance.report.markdown import code, literal, overview, table
from sandbank_conformance.report.rules import TITLES, groups


def written(report: Report, covered: dict[str, Any]) -> str:
    """The document."""
    parts = [*_head(report), *_requirements(covered), *_transitions(covered), *_operations(covered)]
    return "\n".join(parts) + "\n"


def _head(report: Report) -> Iterator[str]:
    plan = report.header["plan"]
    yield "# What was proved\n"
    yield (
        f"{code(report.header['target'])}, {literal(report.header['started'])}, "
        f"profile {plan['profile']}, seed {plan['seed']}.\n"
    )
    if not report.footer:
        yield "**The run was broken off**: what it did not get to is not in here.\n"
    yield from overview(groups(report))


def _requirements(covered: dict[str, Any]) -> Iterator[str]:
    yield "\n## Requirements\n"
    rows = (
        [
            each["id"],
            each["level"],
            each["state"],
            f"{each['passed']} of {each['checks']}" if each["checks"] else "",
            literal(each["text"]) + "".join(f"<br>*{literal(why)}*" for why in each["why"]),
        ]
        for each in covered["requirements"]
    )
    yield from table(("Id", "Level", "Came out", "Checks passed", "Rule"), rows)


def _transitions(covered: dict[str, Any]) -> Iterator[str]:
    moves = covered["transitions"]
    proved = sum(each["proved"] for each in moves)
    possible = sum(each["caused"] for each in moves)
    yield f"\n## Lives\n\n{proved} of {possible} moves were proved that an operation can cause.\n"
    rows = (
        [each["machine"], each["from"], each["means"], each["to"], _told(each)] for each in moves
    )
    yield from table(("What", "Is", "Event", "Is then", "Proved"), rows)


def _told(move: dict[str, Any]) -> str:
    if move["proved"]:
        return "yes"
    if not move["caused"]:
        return "no operation causes it"
    return "no: its check did not pass" if move["tried"] else "no"


def _operations(covered: dict[str, Any]) -> Iterator[str]:
    yield "\n## Operations\n"
    operations = covered["operations"]
    if not operations:
        yield "Calls are counted at the end of a run, which this one did not reach."
        return
    called = sum(bool(each["calls"]) for each in operations)
    statuses = sum(len(each["seen"]) for each in operations)
    documented = statuses + sum(len(each["notSeen"]) for each in operations)
    yield (
        f"{called} of {len(operations)} operations were called, and {statuses} of {documented} "
        "documented statuses seen.\n"
    )
    rows = (
        [
            TITLES[each["api"]],
            f"{each['operationId']}<br>`{each['method']} {each['path']}`",
            str(each["calls"]),
            ", ".join(f"{status} ({times})" for status, times in each["seen"].items()),
            ", ".join(each["notSeen"]),
            ", ".join(f"{status} ({times})" for status, times in each["undocumented"].items()),
        ]
        for each in operations
    )
    head = ("API", "Operation", "Calls", "Seen", "Documented, not seen", "Seen, not documented")
    yield from table(head, rows)

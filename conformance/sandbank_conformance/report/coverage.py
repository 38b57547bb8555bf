"""What a run covered of the contract: operations, statuses, moves of each life, requirements."""

import json
from typing import Any

from sandbank_conformance.report import coverage_tables
from sandbank_conformance.report.lines import Report
from sandbank_conformance.report.rules import UNBOUND, Rule, State, groups, missing
from sandbank_conformance.verdicts import Outcome
from sandbank_contract import documents
from sandbank_contract.lifecycles import Machine, Transition, load_lifecycles


def json_text(report: Report) -> str:
    """The coverage for programs."""
    return json.dumps(covered(report), indent=2, ensure_ascii=True) + "\n"


def markdown(report: Report) -> str:
    """The coverage for people."""
    return coverage_tables.written(report, covered(report))


def covered(report: Report) -> dict[str, Any]:
    """Everything, as plain values."""
    return {
        "target": report.header["target"],
        "started": report.header["started"],
        "complete": bool(report.footer),
        "operations": _operations(report),
        "transitions": _transitions(report),
        "requirements": [
            _requirement(rule, group.name) for group in groups(report) for rule in group.rules
        ],
    }


def _operations(report: Report) -> list[dict[str, Any]]:
    """Every operation of the APIs that were proved; empty where the run was broken off."""
    if not report.footer:
        return []
    calls = report.footer["calls"]
    apis = {each.name for each in groups(report)}
    return [
        _operation(operation, calls.get(operation.operation_id, {}))
        for document in documents.load_all()
        if document.api in apis
        for operation in document.operations
    ]


def _operation(operation: documents.Operation, seen: dict[str, int]) -> dict[str, Any]:
    documented = [str(each) for each in sorted(operation.statuses)]
    return {
        "api": operation.api,
        "operationId": operation.operation_id,
        "method": operation.method,
        "path": operation.path,
        "calls": sum(seen.values()),
        "seen": {each: seen[each] for each in documented if each in seen},
        "notSeen": [each for each in documented if each not in seen],
        "undocumented": {each: times for each, times in seen.items() if each not in documented},
    }


def _transitions(report: Report) -> list[dict[str, Any]]:
    """Every move, and the check that proved it; a move that no operation causes says so."""
    proved: dict[tuple[str, ...], str] = {}
    tried: set[tuple[str, ...]] = set()
    for verdict in report.verdicts:
        for each in verdict.transitions:
            tried.add(each)
            if verdict.outcome is Outcome.PASS:
                proved.setdefault(each, verdict.check)
    return [
        _transition(machine, each, proved, tried)
        for machine in load_lifecycles().values()
        for each in machine.transitions
    ]


def _transition(
    machine: Machine,
    each: Transition,
    proved: dict[tuple[str, ...], str],
    tried: set[tuple[str, ...]],
) -> dict[str, Any]:
    key = (each.machine, each.before, each.event, each.after)
    return {
        "machine": each.machine,
        "from": each.before,
        "event": each.event,
        "to": each.after,
        "means": machine.events[each.event].means,
        "proved": key in proved,
        "tried": key in tried,
        "caused": machine.caused(each),
        "check": proved.get(key),
    }


def _requirement(rule: Rule, group: str) -> dict[str, Any]:
    verdicts = [each.verdict for each in rule.verdicts]
    return {
        "id": rule.requirement.id,
        "group": group,
        "level": rule.requirement.level.value,
        "basis": rule.requirement.basis.value,
        "state": rule.state.value,
        "why": why(rule),
        "checks": len({each.check for each in verdicts}),
        "passed": len({each.check for each in verdicts if each.outcome is Outcome.PASS}),
        "text": rule.requirement.text,
    }


def why(rule: Rule) -> list[str]:
    """Why a rule is not proved; nothing where it is."""
    if rule.state is State.PROVED:
        return []
    if rule.state in UNBOUND:
        proved = "only servers are" if rule.state is State.CALLER else "no server is"
        return [f"it binds the {rule.requirement.subject}; {proved} proved here"]
    if rule.state is State.UNASKED:
        return ["no check of this run is about it"]
    told = [
        f"{each.verdict.title}: {each.verdict.received}" for each in rule.verdicts if each.number
    ]
    wanted = [f"missing: {what}" for what, _ in missing(each.verdict for each in rule.verdicts)]
    return [*dict.fromkeys(told), *wanted][:5]

"""The whole story of a problem in words: rule, source, expected, received, steps, curl."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from sandbank_conformance.report.plain import plain
from sandbank_conformance.report.rules import Numbered
from sandbank_conformance.report.sources import source_of
from sandbank_conformance.report.words import several
from sandbank_conformance.verdicts import Verdict
from sandbank_contract.requirements import load_catalogue

STEPS = 8  # the last ones: what decided is among them


def rule_of(verdict: Verdict) -> str:
    """The text of the part of the requirement that the verdict is about."""
    known = load_catalogue()[verdict.requirement]
    part = known.also if known.also and known.also.level == verdict.level else known
    return part.text


def fields(verdict: Verdict) -> Iterator[tuple[str, str]]:
    """What there is to tell, each with its name; a name that goes on is empty."""
    yield "rule", rule_of(verdict)
    yield "source", source_of(load_catalogue()[verdict.requirement])
    if verdict.missing:
        yield "missing", plain(verdict.missing)
    if verdict.expected:
        yield "expected", plain(verdict.expected)
        yield "received", plain(verdict.received)
    if verdict.waiver is not None:
        waiver = verdict.waiver
        yield "waived", plain(f"until {waiver.expires} by {waiver.owner}: {waiver.reason}")
    name = "steps"
    for line in steps(verdict):
        yield name, line
        name = ""
    if verdict.curl:
        yield "curl", plain(verdict.curl)


def steps(verdict: Verdict) -> Iterator[str]:
    """The calls in a line each, the last of them only, and which of them decided."""
    first = max(0, len(verdict.steps) - STEPS)
    if 0 <= verdict.decisive < first:
        first = verdict.decisive
    if first:
        yield f"… {several(first, 'call')} before"
    for place, step in enumerate(verdict.steps[first : first + STEPS], start=first):
        decided = " ← decided" if place == verdict.decisive else ""
        yield plain(f"{place + 1}. {step_told(step)}{decided}")


def step_told(step: Mapping[str, Any]) -> str:
    """A call and its status in one line."""
    request, response = step["request"], step["response"]
    parts = urlsplit(request["url"])
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    return f"{step['caller']}: {request['method']} {target} → {answer_of(response)}"


def answer_of(response: Mapping[str, Any]) -> str:
    """The status of an answer, where there was one."""
    return str(response["status"] or "no answer")


def story(found: Numbered) -> list[str]:
    """The story as lines of text."""
    verdict = found.verdict
    number = f"{found.number}. " if found.number else ""
    head = f"{number}{verdict.outcome} {verdict.requirement} ({verdict.level}) {verdict.title}"
    return [plain(head), *(f"  {name:<9} {text}" for name, text in fields(verdict))]

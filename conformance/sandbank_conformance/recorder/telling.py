"""What is told of calls as they go through, and in the end."""

import json
from collections.abc import Callable
from typing import Any, Protocol

from sandbank_conformance.judge.told import as_json, words
from sandbank_conformance.judge.told.text import COLOURS, WORDS
from sandbank_conformance.recorder.covering import Masked
from sandbank_conformance.recorder.findings import Finding
from sandbank_conformance.recorder.judging import Recorded
from sandbank_conformance.recorder.tally import Tally
from sandbank_conformance.report.plain import plain
from sandbank_conformance.report.screen import Screen
from sandbank_conformance.report.words import several

_NO_ANSWER = "---"


class Telling(Protocol):
    """A way of telling what goes through."""

    def call(self, recorded: Recorded, masked: Masked, /) -> None:
        """Tell of a call."""

    def trouble(self, told: str) -> None:
        """Tell what goes wrong with the recording itself."""

    def end(self, tally: Tally, har: str) -> None:
        """Tell what it all comes to; `har` says what is in the HAR."""


class LiveText:
    """For people: a line for each call, and below it what is wrong."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen

    def call(self, recorded: Recorded, masked: Masked) -> None:
        """Tell of a call."""
        self._screen.say(self._head(recorded, masked))
        for name, told in _details(recorded):
            self._screen.field(name, plain(masked(told)))

    def trouble(self, told: str) -> None:
        """Tell what goes wrong with the recording itself."""
        self._screen.say(f"sandbank record: {plain(told)}")

    def end(self, tally: Tally, har: str) -> None:
        """Tell what it all comes to."""
        counts = tally.verdicts
        told = ", ".join(f"{counts[each]} {word}" for each, word in WORDS.items() if counts[each])
        self._screen.say()
        self._screen.say(
            f"{several(tally.calls, 'call')}{': ' if told else ''}{told}{_rest(tally)}."
        )
        if tally.broken:
            rules = ", ".join(
                f"{outcome} {rule}{f' ({times} times)' if times > 1 else ''}"
                for (outcome, rule), times in sorted(tally.broken.items())
            )
            self._screen.field("", f"Answers: {rules}.", indent=0)
        for rule in list(tally.rules)[:1]:
            self._screen.say(f"`sandbank explain {rule}` tells the rule, and where it is from.")
        self._screen.say(har)

    def _head(self, recorded: Recorded, masked: Masked) -> str:
        passed, judgement = recorded.passed, recorded.judgement
        status = str(passed.answered.status) if passed.answered else _NO_ANSWER
        when = passed.moment.astimezone().strftime("%H:%M:%S")
        took = f"{passed.seconds * 1000:.0f} ms"
        if judgement is None:
            path = plain(masked(recorded.call.split.path))
            return f"{when}  {status}  not judged   {passed.method} {path}, {took}"
        verdict = words.verdict(judgement)
        foretold = f" {judgement.answer.status}" if judgement.is_refused else ""
        shown = self._screen.coloured(f"{verdict + foretold:<11}", COLOURS[verdict])
        title = plain(masked(words.title(judgement)))
        return f"{when}  {status}  {shown}  {title} ({judgement.judged.id}), {took}"


class JsonLines:
    """For programs: a JSON document on each line, the last one for all."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen

    def call(self, recorded: Recorded, masked: Masked) -> None:
        """Tell of a call."""
        judgement, passed = recorded.judgement, recorded.passed
        known = {"label": recorded.call.label, "method": passed.method, "operationId": None}
        document = {
            **(as_json.of_call(judgement) if judgement else known),
            "at": passed.moment.isoformat(timespec="milliseconds"),
            "seconds": round(passed.seconds, 4),
            "answered": passed.answered.status if passed.answered else None,
            "trouble": passed.trouble or None,
            "findings": [_finding(each) for each in recorded.findings],
        }
        self._say(as_json.without_secrets(document, masked))

    def trouble(self, told: str) -> None:
        """Tell what goes wrong with the recording itself."""
        self._say({"trouble": told})

    def end(self, tally: Tally, har: str) -> None:
        """Tell what it all comes to."""
        document = {
            "status": tally.status,
            "calls": tally.calls,
            "verdicts": dict(tally.verdicts),
            "passedOver": tally.passed_over,
            "unanswered": tally.unanswered,
            "answers": [
                {"requirement": rule, "outcome": outcome.value, "times": times}
                for (outcome, rule), times in sorted(tally.broken.items())
            ],
            "lost": tally.lost,
            "har": har,
        }
        self._say(document)

    def _say(self, document: Any) -> None:
        self._screen.say(json.dumps(document))


def _details(recorded: Recorded) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    judgement = recorded.judgement
    if judgement:
        for each in judgement.violations:
            place = words.where(each.place, each.position, judgement.call)
            told = f"{each.status} {words.rule(each.requirement)} {place}: found {each.found}"
            found.append(("call", f"{told}; right: {each.right}"))
        for remark in judgement.remarks:
            place = words.where(remark.place, remark.position, judgement.call)
            found.append(("remark", f"{place}: {remark.told}"))
    found += [("answer", _told(each)) for each in recorded.findings]
    return [*found, *([("trouble", recorded.passed.trouble)] if recorded.passed.trouble else [])]


def _told(finding: Finding) -> str:
    outcome = f"{finding.outcome} {finding.requirement}: " if finding.outcome else ""
    right = f"; right: {finding.right}" if finding.right else ""
    return f"{outcome}{finding.found}{right}"


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "requirement": finding.requirement or None,
        "outcome": finding.outcome and finding.outcome.value,
        "found": finding.found,
        "right": finding.right or None,
    }


def _rest(tally: Tally) -> str:
    told = f"; {several(tally.passed_over, 'other')} not judged" if tally.passed_over else ""
    return told + (f"; {tally.unanswered} without an answer" if tally.unanswered else "")


FORMS: dict[str, Callable[[Screen], Telling]] = {"text": LiveText, "json": JsonLines}

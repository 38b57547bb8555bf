"""Runs as they are written down: small ones for tests to read, and words that want to be obeyed."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from sandbank_conformance.report.lines import Lines, Report, read
from sandbank_conformance.verdicts import Outcome, Verdict
from sandbank_contract.vocabulary import Level

# Every reader has something that it would obey.
HOSTILE = (
    "</pre><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7 * 7 }}"
    "\x1b[31m\x00\r\n::error::mine\n##[error]mine ]]> \u202e | `code` [a](http://b) %0A &amp;"
)

HEADER: dict[str, Any] = {
    "type": "header",
    "format": 1,
    "version": "0.1.0",
    "started": "2026-01-02T03:04:05+00:00",
    "target": "http://127.0.0.1:1",
    "urls": {"consumer": "http://127.0.0.1:1/consumer/v1"},
    "given": {
        "url": "http://127.0.0.1:1",
        "consumer_url": None,
        "provider_url": None,
        "user_banking_url": None,
        "config": None,
        "keep_world": False,
    },
    "world": "No control API.",
    "plan": {
        "apis": ["consumer"],
        "requirements": [],
        "checks": [],
        "smoke": False,
        "full": False,
        "profile": "documented",
        "seed": 3,
    },
    "catalogue": 86,
    "checks": 9,
}
FOOTER: dict[str, Any] = {
    "type": "footer",
    "counts": {},
    "calls": {"getBank": {"200": 2, "418": 1}},
    "seconds": 1.5,
    "exit": 1,
    "remarks": [],
}
STEP = {
    "operationId": "getBank",
    "caller": "product",
    "request": {
        "method": "GET",
        "url": "http://127.0.0.1:1/consumer/v1/banks/1?a=b",
        "headers": [["x-application", HOSTILE]],
        "body": "",
    },
    "response": {"status": 418, "headers": [["server", "<b>"]], "body": HOSTILE},
    "seconds": 0.0123,
}
PASSED = Verdict(
    check="consumer.banks.a_bank_is_there[one]",
    requirement="CON-OFF-02",
    level=Level.MUST,
    outcome=Outcome.PASS,
    title="a bank is there (one)",
)
FAILED = replace(
    PASSED,
    check="consumer.banks.a_bank_is_known",
    title="a bank is known",
    outcome=Outcome.FAIL,
    expected="status 200",
    received=HOSTILE,
    steps=(STEP, STEP),
    curl="curl -i",
    decisive=1,
)


def verdict(outcome: Outcome, **changes: Any) -> Verdict:
    """A verdict of an outcome, with what one of it has to have."""
    if outcome is Outcome.PASS:
        return replace(PASSED, **changes)
    if outcome is Outcome.NOT_TESTABLE:
        return replace(PASSED, outcome=outcome, **{"missing": "a key", **changes})
    return replace(FAILED, outcome=outcome, **changes)


def report(*verdicts: Verdict, footer: dict[str, Any] | None = FOOTER, **plan: Any) -> Report:
    """A run of these verdicts; without a footer it was broken off."""
    header = {**HEADER, "plan": {**HEADER["plan"], **plan}}
    return Report(header=header, verdicts=verdicts, footer=footer or {})


def written(folder: Path, told: Report) -> Path:
    """The run in a file."""
    path = folder / "report.jsonl"
    with path.open("w", encoding="utf-8", errors="backslashreplace") as file:
        lines = Lines(file)
        lines.write(told.header)
        for each in told.verdicts:
            lines.verdict(each)
        if told.footer:
            lines.write(told.footer)
    return path


def as_read(folder: Path, told: Report) -> Report:
    """The run as any reader gets it."""
    return read(written(folder, told))

"""A run as GitHub Actions shows it: annotations, and a summary of the job in Markdown."""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from sandbank_conformance.report import markdown
from sandbank_conformance.report.lines import Report
from sandbank_conformance.report.plain import encodable, plain
from sandbank_conformance.report.rules import Rule, State, groups
from sandbank_conformance.report.workflow import command

MOST = 10  # annotations of a kind; GitHub shows no more of a step
LONGEST = 2_000  # characters of a message

_KINDS = {
    State.BROKEN: "error",
    State.ERRORED: "error",
    State.WARNED: "warning",
    State.DIFFERS: "notice",
}


def tell(report: Report, out: IO[str], environment: Mapping[str, str]) -> None:
    """Print the annotations, and add to the job's summary where there is one."""
    for line in annotations(report):
        out.write(encodable(f"{line}\n", out))
    out.flush()
    if environment.get("GITHUB_STEP_SUMMARY"):
        path = Path(environment["GITHUB_STEP_SUMMARY"])
        with path.open("a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(markdown.summary(report))


def annotations(report: Report) -> Iterator[str]:
    """A workflow command for each rule that is worth one, the gravest first."""
    told = dict.fromkeys(_KINDS.values(), 0)
    rules = [each for group in groups(report) for each in group.rules if each.state in _KINDS]
    for rule in sorted(rules, key=lambda each: list(State).index(each.state)):
        kind = _KINDS[rule.state]
        told[kind] += 1
        if told[kind] <= MOST:
            title, message = _words(rule)
            yield command(kind, message, title=title)
    if not report.footer:
        broken_off = "The run was broken off before all checks were run."
        yield command("error", broken_off, title="Sandbank")


def _words(rule: Rule) -> tuple[str, str]:
    found = [each for each in rule.verdicts if each.number]
    worst = next(each.verdict for each in found if each.state is rule.state)
    more = f"\nand {len(found) - 1} more" if len(found) > 1 else ""
    message = (
        f"{worst.title}\nexpected {worst.expected}\nreceived {worst.received}"[:LONGEST] + more
    )
    lines = "\n".join(plain(each) for each in message.split("\n"))
    return f"{rule.requirement.id} {rule.state}", lines


@contextmanager
def harmless(out: IO[str]) -> Iterator[None]:
    """Whatever is printed meanwhile, a server's words among it, commands the runner nothing."""
    token = secrets.token_hex(16)
    out.write(f"::stop-commands::{token}\n")
    out.flush()
    try:
        yield
    finally:
        out.write(f"::{token}::\n")
        out.flush()

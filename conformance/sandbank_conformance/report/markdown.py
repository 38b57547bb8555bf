"""A run as Markdown: the summary of a job, and the tables that other reports share."""

import re
from collections.abc import Iterable, Iterator, Sequence

from sandbank_conformance.report.lines import Report
from sandbank_conformance.report.plain import plain
from sandbank_conformance.report.rules import (
    Group,
    Numbered,
    Rule,
    State,
    groups,
    missing,
    shown_states,
)
from sandbank_conformance.report.stories import rule_of
from sandbank_conformance.report.words import several

MOST = 50  # problems that a summary tells; GitHub takes 1 MiB of it
LONGEST = 400  # characters of a value

_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;", "@": "@<!-- -->"}  # a comment parts an address
_OBEYED = re.compile(
    r"[<>`*\[\]|~$#]"  # elements, code, emphasis, links, cells, strokes, formulas, headings
    r"|^[-+=]|^[0-9]+[.)]"  # lists, underlines
    r"|(?<![^\W_])_|_(?![^\W_])"  # emphasis, but not within a word
    r"|\\(?![A-Za-z0-9])"  # what escapes
    r"|&(?=#|[A-Za-z][A-Za-z0-9]*;)"  # entities
    r"|:(?=//)|[Ww]{3}\."  # addresses that become links without being asked to
    r"|@(?=\w)|(?i:mailto|xmpp):"
)


def summary(report: Report) -> str:
    """What a run comes to, for whoever looks at the job."""
    return "\n".join(_summary(report)) + "\n"


def _summary(report: Report) -> Iterator[str]:
    plan, found = report.header["plan"], groups(report)
    yield "## Sandbank\n"
    yield (
        f"{code(report.header['target'])} · profile {plan['profile']} · seed {plan['seed']} · "
        f"{len({each.check for each in report.verdicts})} checks\n"
    )
    if not report.footer:
        yield "**The run was broken off** before all checks were run.\n"
    yield from overview(found)
    problems = [each for group in found for rule in group.rules for each in told_of(rule)]
    if problems:
        yield "\n### Problems\n"
        for each in problems[:MOST]:
            yield _problem(each)
        if len(problems) > MOST:
            yield f"\n… and {len(problems) - MOST} more, in the reports."
    wanted = missing(report.verdicts)
    if wanted:
        yield "\n### Not testable, because this is missing\n"
        yield from (f"- {several(times, 'check')}: {literal(what)}" for what, times in wanted)


def told_of(rule: Rule) -> Iterator[Numbered]:
    """The problem that tells most about a rule, if it has any."""
    found = [each for each in rule.verdicts if each.number and each.state is rule.state]
    yield from found[:1]


def overview(found: Iterable[Group]) -> Iterator[str]:
    """A row for each API: its rules by what the run says of them."""
    rows = [each for each in found if each.total]
    columns = [each for each in shown_states(rows) if each is not State.PROVED]
    head = ["", "proved", *(each.value for each in columns)]
    body = [
        [
            row.title,
            f"{row.count(State.PROVED)} of {row.total}",
            *(str(row.count(each) or "") for each in columns),
        ]
        for row in rows
    ]
    yield from table(head, body)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table; its cells are Markdown already."""
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)


def _problem(found: Numbered) -> str:
    verdict = found.verdict
    return (
        f"- **{verdict.requirement}** {found.state} ({verdict.level}): {literal(verdict.title)}\n"
        f"  - rule: {literal(rule_of(verdict))}\n"
        f"  - expected: {literal(verdict.expected)}\n"
        f"  - received: {literal(verdict.received)}"
    )


def code(text: str) -> str:
    """The text as code, for what stands on a line of its own; only a grave accent ends that."""
    return literal(text) if "`" in text else f"`{plain(text)}`"


def literal(text: str) -> str:
    """The text itself: nothing in it means anything to Markdown or HTML, be it on GitHub.

    What is not obeyed stays as it is, so that the file can be read without being rendered.
    """
    text = plain(" ".join(text.split()))
    text = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    return _OBEYED.sub(lambda found: _escaped(found[0]), text)


def _escaped(found: str) -> str:
    kept, last = found[:-1], found[-1]
    return kept + (_ENTITIES.get(last) or f"&#{ord(last)};")

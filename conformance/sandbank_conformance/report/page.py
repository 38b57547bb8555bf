"""A run as one page that needs nothing else: no network, no script, no second file."""

import hashlib
import shlex
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from sandbank_conformance.report import plain, stories
from sandbank_conformance.report.endings import conclusion
from sandbank_conformance.report.lines import Report
from sandbank_conformance.report.meanings import BASES, LEVELS, SUBJECTS
from sandbank_conformance.report.rules import (
    Group,
    Numbered,
    Rule,
    State,
    groups,
    missing,
    subject_of,
)
from sandbank_conformance.report.sources import source_of
from sandbank_conformance.report.words import by_check, counted, several
from sandbank_conformance.verdicts import Outcome
from sandbank_contract.vocabulary import Subject

FOLDER = Path(__file__).parent
STORIES = 5  # problems of a rule that are told in full; the others are named
STEPS = 12  # calls of a problem that are shown

GRAVE = (State.BROKEN, State.ERRORED)

# Along a bar: what is proved, what is wrong, what nothing is known of.
_ALONG = (
    State.PROVED,
    State.PARTLY,
    State.DIFFERS,
    State.WAIVED,
    State.WARNED,
    State.ERRORED,
    State.BROKEN,
    State.NOT_TESTABLE,
    State.UNASKED,
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a bar: the rules that came out alike."""

    state: State
    rules: int
    start: float  # in hundredths of the bar
    width: float


def written(report: Report) -> str:
    """The page."""
    found = groups(report)
    style = (FOLDER / "page.css").read_text(encoding="utf-8")
    rules = [each for group in found for each in group.rules]
    outcomes = by_check(report.verdicts)
    return _template().render(
        style=Markup(style),
        style_hash=b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        header=report.header,
        footer=report.footer,
        again=partial(_again, report),
        groups=found,
        conclusion=_headline(report, rules),
        broken=[each.requirement.id for each in rules if each.state is State.BROKEN],
        mood=_mood(report, rules),
        checks=len(outcomes),
        outcomes=counted({each: list(outcomes.values()).count(each) for each in Outcome}),
        states=[each for each in State if any(rule.state is each for rule in rules)],
    )


def _again(report: Report, found: Numbered) -> str:
    """The line that repeats a problem; a caller has to make its calls itself, with all options."""
    subject = subject_of(report)
    if subject is Subject.SERVER:
        return f"sandbank replay . {found.number}"
    return f"sandbank judge {subject} … --check {shlex.quote(found.verdict.check)}"


def _headline(report: Report, rules: list[Rule]) -> str:
    broken = sum(each.state is State.BROKEN for each in rules)
    if broken:
        return f"{several(broken, 'rule')} broken"
    return conclusion(rules) if report.footer else "The run was broken off."


def _mood(report: Report, rules: list[Rule]) -> str:
    states = {each.state for each in rules}
    if not report.footer or State.BROKEN in states:
        return "bad"
    if State.ERRORED in states:
        return "unsure"
    return "good" if State.PROVED in states else "so-so"


def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"plain": plain.plain, "lines": plain.lines, "slug": slug}
    environment.globals |= {
        "LEVELS": LEVELS,
        "BASES": BASES,
        "SUBJECTS": SUBJECTS,
        "bar": bar,
        "problems": problems,
        "told": told,
        "passed": passed,
        "wanted": wanted,
        "shown_steps": shown_steps,
        "step_told": stories.step_told,
        "answer_of": stories.answer_of,
        "rule_of": stories.rule_of,
        "source_of": source_of,
        "several": several,
        "State": State,
        "GRAVE": GRAVE,
    }
    return environment.get_template("page.html.jinja")


def slug(state: State) -> str:
    """A state as a name for the style sheet."""
    return state.name.lower().replace("_", "-")


def bar(group: Group) -> Iterator[Piece]:
    """The rules of an API as pieces of a bar, the good ones first."""
    start = 0.0
    for state in _ALONG:
        number = group.count(state)
        if number:
            width = 100 * number / group.total
            yield Piece(state, number, round(start, 3), round(width, 3))
            start += width


def problems(rule: Rule) -> list[Numbered]:
    """The problems of a rule, those that make its state first."""
    found = [each for each in rule.verdicts if each.number]
    return sorted(found, key=lambda each: list(State).index(each.state))


def told(rule: Rule) -> tuple[list[Numbered], list[Numbered]]:
    """The problems that are told in full, and those that are named."""
    found = problems(rule)
    return found[:STORIES], found[STORIES:]


def passed(rule: Rule) -> list[str]:
    """What was observed as it should be."""
    return [each.verdict.title for each in rule.verdicts if each.verdict.outcome is Outcome.PASS]


def wanted(rule: Rule) -> list[tuple[str, int]]:
    """What its checks could not do without."""
    return missing(each.verdict for each in rule.verdicts)


def shown_steps(found: Numbered) -> list[tuple[int, Mapping[str, Any]]]:
    """The last calls of a problem, each with its place."""
    steps = list(enumerate(found.verdict.steps))
    return steps[-STEPS:]

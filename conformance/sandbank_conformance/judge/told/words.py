"""What every form of telling says in the same words."""

from collections.abc import Iterable, Mapping
from functools import cache
from urllib.parse import urlsplit

from sandbank_conformance.judge.bodies.places import Position
from sandbank_conformance.judge.captures.calls import CapturedCall, Form
from sandbank_conformance.judge.findings import Place
from sandbank_conformance.judge.judging import Judgement
from sandbank_contract.entries import read_entries
from sandbank_contract.requirements import FOLDER
from sandbank_contract.vocabulary import GROUPS, Level

LONGEST = 90  # characters of a path


def verdict(judgement: Judgement) -> str:
    """REFUSED, VALID or DEPENDS."""
    if judgement.answer.status is None:
        return "DEPENDS"
    return "REFUSED" if judgement.is_refused else "VALID"


def title(judgement: Judgement) -> str:
    """Which call it is."""
    return f"{judgement.call.method or judgement.judged.operation.method} {path(judgement)}"


def path(judgement: Judgement) -> str:
    """The path that was called; of a body by itself that of its operation."""
    if judgement.call.is_bare:
        return judgement.judged.operation.path
    parts = urlsplit(judgement.call.url) if judgement.call.url.startswith("http") else None
    text = parts.path if parts else judgement.call.split.path
    return text if len(text) <= LONGEST else f"…{text[1 - LONGEST :]}"


def level(requirement: str) -> Level:
    """The level of a rule."""
    group = next(each for each, prefix in GROUPS.items() if requirement.startswith(f"{prefix}-"))
    return _levels(group)[requirement]


@cache
def _levels(group: str) -> Mapping[str, Level]:
    # The catalogue as a whole is held against all documents, which takes a while to load.
    entries = read_entries(FOLDER / f"{group}.yaml", name="id")
    return {each.text("id"): each.word("level", Level) for each in entries}


def rule(requirement: str) -> str:
    """A rule with its level."""
    return f"{requirement} ({level(requirement)})"


def where(place: Place, position: Position | None, call: CapturedCall) -> str:
    """A place, and where to look for it."""
    found = position_in_file(position, call)
    if found is None:
        return str(place)
    of = " of the body" if call.form in (Form.HAR, Form.CURL) and place.name else ""
    return f"{place}, line {found.line}, column {found.column}{of}"


def position_in_file(position: Position | None, call: CapturedCall) -> Position | None:
    """A place in the body as one of the file, where the body stands in it line by line."""
    if position is None:
        return None
    return Position(position.line + max(0, call.body_line - 1), position.column)


def is_open_in_kind(judgement: Judgement) -> bool:
    """Whether the kind of the session would tell the answer."""
    rules = {each.requirement for each in judgement.answer.possible}
    return bool(rules & {"PRV-AUTH-09", "PRV-AUTH-11"})


def next_statuses(judgement: Judgement) -> list[str]:
    """What is answered once the first fault is put right, and then the next one."""
    told = list(dict.fromkeys(str(each.status) for each in judgement.violations))
    return told[1:] if told[:1] == [str(judgement.answer.status)] else []


def profile_only(judgements: Iterable[Judgement]) -> bool:
    """Whether a rule was met that is our choice."""
    return any(
        level(violation.requirement) is Level.PROFILE
        for each in judgements
        for violation in each.violations
    )

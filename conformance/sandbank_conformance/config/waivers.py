"""`[[waivers]]`: known deviations that somebody answers for, for a time."""

from datetime import date, datetime

from sandbank_conformance.config.table import Table, shown
from sandbank_conformance.verdicts import Waiver
from sandbank_contract.errors import one_of
from sandbank_contract.requirements import load_catalogue


def waivers(tables: tuple[Table, ...]) -> tuple[Waiver, ...]:
    """The waivers of a file."""
    return tuple(_waiver(each) for each in tables)


def _waiver(table: Table) -> Waiver:
    waiver = Waiver(
        requirement=_requirement(table),
        owner=_said(table, "owner", "who answers for it"),
        reason=_said(table, "reason", "why the deviation is accepted"),
        expires=_day(table),
        check=table.text("check", ""),
    )
    table.end()
    return waiver


def _said(table: Table, name: str, what: str) -> str:
    text = table.text(name, None, what)
    if name in table and not text.strip():
        table.wrong(name, f"is empty; expected {what}")
    return text


def _requirement(table: Table) -> str:
    requirement, known = table.text("requirement", None, "a requirement's id"), load_catalogue()
    if requirement and requirement not in known:
        table.wrong("requirement", one_of(requirement, known))
    return requirement


def _day(table: Table) -> str:
    value = table.anything("expires")
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    try:
        return date.fromisoformat(value).isoformat()
    except (TypeError, ValueError):
        what = "the last day on which it counts: 2027-01-31"
        if value is None:
            table.missing("expires", what)
        else:
            table.wrong("expires", f"{shown(value)}; expected {what}")
        return ""

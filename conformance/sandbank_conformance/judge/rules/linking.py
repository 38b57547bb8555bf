"""Linking: the bank is named by one of two spellings, or by both alike."""

from sandbank_conformance.judge.cases import Case, in_query
from sandbank_conformance.judge.findings import Stage
from sandbank_conformance.judge.veils import is_variable

SPELLINGS = ("bankId", "bankid")


def judge(case: Case) -> None:
    """Note where a call to link names no bank, or two."""
    named = {value for name in SPELLINGS for value in case.query.get(name, ())}
    places = {each.place for each in case.notes.violations}
    if len(named) == 1 or any(is_variable(each) for each in named):
        return
    if places.isdisjoint(in_query(name) for name in SPELLINGS):
        case.notes.violate(
            in_query("bankId"),
            "CON-ACC-01",
            400,
            Stage.CONTENT,
            found="nothing" if not named else " and ".join(sorted(named)),
            right="the bankId of one bank, once",
        )

"""Linking: which bank, by one of two spellings, and by which connected accounts."""

from sandbank_conformance.judge.cases import Case, in_query
from sandbank_conformance.judge.findings import Stage
from sandbank_conformance.judge.veils import is_variable

SPELLINGS = ("bankId", "bankid")


MOST_NAMED = 100  # bank accounts in one query


def judge_named(case: Case) -> None:
    """Note where a call for other accounts names none, or too many."""
    values = case.query.get("bankAccountIds", ())
    if len(values) > 1 or any(is_variable(each) for each in values):
        return
    named = {each.strip() for each in ",".join(values).split(",")} - {""}
    place = in_query("bankAccountIds")
    known = any(each.place == place for each in case.notes.violations)
    if not known and not 0 < len(named) <= MOST_NAMED:
        case.notes.violate(
            place,
            "CON-LINK-02",
            400,
            Stage.CONTENT,
            found=f"{len(named)} ids" if named else "nothing",
            right=f"1 to {MOST_NAMED} bankAccountIds, with commas between",
        )


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

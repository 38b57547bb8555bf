"""Which rule a body breaks: the most specific one that speaks of it (GEN-07)."""

from collections.abc import Callable, Mapping, Sequence

from sandbank_conformance.judge.bodies.places import last
from sandbank_conformance.judge.bodies.strict import Json
from sandbank_conformance.judge.findings import Stage, Violation
from sandbank_conformance.judge.operations import REPORTS

GENERAL = "GEN-04"
Speaking = Callable[[str, Json], str]  # of a pointer and the whole body

MOST_IDS = 500  # of one deletion

# Where several rules are met by one body, the first of these is the one that is named.
_PRECEDENCE = ("PRV-AUTH-16", "PRV-STMT-11", "CON-RULE-01", "CON-ACC-01")
_COUNTED = ("/data/accountDetails", "/data/transactionDetails")
_OF_STATEMENTS = frozenset({"PRV-STMT-03", "PRV-STMT-06", "PRV-STMT-11"})


def of_body(operation_id: str, pointer: str, value: Json) -> str:
    """The rule that a body breaks at a place."""
    speaks = _SPEAKING.get(operation_id.removesuffix("Alias"))
    return speaks(pointer, value) if speaks else GENERAL


def deciding(violations: Sequence[Violation]) -> tuple[Violation, str]:
    """The violation that decides, of the first stage, and the rule that the refusal names."""
    first = min(each.stage for each in violations)
    those = [each for each in violations if each.stage is first]
    rules = {each.requirement for each in those}
    if first is Stage.CONTENT and len(rules) > 1 and rules <= _OF_STATEMENTS:
        return those[0], "PRV-STMT-11"
    named = next((each for each in _PRECEDENCE if each in rules), those[0].requirement)
    return those[0], named


def _of_statement(pointer: str, value: Json) -> str:
    """PRV-STMT-01 where nothing is wrong but how many details there are."""
    data = value.get("data") if isinstance(value, dict) else None
    counted = isinstance(data, dict) and isinstance(data.get(last(pointer), []), list)
    return "PRV-STMT-01" if pointer in _COUNTED and counted else "PRV-STMT-11"


def _of_report(pointer: str, _: Json) -> str:
    return "PRV-AUTH-19" if pointer == "/data/status" else "PRV-AUTH-16"


def _of_deletion(_: str, value: Json) -> str:
    if not isinstance(value, dict):
        return "UB-DEL-04"
    if "ids" not in value and any(str(key).lower() == "ids" for key in value):
        return "UB-UP-05"
    ids = value.get("ids")
    return "UB-DEL-08" if isinstance(ids, list) and len(ids) > MOST_IDS else "UB-DEL-05"


def _always(requirement: str) -> Speaking:
    return lambda _, __: requirement


def _within(place: str, requirement: str) -> Speaking:
    return lambda pointer, _: requirement if f"{pointer}/".startswith(f"{place}/") else GENERAL


_SPEAKING: Mapping[str, Speaking] = {
    **dict.fromkeys(REPORTS, _of_report),
    "postStatement": _of_statement,
    "changeBanks": _always("PRV-BANK-02"),
    "issueProviderToken": _always("PRV-TOK-01"),
    "createBankAccount": _within("/bankId", "CON-ACC-01"),
    **dict.fromkeys(
        ("createRule", "replaceRule", "changeRule"), _within("/ruleConditions", "CON-RULE-01")
    ),
    **dict.fromkeys(("deleteAccounts", "deleteTransactions"), _of_deletion),
    **dict.fromkeys(
        ("uploadAccounts", "uploadTransactions", "changeAccounts", "changeTransactions"),
        _always("UB-UP-05"),
    ),
}

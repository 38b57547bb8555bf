"""Which rule a body breaks: the most specific one that speaks of it (GEN-07)."""

from collections.abc import Sequence

from sandbank_conformance.judge.bodies.strict import Json
from sandbank_conformance.judge.findings import Violation
from sandbank_conformance.judge.operations import REPORTS

_DELETES = ("deleteAccounts", "deleteTransactions")
_UPLOADS = ("uploadAccounts", "uploadTransactions", "changeAccounts", "changeTransactions")
_RULES = ("createRule", "replaceRule", "changeRule")
_TOKENS = {"issueProviderToken": "PRV-TOK-01"}

MOST_IDS = 500  # of one deletion

# Where several rules are met by one body, the first of these is the one that is named.
_PRECEDENCE = ("PRV-AUTH-16", "PRV-STMT-11", "CON-RULE-01", "CON-ACC-01")


def of_body(operation_id: str, pointer: str, value: Json) -> str:
    """The rule that a body breaks at a place."""
    operation_id = operation_id.removesuffix("Alias")
    if operation_id in REPORTS:
        return "PRV-AUTH-19" if pointer == "/data/status" else "PRV-AUTH-16"
    if operation_id in _DELETES:
        return _of_deletion(value)
    if operation_id in _UPLOADS:
        return "UB-UP-05"
    if operation_id in _RULES and pointer.startswith("/ruleConditions"):
        return "CON-RULE-01"
    if operation_id == "createBankAccount" and pointer == "/bankId":
        return "CON-ACC-01"
    return _TOKENS.get(operation_id, "GEN-04")


def deciding(violations: Sequence[Violation]) -> Violation:
    """The violation that the refusal names: of the first stage, the rule that goes before."""
    first = min(each.stage for each in violations)
    those = [each for each in violations if each.stage is first]
    for requirement in _PRECEDENCE:
        for each in those:
            if each.requirement == requirement:
                return each
    return those[0]


def _of_deletion(value: Json) -> str:
    if not isinstance(value, dict):
        return "UB-DEL-04"
    if "ids" not in value and any(str(key).lower() == "ids" for key in value):
        return "UB-UP-05"
    ids = value.get("ids")
    return "UB-DEL-08" if isinstance(ids, list) and len(ids) > MOST_IDS else "UB-DEL-05"

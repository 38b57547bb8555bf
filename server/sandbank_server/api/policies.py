"""Which rule a malformed request met: the most specific one that speaks of it (GEN-07)."""

from collections.abc import Callable, Mapping, Sequence

from sandbank_server.api.calls import Json
from sandbank_server.domain.refusals import Violation

GENERAL = "GEN-04"

# Operations whose wrong headers all answer 403 (PRV-AUTH-03 to -06).
REPORTS = frozenset({"reportAuthorisation", "reportAuthorisationByQuery"})

# Operations that judge their whole body themselves, form fields included.
SELF_JUDGING = frozenset({"issueProviderToken", "issueUploadToken"})

# Operations that are signed with their body, though they have no use for one.
SIGNED = frozenset({"getAccessToken"})

# Operations whose query parameter is judged by the handler (PRV-AUTH-21: 409, not 400).
OWN_QUERY = frozenset({"reportAuthorisationByQuery"})


def requirement_of(operation_id: str, body: Json, violations: Sequence[Violation]) -> str:
    """The requirement that a body which breaks its schema has met."""
    speaks = _SPEAKING.get(operation_id.removesuffix("Alias"))
    return speaks(body, violations) if speaks else GENERAL


def _of_report(_: Json, violations: Sequence[Violation]) -> str:
    only_status = {each.pointer for each in violations} == {"/data/status"}
    return "PRV-AUTH-19" if only_status else "PRV-AUTH-16"


def _of_statement(body: Json, violations: Sequence[Violation]) -> str:
    """PRV-STMT-01 where nothing is wrong but how many details there are."""
    data = body.get("data") if isinstance(body, dict) else None
    for name in (each.pointer.removeprefix("/data/") for each in violations):
        counted = isinstance(data, dict) and isinstance(data.get(name, []), list)
        if name not in ("accountDetails", "transactionDetails") or not counted:
            return "PRV-STMT-11"
    return "PRV-STMT-01"


def _of_banks(_: Json, __: Sequence[Violation]) -> str:
    return "PRV-BANK-02"


def _of_delete(body: Json, _: Sequence[Violation]) -> str:
    if not isinstance(body, dict):
        return "UB-DEL-04"
    if "ids" not in body and any(str(key).lower() == "ids" for key in body):
        return "UB-UP-05"
    ids = body.get("ids")
    return "UB-DEL-08" if isinstance(ids, list) and len(ids) > 500 else "UB-DEL-05"


def _of_upload(_: Json, __: Sequence[Violation]) -> str:
    return "UB-UP-05"


def _of_rule(_: Json, violations: Sequence[Violation]) -> str:
    conditions = any("/ruleConditions" in each.pointer for each in violations)
    return "CON-RULE-01" if conditions else GENERAL


def _of_bank_account(_: Json, violations: Sequence[Violation]) -> str:
    bank = any(each.pointer == "/bankId" for each in violations)
    return "CON-ACC-01" if bank else GENERAL


_SPEAKING: Mapping[str, Callable[[Json, Sequence[Violation]], str]] = {
    **dict.fromkeys(REPORTS, _of_report),
    "postStatement": _of_statement,
    "changeBanks": _of_banks,
    "createBankAccount": _of_bank_account,
    **dict.fromkeys(("createRule", "replaceRule", "changeRule"), _of_rule),
    **dict.fromkeys(("deleteAccounts", "deleteTransactions"), _of_delete),
    **dict.fromkeys(
        ("uploadAccounts", "uploadTransactions", "changeAccounts", "changeTransactions"),
        _of_upload,
    ),
}

"""Which rule a malformed request met: the most specific one that speaks of it (GEN-07)."""

from collections.abc import Sequence

from sandbank_server.api.calls import Json
from sandbank_server.domain.refusals import Violation

GENERAL = "GEN-04"

_REPORTS = ("reportAuthorisation", "reportAuthorisationByQuery")
_DELETES = ("deleteAccounts", "deleteTransactions")
_UPLOADS = ("uploadAccounts", "uploadTransactions", "changeAccounts", "changeTransactions")
_RULES = ("createRule", "replaceRule", "changeRule")

# Operations that judge their whole body themselves, form fields included.
SELF_JUDGING = frozenset({"issueProviderToken", "issueUploadToken"})

# Operations that are signed with their body, though they have no use for one.
SIGNED = frozenset({"getAccessToken"})

# Operations whose query parameter is judged by the handler (PRV-AUTH-21: 409, not 400).
OWN_QUERY = frozenset({"reportAuthorisationByQuery"})

# A wrong Content-Type is one of the wrong headers that these answer with 403 (PRV-AUTH-06).
MEDIA_TYPE_IS_CREDENTIAL = frozenset(_REPORTS)


def requirement_of(operation_id: str, body: Json, violations: Sequence[Violation]) -> str:
    """The requirement that a body which breaks its schema has met."""
    if operation_id in _REPORTS:
        only_status = {each.pointer for each in violations} == {"/data/status"}
        return "PRV-AUTH-19" if only_status else "PRV-AUTH-16"
    if operation_id in _DELETES:
        return _of_delete(body)
    if operation_id.removesuffix("Alias") in _UPLOADS:
        return "UB-UP-05"
    if operation_id in _RULES and any("/ruleConditions" in each.pointer for each in violations):
        return "CON-RULE-01"
    if operation_id == "createBankAccount" and any(e.pointer == "/bankId" for e in violations):
        return "CON-ACC-01"
    return GENERAL


def _of_delete(body: Json) -> str:
    if not isinstance(body, dict):
        return "UB-DEL-04"
    if "ids" not in body and any(str(key).lower() == "ids" for key in body):
        return "UB-UP-05"
    ids = body.get("ids")
    return "UB-DEL-08" if isinstance(ids, list) and len(ids) > 500 else "UB-DEL-05"

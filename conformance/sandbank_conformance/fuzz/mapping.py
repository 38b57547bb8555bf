"""Which requirement a failed check of Schemathesis speaks of, and how much it weighs."""

from collections.abc import Mapping
from dataclasses import dataclass

from sandbank_contract.exceptions import CheckException
from sandbank_contract.vocabulary import Level


@dataclass(frozen=True, slots=True)
class Meaning:
    """A requirement, and the level of its part that a failed check contradicts."""

    requirement: str
    level: Level


_DOCUMENTED = Meaning("GEN-09", Level.PROFILE)
_BODIES = Meaning("GEN-04", Level.PROFILE)

_EVERYWHERE: Mapping[str, Meaning] = {
    "not_a_server_error": Meaning("GEN-01", Level.MUST),
    "status_code_conformance": _DOCUMENTED,
    "content_type_conformance": _DOCUMENTED,
    "response_headers_conformance": _DOCUMENTED,
    "response_schema_conformance": _DOCUMENTED,
    "ensure_resource_availability": _DOCUMENTED,
    "negative_data_rejection": _BODIES,
    "positive_data_acceptance": _BODIES,
    "unsupported_method": Meaning("GEN-03", Level.PROFILE),
}

# A success without credentials breaks a `must`; another status than ours is another choice.
_WITHOUT_CREDENTIALS = {
    "consumer": Meaning("CON-OFF-08", Level.MUST),
    "provider": Meaning("PRV-AUTH-04", Level.MUST),
    "user_banking": Meaning("UB-DEL-06", Level.MUST),
}
_MISSING_HEADER = {
    "consumer": Meaning("CON-OFF-08", Level.PROFILE),
    "provider": Meaning("PRV-AUTH-04", Level.PROFILE),
    "user_banking": Meaning("UB-DEL-06", Level.MUST),
}

# What can still be reached after the operation that should have ended it.
_AFTER_THE_END: Mapping[str, Meaning] = {
    "deleteAccount": Meaning("UB-DEL-01", Level.MUST),
    "deleteAccounts": Meaning("UB-DEL-02", Level.MUST),
    "deleteTransactions": Meaning("UB-DEL-03", Level.MUST),
    "deleteUser": Meaning("UB-USER-02", Level.PROFILE),
    "deleteRule": Meaning("CON-RULE-03", Level.PROFILE),
}


def meaning(check: str, *, api: str, ended_by: str = "") -> Meaning:
    """What a failed check of an API means; `ended_by` is the deletion that had no effect."""
    if check == "ignored_auth":
        return _WITHOUT_CREDENTIALS[api]
    if check == "missing_required_header":
        return _MISSING_HEADER[api]
    if check == "use_after_free":
        return _AFTER_THE_END.get(ended_by, _DOCUMENTED)
    return _EVERYWHERE.get(check, _DOCUMENTED)


def excused(
    exceptions: tuple[CheckException, ...],
    check: str,
    operation_id: str,
    *,
    ended_by: str,
    bound: Mapping[str, tuple[str, ...]],
) -> bool:
    """Whether a requirement demands what the check takes for a failure.

    After a deletion the requirement has to speak of that deletion: `bound` has the operations of
    each requirement.
    """
    return any(
        each.check == check
        and each.operation == operation_id
        and (not ended_by or ended_by in bound[each.requirement])
        for each in exceptions
    )

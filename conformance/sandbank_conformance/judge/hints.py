"""What helps whoever has to put a field right, beyond its type."""

from collections.abc import Mapping

from sandbank_conformance.judge.bodies.places import last
from sandbank_conformance.judge.operations import REPORTS

_REPORT: Mapping[str, str] = {
    "bankAccountExternalId": "your own id of the account",
    "accountName": "the user chooses by it; the account number masked in it",
    "bankIdentifier": "the same for all accounts that one set of credentials opens",
    "branchIdentifier": '"n/a" where there are no branches',
    "accountIdentifier": "the same each time this account is reported",
    "data": 'all else is inside: {"data": {"status": …, "bankAccounts": […]}}',
}


def of_place(operation_id: str, pointer: str) -> str:
    """A clause for behind what would be right; empty where there is none."""
    hint = _REPORT.get(last(pointer), "") if operation_id in REPORTS else ""
    return f"; {hint}" if hint else ""

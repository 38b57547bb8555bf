"""What the Provider API shows: never anything of a transaction."""

from collections.abc import Iterable

from sandbank_server.api.calls import Json
from sandbank_server.domain.bank_accounts import BankAccount
from sandbank_server.domain.organisations import Bank
from sandbank_server.domain.statements import Statement
from sandbank_server.service.bank_changes import ChangedBanks


def present_accepted(statement: Statement) -> dict[str, Json]:
    """By which id the provider asks for a statement."""
    return {"data": {"_id": statement.statement_id}}


def present_statement(statement: Statement) -> dict[str, Json]:
    """How far a statement is, and why it failed if it did."""
    return {
        "data": {
            "_id": statement.statement_id,
            "status": statement.status.value,
            "errors": [{"code": each.code, "message": each.message} for each in statement.errors],
        }
    }


def present_found_account(account: BankAccount) -> dict[str, Json]:
    """By which id we know an account, and how it stands."""
    return {
        "data": {
            "bankAccountId": account.bank_account_id,
            "status": account.status.value,
            "requestedStartDate": account.requested_start_date,
        }
    }


def present_changed_banks(changed: ChangedBanks) -> dict[str, Json]:
    """Each bank in the list and at the place where it was sent."""
    return {
        "data": {
            "toCreate": _named(changed.created),
            "toUpdate": _named(changed.updated),
            "toRemove": _named(changed.removed),
        }
    }


def _named(banks: Iterable[Bank]) -> list[dict[str, Json]]:
    return [{"principalId": each.bank_id, "externalRef": each.external_ref} for each in banks]

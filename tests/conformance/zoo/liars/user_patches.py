"""Liars about changes of uploaded data in part."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest

from sandbank_server.domain import upload_changes as changed
from sandbank_server.domain.refusals import Unknown
from sandbank_server.domain.upload_changes import AccountChange, TransactionChange
from sandbank_server.domain.uploads import PaymentPartner, UploadAccount, UploadTransaction
from sandbank_server.service import upload_changes
from sandbank_server.service.ports import Sandbox
from zoo.animals import liar


@liar("UB-UP-03")
def a_change_clears_what_it_leaves_out(patch: pytest.MonkeyPatch) -> None:
    """An account loses the texts that a change does not name."""
    real = AccountChange.applied_to
    texts = ("name", "owner", "icon", "bank_name", "bank_code", "bic")

    def deviating(self: AccountChange, account: UploadAccount) -> UploadAccount:
        return real(self, replace(account, **dict.fromkeys(texts)))

    patch.setattr(AccountChange, "applied_to", deviating)


@liar("UB-UP-03")
def a_change_replaces_the_whole_payment_partner(patch: pytest.MonkeyPatch) -> None:
    """Of a payment partner that is changed what is not named is lost."""
    real = TransactionChange.applied_to

    def deviating(self: TransactionChange, held: UploadTransaction) -> UploadTransaction:
        known = PaymentPartner() if self.partner is not None else held.payment_partner
        return real(self, replace(held, payment_partner=known))

    patch.setattr(TransactionChange, "applied_to", deviating)


@liar("UB-UP-03")
def a_null_changes_nothing(patch: pytest.MonkeyPatch) -> None:
    """A field that a change sets to null stays as it was."""
    real = changed._changed
    patch.setattr(
        changed,
        "_changed",
        lambda value, changes: real(value, {k: v for k, v in changes.items() if v is not None}),
    )


@liar("UB-UP-03")
def a_change_gives_an_account_another_number(patch: pytest.MonkeyPatch) -> None:
    """The `accountNumber` of an account can be changed."""
    patch.setattr(AccountChange, "violations", lambda _self, _account: iter(()))


@liar("UB-UP-03")
def a_change_makes_the_account_that_is_not_there(patch: pytest.MonkeyPatch) -> None:
    """Changing an account that is not known makes it."""
    real = upload_changes._accounts

    def deviating(
        sandbox: Sandbox, user_id: str, changes: Sequence[AccountChange]
    ) -> dict[str, UploadAccount]:
        for change in changes:
            with suppress(Unknown):
                real(sandbox, user_id, [change])
                continue
            made = UploadAccount(
                user_id=user_id,
                account_id=change.account_id,
                currency="EUR",
                type="GIRO",
                sequence=sandbox.store.sequence(),
                account_number=str(change.changes.get("account_number") or "0"),
            )
            sandbox.store.upload_accounts.put(made)
        return real(sandbox, user_id, changes)

    patch.setattr(upload_changes, "_accounts", deviating)


@liar("UB-UP-03")
def passes_over_changes_of_what_it_does_not_know(patch: pytest.MonkeyPatch) -> None:
    """Changes of unknown transactions are left out, and the others are made."""
    real = upload_changes.change_transactions

    def deviating(sandbox: Sandbox, caller: Any, path: Any, changes: Any) -> Any:
        known = []
        for change in changes:
            with suppress(Unknown):
                upload_changes._transactions(sandbox, path, [change])
                known.append(change)
        return real(sandbox, caller, path, known or changes)

    patch.setattr(upload_changes, "change_transactions", deviating)

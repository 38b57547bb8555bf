"""What later liars do at and after a disconnection."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from sandbank_server.api import (
    endpoint,
)
from sandbank_server.api.calls import refused
from sandbank_server.api.consumer import ConsumerApi
from sandbank_server.domain.authorisations import (
    LIFETIME,
)
from sandbank_server.domain.notifications import account_disconnected
from sandbank_server.domain.refusals import (
    Conflict,
)
from sandbank_server.service import (
    due,
    notifications,
    offboarding,
    reach,
    timekeeping,
)
from zoo.animals import liar
from zoo.liars.calls_again import forgetting, own_open_session, when_malformed

Patch = pytest.MonkeyPatch


def _after_disconnection(patch: Patch, do: Callable[..., None]) -> None:
    """Calls `do(sandbox, path, before, after)` once an account was disconnected."""
    real = offboarding.disconnect

    def disconnect(sandbox: Any, caller: Any, path: Any) -> Any:
        before = reach.bank_account(sandbox, caller, path)
        after = real(sandbox, caller, path)
        do(sandbox, path, before, after)
        return after

    patch.setattr(offboarding, "disconnect", disconnect)


@liar("CON-OFF-04")
def the_refusal_of_a_second_disconnection_tells_what_was_deleted(patch: Patch) -> None:
    """The 409 for an account that is disconnected already lists transactions that it had."""
    real = offboarding.disconnect
    had: dict[str, str] = {}

    def disconnect(sandbox: Any, caller: Any, path: Any) -> Any:
        account_id = path.bank_account_id
        held = sandbox.store.transactions.find("account", account_id, limit=5)
        told = "; ".join(f"{it.unique_id} {it.description} {it.transaction_amount}" for it in held)
        try:
            cancelled = real(sandbox, caller, path)
        except Conflict as refusal:
            detail = f"{refusal.detail} Deleted were: {had.get(account_id, 'none')}"
            raise Conflict(refusal.requirement, refusal.code, detail) from None
        had[account_id] = told
        return cancelled

    patch.setattr(offboarding, "disconnect", disconnect)
    forgetting(patch, had)


@liar("GEN-02")
def a_second_disconnection_is_refused_but_told_to_the_provider(patch: Patch) -> None:
    """Disconnecting an account that is disconnected answers 409 and sends the event once more."""
    real = ConsumerApi.disconnect_bank_account

    async def disconnect_bank_account(self: Any, call: Any) -> Any:
        try:
            return await real(self, call)
        except Conflict as refusal:
            account = self._sandbox.store.bank_accounts.get(call.path["bankAccountId"])
            notifications.record_for_bank(self._sandbox, account, account_disconnected(account))
            return refused(refusal)

    patch.setattr(ConsumerApi, "disconnect_bank_account", disconnect_bank_account)


@liar("CON-OFF-05")
def a_disconnection_by_the_long_path_is_not_told(patch: Patch) -> None:
    """`DELETE` below `/api/v1/organisations/…` goes to older code, which sends no event."""

    def untold(sandbox: Any, path: Any, _before: Any, after: Any) -> None:
        if path.organisation_id is not None:
            table = sandbox.store.notifications
            table.remove(table.find("account", after.bank_account_id)[-1].notification_id)

    _after_disconnection(patch, untold)


@liar("CON-OFF-02", "CON-OFF-03", "CON-OFF-07", "CON-OFF-11")
def a_disconnected_account_is_cleaned_away_after_a_day(patch: Patch) -> None:
    """A job removes accounts with their rules when they have been disconnected for a day."""
    real = due.do_what_is_due
    disconnected: dict[str, datetime] = {}

    def remember(sandbox: Any, _path: Any, _before: Any, after: Any) -> None:
        disconnected[after.bank_account_id] = sandbox.clock.now()

    def remove(sandbox: Any, account_id: str) -> None:
        account = sandbox.store.bank_accounts.get(account_id)
        if account is not None and not account.is_connected:
            with sandbox.store.unit_of_work():
                sandbox.store.rules.remove_all("account", account_id)
                sandbox.store.bank_accounts.remove(account_id)

    def do_what_is_due(sandbox: Any) -> None:
        real(sandbox)
        for account_id, at in list(disconnected.items()):
            if sandbox.clock.now() - at >= timedelta(days=1):
                del disconnected[account_id]
                remove(sandbox, account_id)

    _after_disconnection(patch, remember)
    for module in (endpoint, timekeeping):
        patch.setattr(module, "do_what_is_due", do_what_is_due)
    forgetting(patch, disconnected)


@liar("CON-OFF-07")
def blanks_around_the_id_of_a_bank_account_are_cut_off(patch: Patch) -> None:
    """An id with a blank after it, which no account has, finds the account without it."""
    real = reach.bank_account

    def bank_account(sandbox: Any, caller: Any, path: Any) -> Any:
        return real(sandbox, caller, replace(path, bank_account_id=path.bank_account_id.strip()))

    patch.setattr(reach, "bank_account", bank_account)


@liar("GEN-02", "PRV-AUTH-17")
def a_refused_report_gives_the_session_another_twenty_minutes(patch: Patch) -> None:
    """A session lives twenty minutes from the last call for it, one with a broken body too."""

    def renew(self: Any, request: Any, _raw: bytes) -> None:
        session = own_open_session(self, request)
        if session is not None:
            sandbox = self._pipeline.sandbox
            with sandbox.store.unit_of_work():
                later = sandbox.clock.now() + LIFETIME
                sandbox.store.authorisations.put(replace(session, expires_at=later))

    when_malformed(patch, renew)

"""Sandboxes whose sessions, planted data and records are not what they should be."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from sandbank_server.api import journal
from sandbank_server.api.journal import Journal
from sandbank_server.api.recording import Exchange, Recorder
from sandbank_server.domain.authorisations import Authorisation, AuthorisationStatus
from sandbank_server.domain.bank_accounts import BankAccount
from sandbank_server.domain.notifications import Event
from sandbank_server.service import notifications, offboarding, planting, session_subjects, sessions
from sandbank_server.service.ports import Sandbox
from sandbank_server.service.records import AuditEntry
from zoo.animals import Answered, Asked, Forward, liar, on_the_wire
from zoo.liars.retelling import at, object_of, retell, retold


@liar("CTL-06")
def begins_sessions_in_silence(patch: pytest.MonkeyPatch) -> None:
    """The provider of a session is not told of it."""
    real = notifications.record

    def record(sandbox: Sandbox, provider_id: str, event: Event, **more: Any) -> Any:
        if event.resource.type != "authorisation":
            return real(sandbox, provider_id, event, **more)
        return None

    patch.setattr(notifications, "record", record)


@liar("CTL-06")
def begins_sessions_for_accounts_of_other_providers(patch: pytest.MonkeyPatch) -> None:
    """A session to authorise a bank account again may be at a provider that is not its bank's."""
    real = session_subjects._account

    def account(sandbox: Sandbox, new: Any, known: bool, findings: Any) -> Any:
        if new.bank_account_id is None or not known:
            return real(sandbox, new, known, findings)
        return sandbox.store.bank_accounts.get(new.bank_account_id) or real(
            sandbox, new, known, findings
        )

    patch.setattr(session_subjects, "_account", account)


@liar("CTL-06")
def begins_sessions_that_are_granted_already(patch: pytest.MonkeyPatch) -> None:
    """A session that was just begun is shown as one that was granted."""
    shown = retold(lambda it: {**it, "status": "granted"} if it["status"] == "open" else it)
    retell(patch, at("GET", "/_sandbox/authorisations/[^/]+"), shown)


@liar("CTL-07")
def lets_granted_sessions_lapse(patch: pytest.MonkeyPatch) -> None:
    """After twenty minutes nothing can be chosen from a session that was granted."""

    def status_at(self: Authorisation, now: datetime) -> AuthorisationStatus:
        alive = (AuthorisationStatus.OPEN, AuthorisationStatus.GRANTED)
        lapsed = self.status in alive and now >= self.expires_at
        return AuthorisationStatus.EXPIRED if lapsed else self.status

    patch.setattr(Authorisation, "status_at", status_at)


@liar("CTL-07")
def chooses_the_first_account_that_fits(patch: pytest.MonkeyPatch) -> None:
    """A choice that fits several of the accounts connects the first of them."""
    real = sessions._offered

    def offered(session: Authorisation, identifier: str, bank_identifier: str | None) -> Any:
        fits = [it for it in session.granted if it.account_identifier == identifier]
        first = fits[0].bank_identifier if fits else None
        return real(session, identifier, bank_identifier or first)

    patch.setattr(sessions, "_offered", offered)


@liar("CTL-07")
def chooses_what_was_not_offered(patch: pytest.MonkeyPatch) -> None:
    """A choice that is none of the accounts that are offered connects the first of them."""
    real = sessions._offered

    def offered(session: Authorisation, identifier: str, bank_identifier: str | None) -> Any:
        if all(it.account_identifier != identifier for it in session.granted):
            return session.granted[0]
        return real(session, identifier, bank_identifier)

    patch.setattr(sessions, "_offered", offered)


@liar("CTL-08", "GEN-02")
def plants_what_comes_before_a_fault(patch: pytest.MonkeyPatch) -> None:
    """A planting of several accounts that is refused plants the first one."""
    planted = at("POST", "/_sandbox/users/[^/]+/fetched-accounts")

    async def wire(asked: Asked, forward: Forward) -> Answered:
        answered = await forward(asked)
        if not planted(asked) or answered.status not in (400, 409):
            return answered
        body = object_of(asked.body)
        accounts = body.get("accounts")
        if isinstance(accounts, list) and len(accounts) > 1:
            first = json.dumps({**body, "accounts": accounts[:1]}).encode()
            await forward(replace(asked, body=first))
        return answered

    on_the_wire(patch, wire)


@liar("CTL-08")
def plants_only_the_first_account(patch: pytest.MonkeyPatch) -> None:
    """Of several accounts to plant one is planted."""
    real = planting.plant_fetched_accounts

    def plant(sandbox: Sandbox, user_id: str, tenant: str | None, wanted: Any) -> Any:
        return real(sandbox, user_id, tenant, wanted[:1])

    patch.setattr(planting, "plant_fetched_accounts", plant)


@liar("CTL-09")
def lists_the_oldest_calls_first(patch: pytest.MonkeyPatch) -> None:
    """The journal begins with the first call."""
    real = Journal._matching

    def matching(self: Journal, *what: Any) -> Any:
        return reversed(list(real(self, *what)))

    patch.setattr(Journal, "_matching", matching)


@liar("CTL-09")
def shows_tokens_in_its_journal(patch: pytest.MonkeyPatch) -> None:
    """The headers in the journal hold whole tokens and keys."""

    def plain(headers: Any) -> dict[str, str]:
        return {name: ", ".join(values) for name, values in headers.items()}

    patch.setattr(journal, "masked_headers", plain)


@liar("CTL-09")
def hides_the_true_rule_from_its_owner(patch: pytest.MonkeyPatch) -> None:
    """The journal tells of somebody else's bank account what the caller was told."""
    real = Recorder.record

    def record(self: Recorder, exchange: Exchange) -> None:
        if exchange.answer and exchange.answer.refusal:
            refusal = exchange.answer.refusal
            refusal.truth = refusal.requirement
        real(self, exchange)

    patch.setattr(Recorder, "record", record)


@liar("CTL-09")
def counts_accounts_where_transactions_went(patch: pytest.MonkeyPatch) -> None:
    """The audit trail counts one for every disconnection, however many transactions went."""
    real = offboarding._entry

    def entry(sandbox: Sandbox, caller: Any, account: BankAccount, _: int) -> AuditEntry:
        return real(sandbox, caller, account, 1)

    patch.setattr(offboarding, "_entry", entry)


@liar("CTL-04")
def stamps_notifications_by_another_clock(patch: pytest.MonkeyPatch) -> None:
    """A notification has the time of the machine, wherever the sandbox's clock stands."""
    real = notifications.record

    def record(sandbox: Sandbox, *what: Any, **more: Any) -> Any:
        stamped = replace(real(sandbox, *what, **more), at=datetime.now(UTC))
        sandbox.store.notifications.put(stamped)
        return stamped

    patch.setattr(notifications, "record", record)

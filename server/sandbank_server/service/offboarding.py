"""A product disconnects a bank account: for good, with all its effects."""

from dataclasses import replace

from sandbank_server.domain.authorisations import AuthorisationEvent
from sandbank_server.domain.authorisations import AuthorisationStatus as Status
from sandbank_server.domain.bank_accounts import BankAccount, BankAccountEvent
from sandbank_server.domain.notifications import account_disconnected
from sandbank_server.domain.refusals import Conflict
from sandbank_server.service import notifications, processing, reach
from sandbank_server.service.callers import ProductCaller
from sandbank_server.service.ports import Sandbox
from sandbank_server.service.reach import AccountPath
from sandbank_server.service.records import AuditEntry


def disconnect(sandbox: Sandbox, caller: ProductCaller, path: AccountPath) -> BankAccount:
    """Cancel an account, stop its rules, delete its transactions, tell its provider; only once."""
    account = reach.bank_account(sandbox, caller, path)
    moved = account.after(BankAccountEvent.DISCONNECTED)
    if moved is None:
        raise Conflict(
            "CON-OFF-07",
            "bank_account_cancelled",
            "The bank account is disconnected already, for good.",
        )
    cancelled = replace(moved, last_transaction_id=0)
    sandbox.store.bank_accounts.put(cancelled)
    _disconnect_rules(sandbox, cancelled)
    _revoke_sessions(sandbox, cancelled)
    processing.fail_disconnected(sandbox, cancelled)
    deleted = _delete_transactions(sandbox, cancelled)
    notifications.record_for_bank(sandbox, cancelled, account_disconnected(cancelled))
    sandbox.store.audit.put(_entry(sandbox, caller, cancelled, deleted))
    return cancelled


def _disconnect_rules(sandbox: Sandbox, account: BankAccount) -> None:
    for rule in sandbox.store.rules.find("account", account.bank_account_id):
        sandbox.store.rules.put(rule.disconnected())


def _revoke_sessions(sandbox: Sandbox, account: BankAccount) -> None:
    now = sandbox.clock.now()
    for session in sandbox.store.authorisations.find("account", account.bank_account_id):
        if session.status_at(now) is Status.OPEN:
            revoked = session.moved(AuthorisationEvent.DISCONNECTED)
            sandbox.store.authorisations.put(revoked)


def _delete_transactions(sandbox: Sandbox, account: BankAccount) -> int:
    """How many there were; no copy of them stays, not in the journal either (CON-OFF-04)."""
    sandbox.journal.forget_bank_account(account.bank_account_id)
    return sandbox.store.transactions.remove_all("account", account.bank_account_id)


def _entry(
    sandbox: Sandbox, caller: ProductCaller, account: BankAccount, deleted: int
) -> AuditEntry:
    return AuditEntry(
        sequence=sandbox.store.sequence(),
        at=sandbox.clock.now(),
        api="consumer",
        client=caller.application_id,
        action="disconnectBankAccount",
        ids=(account.bank_account_id,),
        count=deleted,
    )

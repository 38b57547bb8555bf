"""Banking data leaves for good: the store, the journal, and a line in the audit trail."""

from dataclasses import dataclass

from sandbank_server.domain.uploads import UploadAccount, UploadTransaction
from sandbank_server.domain.users import User
from sandbank_server.service.keys import account_key, upload_transaction_key
from sandbank_server.service.ports import Sandbox
from sandbank_server.service.records import AuditEntry

API = "user_banking"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deletion:
    """What the audit trail keeps: who, by which operation, the ids, how many transactions went."""

    client: str
    action: str
    ids: tuple[str, ...]
    count: int


def key_of(transaction: UploadTransaction) -> str:
    """The key of a transaction in its table."""
    return upload_transaction_key(
        transaction.user_id, transaction.account_id, transaction.transaction_id
    )


def remove_account(sandbox: Sandbox, account: UploadAccount) -> int:
    """Remove an account and its transactions, also from kept calls; how many there were."""
    key = account_key(account.user_id, account.account_id)
    count = sandbox.store.upload_transactions.remove_all("account", key)
    sandbox.store.upload_accounts.remove(key)
    sandbox.journal.forget_user(account.user_id, account.account_id)
    return count


def remove_user(sandbox: Sandbox, user: User) -> int:
    """Remove a user with all banking data, also from kept calls; how many transactions went."""
    accounts = sandbox.store.upload_accounts.find("user", user.user_id)
    count = sum(remove_account(sandbox, account) for account in accounts)
    sandbox.store.users.remove(user.user_id)
    sandbox.journal.forget_user(user.user_id)
    return count


def record(sandbox: Sandbox, deletion: Deletion) -> None:
    """Write a deletion into the audit trail: never the deleted data."""
    entry = AuditEntry(
        sequence=sandbox.store.sequence(),
        at=sandbox.clock.now(),
        api=API,
        client=deletion.client,
        action=deletion.action,
        ids=deletion.ids,
        count=deletion.count,
    )
    sandbox.store.audit.put(entry)

"""What a client reads of its users' banking data."""

from sandbank_server.domain.uploads import UploadAccount, UploadTransaction
from sandbank_server.service import users
from sandbank_server.service.callers import UploadCaller
from sandbank_server.service.keys import account_key
from sandbank_server.service.paging import Page, Wanted, page
from sandbank_server.service.ports import Sandbox
from sandbank_server.service.users import AccountPath, UserPath

RULE = "UB-READ-02"


def accounts(sandbox: Sandbox, caller: UploadCaller, path: UserPath) -> list[UploadAccount]:
    """A user's accounts, in the order they came."""
    user = users.user(sandbox, caller, path)
    return sandbox.store.upload_accounts.find("user", user.user_id)


def account(sandbox: Sandbox, caller: UploadCaller, path: AccountPath) -> UploadAccount:
    """One account of a user."""
    return users.account(sandbox, caller, path, RULE)


def transactions(
    sandbox: Sandbox, caller: UploadCaller, path: AccountPath, wanted: Wanted
) -> Page[UploadTransaction]:
    """A page of an account's transactions, ordered by bookingDate, then transactionId."""
    found = users.account(sandbox, caller, path, RULE)
    key = account_key(found.user_id, found.account_id)
    return page(sandbox.store.upload_transactions, "account", key, wanted)

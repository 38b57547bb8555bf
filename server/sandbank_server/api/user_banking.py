"""The User banking API: users, their accounts and transactions by manual upload."""

from sandbank_server.api import user_banking_parse as parse
from sandbank_server.api import user_banking_parse_items as parse_items
from sandbank_server.api import user_banking_present as present
from sandbank_server.api.calls import Answer, Call, created, nothing, ok
from sandbank_server.service import (
    deletions,
    upload_changes,
    upload_reads,
    upload_tokens,
    uploads,
    users,
)
from sandbank_server.service.callers import Anyone, UploadCaller
from sandbank_server.service.ports import Sandbox


class UserBankingApi:
    """The operations of user_banking.yaml.

    Every handler reads body and query (400) before it judges the tenant (UB-ORD-01).
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def issue_upload_token(self, call: Call[Anyone]) -> Answer:
        """A client gets a token."""
        grant = upload_tokens.issue(self._sandbox, parse.credentials(call))
        return ok(present.present_grant(grant))

    async def create_user(self, call: Call[UploadCaller]) -> Answer:
        """Make a user."""
        wish = parse.new_user(call)
        user = users.create(self._sandbox, parse.caller(call), wish)
        return created(present.present_user(user))

    async def list_users(self, call: Call[UploadCaller]) -> Answer:
        """A page of the tenant's users."""
        wanted = parse.user_page(call)
        page = users.users(self._sandbox, parse.caller(call), wanted)
        return ok(present.present_page(page, present.present_user))

    async def get_user(self, call: Call[UploadCaller]) -> Answer:
        """One user."""
        user = users.user(self._sandbox, parse.caller(call), parse.user_path(call))
        return ok(present.present_user(user))

    async def delete_user(self, call: Call[UploadCaller]) -> Answer:
        """Delete a user with all banking data."""
        users.delete(self._sandbox, parse.caller(call), parse.user_path(call))
        return nothing()

    async def upload_accounts(self, call: Call[UploadCaller]) -> Answer:
        """Create or replace accounts."""
        sent = parse_items.accounts(call)
        accounts = uploads.upload_accounts(
            self._sandbox, parse.caller(call), parse.user_path(call), sent
        )
        return created(present.present_accounts(accounts))

    async def change_accounts(self, call: Call[UploadCaller]) -> Answer:
        """Change accounts in part."""
        changes = parse_items.account_changes(call)
        accounts = upload_changes.change_accounts(
            self._sandbox, parse.caller(call), parse.user_path(call), changes
        )
        return ok(present.present_accounts(accounts))

    async def delete_accounts(self, call: Call[UploadCaller]) -> Answer:
        """Delete the named accounts."""
        ids = call.body["ids"]
        deletions.delete_accounts(self._sandbox, parse.caller(call), parse.user_path(call), ids)
        return nothing()

    async def list_accounts(self, call: Call[UploadCaller]) -> Answer:
        """A user's accounts."""
        accounts = upload_reads.accounts(self._sandbox, parse.caller(call), parse.user_path(call))
        return ok(present.present_accounts(accounts))

    async def get_account(self, call: Call[UploadCaller]) -> Answer:
        """One account."""
        account = upload_reads.account(self._sandbox, parse.caller(call), parse.account_path(call))
        return ok(present.present_account(account))

    async def delete_account(self, call: Call[UploadCaller]) -> Answer:
        """Delete one account; a body is ignored."""
        deletions.delete_account(self._sandbox, parse.caller(call), parse.account_path(call))
        return nothing()

    async def upload_transactions(self, call: Call[UploadCaller]) -> Answer:
        """Store transactions."""
        sent = parse_items.transactions(call)
        transactions = uploads.upload_transactions(
            self._sandbox, parse.caller(call), parse.account_path(call), sent
        )
        return created(present.present_transactions(transactions))

    async def change_transactions(self, call: Call[UploadCaller]) -> Answer:
        """Change transactions in part."""
        changes = parse_items.transaction_changes(call)
        transactions = upload_changes.change_transactions(
            self._sandbox, parse.caller(call), parse.account_path(call), changes
        )
        return ok(present.present_transactions(transactions))

    async def change_transactions_alias(self, call: Call[UploadCaller]) -> Answer:
        """The same under the path of the transactions."""
        return await self.change_transactions(call)

    async def delete_transactions(self, call: Call[UploadCaller]) -> Answer:
        """Delete the named transactions."""
        ids = call.body["ids"]
        deletions.delete_transactions(
            self._sandbox, parse.caller(call), parse.account_path(call), ids
        )
        return nothing()

    async def list_account_transactions(self, call: Call[UploadCaller]) -> Answer:
        """A page of an account's transactions."""
        wanted = parse.transaction_page(call)
        page = upload_reads.transactions(
            self._sandbox, parse.caller(call), parse.account_path(call), wanted
        )
        return ok(present.present_page(page, present.present_transaction))

"""Liars about users and accounts as they are read."""

from dataclasses import replace
from datetime import datetime

import pytest

from sandbank_server.domain.refusals import Unknown
from sandbank_server.domain.uploads import UploadAccount, UploadTransaction
from sandbank_server.domain.users import User
from sandbank_server.service import upload_reads, uploads, users
from sandbank_server.service.callers import UploadCaller
from sandbank_server.service.paging import Page, Wanted
from sandbank_server.service.ports import Sandbox
from sandbank_server.service.protection import refuse_fetched_accounts
from sandbank_server.service.users import AccountPath
from zoo.animals import liar
from zoo.liars.keepsakes import forget_with_the_world
from zoo.liars.unguarded import overlook


@liar("UB-READ-02")
def an_unknown_account_has_no_transactions(patch: pytest.MonkeyPatch) -> None:
    """The transactions of an account that is not there are an empty page."""
    real = upload_reads.transactions

    def deviating(
        sandbox: Sandbox, caller: UploadCaller, path: AccountPath, wanted: Wanted
    ) -> Page[UploadTransaction]:
        try:
            return real(sandbox, caller, path, wanted)
        except Unknown as refusal:
            if refusal.requirement != upload_reads.RULE:
                raise
            return Page(number=wanted.number, limit=wanted.limit, total=0, values=())

    patch.setattr(upload_reads, "transactions", deviating)


@liar("UB-READ-02")
def transactions_make_their_account(patch: pytest.MonkeyPatch) -> None:
    """Uploading transactions to an account that is not there makes it."""
    real = users.account

    def found_or_made(
        sandbox: Sandbox, caller: UploadCaller, path: AccountPath, requirement: str
    ) -> UploadAccount:
        try:
            return real(sandbox, caller, path, requirement)
        except Unknown as refusal:
            if refusal.requirement != requirement:
                raise
            made = UploadAccount(
                user_id=path.user_id,
                account_id=path.account_id,
                account_number=path.account_id,
                currency="EUR",
                type="GIRO",
                sequence=sandbox.store.sequence(),
            )
            sandbox.store.upload_accounts.put(made)
            return made

    overlook(patch, (uploads, "upload_transactions"), (users, "account"), found_or_made)


@liar("UB-USER-02")
def the_newest_user_is_not_listed(patch: pytest.MonkeyPatch) -> None:
    """The list of users comes from before the last one was made."""
    real = users.users

    def deviating(sandbox: Sandbox, caller: UploadCaller, wanted: Wanted) -> Page[User]:
        page = real(sandbox, caller, wanted)
        made = max((user.sequence for user in sandbox.store.users.all()), default=0)
        older = tuple(user for user in page.values if user.sequence < made)
        return replace(page, total=page.total - len(page.values) + len(older), values=older)

    patch.setattr(users, "users", deviating)


@liar("UB-USER-02")
def a_deleted_user_stays_in_the_list(patch: pytest.MonkeyPatch) -> None:
    """A user that was deleted is still listed."""
    gone: dict[str, User] = {}
    real, real_list = users.remove_user, users.users

    def removing(sandbox: Sandbox, user: User) -> int:
        gone[user.user_id] = user
        return real(sandbox, user)

    def listing(sandbox: Sandbox, caller: UploadCaller, wanted: Wanted) -> Page[User]:
        page = real_list(sandbox, caller, wanted)
        tenant = users.tenant_of(caller.client_id, caller.tenant)
        own = [
            it for it in gone.values() if (it.client_id, it.tenant) == (caller.client_id, tenant)
        ]
        return replace(page, total=page.total + len(own), values=(*page.values, *own))

    patch.setattr(users, "remove_user", removing)
    patch.setattr(users, "users", listing)
    forget_with_the_world(patch, gone)


@liar("UB-USER-02")
def a_user_with_fetched_data_cannot_be_deleted(patch: pytest.MonkeyPatch) -> None:
    """The deletion of a user is refused for the sake of what was fetched from a bank."""
    real = users.remove_user

    def deviating(sandbox: Sandbox, user: User) -> int:
        held = sandbox.store.upload_accounts.find("user", user.user_id)
        refuse_fetched_accounts(sandbox, "UB-DEL-07", "deleted", held)
        return real(sandbox, user)

    patch.setattr(users, "remove_user", deviating)


@liar("UB-USER-02")
def a_user_lives_for_minutes_in_place_of_seconds(patch: pytest.MonkeyPatch) -> None:
    """A user is there sixty times as long as was asked for."""
    real = users.expiry

    def deviating(now: datetime, seconds: int | None) -> datetime | None:
        return real(now, None if seconds is None else seconds * 60)

    patch.setattr(users, "expiry", deviating)

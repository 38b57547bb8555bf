"""Other choices about deletions of uploaded data."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from sandbank_server.api.calls import Answer, Call, Json
from sandbank_server.api.requests import RequestBody
from sandbank_server.api.user_banking import UserBankingApi
from sandbank_server.domain.refusals import Forbidden, Malformed, Unknown, Violation
from sandbank_server.service import deletions, users
from sandbank_server.service.callers import UploadCaller
from sandbank_server.service.keys import account_key, upload_transaction_key
from sandbank_server.service.ports import Sandbox
from sandbank_server.service.users import AccountPath
from zoo.animals import Answered, Asked, Forward, on_the_wire, variant
from zoo.variants.tools import body_of, is_upload

Path = Any  # of a user, or of an account


def _found(sandbox: Sandbox, path: Path, ids: Sequence[str]) -> dict[str, Any]:
    """What the ids of a batch name."""
    if isinstance(path, AccountPath):
        place, table = (path.user_id, path.account_id), sandbox.store.upload_transactions
        found = {each: table.get(upload_transaction_key(*place, each)) for each in ids}
    else:
        accounts = sandbox.store.upload_accounts
        found = {each: accounts.get(account_key(path.user_id, each)) for each in ids}
    return {each: value for each, value in found.items() if value is not None}


def _is_protected(sandbox: Sandbox, thing: Any) -> bool:
    key = account_key(thing.user_id, thing.account_id)
    account = sandbox.store.upload_accounts.get(key)
    if account is thing or account == thing:
        return bool(thing.fetched or sandbox.store.upload_transactions.count("fetched", key))
    return bool(thing.fetched or (account and account.fetched))


def _in_batches(patch: pytest.MonkeyPatch, choose: Any) -> None:
    """Lets `choose` say which ids of a batch are deleted, once the caller was judged."""
    for name in ("delete_accounts", "delete_transactions"):
        real = getattr(deletions, name)

        def delete(
            sandbox: Sandbox, caller: UploadCaller, path: Path, ids: Any, real: Any = real
        ) -> None:
            users.user(sandbox, caller, path)
            if isinstance(path, AccountPath):
                users.account(sandbox, caller, path, "UB-DEL-09")
            real(sandbox, caller, path, choose(sandbox, path, ids))

        patch.setattr(deletions, name, delete)


@variant("UB-DEL-08", "UB-DEL-09")
def unknown_ids_in_a_batch_are_passed_over(patch: pytest.MonkeyPatch) -> None:
    """A deletion by ids deletes what is there of them: 204."""
    _in_batches(patch, lambda sandbox, path, ids: [*_found(sandbox, path, ids)])


@variant("UB-DEL-02", "UB-DEL-03", "UB-DEL-07", "UB-DEL-08", "UB-DEL-09", "GEN-09")
def a_batch_is_carried_out_in_part_with_207(patch: pytest.MonkeyPatch) -> None:
    """A deletion by ids deletes what can be deleted, tells the ids of it, and answers 207."""
    gone: list[str] = []

    def choose(sandbox: Sandbox, path: Path, ids: Sequence[str]) -> list[str]:
        found = _found(sandbox, path, ids).items()
        gone[:] = [each for each, thing in found if not _is_protected(sandbox, thing)]
        return [*gone]

    async def wire(asked: Asked, forward: Forward) -> Answered:
        answered = await forward(asked)
        batch = asked.path.endswith(("/accounts", "/transactions")) and is_upload(asked)
        if asked.method != "DELETE" or not batch or answered.status != 204:
            return answered
        told = Answered(status=207, headers=answered.headers)
        told = told.with_header("content-type", "application/json")
        return told.with_body(json.dumps({"deleted": gone}).encode())

    _in_batches(patch, choose)
    on_the_wire(patch, wire)


@variant("UB-DEL-08")
def a_batch_holds_a_hundred_ids(patch: pytest.MonkeyPatch) -> None:
    """A deletion by more than a hundred ids answers 400."""

    def choose(_: Sandbox, __: Path, ids: Sequence[str]) -> Sequence[str]:
        if len(ids) > 100:
            raise Malformed("UB-DEL-08", violations=(Violation("/ids", "holds 100 at most"),))
        return ids

    _in_batches(patch, choose)


@variant("UB-DEL-08", "UB-ORD-01")
def fetched_ids_are_found_before_unknown_ones(patch: pytest.MonkeyPatch) -> None:
    """A deletion by ids that names fetched and unknown ones answers 403."""

    def choose(sandbox: Sandbox, path: Path, ids: Sequence[str]) -> Sequence[str]:
        found = _found(sandbox, path, ids).values()
        if any(_is_protected(sandbox, each) for each in found):
            raise Forbidden("UB-DEL-07", "forbidden", f"Fetched data stays: {', '.join(ids)}.")
        return ids

    _in_batches(patch, choose)


@variant("UB-DEL-05")
def no_ids_delete_nothing_and_succeed(patch: pytest.MonkeyPatch) -> None:
    """A deletion by an empty `ids` answers 204."""
    real = RequestBody._judge

    def judge(self: RequestBody, value: Json) -> None:
        deletes = self._operation_id in ("deleteAccounts", "deleteTransactions")
        if not deletes or value != {"ids": []}:
            real(self, value)

    patch.setattr(RequestBody, "_judge", judge)


@variant("UB-UP-05")
def ids_may_be_written_in_capitals(patch: pytest.MonkeyPatch) -> None:
    """`IDs` is another name for `ids`, as one line of the page has it."""

    async def wire(asked: Asked, forward: Forward) -> Answered:
        body = body_of(asked) if asked.method == "DELETE" and is_upload(asked) else None
        if isinstance(body, dict) and "IDs" in body and "ids" not in body:
            named = {("ids" if name == "IDs" else name): value for name, value in body.items()}
            asked = replace(asked, body=json.dumps(named).encode())
        return await forward(asked)

    on_the_wire(patch, wire)


@variant("UB-UP-05")
def deleting_one_account_takes_no_body(patch: pytest.MonkeyPatch) -> None:
    """The deletion of a single account answers 400 when it has a body."""
    real = UserBankingApi.delete_account

    async def delete_account(self: UserBankingApi, call: Call[UploadCaller]) -> Answer:
        if call.headers.get("content-length", ("0",)) != ("0",):
            raise Malformed("UB-UP-05", violations=(Violation("", "must be absent"),))
        return await real(self, call)

    patch.setattr(UserBankingApi, "delete_account", delete_account)


@variant("UB-DEL-09")
def deleting_a_lost_account_succeeds(patch: pytest.MonkeyPatch) -> None:
    """Deleting an account that is not there answers 204 and does nothing."""
    real = deletions.delete_account

    def delete(sandbox: Sandbox, caller: UploadCaller, path: AccountPath) -> None:
        try:
            real(sandbox, caller, path)
        except Unknown as refusal:
            if refusal.requirement != "UB-DEL-09":
                raise

    patch.setattr(deletions, "delete_account", delete)


@variant("UB-USER-02")
def users_with_fetched_data_stay(patch: pytest.MonkeyPatch) -> None:
    """Deleting a user who has fetched data answers 403."""
    real = users.delete

    def delete(sandbox: Sandbox, caller: UploadCaller, path: Path) -> None:
        user = users.user(sandbox, caller, path)
        accounts = sandbox.store.upload_accounts.find("user", user.user_id)
        if any(_is_protected(sandbox, account) for account in accounts):
            raise Forbidden("UB-USER-02", "forbidden", "The user has data fetched from a bank.")
        real(sandbox, caller, path)

    patch.setattr(users, "delete", delete)

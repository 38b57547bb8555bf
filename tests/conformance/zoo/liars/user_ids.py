"""Liars about the body of a deletion by `ids`: what is taken for ids, and what for all of them."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from sandbank_server.domain.refusals import Forbidden, Unknown
from sandbank_server.domain.users import User
from sandbank_server.service import deletions
from sandbank_server.service.callers import UploadCaller
from sandbank_server.service.keys import account_key, tenant_key
from sandbank_server.service.ports import Sandbox
from sandbank_server.service.users import AccountPath
from zoo.animals import Answered, Asked, Forward, liar, on_the_wire
from zoo.liars.excuses import retry
from zoo.liars.retelling import Meant, at

_ACCOUNTS = "/user-banking/users/[^/]+/banking/accounts"
OF_ACCOUNTS = at("DELETE", _ACCOUNTS)
OF_TRANSACTIONS = at("DELETE", f"{_ACCOUNTS}/[^/]+/transactions")
BY_IDS = at("DELETE", f"{_ACCOUNTS}(/[^/]+/transactions)?")

Sent = Callable[[Any], bool]  # whether the value of a body is meant; that of none is None


def _value(body: bytes) -> Any:
    try:
        return json.loads(body) if body.strip() else None
    except (ValueError, RecursionError):
        return ...


def _with_ids(asked: Asked, ids: Any) -> Asked:
    body = replace(asked, body=json.dumps({"ids": ids}).encode())
    return body.with_header("content-type", "application/json")


def _mend_ids(patch: pytest.MonkeyPatch, meant: Sent, ids: Callable[[Any], Any]) -> None:
    """Deletes what a body is taken to mean where it is refused for what it says."""

    def mend(asked: Asked, answered: Answered) -> Asked | None:
        value = _value(asked.body)
        fits = BY_IDS(asked) and answered.status == 400 and meant(value)
        return _with_ids(asked, ids(value)) if fits else None

    retry(patch, mend)


def _delete_all(patch: pytest.MonkeyPatch, where: Meant, meant: Sent) -> None:
    """Deletes all that can be deleted where a body is refused that is meant."""

    async def wire(asked: Asked, forward: Forward) -> Answered:
        answered = await forward(asked)
        if not where(asked) or answered.status != 400 or not meant(_value(asked.body)):
            return answered
        listed = await forward(replace(asked, method="GET", query=b"", body=b""))
        if listed.status != 200:
            return answered
        held = json.loads(listed.body)
        for each in held if isinstance(held, list) else held["data"]:
            name = each.get("transactionId") or each["accountId"]
            await forward(_with_ids(asked, [name]))
        return Answered(status=204)

    on_the_wire(patch, wire)


def _is_ids(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(it, str) for it in value)


@liar("UB-DEL-04")
def takes_a_bare_array_for_ids(patch: pytest.MonkeyPatch) -> None:
    """An array that is not in an object is taken as the ids."""
    _mend_ids(patch, _is_ids, lambda value: value)


@liar("UB-DEL-04")
def finds_no_ids_in_a_bare_array_and_deletes_all(patch: pytest.MonkeyPatch) -> None:
    """A bare array has no member `ids`, so that all transactions are meant."""
    _delete_all(patch, OF_TRANSACTIONS, _is_ids)


@liar("UB-DEL-05")
def deletes_all_accounts_for_want_of_a_body(patch: pytest.MonkeyPatch) -> None:
    """A deletion of accounts without a body deletes every account that was uploaded."""
    _delete_all(patch, OF_ACCOUNTS, lambda value: value is None)


@liar("UB-DEL-05")
def deletes_all_transactions_when_none_is_named(patch: pytest.MonkeyPatch) -> None:
    """An empty `ids` does not restrict what is deleted of an account."""
    _delete_all(patch, OF_TRANSACTIONS, lambda value: value == {"ids": []})


@liar("UB-DEL-05")
def is_done_at_once_when_no_id_is_named(patch: pytest.MonkeyPatch) -> None:
    """An empty `ids` answers 204, and nothing is deleted."""

    async def wire(asked: Asked, forward: Forward) -> Answered:
        answered = await forward(asked)
        empty = BY_IDS(asked) and answered.status == 400 and _value(asked.body) == {"ids": []}
        return Answered(status=204) if empty else answered

    on_the_wire(patch, wire)


def _has_others(value: Any) -> bool:
    ids = value.get("ids") if isinstance(value, dict) else None
    return isinstance(ids, list) and not _is_ids(ids)


@liar("UB-DEL-05")
def passes_over_ids_that_are_no_texts(patch: pytest.MonkeyPatch) -> None:
    """Beside a null or a number the other ids count."""
    _mend_ids(patch, _has_others, lambda value: [it for it in value["ids"] if isinstance(it, str)])


@liar("UB-DEL-05")
def takes_numbers_for_ids(patch: pytest.MonkeyPatch) -> None:
    """An id that is sent as a number is taken as the text of it."""
    _mend_ids(patch, _has_others, lambda value: [str(it) for it in value["ids"]])


@liar("UB-UP-05")
def takes_ids_in_capital_letters(patch: pytest.MonkeyPatch) -> None:
    """The member `IDs` counts as `ids`."""
    _mend_ids(
        patch,
        lambda value: isinstance(value, dict) and "ids" not in value and _is_ids(value.get("IDs")),
        lambda value: value["IDs"],
    )


@liar("UB-DEL-08")
def counts_each_id_once_before_it_counts(patch: pytest.MonkeyPatch) -> None:
    """More than 500 ids are taken if no more than 500 of them are different."""

    def too_many(value: Any) -> bool:
        ids = value.get("ids") if isinstance(value, dict) else None
        return _is_ids(ids) and len(ids) > 500 >= len(set(ids))

    _mend_ids(patch, too_many, lambda value: list(dict.fromkeys(value["ids"])))


@liar("UB-DEL-09")
def deletes_an_account_as_often_as_asked(patch: pytest.MonkeyPatch) -> None:
    """The deletion of an account that is gone answers 204, for it is gone."""
    _repeat(patch, at("DELETE", f"{_ACCOUNTS}/[^/]+"))


@liar("UB-DEL-09")
def deletes_a_user_as_often_as_asked(patch: pytest.MonkeyPatch) -> None:
    """The deletion of a user that is gone answers 204, for it is gone."""
    _repeat(patch, at("DELETE", "/user-banking/users/[^/]+"))


def _repeat(patch: pytest.MonkeyPatch, where: Meant) -> None:
    """Says again of deletions that they are done."""
    done: set[tuple[str, str | None]] = set()

    async def wire(asked: Asked, forward: Forward) -> Answered:
        answered = await forward(asked)
        what = (asked.path, asked.header("tenantid"))
        if where(asked) and answered.status == 204:
            done.add(what)
        again = where(asked) and answered.status == 404 and what in done
        return Answered(status=204) if again else answered

    on_the_wire(patch, wire)


@liar("UB-DEL-09")
def forbids_to_delete_the_accounts_of_another_user(patch: pytest.MonkeyPatch) -> None:
    """An account that another user of the tenant has answers 403 when it is deleted singly."""
    real = deletions.delete_account

    def deviating(sandbox: Sandbox, caller: UploadCaller, path: AccountPath) -> None:
        try:
            real(sandbox, caller, path)
        except Unknown as refusal:
            owner = sandbox.store.users.get(path.user_id)
            if refusal.requirement == "UB-DEL-09" and owner and _is_elsewhere(sandbox, owner, path):
                raise Forbidden("UB-DEL-09", "forbidden", "It is another user's.") from None
            raise

    patch.setattr(deletions, "delete_account", deviating)


def _is_elsewhere(sandbox: Sandbox, owner: User, path: AccountPath) -> bool:
    tenant = sandbox.store.users.find("tenant", tenant_key(owner.client_id, owner.tenant))
    keys = (account_key(user.user_id, path.account_id) for user in tenant)
    return any(sandbox.store.upload_accounts.get(key) for key in keys)

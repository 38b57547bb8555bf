"""What belongs to a client and a tenant is neither shown to another, nor changed by it."""

import json
from dataclasses import replace
from typing import Any

import pytest

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import ensure, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import NOTHING, Exchange
from sandbank_conformance.marks import of_api, requirement, smoke
from sandbank_conformance.readings import uploads as uploads_shown
from sandbank_conformance.run import Run
from sandbank_conformance.suite.general.calls import Call, operations
from sandbank_conformance.suite.general.foreign import ensure_like_unknown, ensure_untouched
from sandbank_conformance.suite.general.ready import ready
from sandbank_conformance.suite.general.tenants import (
    EVERYBODY,
    SETTLED,
    new_tenant,
    somebody_else,
)
from sandbank_conformance.suite.general.watching import again, watch
from sandbank_conformance.uploads import Uploads

pytestmark = of_api("user_banking")

OF_USER = operations(lambda each: "{user-id}" in each.path)
NAMING_ACCOUNTS = ("changeAccounts", "deleteAccounts")
OF_ACCOUNT = operations(
    lambda each: "{account-id}" in each.path or each.operation_id in NAMING_ACCOUNTS
)
OF_TRANSACTIONS = operations(
    lambda each: (
        each.operation_id in ("changeTransactions", "changeTransactionsAlias", "deleteTransactions")
    )
)


@pytest.fixture
def other(kind: str, run: Run, draw: Draw) -> Uploader:
    """Somebody who must not reach the user of a good call."""
    return somebody_else(kind, run, draw)


def _reached(answer: Exchange) -> tuple[str, ...]:
    return ("UB-USER-01",) if answer.succeeded else ()


@requirement("GEN-05")
@pytest.mark.parametrize("kind", EVERYBODY)
@pytest.mark.parametrize("operation_id", OF_USER)
def test_a_user_of_another_is_like_an_unknown_one(
    operation_id: str, other: Uploader, run: Run, draw: Draw
) -> None:
    call = ready(run, draw, operation_id)
    look = watch(call)
    before = look()
    user, *rest = call.ids
    nobodys = [draw.alike(user) for _ in range(2)]
    foreign = replace(call, caller=other)
    unknown = [foreign.send(ids=(each, *rest)) for each in nobodys]

    answer = foreign.send()

    ensure_untouched(before, again(look), by=answer, also=("UB-USER-01",))
    ensure_like_unknown(answer, unknown, {user, *nobodys}, also=_reached(answer))


@requirement("GEN-05")
@pytest.mark.parametrize("kind", SETTLED)
@pytest.mark.parametrize("operation_id", OF_ACCOUNT)
def test_an_account_of_another_is_like_an_unknown_one_under_a_user_of_ones_own(
    operation_id: str, other: Uploader, uploads: Uploads, run: Run, draw: Draw
) -> None:
    call = ready(run, draw, operation_id)
    look, account, own = watch(call), _account(call), uploads.user(other)
    before = look()
    nobodys = [draw.alike(account) for _ in range(2)]
    unknown = [_about(call, other, own, each) for each in nobodys]

    answer = _about(call, other, own, account)

    ensure_untouched(before, again(look), by=answer)
    ensure_like_unknown(answer, unknown, {account, *nobodys})


@requirement("GEN-05")
@pytest.mark.parametrize("kind", SETTLED)
@pytest.mark.parametrize("operation_id", OF_TRANSACTIONS)
def test_transactions_of_another_are_not_changed_under_an_account_of_ones_own(
    operation_id: str, other: Uploader, uploads: Uploads, run: Run, draw: Draw
) -> None:
    call = ready(run, draw, operation_id)
    look = watch(call)
    before = look()
    own = uploads.account(draw, uploader=other)

    answer = replace(call, caller=other).send(ids=(own.user, own.account))

    ensure_untouched(before, again(look), by=answer)


@requirement("GEN-05")
@pytest.mark.parametrize("kind", SETTLED)
def test_uploading_the_same_ids_changes_nothing_for_another(
    other: Uploader, uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload, user = uploads.account(draw), uploads.user(other)
    before = uploads_shown(uploader, upload.user)
    body: dict[str, Any] = {
        **uploads.account_body(draw, transactions=2),
        "accountId": upload.account,
        "accountNumber": upload.number,
    }
    body["transactions"][0]["transactionId"] = upload.transactions[0]

    answer = other.call("uploadAccounts", user, json=body)

    ensure_untouched(before, uploads_shown(uploader, upload.user), by=answer)


@smoke
@requirement("GEN-05")
@pytest.mark.parametrize("kind", SETTLED)
def test_a_new_tenant_has_no_users(other: Uploader, uploads: Uploads, run: Run, draw: Draw) -> None:
    uploads.user()
    tenant = new_tenant(run, other, draw)

    listed = tenant.call("listUsers")

    users, total = given(listed, "/data"), listed.at("/meta/total")
    ensure(
        not users and (total is NOTHING or not total),
        expected="no user, and none counted",
        received=f"{len(users)} users, counted as {total!r}",
        exchange=listed,
        also=("UB-USER-01",) if users else (),
    )


@requirement("GEN-05")
@pytest.mark.parametrize("kind", SETTLED)
def test_a_list_of_users_holds_none_of_another(other: Uploader, uploads: Uploads) -> None:
    user = uploads.user()

    for page in range(1, 20):
        listed = other.call("listUsers", query={"page": page})
        users = given(listed, "/data")

        ensure(
            user not in [each.get("userId") for each in users],
            expected="no user of another",
            received=f"{user}, which is another's",
            exchange=listed,
            also=("UB-USER-01",),
        )
        if not users:
            break


def _account(call: Call) -> str:
    body = call.body if isinstance(call.body, dict) else {}
    named = [*call.ids[1:], *body.get("ids", ()), body.get("accountId")]
    return str(named[0])


def _about(call: Call, other: Uploader, user: str, account: str) -> Exchange:
    """The call about an account of a user, be it named in the path or in the body."""
    if len(call.ids) > 1:
        return replace(call, caller=other).send(ids=(user, account))
    content = json.dumps(call.body).replace(json.dumps(_account(call)), json.dumps(account))
    return replace(call, caller=other).send(ids=(user,), content=content.encode())

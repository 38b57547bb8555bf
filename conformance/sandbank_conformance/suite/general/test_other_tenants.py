"""What belongs to a client and a tenant is neither shown to another, nor changed by it."""

import json
from dataclasses import replace
from functools import partial

import pytest

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import NotTestable, ensure, given, told
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import NOTHING, Exchange
from sandbank_conformance.marks import of_api, requirement, smoke
from sandbank_conformance.run import Run
from sandbank_conformance.suite.general.calls import OPERATIONS, Call, operations
from sandbank_conformance.suite.general.foreign import Apart, Asked, Ids, ensure_untouched
from sandbank_conformance.suite.general.ready import ready, together
from sandbank_conformance.suite.general.tenants import (
    new_tenant,
    somebody_else,
    strangers,
)
from sandbank_conformance.suite.general.watching import again, watch
from sandbank_conformance.uploads import Uploads

pytestmark = of_api("user_banking")

OF_USER = [name for name, each in OPERATIONS.items() if "{user-id}" in each.path]
OF_ACCOUNT = [
    *("changeAccounts", "deleteAccounts"),  # in their bodies
    *(name for name, each in OPERATIONS.items() if "{account-id}" in each.path),
]
OF_TRANSACTIONS = operations(
    lambda each: (
        each.operation_id in ("changeTransactions", "changeTransactionsAlias", "deleteTransactions")
    )
)


@requirement("GEN-05")
def test_a_user_of_another_is_like_an_unknown_one(run: Run, draw: Draw) -> None:
    others = strangers(run, draw)

    def ask(call: Call) -> Asked:
        asked = Asked(call.ids[:1], draw)
        for other in others:
            asked.by(partial(_for_user, call, other))
        return asked

    users = ("UB-USER-01",)
    apart = Apart(make=partial(together, run, draw), ask=ask, changed=users, reached=users)

    apart.ensure(OF_USER)


@requirement("GEN-05")
def test_a_user_is_like_an_unknown_one_to_who_has_no_token(run: Run, draw: Draw) -> None:
    for call in together(run, draw, OF_USER):
        asked = Asked(call.ids[:1], draw)
        asked.by(partial(_without_token, call))

        asked.ensure_told_nothing()


@requirement("GEN-05")
def test_an_account_of_another_is_like_an_unknown_one_under_a_user_of_ones_own(
    uploads: Uploads, run: Run, draw: Draw
) -> None:
    other = somebody_else(run, draw)

    def ask(call: Call) -> Asked:
        asked = Asked((_account(call),), draw)
        # A user for each call: one that makes the account would let the next one find it.
        asked.by(partial(_about, call, other, uploads.user(other)))
        return asked

    apart = Apart(make=partial(together, run, draw), ask=ask)

    apart.ensure(OF_ACCOUNT)


@requirement("GEN-05")
@pytest.mark.parametrize("operation_id", OF_TRANSACTIONS)
def test_transactions_of_another_are_not_changed_under_an_account_of_ones_own(
    operation_id: str, uploads: Uploads, run: Run, draw: Draw
) -> None:
    call, other = ready(run, draw, operation_id), somebody_else(run, draw)
    look = watch(call)
    before = look()
    own = uploads.account(draw, uploader=other)

    answer = replace(call, caller=other).send(ids=(own.user, own.account))

    ensure_untouched(before, again(look), by=answer)


@smoke
@requirement("GEN-05")
def test_a_new_tenant_has_no_users(
    uploader: Uploader, uploads: Uploads, run: Run, draw: Draw
) -> None:
    uploads.user()
    tenant = new_tenant(run, uploader, draw)

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
def test_a_list_of_users_holds_none_of_another(uploads: Uploads, run: Run, draw: Draw) -> None:
    user, other = uploads.user(), somebody_else(run, draw)

    for page in range(1, 20):
        listed = other.call("listUsers", query={"page": page})
        users = given(listed, "/data")

        ensure(
            user not in listed.received.body.decode("utf-8", "replace"),
            expected="no user of another",
            received=f"{user}, which is another's",
            exchange=listed,
            also=("UB-USER-01",),
        )
        if not users:
            break


def _without_token(call: Call, ids: Ids) -> Exchange:
    """Whether it is refused at all is another matter."""
    answer = call.send(headers={"Authorization": None}, ids=(*ids, *call.ids[1:]))
    if not answer.refused:
        raise NotTestable(f"a refusal where there is no token: {told(answer)}")
    return answer


def _for_user(call: Call, other: Uploader, ids: Ids) -> Exchange:
    return replace(call, caller=other).send(ids=(*ids, *call.ids[1:]))


def _account(call: Call) -> str:
    body = call.body if isinstance(call.body, dict) else {}
    named = [*call.ids[1:], *body.get("ids", ()), body.get("accountId")]
    return str(named[0])


def _about(call: Call, other: Uploader, user: str, ids: Ids) -> Exchange:
    """The call about an account of a user, be it named in the path or in the body."""
    [account] = ids
    if len(call.ids) > 1:
        return replace(call, caller=other).send(ids=(user, account))
    content = json.dumps(call.body).replace(json.dumps(_account(call)), json.dumps(account))
    return replace(call, caller=other).send(ids=(user,), content=content.encode())

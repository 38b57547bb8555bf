"""What a user's banking data looks like after a call, held against what it looked like before."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

import pytest

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import (
    NotTestable,
    differences,
    ensure,
    ensure_unchanged,
    told,
)
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.readings import afterwards, uploads
from sandbank_conformance.target import HeldUpload
from sandbank_conformance.uploads import Upload

Look = Mapping[str, Any]  # a user's accounts by id, each with its transactions by id
ACCOUNT = (
    *("accountId", "accountNumber", "iban", "bic", "bankCode", "bankName", "balance", "currency"),
    *("name", "owner", "icon", "type", "securities", "standingOrders", "supportedPayments"),
    "bankLoginId",
)
TRANSACTION = (
    *("transactionId", "accountId", "amount", "currency", "bookingText", "purpose", "fetched"),
    *("merchantCategoryCode", "paymentPartner", "bookingDate", "valueDate"),
)

# At the place of one account there is nothing else to be shown, whatever id it has.
OF_ITSELF = {"getAccount": ('"accountId"',), "listAccountTransactions": ('"transactionId"',)}

Seen = Callable[[Uploader, Upload], Exchange]

LOOKS = [
    pytest.param(lambda caller, it: caller.call("listAccounts", it.user), id="from the list"),
    pytest.param(
        lambda caller, it: caller.call("getAccount", it.user, it.account), id="on its own"
    ),
    pytest.param(
        lambda caller, it: caller.call("listAccountTransactions", it.user, it.account),
        id="with its transactions",
    ),
    pytest.param(
        lambda caller, it: caller.call(
            "listAccountTransactions", it.user, it.account, query={"from": "2026-01-01"}
        ),
        id="with its transactions of some days",
    ),
]


def look(uploader: Uploader, user: str) -> dict[str, Any]:
    """A user's accounts by id, each with its transactions by id, in the documented members."""
    return {
        account: {
            "account": _named(value["account"], ACCOUNT),
            "transactions": {
                key: _named(each, TRANSACTION) for key, each in value["transactions"].items()
            },
        }
        for account, value in uploads(uploader, user).items()
    }


def _named(value: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """What a server keeps besides, such as the time of a change, may change with its neighbours."""
    return {each: value[each] for each in names if each in value}


def held(uploader: Uploader, upload: Upload) -> dict[str, Any]:
    """What a user has, which is at least what was uploaded."""
    return confirmed(look(uploader, upload.user), upload)


def confirmed(seen: dict[str, Any], upload: Upload) -> dict[str, Any]:
    """A reading that shows what was uploaded; where it does not, nothing can be compared."""
    shown = seen.get(upload.account, {"transactions": {}})["transactions"]
    if upload.account not in seen or not set(upload.transactions) <= set(shown):
        raise NotTestable(
            f"the account {upload.account} with {len(upload.transactions)} transactions, just "
            f"uploaded: {len(seen)} accounts are shown, and {len(shown)} of its transactions"
        )
    return seen


def after(uploader: Uploader, user: str) -> Any:
    """A user's accounts and transactions as they are now, or that they can no longer be read."""
    return afterwards(look, uploader, user)


def part(seen: Any, upload: Upload | HeldUpload, name: str) -> dict[str, Any]:
    """The `account` or the `transactions` that are seen of an upload; empty where none are."""
    if not isinstance(seen, dict) or upload.account not in seen:
        return {}
    found: dict[str, Any] = seen[upload.account][name]
    return found


def without_accounts(look: Look, gone: Iterable[str]) -> dict[str, Any]:
    """What is left when these accounts are gone, and nothing else."""
    named = set(gone)
    return {each: value for each, value in look.items() if each not in named}


def without_transactions(look: Look, account: str, gone: Iterable[str]) -> dict[str, Any]:
    """What is left when these transactions of an account are gone, and nothing else."""
    named, whole = set(gone), look[account]
    left = {key: value for key, value in whole["transactions"].items() if key not in named}
    return {**look, account: {**whole, "transactions": left}}


def ensure_gone(upload: Upload, answer: Exchange) -> None:
    """An answer holds nothing of a deleted account; a refusal may repeat what was asked for."""
    body = answer.received.body.decode("utf-8", "replace")
    asked = (upload.account, *OF_ITSELF.get(answer.operation_id, ())) if answer.succeeded else ()
    shown = [each for each in (upload.number, *upload.transactions, *asked) if each in body]
    ensure(
        not shown,
        expected=f"nothing of the account {upload.account}",
        received=f"{', '.join(shown)} in {told(answer)}",
        exchange=answer,
    )


def all_or_nothing(named: Collection[str], seen: Any) -> tuple[str, ...]:
    """What else it breaks if of several ids some are gone and some are still seen."""
    left = [each for each in named if each in seen] if isinstance(seen, dict) else []
    return ("UB-DEL-08",) if 0 < len(left) < len(named) else ()


def ensure_looks(
    wanted: Any, seen: Any, what: str, *, by: Exchange, also: Collection[str] = ()
) -> None:
    """What is seen after a call is what is wanted, said in words by `what`."""
    ensure(
        wanted == seen,
        expected=what,
        received=f"{'; '.join(_off(wanted, seen))}, after {told(by)}",
        exchange=by,
        also=also,
    )


def _off(wanted: Any, seen: Any) -> list[str]:
    told_as = {" was ": " should be ", ", is ": ", but is "}
    lines = differences(wanted, seen)
    for one, other in told_as.items():
        lines = [line.replace(one, other, 1) for line in lines]
    return lines


def ensure_untouched(before: Any, seen: Any, *, by: Exchange, also: Collection[str] = ()) -> None:
    """A call has changed nothing; if it was refused besides, that is GEN-02 as well."""
    refusal = ("GEN-02",) if by.refused else ()
    ensure_unchanged(before, seen, by=by, also=(*also, *refusal))

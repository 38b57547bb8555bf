"""Every call that reads or writes a user's banking data, for callers who must not get through."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sandbank_conformance.caller import Caller
from sandbank_conformance.callers import Uploader
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import NOTHING, Exchange
from sandbank_conformance.suite.user_banking.looks import after, look
from sandbank_conformance.uploads import Upload, Uploads


@dataclass(frozen=True, slots=True)
class Attempt:
    """One call that would do something to what was uploaded."""

    operation_id: str
    ids: tuple[str, ...]
    body: Any = NOTHING

    def by(self, caller: Caller, headers: Mapping[str, str | None] | None = None) -> Exchange:
        """The same call, whoever makes it."""
        return caller.call(self.operation_id, *self.ids, headers=headers or {}, json=self.body)


def reads(upload: Upload) -> list[Attempt]:
    """Every way to see what was uploaded."""
    user, account = upload.user, upload.account
    return [
        Attempt("getUser", (user,)),
        Attempt("listAccounts", (user,)),
        Attempt("getAccount", (user, account)),
        Attempt("listAccountTransactions", (user, account)),
    ]


def writes(upload: Upload, made: Uploads, draw: Draw) -> list[Attempt]:
    """Every way to add to, to change or to delete what was uploaded."""
    user, account, first = upload.user, upload.account, upload.transactions[0]
    over = {
        **made.account_body(draw, transactions=1),
        "accountId": account,
        "accountNumber": upload.number,
    }
    change = {"transactionId": first, "purpose": "Taken over"}
    return [
        Attempt("uploadAccounts", (user,), made.account_body(draw, transactions=1)),
        Attempt("uploadAccounts", (user,), over),
        Attempt("changeAccounts", (user,), {"accountId": account, "name": "Taken over"}),
        Attempt("uploadTransactions", (user, account), made.transaction_body(draw)),
        Attempt("changeTransactions", (user, account), change),
        Attempt("changeTransactionsAlias", (user, account), change),
        *deletions(upload),
    ]


def deletions(upload: Upload) -> list[Attempt]:
    """Every way to delete what was uploaded."""
    user, account = upload.user, upload.account
    return [
        Attempt("deleteTransactions", (user, account), {"ids": [upload.transactions[0]]}),
        Attempt("deleteAccounts", (user,), {"ids": [account]}),
        Attempt("deleteAccount", (user, account)),
    ]


def tried(
    attempts: Iterable[Attempt],
    intruder: Caller,
    headers: Mapping[str, str | None] | None = None,
    *,
    keeper: Uploader,
    user: str,
) -> Iterator[tuple[Exchange, Any, Any]]:
    """Each attempt's answer, and what the keeper of the user reads before and after it."""
    before = look(keeper, user)
    for each in attempts:
        answer = each.by(intruder, headers)
        reads_only = answer.sent.method == "GET"
        yield answer, before, before if reads_only else after(keeper, user)

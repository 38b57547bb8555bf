"""Every call that reads or writes a user's banking data, for callers who must not get through."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sandbank_conformance.caller import Caller
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import NOTHING, Exchange
from sandbank_conformance.suite.user_banking.rows import Acts
from sandbank_conformance.uploads import Upload, Uploads


@dataclass(frozen=True, slots=True)
class Attempt:
    """One call that would do something to what was uploaded."""

    operation_id: str
    ids: tuple[str, ...]
    body: Any = NOTHING
    how: str = ""

    @property
    def name(self) -> str:
        """What it is called in reports."""
        return f"{self.operation_id} {self.how}".strip()

    def by(self, caller: Caller, headers: Mapping[str, str | None] | None = None) -> Exchange:
        """The same call, whoever makes it."""
        return caller.call(self.operation_id, *self.ids, headers=headers or {}, json=self.body)


Attempts = Callable[[Upload], Sequence[Attempt]]

NOBODYS = Upload(user="nobody", account="none", number="0", transactions=("none",))


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
        Attempt("uploadAccounts", (user,), over, "over it"),
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


def telling(attempts: Sequence[Attempt]) -> list[Attempt]:
    """One of each kind: what is there for everybody, readings, uploads, changes and deletions."""
    kinds = ("createUser", "listUsers", "listAccounts", "uploadTransactions", "changeAccounts")
    deletions = ("deleteAccounts", "deleteAccount")
    return [each for each in attempts if each.operation_id in (*kinds, *deletions)]


def acts(attempts: Attempts, send: Callable[[Attempt], Exchange]) -> Acts[Upload]:
    """The attempts on any upload, each made in the same way."""
    names = [each.name for each in attempts(NOBODYS)]
    return {name: partial(_one, attempts, send, n) for n, name in enumerate(names)}


def _one(
    attempts: Attempts, send: Callable[[Attempt], Exchange], n: int, upload: Upload
) -> Exchange:
    return send(attempts(upload)[n])

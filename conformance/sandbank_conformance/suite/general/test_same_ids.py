"""Two clients or tenants use the same ids: neither changes what the other has, or learns of it."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import ensure, told
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import of_api, requirement
from sandbank_conformance.run import Run
from sandbank_conformance.suite.general.foreign import Asked, Ids, ensure_untouched
from sandbank_conformance.suite.general.tenants import users_of_their_own
from sandbank_conformance.suite.user_banking.attempts import NOBODYS, Attempt, Attempts, reads
from sandbank_conformance.suite.user_banking.rows import Acts, Row
from sandbank_conformance.uploads import Upload, Uploads

pytestmark = of_api("user_banking")


@dataclass(frozen=True, slots=True)
class Twins:
    """An account, and another one's of the same ids."""

    ours: Upload
    theirs: Upload

    @property
    def user(self) -> str:
        """Whose account must not change."""
        return self.ours.user


@requirement("GEN-05")
def test_what_another_does_with_the_same_ids_changes_nothing(
    uploader: Uploader, uploads: Uploads, run: Run, draw: Draw
) -> None:
    for other in users_of_their_own(run, draw):
        row = Row(
            keeper=uploader, make=partial(_twins, uploads, draw, other), hold=ensure_untouched
        )

        row.ensure_kept(_acts(partial(_writes, uploads, draw), other))


@requirement("GEN-05")
def test_nobody_is_answered_with_what_another_has_under_the_same_ids(
    uploads: Uploads, run: Run, draw: Draw
) -> None:
    secret = draw.word(20)

    for other in users_of_their_own(run, draw):
        twins = _twins(uploads, draw, other, secret)
        calls = [*reads(twins.theirs), *_writes(uploads, draw, twins.theirs)[:-1]]
        for each in [*calls, *reads(twins.theirs)]:
            answer = each.by(other)

            ensure(
                secret.encode() not in answer.received.body,
                expected="nothing of what another has",
                received=f"{secret}, which is another's, in {told(answer)}",
                exchange=answer,
            )


@requirement("GEN-05")
def test_an_account_is_uploaded_as_if_nobody_else_had_its_ids(
    uploads: Uploads, run: Run, draw: Draw
) -> None:
    upload = uploads.account(draw, transactions=1)
    body = uploads.account_body(draw, transactions=1)

    for other in users_of_their_own(run, draw):
        asked = Asked((upload.account, upload.number, *upload.transactions), draw)
        asked.by(partial(_upload_account, uploads, other, body))

        asked.ensure_told_nothing()


@requirement("GEN-05")
def test_a_transaction_is_uploaded_as_if_nobody_else_had_its_id(
    uploads: Uploads, run: Run, draw: Draw
) -> None:
    upload = uploads.account(draw, transactions=1)
    body = uploads.transaction_body(draw)

    for other in users_of_their_own(run, draw):
        theirs = uploads.account(draw, uploader=other)
        asked = Asked(upload.transactions, draw)
        asked.by(partial(_upload_transaction, other, theirs, body))

        asked.ensure_told_nothing()


def _upload_account(uploads: Uploads, other: Uploader, body: dict[str, Any], ids: Ids) -> Exchange:
    account, number, transaction = ids
    sent = {
        **body,
        "accountId": account,
        "accountNumber": number,
        "transactions": [{**body["transactions"][0], "transactionId": transaction}],
    }
    return other.call("uploadAccounts", uploads.user(other), json=sent)


def _upload_transaction(
    other: Uploader, theirs: Upload, body: dict[str, Any], ids: Ids
) -> Exchange:
    [transaction] = ids
    sent = {**body, "transactionId": transaction}
    return other.call("uploadTransactions", theirs.user, theirs.account, json=sent)


def _twins(uploads: Uploads, draw: Draw, other: Uploader, secret: str = "") -> Twins:
    """Both say the same, but where there is a secret, it is ours alone."""
    body = uploads.account_body(draw, transactions=3)
    ours = uploads.upload(uploads.user(), _saying(secret, body) if secret else body)
    return Twins(ours, uploads.upload(uploads.user(other), body, other))


def _saying(secret: str, body: dict[str, Any]) -> dict[str, Any]:
    """An account that has something of its own to say, and so has each of its transactions."""
    said = [{**each, "purpose": secret} for each in body["transactions"]]
    return {**body, "name": secret, "owner": secret, "transactions": said}


def _acts(writes: Attempts, other: Uploader) -> Acts[Twins]:
    def act(n: int, twins: Twins) -> Exchange:
        return writes(twins.theirs)[n].by(other)

    return {each.name: partial(act, n) for n, each in enumerate(writes(NOBODYS))}


def _writes(uploads: Uploads, draw: Draw, theirs: Upload) -> list[Attempt]:
    """Every way to write, each when there is something to be written."""
    user, account, [first, *_] = theirs.user, theirs.account, theirs.transactions
    new = uploads.transaction_body(draw, transactionId=first)
    same = {"accountId": account, "accountNumber": theirs.number, "transactions": [new]}
    again = uploads.account_body(draw) | same
    return [
        Attempt("uploadTransactions", (user, account), new),
        Attempt("changeTransactions", (user, account), {"transactionId": first, "amount": 2.5}),
        Attempt("changeAccounts", (user,), {"accountId": account, "name": "Another"}),
        Attempt("deleteTransactions", (user, account), {"ids": [first]}),
        Attempt("uploadAccounts", (user,), again, "over it"),
        Attempt("deleteAccounts", (user,), {"ids": [account]}),
        Attempt("uploadAccounts", (user,), again, "again"),
        Attempt("deleteAccount", (user, account)),
        Attempt("uploadAccounts", (user,), again, "once more"),
        Attempt("deleteUser", (user,)),
    ]

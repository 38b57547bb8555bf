"""Ways to send an amount, literally as it is written, and to read it back."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import NotTestable, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import NOTHING, Exchange
from sandbank_conformance.uploads import Upload, Uploads

PAGES = 20  # of a list of few transactions
HERE = "⟨amount⟩"
JSON = {"Content-Type": "application/json"}

AMOUNTS = (
    "-0.01",
    "0",
    "0.1",
    "0.0001",
    "-12.3456",
    "99999999999.9999",
    "-9999999999999.99",
    "-123456789012345",
)
SPELLINGS = {"1e2": "100", "1.50": "1.5", "-2.5E-1": "-0.25", "100.000000000000000000": "100"}
BEYOND = (
    "1234567890123456",
    "123456789012.3456",
    "0.12345",
    "1e400",
    '"12.50"',
)


# The answer, where it shows the amount if it does, and how to read the amount back.
Attempt = tuple[Exchange, str, Callable[[], Any]]


@dataclass(frozen=True)
class Way:
    """One place where amounts are sent, and where the same amount is shown afterwards."""

    uploader: Uploader
    uploads: Uploads
    draw: Draw
    upload: Upload

    def send(self, operation_id: str, body: Any, literal: str) -> Exchange:
        """A call with the literal in place of `HERE`."""
        ids = (self.upload.user, self.upload.account)
        names = self.uploader.client.parameters(operation_id)
        completed = self.uploader.client.completed(operation_id, body)
        content = json.dumps(completed, ensure_ascii=False).replace(f'"{HERE}"', literal)
        return self.uploader.call(operation_id, *ids[: len(names)], headers=JSON, content=content)

    def new_transaction(self, literal: str) -> Attempt:
        """A transaction uploaded to the account."""
        body = self.uploads.transaction_body(self.draw, amount=HERE)
        answer = self.send("uploadTransactions", body, literal)
        return (
            answer,
            "/0/amount",
            lambda: self._transaction(self.upload.account, body["transactionId"]),
        )

    def changed_transaction(self, literal: str) -> Attempt:
        """A transaction's amount changed."""
        transaction = self.upload.transactions[0]
        body = {"transactionId": transaction, "amount": HERE}
        answer = self.send("changeTransactions", body, literal)
        return answer, "/0/amount", lambda: self._transaction(self.upload.account, transaction)

    def transaction_changed_otherwise(self, literal: str) -> Attempt:
        """A transaction uploaded, and then changed in another member."""
        body = self.uploads.transaction_body(self.draw, amount=HERE)
        transaction = body["transactionId"]
        answer = self.send("uploadTransactions", body, literal)
        change = {"transactionId": transaction, "purpose": self.draw.word()}
        self.send("changeTransactions", change, "")
        return answer, "/0/amount", lambda: self._transaction(self.upload.account, transaction)

    def transaction_of_a_new_account(self, literal: str) -> Attempt:
        """A transaction that comes with its account."""
        body = self.uploads.account_body(self.draw, transactions=1)
        body["transactions"][0]["amount"] = HERE
        answer = self.send("uploadAccounts", body, literal)
        transaction = body["transactions"][0]["transactionId"]
        return answer, "", lambda: self._transaction(body["accountId"], transaction)

    def new_balance(self, literal: str) -> Attempt:
        """The balance of a new account."""
        body = {**self.uploads.account_body(self.draw), "balance": HERE}
        answer = self.send("uploadAccounts", body, literal)
        return answer, "/0/balance", lambda: self._balance(body["accountId"])

    def changed_balance(self, literal: str) -> Attempt:
        """The balance of an account changed."""
        body = {"accountId": self.upload.account, "balance": HERE}
        answer = self.send("changeAccounts", body, literal)
        return answer, "/0/balance", lambda: self._balance(self.upload.account)

    def _transaction(self, account: str, transaction: str) -> Any:
        for page in range(1, PAGES):
            answer = self.uploader.call(
                "listAccountTransactions", self.upload.user, account, query={"page": page}
            )
            items = self.uploader.client.items(exactly(given(answer)), "/data")
            if not isinstance(items, list) or not items:
                break
            for each in items:
                if isinstance(each, dict) and each.get("transactionId") == transaction:
                    return each.get("amount")
        raise NotTestable(f"the transaction {transaction}, which was stored but is not listed")

    def _balance(self, account: str) -> Any:
        answer = given(self.uploader.call("getAccount", self.upload.user, account))
        return exactly(answer).at("/balance")


WAYS: Mapping[str, Callable[[Way, str], Attempt]] = {
    "a new transaction": Way.new_transaction,
    "a transaction of a new account": Way.transaction_of_a_new_account,
    "a changed transaction": Way.changed_transaction,
    "a transaction changed in another member": Way.transaction_changed_otherwise,
    "a new balance": Way.new_balance,
    "a changed balance": Way.changed_balance,
}


class _Exact(Exchange):
    """An answer with its numbers as they are written, not as floating point has them."""

    @cached_property
    def json(self) -> Any:
        """The body as JSON, its numbers as decimals."""
        try:
            return json.loads(self.received.body, parse_float=Decimal)
        except ValueError:
            return NOTHING


def exactly(answer: Exchange) -> Exchange:
    """The same answer, its numbers to the last digit."""
    return _Exact(
        operation_id=answer.operation_id,
        api=answer.api,
        caller=answer.caller,
        sent=answer.sent,
        received=answer.received,
    )


def value_of(amount: Any) -> Decimal | None:
    """The value that was shown; None for what is no number. Text is judged elsewhere."""
    try:
        return Decimal(str(amount))
    except ArithmeticError:
        return None


def drawn(draw: Draw) -> list[str]:
    """Amounts of 15 digits."""
    whole = [str(draw.one("-", "") + draw.digits(15 - n)) for n in (0, 2, 4)]
    return [
        whole[0],
        f"{whole[1]}.{draw.digits(2)}",
        f"{whole[2]}.{draw.digits(4)}",
    ]

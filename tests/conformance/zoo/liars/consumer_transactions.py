"""Servers whose transactions cannot be read on from page to page."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from sandbank_server.domain.bank_accounts import BankAccountStatus
from sandbank_server.domain.refusals import Forbidden
from sandbank_server.service import transactions
from sandbank_server.service.ports import Sandbox
from sandbank_server.service.reach import AccountPath
from sandbank_server.service.table_port import Order
from sandbank_server.service.transactions import Span, TransactionPage
from zoo.animals import liar
from zoo.liars.retelling import of_accounts, retell, retold
from zoo.shown import altered

Change = Callable[[TransactionPage], TransactionPage]
READING = of_accounts("GET", "/[^/]+/transactions")


def _paged(patch: pytest.MonkeyPatch, change: Change) -> None:
    real = transactions.page

    def page(sandbox: Sandbox, caller: Any, path: AccountPath, asked: Span) -> TransactionPage:
        return change(real(sandbox, caller, path, asked))

    patch.setattr(transactions, "page", page)


def _numbered(page: TransactionPage, number: Callable[[int, int], int]) -> TransactionPage:
    """The page with other ids, made of the place on the page and the right id."""
    served = tuple(
        altered(each, transaction_id=number(at, each.transaction_id))
        for at, each in enumerate(page.transactions)
    )
    return replace(page, transactions=served)


@liar("CON-TX-01")
def begins_after_the_start_index(patch: pytest.MonkeyPatch) -> None:
    """The transaction that `startIndex` names is not served."""
    real = transactions.page

    def page(sandbox: Sandbox, caller: Any, path: AccountPath, asked: Span) -> TransactionPage:
        later = replace(asked, start_index=asked.start_index + 1) if asked != Span() else asked
        return replace(real(sandbox, caller, path, later), asked=asked)

    patch.setattr(transactions, "page", page)


@liar("CON-TX-01")
def ends_before_the_end_index(patch: pytest.MonkeyPatch) -> None:
    """The transaction that `endIndex` names is not served."""

    def before(self: Span) -> Order | None:
        return None if self.end_index is None else (self.end_index,)

    def is_empty(self: Span) -> bool:
        return self.end_index is not None and self.end_index <= self.start_index

    patch.setattr(Span, "before", property(before))
    patch.setattr(Span, "is_empty", property(is_empty))


@liar("CON-TX-01")
def overlooks_the_start_index(patch: pytest.MonkeyPatch) -> None:
    """Every reading begins with the first transaction."""
    real = transactions.page

    def page(sandbox: Sandbox, caller: Any, path: AccountPath, asked: Span) -> TransactionPage:
        served = real(sandbox, caller, path, replace(asked, start_index=1))
        return replace(served, asked=asked)

    patch.setattr(transactions, "page", page)


@liar("CON-TX-01")
def loses_a_transaction_between_two_pages(patch: pytest.MonkeyPatch) -> None:
    """`next` begins one transaction too late."""
    _paged(patch, lambda page: replace(page, next_index=page.next_index and page.next_index + 1))


@liar("CON-TX-01")
def serves_a_transaction_on_two_pages(patch: pytest.MonkeyPatch) -> None:
    """`next` begins with the last transaction of the page before it."""
    _paged(patch, lambda page: replace(page, next_index=page.next_index and page.next_index - 1))


@liar("CON-TX-01")
def turns_no_page(patch: pytest.MonkeyPatch) -> None:
    """`next` is the page itself."""
    _paged(patch, lambda page: replace(page, next_index=page.next_index and page.asked.start_index))


@liar("CON-TX-01")
def drops_the_hundredth_transaction(patch: pytest.MonkeyPatch) -> None:
    """A full page holds one transaction less, and `next` does not bring it."""
    _paged(patch, lambda page: replace(page, transactions=page.transactions[:99]))


@liar("CON-TX-01")
def serves_the_newest_transaction_first(patch: pytest.MonkeyPatch) -> None:
    """Ids fall within a page."""

    def turn(body: Any) -> Any:
        body["bankTransactionList"]["transactions"].reverse()
        return body

    retell(patch, READING, retold(turn))


@liar("CON-TX-01")
def numbers_the_transactions_of_each_page(patch: pytest.MonkeyPatch) -> None:
    """Every page counts its transactions from 1."""
    _paged(patch, lambda page: _numbered(page, lambda at, _: at + 1))


@liar("CON-TX-01")
def gives_two_transactions_one_id(patch: pytest.MonkeyPatch) -> None:
    """Every second transaction has the id of the one before it."""
    _paged(patch, lambda page: _numbered(page, lambda _, right: right - (right + 1) % 2))


@liar("CON-TX-01")
def gives_new_ids_at_every_reading(patch: pytest.MonkeyPatch) -> None:
    """The ids of one and the same transaction rise from reading to reading."""
    readings = [0]

    def renumber(page: TransactionPage) -> TransactionPage:
        readings[0] += 1
        return _numbered(page, lambda _, right: right + readings[0])

    _paged(patch, renumber)


@liar("CON-TX-01")
def compares_transaction_ids_as_texts(patch: pytest.MonkeyPatch) -> None:
    """From `startIndex` 9 on come the transactions 9 and 90 to 99, but not 10."""

    def change(page: TransactionPage) -> TransactionPage:
        start = str(page.asked.start_index)
        served = tuple(it for it in page.transactions if str(it.transaction_id) >= start)
        return replace(page, transactions=served)

    _paged(patch, change)


@liar("CON-TX-02")
def serves_nothing_until_the_user_comes_back(patch: pytest.MonkeyPatch) -> None:
    """While a bank account is `authRequired` its transactions are an empty list."""

    def hide(page: TransactionPage) -> TransactionPage:
        hidden = page.account.status is BankAccountStatus.AUTH_REQUIRED
        return TransactionPage(account=page.account, asked=page.asked, total=0) if hidden else page

    _paged(patch, hide)


@liar("CON-TX-02")
def refuses_to_serve_until_the_user_comes_back(patch: pytest.MonkeyPatch) -> None:
    """While a bank account is `authRequired` reading its transactions answers 403."""

    def refuse(page: TransactionPage) -> TransactionPage:
        if page.account.status is BankAccountStatus.AUTH_REQUIRED:
            raise Forbidden("CON-TX-02", "authorisation_required", "The user has to come back.")
        return page

    _paged(patch, refuse)


@liar("CON-TX-02")
def hides_that_the_user_has_to_come_back(patch: pytest.MonkeyPatch) -> None:
    """Beside its transactions a bank account that is `authRequired` is `active`."""

    def hide(body: Any) -> Any:
        if body["bankAccount"]["status"] == "authRequired":
            body["bankAccount"]["status"] = "active"
        return body

    retell(patch, READING, retold(hide))

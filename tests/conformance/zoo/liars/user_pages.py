"""Liars about lists of users and transactions: their pages, their order and their days."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from sandbank_server.api import user_banking_parse as parse
from sandbank_server.api.calls import Call
from sandbank_server.domain.uploads import UploadTransaction
from sandbank_server.domain.users import User
from sandbank_server.service import upload_reads, users
from sandbank_server.service.callers import UploadCaller
from sandbank_server.service.paging import Page, Wanted
from sandbank_server.service.ports import Sandbox
from sandbank_server.service.users import AccountPath
from zoo.animals import Answered, liar
from zoo.liars.retelling import at, retell

LISTS = at("GET", "/user-banking/users(/[^/]+/banking/accounts/[^/]+/transactions)?")

Read = Callable[[Wanted], Page[UploadTransaction]]  # a page of the account that was asked for
Wish = Callable[[Wanted], Wanted]


def _list_otherwise(
    patch: pytest.MonkeyPatch, listed: Callable[[Read, Wanted], Page[UploadTransaction]]
) -> None:
    """Lists transactions in another way, which may read any pages."""
    real = upload_reads.transactions

    def deviating(
        sandbox: Sandbox, caller: UploadCaller, path: AccountPath, wanted: Wanted
    ) -> Page[UploadTransaction]:
        return listed(lambda other: real(sandbox, caller, path, other), wanted)

    patch.setattr(upload_reads, "transactions", deviating)


def _want_otherwise(patch: pytest.MonkeyPatch, wish: Wish) -> None:
    """Takes one wish for a page of transactions for another."""
    real = parse.transaction_page

    def deviating(call: Call[UploadCaller]) -> Wanted:
        return wish(real(call))

    patch.setattr(parse, "transaction_page", deviating)


@liar("UB-READ-03")
def the_first_of_each_further_page_is_lost(patch: pytest.MonkeyPatch) -> None:
    """From the second page of transactions on, a page begins one too late."""

    def listed(read: Read, wanted: Wanted) -> Page[UploadTransaction]:
        page = read(wanted)
        return page if wanted.number == 1 else replace(page, values=page.values[1:])

    _list_otherwise(patch, listed)


@liar("UB-READ-03")
def the_last_of_a_page_comes_again(patch: pytest.MonkeyPatch) -> None:
    """From the second page of transactions on, a page begins with the end of the one before."""

    def listed(read: Read, wanted: Wanted) -> Page[UploadTransaction]:
        page = read(wanted)
        if wanted.number == 1 or not page.values:
            return page
        before = read(replace(wanted, number=wanted.number - 1)).values
        return replace(page, values=(*before[-1:], *page.values)[: wanted.limit])

    _list_otherwise(patch, listed)


@liar("UB-READ-03")
def every_page_is_the_first(patch: pytest.MonkeyPatch) -> None:
    """Whichever page of transactions is asked for, the first one comes, under that number."""

    def listed(read: Read, wanted: Wanted) -> Page[UploadTransaction]:
        return replace(read(replace(wanted, number=1)), number=wanted.number)

    _list_otherwise(patch, listed)


@liar("UB-READ-03")
def transactions_of_one_day_come_by_amount(patch: pytest.MonkeyPatch) -> None:
    """Transactions of one day come by amount, and not by `transactionId`."""

    def listed(read: Read, wanted: Wanted) -> Page[UploadTransaction]:
        page = read(wanted)
        turned = sorted(page.values, key=lambda it: (it.booking_date, it.amount))
        return replace(page, values=tuple(turned))

    _list_otherwise(patch, listed)


@liar("UB-READ-03")
def the_newest_transactions_come_first(patch: pytest.MonkeyPatch) -> None:
    """Each page of transactions is ordered by `bookingDate`, the last day first."""

    def listed(read: Read, wanted: Wanted) -> Page[UploadTransaction]:
        page = read(wanted)
        return replace(page, values=page.values[::-1])

    _list_otherwise(patch, listed)


@liar("UB-READ-03")
def the_last_day_is_not_included(patch: pytest.MonkeyPatch) -> None:
    """`to` is the day before which a booking must be."""
    _want_otherwise(
        patch,
        lambda it: it if it.before is None else replace(it, before=(it.before[0].rstrip("~"),)),
    )


@liar("UB-READ-03")
def the_first_day_is_not_included(patch: pytest.MonkeyPatch) -> None:
    """`from` is the day after which a booking must be."""
    _want_otherwise(
        patch, lambda it: it if it.start is None else replace(it, start=(f"{it.start[0]}~",))
    )


@liar("UB-READ-03")
def a_page_is_always_of_a_hundred(patch: pytest.MonkeyPatch) -> None:
    """`limit` is a parameter that nobody knows."""
    _want_otherwise(patch, lambda it: replace(it, limit=100))


def _retell_meta(patch: pytest.MonkeyPatch, told: Callable[[dict[str, Any]], int]) -> None:
    def retold(answered: Answered) -> Answered:
        if answered.status != 200:
            return answered
        page = json.loads(answered.body)
        page["meta"]["total"] = told(page)
        return answered.with_body(json.dumps(page).encode())

    retell(patch, LISTS, retold)


@liar("UB-READ-03")
def the_total_is_that_of_the_page(patch: pytest.MonkeyPatch) -> None:
    """`total` counts what is on the page, of users as well as of transactions."""
    _retell_meta(patch, lambda page: len(page["data"]))


@liar("UB-READ-03")
def users_at_the_edge_of_a_page_are_lost(patch: pytest.MonkeyPatch) -> None:
    """A full page of users leaves out its last one, and no other page has it."""
    real = users.users

    def deviating(sandbox: Sandbox, caller: UploadCaller, wanted: Wanted) -> Page[User]:
        page = real(sandbox, caller, wanted)
        is_full = len(page.values) == page.limit
        return replace(page, values=page.values[:-1]) if is_full else page

    patch.setattr(users, "users", deviating)


@liar("UB-READ-03")
def users_come_by_their_ids(patch: pytest.MonkeyPatch) -> None:
    """Each page of users is ordered by `userId`."""
    real = users.users

    def deviating(sandbox: Sandbox, caller: UploadCaller, wanted: Wanted) -> Page[User]:
        page = real(sandbox, caller, wanted)
        return replace(page, values=tuple(sorted(page.values, key=lambda it: it.user_id)))

    patch.setattr(users, "users", deviating)

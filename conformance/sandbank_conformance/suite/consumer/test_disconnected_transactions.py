"""The transactions of a bank account are gone once it is disconnected."""

import json
from typing import Any

import pytest

from sandbank_conformance.callers import Product, Uploader
from sandbank_conformance.conditions import NotTestable, ensure, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import NOTHING
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.owner import Owner
from sandbank_conformance.readings import afterwards, transactions, upload_transactions
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.consumer.transaction_texts import texts_of
from sandbank_conformance.uploads import Uploads

LISTED = "/bankTransactionList/transactions"
RECENT = {"limit": 50}  # calls: more than a check makes
EMPTY = ("CON-OFF-11",)  # says that the list is empty


def _paged(stock: Stock) -> str:
    """A bank account with more than a page of transactions, or else with some."""
    try:
        return stock.account(transactions=101)
    except NotTestable:
        return stock.account(transactions=1)


def _held(product: Product, account: str) -> list[int]:
    """The ids of the transactions of a bank account that is about to be disconnected."""
    held = sorted(transactions(product, account))
    if not held:
        raise NotTestable("transactions of a bank account: the one that was given has none")
    return held


@smoke
@requirement("CON-OFF-04")
def test_no_way_of_reading_brings_a_transaction_back(product: Product, stock: Stock) -> None:
    account = _paged(stock)
    ids = _held(product, account)
    first, middle, last = ids[0], ids[len(ids) // 2], ids[-1]
    given(product.call("disconnectBankAccount", account))

    starts: list[dict[str, int]] = [{}, *({"startIndex": n} for n in (0, first, middle, last))]
    ends: list[dict[str, int]] = [{}, {"endIndex": last}]
    for query in [{**start, **end} for start in starts for end in ends]:
        page = product.call("listTransactions", account, query=query)

        left = product.client.items(page, LISTED)
        ensure(
            not (page.succeeded and left is not NOTHING and left),
            expected=f"no transaction with {query or 'no query'}",
            received=f"{page.status} with transactions",
            exchange=page,
            also=EMPTY,
        )


@requirement("CON-OFF-04")
def test_a_page_that_was_to_come_next_brings_no_transaction_back(
    product: Product, stock: Stock
) -> None:
    account = _paged(stock)
    page = given(product.call("listTransactions", account))
    following = given(page, "/bankTransactionList/next")
    given(product.follow(page, following), LISTED)
    given(product.call("disconnectBankAccount", account))

    after = product.follow(page, following)

    left = product.client.items(after, LISTED)
    ensure(
        not (after.succeeded and left is not NOTHING and left),
        expected="no transaction where `next` led to",
        received=f"{after.status} with transactions",
    )


@pytest.mark.parametrize("status", ["active", "authRequired"])
@requirement("CON-OFF-04")
def test_no_transaction_is_served_or_counted_any_more_when_the_account_was(
    status: str, product: Product, stock: Stock
) -> None:
    account = stock.account(status=status, transactions=1)
    _held(product, account)
    given(product.call("disconnectBankAccount", account))

    page = given(product.call("listTransactions", account))

    left = product.client.items(page, LISTED)
    total = page.at("/bankTransactionList/total")
    ensure(left in ([], NOTHING), expected="no transaction", received=f"{left}", also=EMPTY)
    ensure(total in (0, NOTHING), expected="a total of 0", received=f"a total of {total}")


@requirement("CON-OFF-04")
def test_no_notification_holds_a_transaction_of_the_bank_account(
    product: Product, stock: Stock, owner: Owner
) -> None:
    account = stock.account(transactions=1)
    words = _words(transactions(product, account))
    given(product.call("disconnectBankAccount", account))

    told = given(owner.call("listNotifications", query={"bankAccountId": account}))

    text = told.received.body.decode("utf-8", "replace")
    left = [each for each in words if each in text]
    ensure(not left, expected="no transaction", received=f"{left}", exchange=told)


def _words(held: dict[int, Any]) -> set[str]:
    """What only transactions have: the names of their members, and their texts."""
    return texts_of(held) | {'"transactionId"', '"transactionAmount"'}


@requirement("CON-OFF-04")
def test_the_journal_holds_no_transaction_of_the_bank_account(
    product: Product, stock: Stock, owner: Owner
) -> None:
    account = _paged(stock)
    _held(product, account)
    before = _journalled(owner, account)
    given(product.call("disconnectBankAccount", account))

    after = _journalled(owner, account)

    if not before:
        raise NotTestable("a journal that holds what was answered")
    ensure(not after, expected="no transaction", received=f"{len(after)} answers with some")


def _journalled(owner: Owner, account: str) -> list[Any]:
    """What the journal holds of calls for an account that brought transactions."""
    entries = given(owner.call("listJournal", query=RECENT)).json
    bodies = [each["response"]["body"] for each in entries if account in each["path"]]
    return [each for each in bodies if "transactionId" in json.dumps(each)]


@requirement("CON-OFF-04")
def test_the_world_holds_no_transaction_of_the_bank_account(
    product: Product, stock: Stock, owner: Owner
) -> None:
    account = _paged(stock)
    _held(product, account)
    given(product.call("disconnectBankAccount", account))

    world = given(owner.call("getWorld"), "/transactions")

    left = [each for each in world if each["bankAccountId"] == account]
    ensure(not left, expected="no transaction", received=f"{len(left)} of them")


@pytest.mark.parametrize(
    "operation", ["deleteTransactions", "deleteAccount", "deleteAccounts", "deleteUser"]
)
@requirement("CON-OFF-04")
def test_the_journal_holds_no_transaction_that_was_removed_by(
    operation: str, uploader: Uploader, uploads: Uploads, draw: Draw, owner: Owner
) -> None:
    upload = uploads.account(draw)
    user, account = upload.user, upload.account
    held = upload_transactions(uploader, user, account).values()
    purposes = [str(each["purpose"]) for each in held]
    calls: dict[str, tuple[list[str], list[str]]] = {
        "deleteTransactions": ([user, account], [*upload.transactions]),
        "deleteAccount": ([user, account], []),
        "deleteAccounts": ([user], [account]),
        "deleteUser": ([user], []),
    }
    path, named = calls[operation]
    body = {"json": {"ids": named}} if named else {}
    given(uploader.call(operation, *path, **body))
    left = afterwards(upload_transactions, uploader, user, account)
    if isinstance(left, dict) and left.keys() & set(upload.transactions):
        raise NotTestable(f"a deletion after which the transactions are gone: {sorted(left)}")

    journal = given(owner.call("listJournal", query=RECENT)).received.body.decode()

    told = [each for each in purposes if each in journal]
    ensure(not told, expected="nothing of the transactions", received=f"{told}")

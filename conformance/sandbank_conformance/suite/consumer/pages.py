"""The ways in which a reader gets at the transactions of a bank account."""

from collections.abc import Iterator
from typing import Any

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import NotTestable, given
from sandbank_conformance.exchange import NOTHING, Exchange
from sandbank_conformance.readings import PAGES
from sandbank_conformance.stock import Stock

LISTED = "/bankTransactionList/transactions"


def page(product: Product, account: str, **query: int) -> Exchange:
    """One page, which has to come."""
    answer: Exchange = given(product.call("listTransactions", account, query=query))
    return answer


def ids_on(product: Product, page: Exchange) -> list[int]:
    """The ids on a page, in its order."""
    items = product.client.items(page, LISTED)
    if not isinstance(items, list) or any(type(_id(each)) is not int for each in items):
        raise NotTestable(f"a list of transactions with ids at {LISTED}")
    return [_id(each) for each in items]


def _id(item: Any) -> Any:
    return item.get("transactionId") if isinstance(item, dict) else None


def by_last_id(product: Product, account: str, **query: int) -> list[int]:
    """Every id of a span, in the order it comes, each page asked for by the last id."""
    found: list[int] = []
    for _ in range(PAGES):
        came = ids_on(product, page(product, account, **query))
        is_new = not set(came) <= set(found)
        found += came
        if not is_new or max(came) == query.get("endIndex"):
            break
        query["startIndex"] = max(came) + 1
    return found


def by_next(product: Product, account: str, **query: int) -> list[int]:
    """Every id of a span, in the order it comes, each page asked for by `next`."""
    return [each for came in pages_by_next(product, account, **query) for each in came]


def pages_by_next(product: Product, account: str, **query: int) -> Iterator[list[int]]:
    """The ids page by page, each page asked for by `next`."""
    answer = page(product, account, **query)
    followed: list[Any] = []
    for _ in range(PAGES):
        ids = ids_on(product, answer)
        yield ids
        following = answer.at("/bankTransactionList/next")
        if following is NOTHING or not following or following in followed:
            break
        followed.append(following)
        answer = given(product.follow(answer, following))
    if (
        not followed
        and ids
        and ids_on(product, page(product, account, **{**query, "startIndex": max(ids) + 1}))
    ):
        raise NotTestable("a page with `next`: the target goes on without")


def by_windows(product: Product, account: str, ids: list[int], size: int) -> list[int]:
    """Every id from the first to the last of some, asked for in spans of so many ids."""
    found: list[int] = []
    for start in range(ids[0], ids[-1] + 1, size):
        found += by_last_id(product, account, startIndex=start, endIndex=start + size - 1)
    return found


def paged(product: Product, stock: Stock) -> tuple[str, list[int]]:
    """A bank account with transactions, many where there are such, and their ids."""
    try:
        account = stock.account(transactions=101, shared=True)
    except NotTestable:
        account = stock.account(transactions=2, shared=True)
    ids = sorted(set(by_last_id(product, account)))
    if len(ids) < 2:
        raise NotTestable("transactions of a bank account: the one that was given has none")
    return account, ids


def edges(product: Product, account: str, ids: list[int]) -> list[int]:
    """The places among the ids where mistakes are made: ends of all, of a page, of digits."""
    size = len(ids_on(product, page(product, account)))
    places = {0, 1, 8, size - 1, size, len(ids) - 1}
    return sorted(each for each in places if 0 <= each < len(ids))


def told_ids(ids: list[int]) -> str:
    """Ids in few words."""
    return f"{len(ids)} ids: {ids[:3]} … {ids[-3:]}" if len(ids) > 6 else f"the ids {ids}"

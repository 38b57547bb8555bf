from collections.abc import Iterable

import pytest
from bank_feed_builders import CALLER, a_transaction, an_account, at
from bank_feed_world import BankFeeds, refused
from hypothesis import given
from hypothesis import strategies as st

from sandbank_server.domain.bank_accounts import BankAccountStatus
from sandbank_server.domain.refusals import Forbidden, Unknown
from sandbank_server.service import transactions
from sandbank_server.service.transactions import Span, TransactionPage


def page(feeds: BankFeeds, bank_account_id: str, start: int = 1, end: int | None = None):
    asked = Span(start_index=start, end_index=end)
    return transactions.page(feeds.sandbox, CALLER, at(bank_account_id), asked)


def ids(page: TransactionPage) -> list[int]:
    return [each.transaction_id for each in page.transactions]


def test_a_page_holds_a_hundred_and_tells_where_to_go_on(feeds: BankFeeds) -> None:
    first = page(feeds, "active")

    assert ids(first) == list(range(1, 101))
    assert (first.total, first.end_index) == (250, 100)
    assert (first.next_index, first.last_index) == (101, 201)


def test_the_last_page_tells_of_no_more(feeds: BankFeeds) -> None:
    last = page(feeds, "active", 201)

    assert ids(last) == list(range(201, 251))
    assert (last.total, last.next_index, last.last_index) == (50, None, None)


def test_exactly_a_hundred_are_one_page(feeds: BankFeeds) -> None:
    only = page(feeds, "active", 151)

    assert (len(ids(only)), only.next_index) == (100, None)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [(0, 2, [1, 2]), (5, 5, [5]), (249, 900, [249, 250]), (5, 4, []), (251, None, [])],
)
def test_both_ends_of_a_span_are_inclusive(
    feeds: BankFeeds, start: int, end: int | None, expected: list[int]
) -> None:
    assert ids(page(feeds, "active", start, end)) == expected


@pytest.mark.parametrize(("start", "end_index"), [(0, 0), (1, 0), (7, 6), (251, 250)])
def test_an_empty_page_ends_before_its_start(feeds: BankFeeds, start: int, end_index: int) -> None:
    empty = page(feeds, "fresh", start)

    assert (ids(empty), empty.total, empty.end_index) == ([], 0, end_index)


def test_total_counts_what_is_held_from_the_start_on_whatever_the_end(feeds: BankFeeds) -> None:
    assert page(feeds, "active", 11, 20).total == 240
    assert page(feeds, "active", 11, 5).total == 240


def test_next_and_last_stay_within_the_span(feeds: BankFeeds) -> None:
    first = page(feeds, "active", 1, 150)

    assert (first.next_index, first.last_index) == (101, 101)


def read_on(feeds: BankFeeds, bank_account_id: str) -> Iterable[int]:
    start: int | None = 1
    while start is not None:
        served = page(feeds, bank_account_id, start)
        yield from ids(served)
        start = served.next_index


@given(st.sets(st.integers(min_value=1, max_value=2000), max_size=320))
def test_reading_on_gives_everything_once_and_rising(held: set[int]) -> None:
    feeds = BankFeeds()
    feeds.store.bank_accounts.put(an_account("gaps"))
    for number in held:
        feeds.store.transactions.put(a_transaction("gaps", number))

    assert list(read_on(feeds, "gaps")) == sorted(held)


def test_transactions_are_served_while_authorisation_is_required(feeds: BankFeeds) -> None:
    served = page(feeds, "lapsed")

    assert ids(served) == [1]
    assert served.account.status is BankAccountStatus.AUTH_REQUIRED


def test_a_cancelled_account_has_an_empty_list(feeds: BankFeeds) -> None:
    assert ids(page(feeds, "gone")) == []


@pytest.mark.parametrize("bank_account_id", ["foreign", "never-was"])
def test_what_is_not_ours_has_no_list(feeds: BankFeeds, bank_account_id: str) -> None:
    with refused(feeds, Unknown, "CON-OFF-07"):
        page(feeds, bank_account_id)


def test_another_companys_path_has_no_list(feeds: BankFeeds) -> None:
    with refused(feeds, Forbidden, "CON-OFF-08"):
        transactions.page(feeds.sandbox, CALLER, at("foreign", "company-2"), Span())

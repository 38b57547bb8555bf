import pytest
from bank_feed_builders import CALLER, PROVIDER_A, PROVIDER_B, an_account, at
from bank_feed_world import BankFeeds, refused

from sandbank_server.domain.bank_accounts import BankAccountStatus
from sandbank_server.domain.refusals import Unknown
from sandbank_server.service import account_queries, offboarding


def find(feeds: BankFeeds, external_id: str) -> str:
    found = account_queries.find(feeds.sandbox, PROVIDER_A, "bank-1", external_id)
    return found.bank_account_id


@pytest.mark.parametrize("bank_account_id", ["active", "fresh", "lapsed", "gone", "foreign"])
def test_an_account_is_found_by_what_its_provider_calls_it(
    feeds: BankFeeds, bank_account_id: str
) -> None:
    assert find(feeds, f"ext-{bank_account_id}") == bank_account_id


def test_the_newest_connection_is_found_even_if_a_later_one_was_ended(feeds: BankFeeds) -> None:
    for name, status in (("1", "active"), ("2", "pending"), ("3", "cancelled")):
        account = an_account(name, external_id="same", status=BankAccountStatus(status))
        feeds.store.bank_accounts.put(account)

    assert find(feeds, "same") == "2"


def test_after_all_were_ended_the_newest_is_found(feeds: BankFeeds) -> None:
    for name in ("1", "2"):
        feeds.store.bank_accounts.put(an_account(name, external_id="same"))
        offboarding.disconnect(feeds.sandbox, CALLER, at(name))

    assert find(feeds, "same") == "2"


@pytest.mark.parametrize("external_id", ["active", "ext-active/", "ext-", "never-was"])
def test_nothing_else_is_found(feeds: BankFeeds, external_id: str) -> None:
    with refused(feeds, Unknown, "PRV-QUERY-01"):
        find(feeds, external_id)


def test_an_id_of_another_bank_is_another_id(feeds: BankFeeds) -> None:
    feeds.store.bank_accounts.put(an_account("elsewhere", bank_id="bank-2", external_id="same"))

    with refused(feeds, Unknown, "PRV-QUERY-01"):
        find(feeds, "same")


def test_another_providers_account_is_as_unknown_as_none(feeds: BankFeeds) -> None:
    refusals = []
    for external_id in ("ext-active", "never-was"):
        with refused(feeds, Unknown, "PRV-QUERY-01") as caught:
            account_queries.find(feeds.sandbox, PROVIDER_B, "bank-1", external_id)
        refusals.append(caught.value)

    foreign, unknown = refusals
    assert (foreign.code, foreign.detail) == (unknown.code, unknown.detail)
    assert foreign.truth == "GEN-05"

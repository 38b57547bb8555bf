"""What a provider told of an account is taken over when a product connects it."""

from dataclasses import replace

import pytest
from bank_feed_builders import CALLER, COMPANY, PROVIDER_A, at, granted
from bank_feed_world import BankFeeds

from sandbank_server.domain.authorisations import GrantedAccount, Report, ReportedStatus
from sandbank_server.domain.bank_accounts import BankAccount
from sandbank_server.service import authorisations, bank_accounts, linking, offboarding, sessions
from sandbank_server.service.bank_accounts import NewBankAccount

NEW = NewBankAccount(bank_id="bank-1", bank_identifier="customer-1", account_identifier="new")
BASE = "http://127.0.0.1:8080"


def create(feeds: BankFeeds, new: NewBankAccount = NEW) -> BankAccount:
    return bank_accounts.create(feeds.sandbox, CALLER, COMPANY, new)


def report(feeds: BankFeeds, session_id: str, *accounts: GrantedAccount) -> None:
    told = Report(status=ReportedStatus.SUCCESS, bank_accounts=accounts)
    authorisations.report(feeds.sandbox, PROVIDER_A, session_id, told)


def owners_session(feeds: BankFeeds, company_id: str = "company-1") -> str:
    return sessions.begin(
        feeds.sandbox,
        provider_id="provider-a",
        kind="onboarding",
        base_url=BASE,
        company_id=company_id,
    ).authorisation_id


def chosen(feeds: BankFeeds, start: str | None = "2026-01-01") -> str:
    begun = linking.link(feeds.sandbox, CALLER, COMPANY, "bank-1", base_url=BASE)
    session_id = begun.authorisation.authorisation_id
    report(feeds, session_id, granted("new"))
    sessions.choose(feeds.sandbox, session_id, "new", start)
    return session_id


def test_the_provider_knows_the_account_by_the_name_it_gave(feeds: BankFeeds) -> None:
    report(feeds, owners_session(feeds), granted("new"))

    account = create(feeds)

    assert account.external_id == "granted-customer-1-new"
    assert account.account_name == "Savings"
    told = feeds.store.notifications.find("account", account.bank_account_id)
    assert told[-1].event.additional_data.external_id == "granted-customer-1-new"


def test_the_latest_report_counts(feeds: BankFeeds) -> None:
    report(feeds, owners_session(feeds), granted("new"))
    renamed = replace(granted("new"), bank_account_external_id="ext-2", account_name="Salaries")
    report(feeds, owners_session(feeds), renamed)

    account = create(feeds)

    assert (account.external_id, account.account_name) == ("ext-2", "Salaries")


def test_the_products_own_words_win(feeds: BankFeeds) -> None:
    chosen(feeds)

    account = create(feeds, replace(NEW, account_name="", requested_start_date="2025-12-01"))

    assert (account.account_name, account.requested_start_date) == ("", "2025-12-01")


def test_the_start_date_chosen_with_the_account_is_taken_over(feeds: BankFeeds) -> None:
    session_id = chosen(feeds)

    account = create(feeds)

    assert account.requested_start_date == "2026-01-01"
    assert feeds.session(session_id).bank_account_id == account.bank_account_id


def test_a_choice_is_used_once(feeds: BankFeeds) -> None:
    chosen(feeds)
    first = create(feeds)
    offboarding.disconnect(feeds.sandbox, CALLER, at(first.bank_account_id))

    second = create(feeds)

    assert second.bank_account_id != first.bank_account_id
    assert second.requested_start_date is None
    assert second.external_id == first.external_id


def test_the_latest_choice_counts(feeds: BankFeeds) -> None:
    chosen(feeds, "2026-01-01")
    chosen(feeds, None)

    assert create(feeds).requested_start_date is None


@pytest.mark.parametrize(
    "other",
    [
        {"bank_id": "bank-2"},
        {"bank_identifier": "customer-2"},
        {"account_identifier": "other"},
    ],
)
def test_another_real_account_knows_nothing_of_it(feeds: BankFeeds, other: dict[str, str]) -> None:
    chosen(feeds)

    account = create(feeds, replace(NEW, **other))

    assert account.external_id != "granted-customer-1-new"
    assert (account.account_name, account.requested_start_date) == (None, None)


def test_another_companys_report_tells_this_one_nothing(feeds: BankFeeds) -> None:
    report(feeds, owners_session(feeds, "company-2"), granted("new"))

    assert create(feeds).external_id != "granted-customer-1-new"


def test_a_report_that_says_nothing_new_changes_no_candidate(feeds: BankFeeds) -> None:
    report(feeds, owners_session(feeds), granted("new"))
    before = list(feeds.store.bank_account_candidates.all())

    report(feeds, owners_session(feeds), granted("new"))

    assert list(feeds.store.bank_account_candidates.all()) == before

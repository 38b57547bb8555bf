from dataclasses import replace

import pytest
from bank_feed_builders import CALLER, COMPANY, an_account, at
from bank_feed_world import BankFeeds, refused

from sandbank_server.domain.bank_accounts import BankAccountStatus
from sandbank_server.domain.refusals import Conflict, Forbidden, Malformed, Unknown
from sandbank_server.service import bank_accounts, banks, consumer_tokens, organisations, reach
from sandbank_server.service.bank_accounts import NewBankAccount
from sandbank_server.service.consumer_tokens import TokenRequest
from sandbank_server.service.organisations import NewOrganisation
from sandbank_server.service.reach import AccountPath, CompanyPath
from sandbank_server.service.signatures import SignedCall, signature

NEW = NewBankAccount(
    bank_id="bank-1",
    bank_identifier="customer-1",
    account_identifier="acct-new",
    requested_start_date="2026-01-01",
)
ORGANISATION_TOKEN = replace(CALLER, company_id=None)
FOREIGN = [
    CompanyPath(company_id="company-2"),
    CompanyPath(company_id="company-3"),
    CompanyPath(company_id="never-was"),
    CompanyPath(company_id="company-1", organisation_id="org-2"),
]


def test_a_new_bank_account_is_pending_and_its_provider_is_told(feeds: BankFeeds) -> None:
    account = bank_accounts.create(feeds.sandbox, CALLER, COMPANY, NEW)

    assert feeds.account(account.bank_account_id) == account
    assert (account.status, account.last_transaction_id) == (BankAccountStatus.PENDING, 0)
    assert account.external_id not in ("", account.bank_account_id)
    [told] = feeds.store.notifications.all()
    assert (told.provider_id, told.bank_account_id) == ("provider-a", account.bank_account_id)
    assert told.event.additional_data.external_id == account.external_id
    assert told.event.additional_data.requested_start_date == "2026-01-01"
    assert (told.at, told.attempts, told.outcome) == (feeds.clock.now(), (), "pending")


def test_notifications_are_numbered_in_their_order(feeds: BankFeeds) -> None:
    for number in ("1", "2", "3"):
        new = replace(NEW, account_identifier=number)
        bank_accounts.create(feeds.sandbox, CALLER, COMPANY, new)

    sequence = [each.sequence for each in feeds.store.notifications.all()]
    assert sequence == sorted(set(sequence))


def test_an_unknown_bank_is_refused(feeds: BankFeeds) -> None:
    with refused(feeds, Malformed, "CON-ACC-01") as caught:
        bank_accounts.create(feeds.sandbox, CALLER, COMPANY, replace(NEW, bank_id="never-was"))

    assert [each.pointer for each in caught.value.violations] == ["/bankId"]


def test_an_unknown_bank_is_named_before_a_foreign_company(feeds: BankFeeds) -> None:
    with refused(feeds, Malformed, "CON-ACC-01"):
        bank_accounts.create(feeds.sandbox, CALLER, FOREIGN[0], replace(NEW, bank_id="x"))


@pytest.mark.parametrize("status", ["pending", "active", "authRequired"])
def test_a_connected_real_account_is_not_connected_twice(feeds: BankFeeds, status: str) -> None:
    real = an_account("real", account_identifier="acct-new", status=BankAccountStatus(status))
    feeds.store.bank_accounts.put(real)

    with refused(feeds, Conflict, "PRV-AUTH-13"):
        bank_accounts.create(feeds.sandbox, CALLER, COMPANY, NEW)


@pytest.mark.parametrize(
    "other",
    [
        {"status": BankAccountStatus.CANCELLED},
        {"company_id": "company-2"},
        {"bank_id": "bank-2"},
        {"bank_identifier": "customer-2"},
        {"account_identifier": "other"},
    ],
)
def test_another_real_account_or_a_cancelled_one_never_counts(
    feeds: BankFeeds, other: dict[str, object]
) -> None:
    real = an_account("real", account_identifier="acct-new")
    feeds.store.bank_accounts.put(replace(real, **other))

    created = bank_accounts.create(feeds.sandbox, CALLER, COMPANY, NEW)

    assert created.bank_account_id != "real"


def test_a_company_lists_all_its_accounts_and_no_others(feeds: BankFeeds) -> None:
    listed = bank_accounts.listed(feeds.sandbox, CALLER, COMPANY)

    ids = [account.bank_account_id for account in listed]
    assert ids == ["active", "fresh", "lapsed", "gone", "neighbour"]


@pytest.mark.parametrize("path", FOREIGN)
def test_a_token_reaches_no_other_company_existing_or_not(
    feeds: BankFeeds, path: CompanyPath
) -> None:
    with refused(feeds, Forbidden, "CON-OFF-08") as caught:
        bank_accounts.create(feeds.sandbox, CALLER, path, NEW)
    with refused(feeds, Forbidden, "CON-OFF-08"):
        bank_accounts.listed(feeds.sandbox, CALLER, path)

    assert caught.value.code == "forbidden"


def test_the_long_path_reaches_the_company_of_the_tokens_organisation(feeds: BankFeeds) -> None:
    path = AccountPath(company_id="company-1", organisation_id="org-1", bank_account_id="active")

    assert reach.bank_account(feeds.sandbox, CALLER, path) == feeds.account("active")


@pytest.mark.parametrize("path", [COMPANY, *FOREIGN])
def test_an_organisations_token_reaches_no_company(feeds: BankFeeds, path: CompanyPath) -> None:
    with refused(feeds, Forbidden, "CON-TOK-04"):
        bank_accounts.listed(feeds.sandbox, ORGANISATION_TOKEN, path)


def test_a_foreign_account_is_as_unknown_as_one_that_never_was(feeds: BankFeeds) -> None:
    told = []
    for bank_account_id in ("foreign", "never-was"):
        with refused(feeds, Unknown, "CON-OFF-07") as caught:
            reach.bank_account(feeds.sandbox, CALLER, at(bank_account_id))
        told.append(caught.value)

    foreign, unknown = told
    assert (foreign.code, foreign.detail) == (unknown.code, unknown.detail)
    assert (foreign.truth, unknown.truth) == ("GEN-05", "CON-OFF-07")


def test_banks_are_found_by_country_and_name(feeds: BankFeeds) -> None:
    def found(**by: str) -> list[str]:
        return [bank.bank_id for bank in banks.find(feeds.sandbox, **by)]

    assert found() == ["bank-1", "bank-2"]
    assert found(country="gb") == found(country="GBR") == found(name="PLAY") == ["bank-1"]
    assert found(country="DE", name="play") == []
    assert banks.get(feeds.sandbox, "bank-2").provider_id == "provider-b"


def test_an_unknown_bank_is_not_found(feeds: BankFeeds) -> None:
    with refused(feeds, Unknown, "CON-BANK-01"):
        banks.get(feeds.sandbox, "never-was")


def test_a_signed_up_organisation_gets_tokens_right_away(feeds: BankFeeds) -> None:
    new = organisations.sign_up(
        feeds.sandbox, NewOrganisation(company_name="Bakery", crm_id="crm-1")
    )

    call = SignedCall(method="GET", url="http://here/consumer/v1/accesstoken")
    request = TokenRequest(
        application_id="sandbank.eu.product",
        organisation_id=new.organisation.organisation_id,
        company_id=new.company.company_id,
        nonce="n",
        signature=signature(call, "n", new.organisation.signing_key),
        call=call,
    )
    assert isinstance(consumer_tokens.issue(feeds.sandbox, request), str)
    assert new.organisation.crm_id == "crm-1"
    assert new.company.name == "Bakery"

from datetime import timedelta
from typing import Any

import pytest
from bank_feed_builders import (
    PROVIDER_A,
    PROVIDER_B,
    a_reauthorisation,
    an_account,
    an_onboarding,
    granted,
)
from bank_feed_world import BankFeeds, refused

from sandbank_server.domain.authorisations import AuthorisationStatus, Report, ReportedStatus
from sandbank_server.domain.bank_accounts import BankAccountStatus
from sandbank_server.domain.refusals import Conflict, Malformed
from sandbank_server.service import authorisations

_S = AuthorisationStatus


def success(*accounts: Any) -> Report:
    return Report(status=ReportedStatus.SUCCESS, bank_accounts=accounts)


def failure(*accounts: Any) -> Report:
    return Report(status=ReportedStatus.FAILURE, bank_accounts=accounts)


def report(feeds: BankFeeds, authorisation_id: str, told: Report) -> None:
    authorisations.report(feeds.sandbox, PROVIDER_A, authorisation_id, told)


def test_an_onboarding_grants_every_account_once_and_connects_none(feeds: BankFeeds) -> None:
    feeds.open(an_onboarding())
    accounts = list(feeds.store.bank_accounts.all())

    report(feeds, "s-on", success(granted("1"), granted("acct-active"), granted("1")))

    session = feeds.session("s-on")
    assert session.status is _S.GRANTED
    assert session.granted == (granted("1"), granted("acct-active"))
    assert list(feeds.store.bank_accounts.all()) == accounts
    assert feeds.events() == []


def test_an_onboarding_with_success_and_no_accounts_is_refused(feeds: BankFeeds) -> None:
    feeds.open(an_onboarding())

    with refused(feeds, Malformed, "PRV-AUTH-09") as caught:
        report(feeds, "s-on", success())

    assert [each.pointer for each in caught.value.violations] == ["/data/bankAccounts"]


@pytest.mark.parametrize("accounts", [(), (granted("1"),)])
def test_a_failed_onboarding_offers_no_account(feeds: BankFeeds, accounts: Any) -> None:
    feeds.open(an_onboarding())

    report(feeds, "s-on", failure(*accounts))

    assert feeds.session("s-on").status is _S.FAILED
    assert feeds.session("s-on").granted == ()


@pytest.mark.parametrize(
    ("bank_account_id", "after"), [("lapsed", "active"), ("fresh", "pending"), ("active", "active")]
)
def test_a_reauthorisation_brings_its_account_back(
    feeds: BankFeeds, bank_account_id: str, after: str
) -> None:
    feeds.open(a_reauthorisation(bank_account_id=bank_account_id))
    neighbour = feeds.account("neighbour")

    report(feeds, "s-re", success())

    assert feeds.status_of(bank_account_id) == after
    assert feeds.account("neighbour") == neighbour
    assert feeds.session("s-re").status is _S.COMPLETED


def test_a_failed_reauthorisation_leaves_its_account_as_it_was(feeds: BankFeeds) -> None:
    feeds.open(a_reauthorisation())
    before = feeds.account("lapsed")

    report(feeds, "s-re", failure())

    assert feeds.account("lapsed") == before
    assert feeds.session("s-re").status is _S.FAILED


@pytest.mark.parametrize("told", [success(granted("1")), failure(granted("1"))])
def test_a_reauthorisation_with_accounts_is_refused(feeds: BankFeeds, told: Report) -> None:
    feeds.open(a_reauthorisation())

    with refused(feeds, Malformed, "PRV-AUTH-11") as caught:
        report(feeds, "s-re", told)

    assert [each.pointer for each in caught.value.violations] == ["/data/bankAccounts"]


def test_the_id_alone_decides_which_account_it_is_for(feeds: BankFeeds) -> None:
    feeds.store.bank_accounts.put(an_account("other", status=BankAccountStatus.AUTH_REQUIRED))
    feeds.open(a_reauthorisation("s-1", "lapsed"))
    feeds.open(a_reauthorisation("s-2", "other"))

    report(feeds, "s-2", success())

    assert feeds.status_of("lapsed") is BankAccountStatus.AUTH_REQUIRED
    assert feeds.status_of("other") is BankAccountStatus.ACTIVE
    assert feeds.session("s-1").status is _S.OPEN


def test_another_providers_session_is_as_unknown_as_none(feeds: BankFeeds) -> None:
    feeds.open(an_onboarding())
    refusals = []
    for authorisation_id in ("s-on", "never-was"):
        with refused(feeds, Conflict, "PRV-AUTH-02") as caught:
            authorisations.report(
                feeds.sandbox, PROVIDER_B, authorisation_id, success(granted("1"))
            )
        refusals.append(caught.value)

    foreign, unknown = refusals
    assert (foreign.code, foreign.detail) == (unknown.code, unknown.detail)
    assert (foreign.truth, unknown.truth) == ("PRV-AUTH-18", "PRV-AUTH-02")


@pytest.mark.parametrize("status", [_S.GRANTED, _S.COMPLETED, _S.FAILED])
def test_a_session_is_used_once(feeds: BankFeeds, status: AuthorisationStatus) -> None:
    feeds.open(an_onboarding(status=status))

    with refused(feeds, Conflict, "PRV-AUTH-17") as caught:
        report(feeds, "s-on", success(granted("1")))

    assert caught.value.code == "authorisation_used"


def test_an_identical_retry_is_refused_and_changes_nothing(feeds: BankFeeds) -> None:
    feeds.open(a_reauthorisation())
    report(feeds, "s-re", success())

    with refused(feeds, Conflict, "PRV-AUTH-17"):
        report(feeds, "s-re", success())


def test_a_session_can_be_reported_until_it_expires(feeds: BankFeeds) -> None:
    feeds.open(a_reauthorisation())
    feeds.clock.advance(timedelta(minutes=20) - timedelta(microseconds=1))

    report(feeds, "s-re", success())

    assert feeds.session("s-re").status is _S.COMPLETED


def test_an_expired_session_is_refused(feeds: BankFeeds) -> None:
    feeds.open(a_reauthorisation())
    feeds.clock.advance(timedelta(minutes=20))

    with refused(feeds, Conflict, "PRV-AUTH-17") as caught:
        report(feeds, "s-re", success())

    assert caught.value.code == "authorisation_expired"


def test_a_stored_expired_session_is_refused_whatever_the_clock_says(feeds: BankFeeds) -> None:
    feeds.open(an_onboarding(status=_S.EXPIRED))

    with refused(feeds, Conflict, "PRV-AUTH-17"):
        report(feeds, "s-on", success(granted("1")))


@pytest.mark.parametrize(
    "session",
    [
        a_reauthorisation(status=_S.REVOKED),
        a_reauthorisation(bank_account_id="gone"),
        a_reauthorisation(bank_account_id="never-was"),
    ],
)
def test_no_session_revives_a_disconnected_account(feeds: BankFeeds, session: Any) -> None:
    feeds.open(session)

    with refused(feeds, Conflict, "CON-OFF-13"):
        report(feeds, "s-re", success())


@pytest.mark.parametrize("told", [success(), success(granted("1"))])
def test_the_state_of_a_session_is_judged_before_its_kind(feeds: BankFeeds, told: Report) -> None:
    feeds.open(an_onboarding(status=_S.GRANTED))
    feeds.open(a_reauthorisation(bank_account_id="gone"))

    with refused(feeds, Conflict, "PRV-AUTH-17"):
        report(feeds, "s-on", told)
    with refused(feeds, Conflict, "CON-OFF-13"):
        report(feeds, "s-re", told)

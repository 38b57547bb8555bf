from typing import Any

import pytest
from bank_feed_builders import CALLER, a_reauthorisation, an_onboarding, granted
from bank_feed_world import BankFeeds, refused

from sandbank_server.domain.authorisations import AuthorisationStatus
from sandbank_server.domain.bank_accounts import BankAccount
from sandbank_server.domain.refusals import Conflict, Malformed
from sandbank_server.service import offboarding, sessions
from sandbank_server.service.reach import AccountPath
from sandbank_server.service.sessions import Chosen

_S = AuthorisationStatus


def a_granted(*accounts: Any) -> Any:
    return an_onboarding(status=_S.GRANTED, granted=accounts)


def connected(chosen: Chosen) -> BankAccount:
    assert chosen.account is not None
    return chosen.account


def offered(feeds: BankFeeds) -> list[tuple[str, bool]]:
    found = sessions.candidates(feeds.sandbox, "s-on")
    return [(each.account.account_identifier, each.connected) for each in found]


def test_candidates_show_which_are_connected(feeds: BankFeeds) -> None:
    feeds.open(a_granted(granted("new"), granted("acct-active"), granted("acct-gone")))

    assert offered(feeds) == [("new", False), ("acct-active", True), ("acct-gone", False)]


def test_an_open_session_offers_nothing_yet(feeds: BankFeeds) -> None:
    feeds.open(an_onboarding())

    assert offered(feeds) == []


def test_a_choice_makes_a_pending_account_and_completes_the_session(feeds: BankFeeds) -> None:
    feeds.open(a_granted(granted("new"), granted("other")))

    account = connected(sessions.choose(feeds.sandbox, "s-on", "new", "2026-01-01"))

    assert feeds.account(account.bank_account_id) == account
    assert (account.status, account.company_id, account.bank_id) == (
        "pending", "company-1", "bank-1",
    )  # fmt: skip
    assert account.external_id == "granted-customer-1-new"
    assert (account.account_name, account.branch_identifier) == ("Savings", "n/a")
    assert account.requested_start_date == "2026-01-01"
    assert feeds.events() == [("resourceCreated", "bankAccount", account.bank_account_id)]
    session = feeds.session("s-on")
    assert (session.status, session.bank_account_id) == (_S.COMPLETED, account.bank_account_id)
    assert offered(feeds) == [("new", True), ("other", False)]


def test_a_connected_account_is_not_connected_by_choice_either(feeds: BankFeeds) -> None:
    feeds.open(a_granted(granted("acct-active")))

    with refused(feeds, Conflict, "PRV-AUTH-13"):
        sessions.choose(feeds.sandbox, "s-on", "acct-active")


def test_of_two_accounts_of_one_identifier_the_bank_identifier_chooses(feeds: BankFeeds) -> None:
    feeds.open(a_granted(granted("acct-active"), granted("acct-active", "customer-2")))

    account = connected(
        sessions.choose(feeds.sandbox, "s-on", "acct-active", bank_identifier="customer-2")
    )

    assert account.bank_identifier == "customer-2"
    assert account.external_id == "granted-customer-2-acct-active"


def test_of_two_accounts_of_one_identifier_none_is_guessed(feeds: BankFeeds) -> None:
    feeds.open(a_granted(granted("new"), granted("new", "customer-2")))

    with refused(feeds, Malformed, "CTL-07") as caught:
        sessions.choose(feeds.sandbox, "s-on", "new")

    assert [each.pointer for each in caught.value.violations] == ["/bankIdentifier"]


def test_the_bank_identifier_must_be_of_the_account_that_is_chosen(feeds: BankFeeds) -> None:
    feeds.open(a_granted(granted("new"), granted("other", "customer-2")))

    with refused(feeds, Malformed, "CTL-07") as caught:
        sessions.choose(feeds.sandbox, "s-on", "new", bank_identifier="customer-2")

    assert [each.pointer for each in caught.value.violations] == ["/bankIdentifier"]


def test_a_connected_account_is_refused_though_another_has_its_identifier(
    feeds: BankFeeds,
) -> None:
    feeds.open(a_granted(granted("acct-active"), granted("acct-active", "customer-2")))

    with refused(feeds, Conflict, "PRV-AUTH-13"):
        sessions.choose(feeds.sandbox, "s-on", "acct-active", bank_identifier="customer-1")


def test_what_is_not_offered_cannot_be_chosen(feeds: BankFeeds) -> None:
    feeds.open(a_granted(granted("new")))

    with refused(feeds, Malformed, "CTL-07") as caught:
        sessions.choose(feeds.sandbox, "s-on", "other")

    assert [each.pointer for each in caught.value.violations] == ["/accountIdentifier"]


@pytest.mark.parametrize("status", [each for each in _S if each is not _S.GRANTED])
def test_only_a_granted_session_is_chosen_from(
    feeds: BankFeeds, status: AuthorisationStatus
) -> None:
    feeds.open(an_onboarding(status=status, granted=(granted("new"),)))

    with refused(feeds, Conflict, "CTL-07"):
        sessions.choose(feeds.sandbox, "s-on", "new")


def test_a_choice_is_made_once(feeds: BankFeeds) -> None:
    feeds.open(a_granted(granted("new"), granted("other")))
    sessions.choose(feeds.sandbox, "s-on", "new")

    with refused(feeds, Conflict, "CTL-07"):
        sessions.choose(feeds.sandbox, "s-on", "other")


def test_a_session_whose_bank_has_left_connects_nothing(feeds: BankFeeds) -> None:
    feeds.open(an_onboarding(status=_S.GRANTED, granted=(granted("new"),), bank_id="left"))

    with refused(feeds, Conflict, "CTL-07"):
        sessions.choose(feeds.sandbox, "s-on", "new")


def test_a_disconnected_candidate_can_be_chosen_anew(feeds: BankFeeds) -> None:
    path = AccountPath(company_id="company-1", bank_account_id="active")
    offboarding.disconnect(feeds.sandbox, CALLER, path)
    feeds.open(a_granted(granted("acct-active")))

    account = connected(sessions.choose(feeds.sandbox, "s-on", "acct-active"))

    assert account.bank_account_id != "active"
    assert feeds.status_of("active") == "cancelled"


def test_a_reauthorisation_offers_nothing(feeds: BankFeeds) -> None:
    feeds.open(a_reauthorisation("s-on", status=_S.COMPLETED))

    assert offered(feeds) == []

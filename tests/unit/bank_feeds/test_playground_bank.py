from dataclasses import replace
from datetime import timedelta

import pytest
from bank_feed_builders import a_reauthorisation, an_account, an_onboarding
from bank_feed_world import BankFeeds, refused

from sandbank_server.domain.authorisations import AuthorisationStatus as Status
from sandbank_server.domain.bank_accounts import BankAccountStatus
from sandbank_server.domain.refusals import Conflict, Malformed, Unknown
from sandbank_server.service import auto_approval, playground, playground_business
from sandbank_server.service.due import do_what_is_due
from sandbank_server.service.playground import Decision


@pytest.fixture
def played(feeds: BankFeeds) -> BankFeeds:
    """The sandbox plays the first provider."""
    provider = feeds.store.providers.get("provider-a")
    assert provider
    feeds.store.providers.put(replace(provider, played=True))
    return feeds


def settings(feeds: BankFeeds, **changes: object) -> None:
    feeds.store.change_settings(replace(feeds.store.settings, **changes))


def offered(feeds: BankFeeds, session: str = "s-on") -> list[str]:
    found = feeds.store.authorisations.get(session)
    assert found
    return [each.account_identifier for each in found.granted]


def held(feeds: BankFeeds, account: str = "fresh") -> list[tuple[str, str]]:
    found = feeds.store.transactions.find("account", account)
    return [(each.unique_id, each.date_posted[:10]) for each in found]


def test_a_user_has_what_the_company_knows_and_new_accounts(played: BankFeeds) -> None:
    played.open(an_onboarding())

    known = [each.account_identifier for each in playground.visit(played.sandbox, "s-on").accounts]

    assert {"acct-active", "acct-gone", "acct-21"} <= set(known)
    assert "acct-foreign" not in known
    assert len(known) == len(set(known))


def test_an_approval_grants_what_was_named(played: BankFeeds) -> None:
    played.open(an_onboarding())

    playground.decide(played.sandbox, "s-on", Decision.APPROVE, ["acct-21", "acct-active"])

    assert sorted(offered(played)) == ["acct-21", "acct-active"]


def test_an_approval_of_nothing_in_particular_grants_everything(played: BankFeeds) -> None:
    played.open(an_onboarding())
    visited = playground.visit(played.sandbox, "s-on")

    playground.decide(played.sandbox, "s-on", Decision.APPROVE, None)

    assert offered(played) == [each.account_identifier for each in visited.accounts]


@pytest.mark.parametrize("named", [[], ["acct-999"], ["acct-21", "acct-foreign"]])
def test_what_the_user_does_not_have_is_not_granted(played: BankFeeds, named: list[str]) -> None:
    played.open(an_onboarding())

    with refused(played, Malformed, "CTL-14"):
        playground.decide(played.sandbox, "s-on", Decision.APPROVE, named)


def test_a_refusal_fails_the_session(played: BankFeeds) -> None:
    played.open(an_onboarding())

    assert playground.decide(played.sandbox, "s-on", Decision.REFUSE, None).status is Status.FAILED


def test_a_renewal_needs_no_accounts(played: BankFeeds) -> None:
    played.open(a_reauthorisation(bank_account_id="lapsed"))

    playground.decide(played.sandbox, "s-re", Decision.APPROVE, None)

    assert played.status_of("lapsed") is BankAccountStatus.ACTIVE


def test_a_decision_counts_once(played: BankFeeds) -> None:
    played.open(an_onboarding())
    playground.decide(played.sandbox, "s-on", Decision.REFUSE, None)

    with refused(played, Conflict, "PRV-AUTH-17"):
        playground.decide(played.sandbox, "s-on", Decision.APPROVE, None)


def test_a_bank_that_is_not_played_knows_no_user(feeds: BankFeeds) -> None:
    feeds.open(an_onboarding())

    with refused(feeds, Unknown, "CNX-04"):
        playground.visit(feeds.sandbox, "s-on")


def test_transactions_on_demand_bring_a_pending_account_to_life(played: BankFeeds) -> None:
    playground_business.make(played.sandbox, "fresh", 3)
    playground_business.make(played.sandbox, "fresh", 2)

    assert [unique_id for unique_id, _ in held(played)] == [f"playground-{n}" for n in range(1, 6)]
    assert played.status_of("fresh") is BankAccountStatus.ACTIVE


def test_what_the_provider_has_used_of_its_names_is_not_used_again(played: BankFeeds) -> None:
    playground_business.make(played.sandbox, "fresh", 1)
    [made] = played.store.transactions.find("account", "fresh")
    taken = replace(made, unique_id="playground-2")
    played.store.transactions.put(taken)
    settings(played, transactions_per_day=2)

    played.clock.advance(timedelta(days=1))
    do_what_is_due(played.sandbox)

    assert [name for name, _ in held(played)] == ["playground-2", "playground-3", "playground-4"]


@pytest.mark.parametrize("account", ["nobody", "elsewhere"])
def test_only_the_playground_bank_makes_transactions(played: BankFeeds, account: str) -> None:
    played.store.bank_accounts.put(an_account("elsewhere", bank_id="bank-2"))

    with refused(played, Unknown, "CTL-14"):
        playground_business.make(played.sandbox, account, 1)


def test_a_cancelled_account_gets_no_transactions(played: BankFeeds) -> None:
    with refused(played, Conflict, "PRV-STMT-08"):
        playground_business.make(played.sandbox, "gone", 1)


def test_each_day_that_passes_brings_transactions(played: BankFeeds) -> None:
    settings(played, transactions_per_day=2)
    today = played.clock.now().date()
    do_what_is_due(played.sandbox)
    before = len(held(played))

    played.clock.advance(timedelta(days=3))
    do_what_is_due(played.sandbox)
    do_what_is_due(played.sandbox)

    days = [day for _, day in held(played)][before:]
    assert days == sorted(days)
    assert {day: days.count(day) for day in days} == {
        (today + timedelta(days=n)).isoformat(): 2 for n in (1, 2, 3)
    }


def test_days_bring_nothing_unless_the_owner_asked_for_it(played: BankFeeds) -> None:
    before = played.everything()

    played.clock.advance(timedelta(days=3))
    do_what_is_due(played.sandbox)

    assert played.everything() == before


def test_days_bring_nothing_to_accounts_that_wait_for_their_user(played: BankFeeds) -> None:
    settings(played, transactions_per_day=1)
    before = held(played, "lapsed"), held(played, "gone")

    played.clock.advance(timedelta(days=3))
    do_what_is_due(played.sandbox)

    assert (held(played, "lapsed"), held(played, "gone")) == before


def test_a_session_approved_by_itself_connects_the_first_new_account(played: BankFeeds) -> None:
    settings(played, auto_approve=True)
    session = played.open(an_onboarding())

    auto_approval.apply(played.sandbox, session)

    assert played.session("s-on").status is Status.COMPLETED


def test_a_session_waits_for_its_user_unless_the_owner_asked_otherwise(played: BankFeeds) -> None:
    session = played.open(an_onboarding())

    auto_approval.apply(played.sandbox, session)

    assert played.session("s-on").status is Status.OPEN

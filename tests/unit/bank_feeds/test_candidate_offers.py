"""Linking more accounts by the access that connected ones have."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest
from bank_feed_builders import CALLER, COMPANY, PROVIDER_A, an_account, an_onboarding, at, granted
from bank_feed_world import BankFeeds, refused

from sandbank_server.domain.authorisations import Report, ReportedStatus
from sandbank_server.domain.bank_accounts import BankAccount
from sandbank_server.domain.candidates import AvailableAccount
from sandbank_server.domain.connectors import CallbackUrls, Connector
from sandbank_server.domain.refusals import Conflict, Forbidden, Unknown
from sandbank_server.service import authorisations, available, linking, offboarding, sessions
from sandbank_server.service.available import Offer
from sandbank_server.service.connector_port import Enquiry
from sandbank_server.service.reach import CompanyPath

URL = "https://bank.example/available"


class Lists:
    """A provider that lists some accounts, and remembers who asked."""

    def __init__(self, *accounts: AvailableAccount) -> None:
        self.accounts = accounts
        self.asked: list[Enquiry] = []

    async def listed(self, enquiry: Enquiry) -> Sequence[AvailableAccount]:
        self.asked.append(enquiry)
        return self.accounts


def an_available(account_identifier: str, **of_the_account: str) -> AvailableAccount:
    plain = AvailableAccount(
        external_id=f"ext-{account_identifier}",
        account_name="Reserve",
        bank_identifier="customer-1",
        account_identifier=account_identifier,
        branch_identifier="n/a",
        account_type="savings",
    )
    return replace(plain, **of_the_account)


def report(feeds: BankFeeds, *accounts: str, **of_the_session: str) -> None:
    session = feeds.open(an_onboarding(f"s-{len(accounts)}-{accounts[0]}", **of_the_session))
    told = Report(
        status=ReportedStatus.SUCCESS, bank_accounts=tuple(granted(each) for each in accounts)
    )
    authorisations.report(feeds.sandbox, PROVIDER_A, session.authorisation_id, told)


def offers(feeds: BankFeeds, *ids: str, path: CompanyPath = COMPANY) -> list[Offer]:
    asked = available.enquiries(feeds.sandbox, CALLER, path, ids)
    told = asyncio.run(available.ask(feeds.sandbox, asked))
    return available.offers(feeds.sandbox, CALLER, path, ids, told)


def shown(found: list[Offer]) -> list[tuple[str, bool]]:
    return [(each.candidate.account.account_identifier, each.connected) for each in found]


def candidate(found: list[Offer], account_identifier: str) -> str:
    (one,) = (
        each for each in found if each.candidate.account.account_identifier == account_identifier
    )
    return one.candidate.bank_account_candidate_id


def link(feeds: BankFeeds, candidate_id: str, start: str | None = None) -> BankAccount:
    return available.link(feeds.sandbox, CALLER, COMPANY, candidate_id, start)


def with_connector(feeds: BankFeeds, lists: Lists) -> None:
    feeds.sandbox = replace(feeds.sandbox, available_accounts=lists)
    provider = feeds.store.providers.get("provider-a")
    assert provider is not None
    urls = CallbackUrls(available_accounts=URL)
    connector = Connector(urls=urls, header_name="X-Own", header_value="secret")
    feeds.store.providers.put(replace(provider, connector=connector))


def play(feeds: BankFeeds) -> None:
    provider = feeds.store.providers.get("provider-a")
    assert provider is not None
    feeds.store.providers.put(replace(provider, played=True))


def test_what_sessions_brought_is_offered_and_keeps_its_id(feeds: BankFeeds) -> None:
    report(feeds, "new", "acct-active")
    first = offers(feeds, "active")
    report(feeds, "other", "new", "third")

    second = offers(feeds, "active", "neighbour")

    assert shown(first) == [("new", False), ("acct-active", True)]
    assert shown(second) == [*shown(first), ("other", False), ("third", False)]
    assert candidate(second, "new") == candidate(first, "new")


def test_nobody_is_asked_who_has_no_address(feeds: BankFeeds) -> None:
    assert available.enquiries(feeds.sandbox, CALLER, COMPANY, ["active"]) == {}
    assert offers(feeds, "active") == []


def test_a_provider_is_asked_by_its_own_name_of_each_account(feeds: BankFeeds) -> None:
    lists = Lists(an_available("new"))
    with_connector(feeds, lists)

    found = offers(feeds, "active", "neighbour")

    assert shown(found) == [("new", False)]
    assert [each.external_id for each in lists.asked] == ["ext-active", "ext-neighbour"]
    for each in lists.asked:
        assert each.url == URL
        assert each.headers["X-Own"] == "secret"
        assert each.headers["Authorization"].startswith("Bearer ")


def test_a_provider_that_lists_nothing_takes_nothing_away(feeds: BankFeeds) -> None:
    report(feeds, "new")
    with_connector(feeds, Lists())
    play(feeds)

    assert shown(offers(feeds, "active")) == [("new", False)]


def test_the_type_that_a_list_told_outlives_a_report_without_one(feeds: BankFeeds) -> None:
    with_connector(feeds, Lists(an_available("new")))
    offers(feeds, "active")
    feeds.sandbox = replace(feeds.sandbox, available_accounts=Lists())
    report(feeds, "new")

    (found,) = offers(feeds, "active")

    assert found.candidate.account.account_type == "savings"
    assert found.candidate.account.account_name == "Savings"


def test_the_played_bank_lists_what_the_company_has_there_and_three_more(
    feeds: BankFeeds,
) -> None:
    play(feeds)
    feeds.store.bank_accounts.put(an_account("elsewhere", bank_id="bank-2"))
    feeds.store.bank_accounts.put(an_account("apart", bank_identifier="customer-2"))
    feeds.store.bank_accounts.put(an_account("again", account_identifier="acct-gone"))

    assert shown(offers(feeds, "active")) == [
        ("acct-active", True),
        ("acct-fresh", True),
        ("acct-lapsed", True),
        ("acct-gone", True),
        ("acct-neighbour", True),
        ("acct-21", False),
        ("acct-22", False),
        ("acct-23", False),
    ]
    identifiers = {each.candidate.account.bank_identifier for each in offers(feeds, "active")}
    assert identifiers == {"customer-1"}


def test_another_company_and_another_bank_have_candidates_of_their_own(feeds: BankFeeds) -> None:
    report(feeds, "new", company_id="company-2")
    report(feeds, "new", "other", bank_id="bank-2")

    assert offers(feeds, "active") == []


@pytest.mark.parametrize(
    ("ids", "kind", "rule"),
    [
        (("active", "never-was"), Unknown, "CON-OFF-07"),
        (("foreign",), Unknown, "CON-OFF-07"),
        (("gone", "active"), Conflict, "CON-OFF-11"),
        (("gone", "never-was"), Unknown, "CON-OFF-07"),
    ],
)
def test_what_is_unknown_or_disconnected_gives_no_access(
    feeds: BankFeeds, ids: tuple[str, ...], kind: type[Conflict | Unknown], rule: str
) -> None:
    with refused(feeds, kind, rule):
        offers(feeds, *ids)


def test_an_account_that_is_disconnected_meanwhile_gives_no_access(feeds: BankFeeds) -> None:
    offboarding.disconnect(feeds.sandbox, CALLER, at("active"))
    told = {"active": [an_available("new")]}

    with refused(feeds, Conflict, "CON-OFF-11"):
        available.offers(feeds.sandbox, CALLER, COMPANY, ["active"], told)


def test_an_account_whose_bank_has_left_is_asked_about_nowhere(feeds: BankFeeds) -> None:
    report(feeds, "new")
    play(feeds)
    feeds.store.banks.remove("bank-1")

    assert shown(offers(feeds, "active")) == [("new", False)]


def test_a_linked_candidate_is_pending_told_and_shown_as_connected(feeds: BankFeeds) -> None:
    with_connector(feeds, Lists(an_available("new")))
    name = candidate(offers(feeds, "active"), "new")

    account = link(feeds, name, "2026-01-01")

    assert feeds.account(account.bank_account_id) == account
    assert (account.status, account.bank_id) == ("pending", "bank-1")
    assert (account.account_name, account.account_type) == ("Reserve", "savings")
    assert (account.external_id, account.branch_identifier) == ("ext-new", "n/a")
    assert account.requested_start_date == "2026-01-01"
    (told,) = feeds.store.notifications.find("account", account.bank_account_id)
    assert told.event.additional_data.external_id == "ext-new"
    assert told.event.additional_data.requested_start_date == "2026-01-01"
    assert candidate(offers(feeds, "active"), "new") == name
    assert shown(offers(feeds, "active")) == [("new", True)]


def test_a_connected_candidate_is_not_linked_again_until_it_is_disconnected(
    feeds: BankFeeds,
) -> None:
    report(feeds, "new")
    name = candidate(offers(feeds, "active"), "new")
    first = link(feeds, name, "2026-01-01")
    with refused(feeds, Conflict, "CON-LINK-02"):
        link(feeds, name)
    offboarding.disconnect(feeds.sandbox, CALLER, at(first.bank_account_id))

    second = link(feeds, name, "2026-02-01")

    assert second.bank_account_id != first.bank_account_id
    assert second.requested_start_date == "2026-02-01"
    assert feeds.status_of(first.bank_account_id) == "cancelled"


def test_linking_uses_up_what_the_user_chose(feeds: BankFeeds) -> None:
    begun = linking.link(feeds.sandbox, CALLER, COMPANY, "bank-1", base_url="http://127.0.0.1")
    session_id = begun.authorisation.authorisation_id
    told = Report(status=ReportedStatus.SUCCESS, bank_accounts=(granted("new"),))
    authorisations.report(feeds.sandbox, PROVIDER_A, session_id, told)
    sessions.choose(feeds.sandbox, session_id, "new", "2026-01-01")

    account = link(feeds, candidate(offers(feeds, "active"), "new"))

    assert account.requested_start_date == "2026-01-01"
    assert feeds.session(session_id).bank_account_id == account.bank_account_id


def test_a_candidate_of_another_company_is_as_unknown_as_none(feeds: BankFeeds) -> None:
    report(feeds, "new", company_id="company-2")
    (theirs,) = feeds.store.bank_account_candidates.all()
    told = []
    for name in (theirs.bank_account_candidate_id, "never-was"):
        with refused(feeds, Unknown, "CON-LINK-02") as caught:
            link(feeds, name)
        told.append(caught.value)

    assert told[0].detail == told[1].detail
    assert (told[0].truth, told[1].truth) == ("GEN-05", "CON-LINK-02")


def test_a_candidate_whose_bank_has_left_is_not_linked(feeds: BankFeeds) -> None:
    report(feeds, "new")
    name = candidate(offers(feeds, "active"), "new")
    feeds.store.banks.remove("bank-1")

    with refused(feeds, Conflict, "CON-LINK-02"):
        link(feeds, name)


def test_neither_is_done_for_another_company(feeds: BankFeeds) -> None:
    foreign = CompanyPath(company_id="company-2")

    with refused(feeds, Forbidden, "CON-OFF-08"):
        offers(feeds, "active", path=foreign)
    with refused(feeds, Forbidden, "CON-OFF-08"):
        available.link(feeds.sandbox, CALLER, foreign, "never-was")

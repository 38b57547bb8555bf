"""Sessions that a product begins: where the user goes, and what the poll tells."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from bank_feed_builders import CALLER, COMPANY, PROVIDER_A, at, granted
from bank_feed_fakes import START
from bank_feed_world import BankFeeds, refused

from sandbank_server.domain.authorisations import AuthorisationStatus, Report, ReportedStatus
from sandbank_server.domain.connectors import CallbackUrls, Connector
from sandbank_server.domain.poll_routes import poll_id
from sandbank_server.domain.refusals import Conflict, Forbidden, Gone, Malformed, Unknown
from sandbank_server.service import authorisations, linking, offboarding, polling, sessions
from sandbank_server.service.linking import BegunSession
from sandbank_server.service.polling import LinkedAccount, Polled, PollPath
from sandbank_server.service.reach import CompanyPath

_S = AuthorisationStatus
BASE = "http://127.0.0.1:8080"
FAILURE = Report(status=ReportedStatus.FAILURE)
SUCCESS = Report(status=ReportedStatus.SUCCESS)


def link(feeds: BankFeeds, bank_id: str = "bank-1") -> BegunSession:
    return linking.link(feeds.sandbox, CALLER, COMPANY, bank_id, base_url=BASE)


def reauthorise(feeds: BankFeeds, bank_account_id: str = "lapsed") -> BegunSession:
    return linking.reauthorise(feeds.sandbox, CALLER, at(bank_account_id), base_url=BASE)


def put_connector(feeds: BankFeeds, urls: CallbackUrls) -> None:
    provider = feeds.store.providers.get("provider-a")
    assert provider is not None
    feeds.store.providers.put(replace(provider, connector=Connector(urls=urls)))


def report(feeds: BankFeeds, begun: BegunSession, told: Report) -> None:
    session_id = begun.authorisation.authorisation_id
    authorisations.report(feeds.sandbox, PROVIDER_A, session_id, told)


def grant(feeds: BankFeeds, begun: BegunSession, *accounts: str) -> None:
    told = replace(SUCCESS, bank_accounts=tuple(map(granted, accounts)))
    report(feeds, begun, told)


def choose(feeds: BankFeeds, begun: BegunSession, account: str) -> None:
    sessions.choose(feeds.sandbox, begun.authorisation.authorisation_id, account, "2026-01-01")


def route(feeds: BankFeeds, begun: BegunSession) -> str:
    session = feeds.session(begun.authorisation.authorisation_id)
    assert session.poll_route is not None
    return poll_id(session.authorisation_id, session.poll_route)


def poll(
    feeds: BankFeeds, name: str, caller: Any = CALLER, company_id: str = "company-1"
) -> Polled:
    path = PollPath(company_id=company_id, poll_id=name)
    return polling.poll(feeds.sandbox, caller, path)


def outcome(feeds: BankFeeds, begun: BegunSession) -> LinkedAccount | None:
    polled = poll(feeds, route(feeds, begun))
    assert not polled.under_way
    return polled.account


def test_linking_opens_a_session_and_tells_the_banks_provider(feeds: BankFeeds) -> None:
    session = link(feeds, "bank-2").authorisation

    assert feeds.session(session.authorisation_id) == session
    assert (session.status, session.kind) == (_S.OPEN, "onboarding")
    assert (session.company_id, session.provider_id) == ("company-1", "provider-b")
    assert session.expires_at == START + timedelta(minutes=20)
    [told] = feeds.store.notifications.all()
    assert (told.provider_id, told.event.resource.id) == ("provider-b", session.authorisation_id)


def test_the_user_goes_to_the_page_with_all_it_has_to_know(feeds: BankFeeds) -> None:
    begun = link(feeds)

    session, where = begun.authorisation, urlsplit(begun.redirect)
    assert f"{where.scheme}://{where.netloc}{where.path}" == f"{BASE}/_bank/auth"
    assert parse_qsl(where.query) == [
        ("bank", "bank-1"),
        ("authorisation_id", session.authorisation_id),
        ("redirect_uri", f"{BASE}/_bank/return"),
        ("state", session.state),
    ]


def test_a_reauthorisation_names_the_account_in_both_its_names(feeds: BankFeeds) -> None:
    begun = reauthorise(feeds)

    session, where = begun.authorisation, urlsplit(begun.redirect)
    assert where.path == "/_bank/authrefresh"
    assert parse_qsl(where.query) == [
        ("bankaccount", "lapsed"),
        ("authorisation_id", session.authorisation_id),
        ("redirect_uri", f"{BASE}/_bank/return"),
        ("state", session.state),
        ("externalId", "ext-lapsed"),
    ]
    assert (session.kind, session.bank_account_id) == ("reauthorisation", "lapsed")
    assert feeds.status_of("lapsed") == "authRequired"


@pytest.mark.parametrize(
    ("own", "begins"),
    [
        ("https://bank.example/auth", "https://bank.example/auth?bank"),
        ("https://bank.example/auth?a=b&c=%20", "https://bank.example/auth?a=b&c=%20&bank"),
        (None, f"{BASE}/_bank/auth"),
    ],
)
def test_a_providers_own_page_is_called_with_the_query_it_has(
    feeds: BankFeeds, own: str | None, begins: str
) -> None:
    urls = CallbackUrls(auth=own, re_auth="https://bank.example/again")
    put_connector(feeds, urls)

    linked, renewed = link(feeds).redirect, reauthorise(feeds).redirect

    assert linked.startswith(begins)
    assert parse_qs(urlsplit(linked).query)["redirect_uri"] == [f"{BASE}/_bank/return"]
    assert renewed.startswith("https://bank.example/again?bankaccount=lapsed&")


def test_linking_at_an_unknown_bank_is_refused(feeds: BankFeeds) -> None:
    with refused(feeds, Malformed, "CON-ACC-01") as caught:
        link(feeds, "never-was")

    assert [each.pointer for each in caught.value.violations] == ["/query/bankId"]


def test_neither_is_begun_for_another_company(feeds: BankFeeds) -> None:
    foreign = CompanyPath(company_id="company-2")

    with refused(feeds, Forbidden, "CON-OFF-08"):
        linking.link(feeds.sandbox, CALLER, foreign, "bank-1", base_url=BASE)
    with refused(feeds, Unknown, "CON-OFF-07"):
        reauthorise(feeds, "foreign")


def test_a_disconnected_account_is_not_authorised_anew(feeds: BankFeeds) -> None:
    with refused(feeds, Conflict, "CON-OFF-11"):
        reauthorise(feeds, "gone")


def test_an_account_whose_bank_has_left_is_not_authorised_anew(feeds: BankFeeds) -> None:
    feeds.store.banks.remove("bank-1")

    with refused(feeds, Conflict, "CON-LINK-01"):
        reauthorise(feeds)


def test_while_a_session_is_under_way_each_poll_gives_the_next_route(feeds: BankFeeds) -> None:
    begun = link(feeds)
    seen = [route(feeds, begun)]
    for _ in range(3):
        assert poll(feeds, seen[-1]).under_way
        seen.append(route(feeds, begun))

    assert len(set(seen)) == 4
    for used in seen[:-1]:
        with refused(feeds, Gone, "CON-LINK-01") as caught:
            poll(feeds, used)
        assert caught.value.code == "poll_route_used"


def test_a_granted_session_waits_for_the_choice_even_of_its_only_account(
    feeds: BankFeeds,
) -> None:
    begun = link(feeds)
    grant(feeds, begun, "new")
    feeds.clock.advance(timedelta(minutes=30))

    assert poll(feeds, route(feeds, begun)).under_way


def test_the_poll_tells_the_account_that_was_chosen_and_nothing_is_connected(
    feeds: BankFeeds,
) -> None:
    begun = link(feeds)
    grant(feeds, begun, "new", "other")
    before = list(feeds.store.bank_accounts.all())

    choose(feeds, begun, "other")

    assert list(feeds.store.bank_accounts.all()) == before
    assert outcome(feeds, begun) == LinkedAccount(
        account_name="Savings",
        account_key="granted-customer-1-other",
        account_identifier="other",
        bank_identifier="customer-1",
        branch_identifier="n/a",
        external_id="granted-customer-1-other",
    )


def test_a_choice_for_a_product_is_told_but_not_connected(feeds: BankFeeds) -> None:
    begun = link(feeds)
    grant(feeds, begun, "new")

    chosen = sessions.choose(feeds.sandbox, begun.authorisation.authorisation_id, "new")

    assert chosen.account is None
    assert chosen.candidate.account == granted("new")
    assert feeds.session(begun.authorisation.authorisation_id).status is _S.COMPLETED


def test_what_is_connected_is_not_chosen_for_a_product_either(feeds: BankFeeds) -> None:
    begun = link(feeds)
    grant(feeds, begun, "acct-active")

    with refused(feeds, Conflict, "PRV-AUTH-13"):
        choose(feeds, begun, "acct-active")


def test_who_declines_all_accounts_has_failed(feeds: BankFeeds) -> None:
    begun = link(feeds)
    session_id = begun.authorisation.authorisation_id
    with refused(feeds, Conflict, "CTL-07"):
        sessions.decline(feeds.sandbox, session_id)
    grant(feeds, begun, "new")

    assert sessions.decline(feeds.sandbox, session_id).status is _S.FAILED
    assert outcome(feeds, begun) is None


def test_a_failure_and_an_expiry_are_told_as_no_success(feeds: BankFeeds) -> None:
    failed, expired = link(feeds), link(feeds)
    report(feeds, failed, FAILURE)
    feeds.clock.advance(timedelta(minutes=20))

    assert outcome(feeds, failed) is None
    assert outcome(feeds, expired) is None


@pytest.mark.parametrize("told", [SUCCESS, FAILURE])
def test_the_poll_of_a_reauthorisation_tells_how_it_ended(feeds: BankFeeds, told: Report) -> None:
    begun = reauthorise(feeds)
    assert poll(feeds, route(feeds, begun)).under_way
    report(feeds, begun, told)

    account = outcome(feeds, begun)

    assert (account is not None) == (told is SUCCESS)
    if account:
        assert (account.account_identifier, account.external_id) == ("acct-lapsed", "ext-lapsed")


@pytest.mark.parametrize("reported", [True, False])
def test_a_disconnection_ends_the_poll_without_the_account(
    feeds: BankFeeds, reported: bool
) -> None:
    begun = reauthorise(feeds)
    if reported:
        report(feeds, begun, SUCCESS)
    offboarding.disconnect(feeds.sandbox, CALLER, at("lapsed"))

    assert outcome(feeds, begun) is None


def test_after_the_end_no_route_works(feeds: BankFeeds) -> None:
    begun = link(feeds)
    first = route(feeds, begun)
    poll(feeds, first)
    report(feeds, begun, FAILURE)
    last = route(feeds, begun)
    poll(feeds, last)

    for each in (first, last):
        with refused(feeds, Gone, "CON-LINK-01"):
            poll(feeds, each)


def test_a_route_lives_an_hour_to_the_very_instant(feeds: BankFeeds) -> None:
    begun, late = link(feeds), link(feeds)
    feeds.clock.advance(timedelta(hours=1) - timedelta(microseconds=1))
    assert outcome(feeds, begun) is None
    feeds.clock.advance(timedelta(microseconds=1))

    with refused(feeds, Gone, "CON-LINK-01") as caught:
        poll(feeds, route(feeds, late))
    assert caught.value.code == "poll_route_expired"


def test_each_route_lives_its_own_hour(feeds: BankFeeds) -> None:
    begun = link(feeds)
    grant(feeds, begun, "new")
    for _ in range(3):
        feeds.clock.advance(timedelta(minutes=45))
        assert poll(feeds, route(feeds, begun)).under_way


@pytest.mark.parametrize(
    "made_up", ["{}.2", "{}.0", "{}.01", "{}", "{}.", "{}.x", "{}.1.1", "never-was.1", "", ".1"]
)
def test_a_made_up_route_is_unknown(feeds: BankFeeds, made_up: str) -> None:
    session_id = link(feeds).authorisation.authorisation_id

    with refused(feeds, Unknown, "CON-LINK-01"):
        poll(feeds, made_up.format(session_id))


def test_a_session_of_the_owner_has_no_route(feeds: BankFeeds) -> None:
    session = sessions.begin(
        feeds.sandbox, provider_id="provider-a", kind="onboarding", base_url=BASE
    )

    with refused(feeds, Unknown, "CON-LINK-01"):
        poll(feeds, f"{session.authorisation_id}.1")


@pytest.mark.parametrize(
    "other",
    [
        {"company_id": "company-3"},
        {"company_id": "company-2", "organisation_id": "org-2"},
        {"application_id": "sandbank.eu.other"},
    ],
)
@pytest.mark.parametrize("used", [True, False])
def test_a_route_of_somebody_else_is_as_unknown_as_none(
    feeds: BankFeeds, other: dict[str, str], used: bool
) -> None:
    begun = link(feeds)
    name, told = route(feeds, begun), []
    if used:
        poll(feeds, name)
    stranger = replace(CALLER, **other)

    for each in (name, "never-was.1"):
        with refused(feeds, Unknown, "CON-LINK-01") as caught:
            poll(feeds, each, stranger, stranger.company_id or "")
        told.append((caught.value.code, caught.value.detail))
        assert caught.value.truth == ("GEN-05" if each is name else "CON-LINK-01")
    assert told[0] == told[1]


def test_a_route_is_asked_for_under_its_company_only(feeds: BankFeeds) -> None:
    begun = link(feeds)

    with refused(feeds, Forbidden, "CON-OFF-08"):
        poll(feeds, route(feeds, begun), company_id="company-3")


def test_a_completed_session_that_nobody_chose_in_tells_no_account(feeds: BankFeeds) -> None:
    begun = link(feeds)
    feeds.open(replace(begun.authorisation, status=_S.COMPLETED))

    assert outcome(feeds, begun) is None

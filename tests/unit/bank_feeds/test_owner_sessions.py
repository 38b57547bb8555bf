from datetime import timedelta
from typing import Any

import pytest
from bank_feed_fakes import START
from bank_feed_world import BankFeeds, refused

from sandbank_server.domain.authorisations import AuthorisationStatus
from sandbank_server.domain.organisations import Provider
from sandbank_server.domain.refusals import Conflict, Malformed, Unknown
from sandbank_server.service import sessions

_S = AuthorisationStatus
BASE = "http://127.0.0.1:8080"


def begin(feeds: BankFeeds, kind: str = "onboarding", **told: Any) -> Any:
    told.setdefault("provider_id", "provider-a")
    return sessions.begin(feeds.sandbox, kind=kind, base_url=BASE, **told)


def test_an_onboarding_is_open_for_twenty_minutes(feeds: BankFeeds) -> None:
    session = begin(feeds)

    assert feeds.session(session.authorisation_id) == session
    assert (session.status, session.kind) == (_S.OPEN, "onboarding")
    assert session.expires_at == START + timedelta(minutes=20)
    assert (session.company_id, session.bank_id) == ("company-1", "bank-1")
    assert session.redirect_uri == "http://127.0.0.1:8080/_bank/return"
    assert session.state not in ("", session.authorisation_id)


def test_its_provider_is_told_before_the_user_comes(feeds: BankFeeds) -> None:
    session = begin(feeds, provider_id="provider-b", company_id="company-2")

    [told] = feeds.store.notifications.all()
    assert (told.provider_id, told.bank_account_id) == ("provider-b", None)
    assert feeds.events() == [("resourceCreated", "authorisation", session.authorisation_id)]
    assert told.event.additional_data.bank_id == session.bank_id == "bank-2"
    assert session.company_id == "company-2"


@pytest.mark.parametrize("company_id", [None, "company-1"])
def test_a_reauthorisation_is_of_one_account_and_its_company(
    feeds: BankFeeds, company_id: str | None
) -> None:
    session = begin(feeds, "reauthorisation", bank_account_id="lapsed", company_id=company_id)

    assert (session.company_id, session.bank_account_id) == ("company-1", "lapsed")
    assert feeds.status_of("lapsed") == "authRequired"
    [told] = feeds.store.notifications.find("account", "lapsed")
    assert told.event.resource.id == session.authorisation_id


@pytest.mark.parametrize(
    ("pointer", "told"),
    [
        ("/providerId", {"provider_id": "never-was"}),
        ("/providerId", {"provider_id": "bankless"}),
        ("/companyId", {"company_id": "never-was"}),
        ("/bankAccountId", {"bank_account_id": "lapsed"}),
        ("/bankAccountId", {"kind": "reauthorisation"}),
        ("/bankAccountId", {"kind": "reauthorisation", "bank_account_id": "never-was"}),
        (
            "/bankAccountId",
            {"kind": "reauthorisation", "bank_account_id": "lapsed", "provider_id": "provider-b"},
        ),
        (
            "/companyId",
            {"kind": "reauthorisation", "bank_account_id": "lapsed", "company_id": "company-2"},
        ),
    ],
)
def test_an_id_that_cannot_be_is_named(
    feeds: BankFeeds, pointer: str, told: dict[str, str]
) -> None:
    bankless = Provider(provider_id="bankless", client_id="c", client_secret="s", api_key="k")
    feeds.store.providers.put(bankless)

    with refused(feeds, Malformed, "CTL-06") as caught:
        begin(feeds, **told)

    assert [each.pointer for each in caught.value.violations] == [pointer]


@pytest.mark.parametrize(
    ("kind", "bank_account_id"), [("onboarding", "lapsed"), ("reauthorisation", "never-was")]
)
def test_every_id_that_cannot_be_is_named_at_once(
    feeds: BankFeeds, kind: str, bank_account_id: str
) -> None:
    ids = {"provider_id": "never-was", "company_id": "never-was"}

    with refused(feeds, Malformed, "CTL-06") as caught:
        begin(feeds, kind, bank_account_id=bank_account_id, **ids)

    pointers = {each.pointer for each in caught.value.violations}
    assert pointers == {"/providerId", "/companyId", "/bankAccountId"}


def test_of_an_unknown_provider_a_bank_account_that_is_there_is_not_blamed(
    feeds: BankFeeds,
) -> None:
    with refused(feeds, Malformed, "CTL-06") as caught:
        begin(feeds, "reauthorisation", provider_id="never-was", bank_account_id="lapsed")

    assert [each.pointer for each in caught.value.violations] == ["/providerId"]


def test_a_world_without_companies_has_nobody_to_onboard(feeds: BankFeeds) -> None:
    for company in list(feeds.store.companies.all()):
        feeds.store.companies.remove(company.company_id)

    with refused(feeds, Malformed, "CTL-06") as caught:
        begin(feeds)

    assert [each.pointer for each in caught.value.violations] == ["/companyId"]


def test_a_disconnected_account_is_not_reauthorised(feeds: BankFeeds) -> None:
    with refused(feeds, Conflict, "CON-OFF-11"):
        begin(feeds, "reauthorisation", bank_account_id="gone")


def test_the_status_of_an_open_session_follows_the_clock(feeds: BankFeeds) -> None:
    session = begin(feeds)
    before = sessions.current(feeds.sandbox, session.authorisation_id).status
    feeds.clock.advance(timedelta(minutes=20))

    after = sessions.current(feeds.sandbox, session.authorisation_id).status

    assert (before, after) == (_S.OPEN, _S.EXPIRED)


def test_an_unknown_session_has_no_status_and_offers_nothing(feeds: BankFeeds) -> None:
    with refused(feeds, Unknown, "CTL-06"):
        sessions.current(feeds.sandbox, "never-was")
    with refused(feeds, Unknown, "CTL-06"):
        sessions.candidates(feeds.sandbox, "never-was")
    with refused(feeds, Unknown, "CTL-06"):
        sessions.choose(feeds.sandbox, "never-was", "acct-1")

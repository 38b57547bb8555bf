import json
from dataclasses import replace

import pytest
from bank_feed_builders import PRODUCT
from bank_feed_world import BankFeeds, refused

from sandbank_server.domain.refusals import Malformed, Refusal, Unauthorised
from sandbank_server.service import consumer_tokens, provider_tokens
from sandbank_server.service.consumer_tokens import TokenRequest
from sandbank_server.service.provider_tokens import ProviderCredentials
from sandbank_server.service.records import SandboxSettings
from sandbank_server.service.signatures import SignedCall, signature

CALLED = SignedCall(method="GET", url="http://127.0.0.1:8080/consumer/v1/accesstoken")
REQUEST = TokenRequest(
    application_id=PRODUCT,
    organisation_id="org-1",
    nonce="nonce-1",
    company_id="company-1",
    call=CALLED,
)
RIGHT = ProviderCredentials(
    client_id="provider-a", client_secret="secret-a", audience="sandbank/provider"
)


def signed(nonce: str = "nonce-1", key: str = "signing-key-1") -> TokenRequest:
    return replace(REQUEST, nonce=nonce, signature=signature(CALLED, nonce, key))


def issued(feeds: BankFeeds, request: TokenRequest) -> list[object]:
    token = consumer_tokens.issue(feeds.sandbox, request)
    assert isinstance(token, str), token
    return json.loads(token)


def refusal(feeds: BankFeeds, request: TokenRequest) -> Refusal:
    refused = consumer_tokens.issue(feeds.sandbox, request)
    assert isinstance(refused, Refusal)
    return refused


def nonces(feeds: BankFeeds) -> list[str]:
    return [each.nonce for each in feeds.store.nonces.all()]


def test_right_credentials_get_a_providers_token_of_eight_hours(feeds: BankFeeds) -> None:
    token = json.loads(provider_tokens.issue(feeds.sandbox, RIGHT))

    assert token == ["sandbank/provider", {"provider_id": "provider-a"}, 28_800]


def test_whatever_is_wrong_with_the_credentials_the_answer_is_the_same(feeds: BankFeeds) -> None:
    wrong = [
        replace(RIGHT, client_id="provider-z"),
        replace(RIGHT, client_secret="secret-b"),
        replace(RIGHT, client_secret="sécret\ud800"),
        replace(RIGHT, client_id="provider-z", client_secret=""),
        replace(RIGHT, audience="sandbank/consumer"),
    ]
    told = set()
    for credentials in wrong:
        with refused(feeds, Unauthorised, "PRV-TOK-01") as caught:
            provider_tokens.issue(feeds.sandbox, credentials)
        told.add((caught.value.code, caught.value.detail, caught.value.truth))

    assert len(told) == 1
    assert told.pop()[0] == "invalid_client"


def test_a_companys_token_names_organisation_company_and_product(feeds: BankFeeds) -> None:
    audience, claims, lifetime = issued(feeds, REQUEST)

    assert audience == "sandbank/consumer"
    assert claims == {
        "organisationId": "org-1", "companyId": "company-1", "sourceProduct": PRODUCT,
    }  # fmt: skip
    assert lifetime == 1200


def test_an_organisations_token_names_no_company(feeds: BankFeeds) -> None:
    _, claims, _ = issued(feeds, replace(REQUEST, company_id=None))

    assert claims == {"organisationId": "org-1", "sourceProduct": PRODUCT}


@pytest.mark.parametrize(
    "wrong",
    [
        {"application_id": "nobody"},
        {"organisation_id": "nobody"},
        {"company_id": "nobody"},
        {"company_id": "company-2"},
        {"organisation_id": "org-2"},
    ],
)
def test_those_who_do_not_belong_together_get_the_same_refusal(
    feeds: BankFeeds, wrong: dict[str, str]
) -> None:
    told = refusal(feeds, replace(signed(), **wrong))

    assert isinstance(told, Unauthorised)
    assert (told.requirement, told.code) == ("CON-TOK-01", "unauthorized")
    assert told.detail == refusal(feeds, replace(REQUEST, organisation_id="x")).detail


def test_a_nonce_works_once_for_each_application(feeds: BankFeeds) -> None:
    issued(feeds, REQUEST)

    again = refusal(feeds, replace(REQUEST, organisation_id="org-1", company_id="company-3"))
    issued(feeds, replace(REQUEST, application_id="sandbank.eu.other"))

    assert isinstance(again, Unauthorised)
    assert again.requirement == "CON-TOK-02"


@pytest.mark.parametrize(
    "first",
    [
        replace(REQUEST, signature="wrong"),
        replace(REQUEST, organisation_id="nobody"),
        replace(REQUEST, organisation_id=""),
    ],
)
def test_a_refused_call_uses_its_nonce_up(feeds: BankFeeds, first: TokenRequest) -> None:
    refusal(feeds, first)

    assert refusal(feeds, REQUEST).requirement == "CON-TOK-02"


def test_nothing_is_kept_of_strangers_and_no_empty_nonce(feeds: BankFeeds) -> None:
    refusal(feeds, replace(REQUEST, application_id="nobody"))
    refusal(feeds, replace(REQUEST, nonce=""))

    assert nonces(feeds) == []


def test_a_right_signature_gets_a_token(feeds: BankFeeds) -> None:
    issued(feeds, signed())

    assert nonces(feeds) == ["nonce-1"]


@pytest.mark.parametrize(
    "wrong",
    [
        signed(key="signing-key-2"),
        replace(signed(), nonce="nonce-2"),
        replace(signed(), signature="nonsense é"),
        replace(signed(), call=replace(CALLED, method="POST")),
        replace(signed(), call=replace(CALLED, parameters=(("a", "b"),))),
    ],
)
def test_a_wrong_signature_gets_no_token(feeds: BankFeeds, wrong: TokenRequest) -> None:
    told = refusal(feeds, wrong)

    assert isinstance(told, Unauthorised)
    assert told.requirement == "CON-TOK-03"


def test_an_unsigned_call_is_refused_only_where_the_owner_demands_it(feeds: BankFeeds) -> None:
    issued(feeds, REQUEST)
    feeds.store.change_settings(SandboxSettings(demand_signature=True))

    told = refusal(feeds, replace(REQUEST, nonce="nonce-2"))
    issued(feeds, signed("nonce-3"))

    assert isinstance(told, Malformed)
    assert "X-Signature" in told.detail


def test_every_missing_header_is_named_at_once(feeds: BankFeeds) -> None:
    told = refusal(
        feeds,
        TokenRequest(
            application_id="",
            organisation_id="",
            nonce="",
            company_id="",
            signature="",
            call=CALLED,
        ),
    )

    assert isinstance(told, Malformed)
    assert told.requirement == "CON-TOK-04"
    for name in ("X-Application", "X-Organisation-Id", "X-Company-Id", "X-Nonce", "X-Signature"):
        assert name in told.detail

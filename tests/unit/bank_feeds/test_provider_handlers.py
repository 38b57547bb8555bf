import json
from typing import Any

import pytest
from bank_feed_builders import PROVIDER_A, a_reauthorisation, an_onboarding, granted
from bank_feed_world import BankFeeds, refused

from sandbank_server.domain.refusals import Conflict, Malformed, Unauthorised
from sandbank_server.service.callers import Anyone

CREDENTIALS = {
    "grant_type": "client_credentials",
    "client_id": "provider-a",
    "client_secret": "secret-a",
    "audience": "sandbank/provider",
}
ACCOUNT = {
    "bankAccountExternalId": "granted-customer-1-1",
    "accountName": "Savings",
    "bankIdentifier": "customer-1",
    "branchIdentifier": "n/a",
    "accountIdentifier": "1",
}


def token(feeds: BankFeeds, body: Any) -> Any:
    return feeds.call(feeds.provider_api.issue_provider_token, caller=Anyone(), body=body)


def report(feeds: BankFeeds, authorisation_id: str, **data: Any) -> Any:
    return feeds.call(
        feeds.provider_api.report_authorisation,
        caller=PROVIDER_A,
        path={"authorisationId": authorisation_id},
        body={"data": data},
    )


def report_by_query(feeds: BankFeeds, *ids: str) -> Any:
    return feeds.call(
        feeds.provider_api.report_authorisation_by_query,
        caller=PROVIDER_A,
        query={"authorisationId": ids} if ids else {},
        body={"data": {"status": "success"}},
    )


def test_a_token_is_answered_as_rfc_6749_has_it(feeds: BankFeeds) -> None:
    answer = token(feeds, CREDENTIALS)

    assert answer.status == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.body["token_type"] == "Bearer"
    assert answer.body["expires_in"] == 28_800
    assert json.loads(answer.body["access_token"])[1] == {"provider_id": "provider-a"}


@pytest.mark.parametrize("name", CREDENTIALS)
@pytest.mark.parametrize("wrong", [None, "", "  ", 7, ["x"], True])
def test_an_incomplete_request_for_a_token_is_invalid(
    feeds: BankFeeds, name: str, wrong: Any
) -> None:
    with refused(feeds, Malformed, "PRV-TOK-01") as caught:
        token(feeds, {**CREDENTIALS, name: wrong})

    assert caught.value.code == "invalid_request"
    assert [each.pointer for each in caught.value.violations] == [f"/{name}"]


@pytest.mark.parametrize("body", [{}, [], "text", None, 7])
def test_a_request_without_anything_names_everything(feeds: BankFeeds, body: Any) -> None:
    with refused(feeds, Malformed, "PRV-TOK-01") as caught:
        token(feeds, body)

    assert len(caught.value.violations) == 4
    assert {each.message for each in caught.value.violations} == {"is missing"}


@pytest.mark.parametrize("rest", [CREDENTIALS, {}])
def test_another_grant_type_is_not_supported(feeds: BankFeeds, rest: dict[str, str]) -> None:
    with refused(feeds, Malformed, "PRV-TOK-01") as caught:
        token(feeds, {**rest, "grant_type": "password"})

    assert caught.value.code == "unsupported_grant_type"


def test_wrong_credentials_get_no_token(feeds: BankFeeds) -> None:
    with refused(feeds, Unauthorised, "PRV-TOK-01") as caught:
        token(feeds, {**CREDENTIALS, "client_secret": "secret-b"})

    assert caught.value.code == "invalid_client"


def test_a_report_is_answered_with_204_and_nothing(feeds: BankFeeds) -> None:
    feeds.open(an_onboarding())

    answer = report(feeds, "s-on", status="success", bankAccounts=[ACCOUNT, ACCOUNT])

    assert (answer.status, answer.body) == (204, None)
    assert feeds.session("s-on").granted == (granted("1"),)


@pytest.mark.parametrize("data", [{}, {"bankAccounts": []}])
def test_a_reauthorisation_takes_absent_and_empty_accounts(
    feeds: BankFeeds, data: dict[str, Any]
) -> None:
    feeds.open(a_reauthorisation())

    answer = report(feeds, "s-re", status="success", **data)

    assert answer.status == 204
    assert feeds.status_of("lapsed") == "active"


@pytest.mark.parametrize("authorisation_id", ["never-was", "%", "a/b", "ü", "x" * 200])
def test_an_id_of_any_form_that_is_not_right_is_a_conflict(
    feeds: BankFeeds, authorisation_id: str
) -> None:
    with refused(feeds, Conflict, "PRV-AUTH-02"):
        report(feeds, authorisation_id, status="success")


def test_the_query_form_reaches_the_same_operation(feeds: BankFeeds) -> None:
    feeds.open(a_reauthorisation())

    answer = report_by_query(feeds, "s-re")

    assert answer.status == 204
    assert feeds.status_of("lapsed") == "active"


@pytest.mark.parametrize("ids", [(), ("",), ("  ",), ("s-re", "s-re"), ("s-re", "")])
def test_a_missing_empty_or_doubled_id_in_the_query_is_a_conflict(
    feeds: BankFeeds, ids: tuple[str, ...]
) -> None:
    feeds.open(a_reauthorisation())

    with refused(feeds, Conflict, "PRV-AUTH-21"):
        report_by_query(feeds, *ids)


@pytest.mark.parametrize("ids", [" s-re", "s-re ", "\ts-re", "S-RE"])
def test_an_id_in_the_query_is_taken_as_it_is(feeds: BankFeeds, ids: str) -> None:
    feeds.open(a_reauthorisation())

    with refused(feeds, Conflict, "PRV-AUTH-02"):
        report_by_query(feeds, ids)


def test_an_unknown_id_in_the_query_is_judged_as_in_the_path(feeds: BankFeeds) -> None:
    with refused(feeds, Conflict, "PRV-AUTH-02"):
        report_by_query(feeds, "never-was")

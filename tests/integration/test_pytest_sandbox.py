"""What the fixture `sandbank` offers, as a test of this run takes it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from sandbank_server.pytest_sandbox import COMPANY, Sandbank, SandbankError


def test_each_api_takes_the_headers_that_are_made_for_it(sandbank: Sandbank) -> None:
    accounts = f"{sandbank.consumer_url}/{COMPANY}/bankaccounts"
    uploads = f"{sandbank.user_banking_url}/users/user-1/banking/accounts"
    begun = sandbank.begin_authorisation()
    session = f"{sandbank.provider_url}/authorisations/{begun.authorisation_id}"
    body = {"data": {"status": "failure"}}

    answers = [
        httpx.get(accounts, headers=sandbank.product_headers()),
        httpx.get(uploads, headers=sandbank.upload_headers()),
        httpx.patch(session, headers=sandbank.provider_headers(), json=body),
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 204]
    assert [call["status"] for call in sandbank.journal()] == [204, 200, 200, 200, 200, 200]


def test_the_journal_is_narrowed_by_operation_and_status(sandbank: Sandbank) -> None:
    for path in ("banks", "banks/no-bank"):
        for application in ("sandbank.eu.product", "nobody"):
            url = f"{sandbank.consumer_url}/{path}"
            httpx.get(url, headers={"x-application": application})

    refused = sandbank.journal(status=403)
    assert [call["operationId"] for call in refused] == ["getBank", "listBanks"]
    assert [call["status"] for call in sandbank.journal(operation_id="getBank")] == [403, 404]
    assert len(sandbank.journal(limit=2)) == 2


def test_a_token_ends_when_the_clock_says_so(sandbank: Sandbank) -> None:
    accounts = f"{sandbank.consumer_url}/{COMPANY}/bankaccounts"
    headers = sandbank.product_headers()

    moved = sandbank.advance("PT25M")

    assert moved <= sandbank.now()
    assert httpx.get(accounts, headers=headers).status_code == 401
    assert httpx.get(accounts, headers=sandbank.product_headers()).status_code == 200


def test_a_frozen_clock_stands_and_goes_by_steps(sandbank: Sandbank) -> None:
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)

    assert sandbank.freeze(noon) == sandbank.now() == noon
    assert sandbank.advance("PT1S") == sandbank.now() == noon + timedelta(seconds=1)
    assert sandbank.set_clock("2026-03-01T13:00:00+01:00") == sandbank.now() == noon
    assert sandbank.freeze() == noon


def test_notifications_are_those_of_one_bank_account_if_one_is_named(sandbank: Sandbank) -> None:
    account = "0d000000-0000-4000-8000-000000000003"
    sandbank.begin_authorisation(kind="reauthorisation", bank_account_id=account)
    sandbank.begin_authorisation("provider-b", company_id=COMPANY)

    assert [each["providerId"] for each in sandbank.notifications()] == ["provider-a", "provider-b"]
    assert [each["providerId"] for each in sandbank.notifications(account)] == ["provider-a"]


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda sandbank: sandbank.advance("25M"), "400.*ISO 8601 duration"),
        (lambda sandbank: sandbank.product_headers("no-company"), "401.*belong together"),
        (lambda sandbank: sandbank.provider_headers(client_secret="wrong"), "401.*invalid_client"),
        (lambda sandbank: sandbank.upload_headers("nobody"), "401"),
    ],
)
def test_a_refusal_is_raised_in_the_words_of_the_sandbox(
    sandbank: Sandbank, ask: Callable[[Sandbank], object], words: str
) -> None:
    with pytest.raises(SandbankError, match=words):
        ask(sandbank)

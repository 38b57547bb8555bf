"""A product asks what could be linked, and a provider is asked for it."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import jwt
import pytest
from integration.connector.little_provider import Behaviour, LittleProvider, answers, closes
from integration.connector.telling import HEADER, disconnect
from integration.connector.test_account_lists import LISTED, lists
from served import COMPANY, Served, bank_account

OFFERS = f"/consumer/v1/{COMPANY}/availablebankaccounts?bankAccountIds="
KNOWN: dict[str, Behaviour] = {
    "an error": answers(500, b"[]"),
    "no list": answers(200, b'{"accounts": []}'),
    "half a character": answers(200, b'["\\ud800"]'),
    "no answer": closes,
}


@pytest.fixture
def asked(sandbox: Served, little: LittleProvider) -> Served:
    """A sandbox whose provider A lists accounts itself."""
    urls = {"availableAccounts": f"{little.url}/availableaccounts"}
    body = {"callbackURLs": urls, "header": HEADER}
    sandbox.control("PUT", "/providers/provider-a/connector", json=body)
    return sandbox


def offers(sandbox: Served, headers: dict[str, str], *accounts: int) -> list[Any]:
    """The account identifiers that are offered."""
    ids = ",".join(map(bank_account, accounts or (1,)))
    answer = sandbox.call("GET", OFFERS + ids, headers=headers)
    assert answer.status_code == 200, answer.text
    return [each["accountIdentifier"] for each in answer.json()["availableAccounts"]]


def test_what_the_provider_lists_is_offered_and_can_be_linked(
    asked: Served, little: LittleProvider
) -> None:
    little.behave = lists([LISTED])
    headers = asked.product_headers()
    answer = asked.call("GET", OFFERS + bank_account(1), headers=headers)
    [offered] = answer.json()["availableAccounts"]

    body = {"bankAccountCandidateId": offered["bankAccountCandidateId"]}
    path = f"/consumer/v1/{COMPANY}/linkavailablebankaccount"
    linked = asked.call("POST", path, json=body, headers=headers)

    assert (linked.status_code, linked.json()["externalId"]) == (201, "ext-21")
    assert (offered["accountName"], offered["accountType"]) == ("Réserve", "savings")
    came = little.next()
    assert came.target == "/availableaccounts?externalId=ext-1"
    assert came.headers[HEADER["name"].lower()] == HEADER["value"]
    token = came.headers["authorization"].removeprefix("Bearer ")
    claims = jwt.decode(token, options={"verify_signature": False})
    assert claims["aud"] == "sandbank/connector"


@pytest.mark.parametrize("how", KNOWN)
def test_where_the_provider_fails_what_is_known_has_to_do(
    asked: Served, little: LittleProvider, how: str
) -> None:
    headers = asked.product_headers()
    little.behave = lists([LISTED])
    offers(asked, headers)

    little.behave = KNOWN[how]

    assert offers(asked, headers) == ["acct-21"]


def test_while_a_provider_is_asked_other_calls_are_served(
    asked: Served, little: LittleProvider
) -> None:
    little.behave = little.hangs
    headers = asked.product_headers()

    with ThreadPoolExecutor() as pool:
        asking = pool.submit(offers, asked, headers, 1, 2)
        asked_for = {little.next().target for _ in range(2)}
        banks = asked.call("GET", "/consumer/v1/banks", headers=headers)
        assert not asking.done()
        little.released.set()

        assert asking.result() == []
    assert banks.status_code == 200
    assert asked_for == {f"/availableaccounts?externalId=ext-{n}" for n in (1, 2)}


def test_an_account_that_is_disconnected_meanwhile_gives_no_access(
    asked: Served, little: LittleProvider
) -> None:
    little.behave = little.hangs
    headers = asked.product_headers()

    with ThreadPoolExecutor() as pool:
        target = OFFERS + bank_account(1)
        asking = pool.submit(asked.call, "GET", target, headers=headers)
        little.next()
        disconnect(asked, bank_account(1))
        little.released.set()

        assert asking.result().status_code == 409

"""Account queries and changes of banks over the wire."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from served import COMPANY, PRODUCT, Served, bank_account
from statements_sent import BANK, FUEL, OTHER_BANK, posted, statement

BANKS = "/provider/v1/banks"
FJORD = {"name": "Fjord Bank", "countryCode": "NOR", "externalRef": "fjord"}
FIRST = {"principalId": BANK, "externalRef": "first"}


@pytest.fixture
def untouched(sandbox: Served) -> Iterator[Served]:
    """A sandbox that no call of the test may change."""
    before = sandbox.world()
    yield sandbox
    assert sandbox.world() == before


def _change(served: Served, data: Any, provider: str = "provider-a") -> httpx.Response:
    headers = served.provider_headers(provider)
    return served.call("POST", BANKS, headers=headers, json={"data": data})


def _query(served: Served, external_id: str, provider: str = "provider-a") -> httpx.Response:
    body = {"data": {"bankId": BANK, "externalId": external_id}}
    headers = served.provider_headers(provider)
    return served.call("POST", "/provider/v1/accountqueries", headers=headers, json=body)


def _offered(served: Served) -> dict[str, Any]:
    listed = served.call("GET", "/consumer/v1/banks", headers={"x-application": PRODUCT}).json()
    return {each["bankId"]: each for each in listed}


def test_a_provider_finds_an_account_by_its_own_id(sandbox: Served) -> None:
    found = _query(sandbox, "ext-7").json()["data"]

    assert found == {
        "bankAccountId": bank_account(7),
        "status": "authRequired",
        "requestedStartDate": "2026-02-09",
    }


def test_an_account_without_a_start_date_says_null(sandbox: Served) -> None:
    new = {"bankId": BANK, "accountIdentifier": "new", "bankIdentifier": "customer-1"}
    path = f"/consumer/v1/{COMPANY}/bankaccounts"
    made = sandbox.call("POST", path, headers=sandbox.product_headers(), json=new).json()

    found = _query(sandbox, made["externalId"]).json()["data"]

    assert found == {
        "bankAccountId": made["bankAccountId"],
        "status": "pending",
        "requestedStartDate": None,
    }


def test_another_provider_learns_nothing_of_an_external_id(untouched: Served) -> None:
    there, nowhere = (_query(untouched, each, "provider-b") for each in ("ext-1", "ext-x"))

    assert there.status_code == nowhere.status_code == 404
    assert there.content == nowhere.content


def test_a_bank_comes_changes_and_goes(sandbox: Served) -> None:
    [created] = _change(sandbox, {"toCreate": [FJORD]}).json()["data"]["toCreate"]
    assert _offered(sandbox)[created["principalId"]]["primaryCountry2CharIso"] == "NO"

    update = {**created, "name": "Fjell Bank", "supportiframe": True}
    answer = _change(sandbox, [{"toUpdate": [update]}])
    assert answer.json()["data"] == {"toCreate": [], "toUpdate": [created], "toRemove": []}
    shown = _offered(sandbox)[created["principalId"]]
    assert (shown["name"], shown["supportiframe"]) == ("Fjell Bank", True)

    assert _change(sandbox, {"toRemove": [created]}).status_code == 200
    assert set(_offered(sandbox)) == {BANK, OTHER_BANK}


def test_the_accounts_of_a_removed_bank_go_on(sandbox: Served) -> None:
    assert _change(sandbox, {"toRemove": [FIRST]}).status_code == 200
    headers = sandbox.product_headers()
    path = f"/consumer/v1/{COMPANY}/bankaccounts/{bank_account(2)}"

    assert posted(sandbox, statement(2, FUEL)).status_code == 202
    assert sandbox.call("GET", path, headers=headers).json()["status"] == "active"
    assert sandbox.call("DELETE", path, headers=headers).status_code == 204

    [told] = sandbox.control("GET", f"/notifications?bankAccountId={bank_account(2)}")
    assert (told["providerId"], told["event"]["type"]) == ("provider-a", "resourceDeleted")


REFUSED: list[tuple[Any, set[str]]] = [
    ([], {"/data"}),
    ([{}, {}], {"/data"}),
    ("x", {"/data"}),
    (
        {"toCreate": [FJORD, {}], "toUpdate": [{"name": " "}], "toRemove": [7]},
        {f"/data/toCreate/1/{name}" for name in ("name", "countryCode", "externalRef")}
        | {f"/data/toUpdate/0/{name}" for name in ("principalId", "externalRef", "name")}
        | {"/data/toRemove/0"},
    ),
    ([{"toCreate": [{**FJORD, "countryCode": "N"}]}], {"/data/0/toCreate/0/countryCode"}),
    ({"toRemove": [FIRST] * 1001}, {"/data/toRemove"}),
    ({"toCreate": [{**FJORD, "url": "ftp://x"}]}, {"/data/toCreate/0/url"}),
    (
        {"toCreate": [{**FJORD, "callbackURLs": {"auth": "javascript:alert(1)"}}]},
        {"/data/toCreate/0/callbackURLs/auth"},
    ),
    ({"toCreate": [FJORD, {**FJORD, "countryCode": "ZZ"}]}, {"/data/toCreate/1/countryCode"}),
]


@pytest.mark.parametrize(("data", "places"), REFUSED)
def test_changes_of_another_form_are_refused_whole(
    untouched: Served, data: Any, places: set[str]
) -> None:
    answer = _change(untouched, data)

    assert answer.status_code == 400
    assert answer.headers["sandbank-requirement"] == "PRV-BANK-02"
    assert {each["pointer"] for each in answer.json()["errors"]} == places


def test_another_provider_learns_nothing_of_a_bank(untouched: Served) -> None:
    never = BANK[:-1] + "9"
    there, nowhere = (
        _change(untouched, {"toRemove": [{**FIRST, "principalId": each}]}, "provider-b")
        for each in (BANK, never)
    )

    assert there.status_code == nowhere.status_code == 404
    assert there.text == nowhere.text.replace(never, BANK)


def test_providers_are_throttled_here_too(sandbox: Served) -> None:
    sandbox.control("PATCH", "/settings", json={"throttlePerSecond": 2})
    headers = sandbox.provider_headers()
    ask = {"data": {"bankId": BANK, "externalId": "ext-1"}}

    answers = [
        sandbox.call("POST", "/provider/v1/accountqueries", headers=headers, json=ask),
        sandbox.call("POST", BANKS, headers=headers, json={"data": {}}),
        posted(sandbox, statement(2)),
    ]

    assert [each.status_code for each in answers] == [200, 200, 429]
    assert answers[-1].headers["retry-after"] == "1"

"""Which calls of a capture belong to the APIs: by the end of the path, under any base path."""

import json
from collections.abc import Sequence

import pytest

from sandbank_conformance.adapters.clock import now
from sandbank_conformance.judge.files import Checked, Wish, check
from sandbank_conformance.judge.recognition import UnknownOperation, named
from sandbank_conformance.judge.secrecy import Masks

COMPANY, ACCOUNT = "0b000000-0000-4000-8000-000000000001", "0d000000-0000-4000-8000-000000000001"
LONG = f"/api/v1/organisations/0a000000-0000-4000-8000-000000000001/companies/{COMPANY}"


def checked(text: str, name: str = "call.http") -> Checked:
    return check(name, text.encode(), Wish(now=now()), Masks())


def har(*calls: tuple[str, str]) -> Checked:
    """A HAR of calls with a header that says nothing."""
    headers = [{"name": "Accept", "value": "*/*"}]
    requests = [
        {"method": method, "url": url, "headers": headers, "bodySize": 0} for method, url in calls
    ]
    entries = [{"request": each, "response": {"status": 200}} for each in requests]
    return checked(json.dumps({"log": {"entries": entries}}), "calls.har")


def ids(checked: Checked) -> Sequence[str]:
    return [each.judged.id for each in checked.judgements]


@pytest.mark.parametrize(
    ("call", "operation_id"),
    [
        ("PATCH https://bank.example/authorisations/1", "reportAuthorisation"),
        ("PATCH https://bank.example/a/b/c/authorisations/banks", "reportAuthorisation"),
        ("PATCH https://x.example/authorisations?authorisationId=1", "reportAuthorisationByQuery"),
        ("PATCH {{base}}/authorisations/{{id}}", "reportAuthorisation"),
        ("PATCH bank.example:8443/authorisations/1", "reportAuthorisation"),
        ("patch https://bank.example/authorisations/1", "reportAuthorisation"),
        (f"DELETE https://x.example{LONG}/bankaccounts/{ACCOUNT}", "disconnectBankAccount"),
        (f"GET https://x.example{LONG}/bankaccounts", "listBankAccounts"),
        (f"GET https://x.example/{COMPANY}/bankaccounts/{ACCOUNT}/rules", "listRules"),
        ("GET https://x.example/users/auth", "getUser"),
        ("GET https://x.example/users/users/banking/accounts", "listAccounts"),
        ("GET https://x.example/users/u/banking/accounts/banks", "getAccount"),
        ("DELETE https://x/users/u/banking/accounts/a%2Fb/transactions", "deleteTransactions"),
        ("https://x.example/consumer/v1/banks", "listBanks"),
    ],
)
def test_the_longest_path_that_fits_is_meant(call: str, operation_id: str) -> None:
    assert ids(checked(f"{call}\n")) == [operation_id]


@pytest.mark.parametrize(
    "url",
    [
        "https://cdn.example/users/1",
        "https://login.example/oauth/token",
        "https://cdn.example/api/banks",
        "https://cdn.example/authorizations/1",
        "http://127.0.0.1:8080/_sandbox/authorisations/1",
        "http://127.0.0.1:8080/_console",
        "https://cdn.example/",
    ],
)
def test_a_capture_is_full_of_other_calls(url: str) -> None:
    found = har(("GET", url), ("OPTIONS", "https://bank.example/authorisations/1"))

    assert ids(found) == []
    assert found.trouble == "holds no call of the three APIs; it holds 2 others"


def test_what_other_services_have_too_belongs_to_an_api_that_is_seen_there() -> None:
    base = "https://finance.example/gateway"
    found = har(
        ("GET", f"{base}/users/1"),
        ("GET", f"{base}/users/1/banking/accounts"),
        ("GET", "https://finance.example/other/users/1"),
        ("GET", f"{base}/users/1/banking/account"),
    )

    assert ids(found) == ["getUser", "listAccounts", "listAccounts"]
    assert found.judgements[2].answer.status == 404
    assert found.passed_over == 1


@pytest.mark.parametrize(
    ("told", "operation_id"),
    [
        ("deleteAccounts", "deleteAccounts"),
        ("DELETE /users/{user-id}/banking/accounts", "deleteAccounts"),
        ("delete /user-banking/users/u/banking/accounts", "deleteAccounts"),
        ("POST /statements", "postStatement"),
    ],
)
def test_an_operation_is_named_by_its_id_or_by_method_and_path(
    told: str, operation_id: str
) -> None:
    assert named(told).id == operation_id


@pytest.mark.parametrize(
    "told", ["deleteEverything", "POST /users/u/banking/nothing", "DELETE", ""]
)
def test_an_operation_that_is_none_is_refused(told: str) -> None:
    with pytest.raises(UnknownOperation, match="names no operation of the three APIs"):
        named(told)


def test_of_several_calls_only_those_of_the_named_operation_are_judged() -> None:
    text = "GET http://x/c/bankaccounts\n\n###\nGET http://x/c/bankaccounts/a\n"
    wish = Wish(now=now(), operation=named("getBankAccount"))

    found = check("calls.http", text.encode(), wish, Masks())

    assert ids(found) == ["getBankAccount"]
    assert found.passed_over == 1


def test_a_single_call_is_what_it_is_said_to_be() -> None:
    wish = Wish(now=now(), operation=named("reportAuthorisation"))
    text = 'PUT http://x/results\nContent-Type: text/plain\n\n{"data": {}}\n'

    (judgement,) = check("call.http", text.encode(), wish, Masks()).judgements

    assert judgement.judged.id == "reportAuthorisation"
    assert [each.status for each in judgement.violations] == [405, 403, 403, 403, 400]

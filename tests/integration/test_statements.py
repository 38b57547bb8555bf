"""Statements over the wire: what a provider posts is what the product reads, each once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from served import COMPANY, Served, bank_account, serving
from statements_sent import FUEL, PAYMENT, STATEMENTS, numbered, posted, reported, statement

from sandbank_server.settings import Settings

ACCOUNTS = f"/consumer/v1/{COMPANY}/bankaccounts"
WHOLE = {
    **FUEL,
    "transactionStatus": "posted",
    "dateUserInitiated": "2026-01-29T08:00:00+01:00",
    "exchangeCurrency": "EUR",
    "exchangeAmount": -82.5,
    "checkNumber": "000123",
    "referenceNumber": "ref",
    "narrative1": "one",
    "narrative2": "two",
    "payee": {"payeeDescription": "Filling station", "phoneNumber": "0113 496 0000"},
    "coordinates": {"lat": 53.8, "long": -1.55},
    "category": {"topLevelCategory": "Motor", "categoryId": 7},
    "unknown": ["tolerated"],
}


@pytest.fixture
def untouched(sandbox: Served) -> Iterator[Served]:
    """A sandbox that no call of the test may change."""
    before = sandbox.world()
    yield sandbox
    assert sandbox.world() == before


def _account(served: Served, n: int) -> Any:
    path = f"{ACCOUNTS}/{bank_account(n)}"
    return served.call("GET", path, headers=served.product_headers()).json()


def _transactions(served: Served, n: int) -> list[Any]:
    """Every transaction of an account, read to the end by `next`."""
    headers, read = served.product_headers(), []
    target = f"{ACCOUNTS}/{bank_account(n)}/transactions"
    while target:
        listed = served.call("GET", target, headers=headers).json()["bankTransactionList"]
        read += listed["transactions"]
        url = urlsplit(listed.get("next", ""))
        target = f"{url.path}?{url.query}" if url.path else ""
    return read


def _status(served: Served, statement_id: str) -> Any:
    path = f"{STATEMENTS}/{statement_id}"
    return served.call("GET", path, headers=served.provider_headers()).json()["data"]


def test_a_pending_account_is_active_with_its_first_transactions(sandbox: Served) -> None:
    answer = posted(sandbox, statement(2, PAYMENT, FUEL))

    assert answer.status_code == 202
    assert _status(sandbox, answer.json()["data"]["_id"])["status"] == "completed"
    assert _account(sandbox, 2)["status"] == "active"
    assert _account(sandbox, 2)["lastTransactionId"] == 2
    assert [each["transactionId"] for each in _transactions(sandbox, 2)] == [1, 2]


def test_the_product_reads_what_was_posted(sandbox: Served) -> None:
    posted(sandbox, statement(2, WHOLE))

    [read] = _transactions(sandbox, 2)

    assert read.pop("payee")["phoneNumber"] == "0113 496 0000"
    assert read == {
        "transactionId": 1,
        "transactionAmount": -71.36,
        "transactionType": "DEBIT",
        "transactionStatus": "posted",
        "datePosted": "2026-01-30",
        "dateUserInitiated": "2026-01-29T08:00:00+01:00",
        "description": "Fuel",
        "checkNum": "000123",
        "referenceNumber": "ref",
        "narrative1": "one",
        "narrative2": "two",
        "currency": "EUR",
    }


def test_what_the_rules_predict_is_on_the_transaction(sandbox: Served) -> None:
    posted(sandbox, statement(1, PAYMENT, FUEL))

    payment, fuel = _transactions(sandbox, 1)[250:]

    assert [each["ruleName"] for each in payment["predictedActions"]] == ["Large customer payments"]
    [action] = fuel["predictedActions"]
    assert action["ruleId"] == "0f000000-0000-4000-8000-000000000011"
    assert action["ruleActions"][0]["accountantNarrative"] == "Motor expenses"


def test_a_prediction_stays_when_its_rule_goes(sandbox: Served) -> None:
    posted(sandbox, statement(1, FUEL))
    rule = f"{ACCOUNTS}/{bank_account(1)}/rules/0f000000-0000-4000-8000-000000000011"
    sandbox.call("DELETE", rule, headers=sandbox.product_headers())

    [fuel] = _transactions(sandbox, 1)[250:]

    assert [each["ruleName"] for each in fuel["predictedActions"]] == ["Fuel"]


@pytest.mark.parametrize(("n", "status"), [(1, "authRequired"), (2, "active"), (7, "active")])
def test_a_provider_says_how_an_account_stands(sandbox: Served, n: int, status: str) -> None:
    assert posted(sandbox, reported(n, status)).status_code == 202

    assert _account(sandbox, n)["status"] == status


def test_ten_thousand_transactions_are_read_back_exactly_once(sandbox: Served) -> None:
    sums = []
    for start in range(1, 10_001, 1000):
        sent = numbered(1000, start)
        total = sum(Decimal(str(each["transactionAmount"])) for each in sent)
        expected = {"transactionDetailsCount": 1000, "transactionDebitSum": float(total)}
        assert posted(sandbox, statement(2, *sent, expected=expected)).status_code == 202
        sums.append(total)

    read = _transactions(sandbox, 2)

    assert [each["transactionId"] for each in read] == list(range(1, 10_001))
    amounts = [Decimal(str(each["transactionAmount"])) for each in read]
    assert sum(amounts) == sum(sums) == Decimal("-500050.00")


BROKEN: list[tuple[str, Any, str, list[str]]] = [
    ("no details", {"accountDetails": []}, "PRV-STMT-01", ["/data/accountDetails"]),
    (
        "two details",
        {"accountDetails": [{"bankAccountId": bank_account(n)} for n in (1, 2)]},
        "PRV-STMT-01",
        ["/data/accountDetails"],
    ),
    (
        "1,001 transactions",
        statement(2, *numbered(1001))["data"],
        "PRV-STMT-01",
        ["/data/transactionDetails"],
    ),
    ("a text for details", {"accountDetails": "x"}, "PRV-STMT-11", ["/data/accountDetails"]),
    (
        "an amount as a text",
        statement(2, {**FUEL, "transactionAmount": "1"})["data"],
        "PRV-STMT-11",
        ["/data/transactionDetails/0/transactionAmount"],
    ),
    (
        "not posted",
        statement(2, PAYMENT, {**FUEL, "transactionStatus": "pending"})["data"],
        "PRV-STMT-11",
        ["/data/transactionDetails/1/transactionStatus"],
    ),
    (
        "nothing",
        {"bankId": None, "accountDetails": [{}], "transactionDetails": [{}]},
        "PRV-STMT-11",
        ["/data/bankId", "/data/accountDetails/0/bankAccountId"]
        + [
            f"/data/transactionDetails/0/{name}"
            for name in (
                "uniqueId",
                "bankAccountId",
                "transactionAmount",
                "transactionType",
                "datePosted",
                "description",
            )
        ],
    ),
    (
        "too many digits",
        statement(2, {**FUEL, "transactionAmount": -1.00001})["data"],
        "PRV-STMT-11",
        ["/data/transactionDetails/0/transactionAmount"],
    ),
]


@pytest.mark.parametrize(("data", "requirement", "places"), [each[1:] for each in BROKEN])
def test_a_statement_of_another_form_is_refused_whole(
    untouched: Served, data: Any, requirement: str, places: list[str]
) -> None:
    answer = posted(untouched, statement(2, **data))

    assert answer.status_code == 400
    assert answer.headers["sandbank-requirement"] == requirement
    assert {each["pointer"] for each in answer.json()["errors"]} == set(places)


def test_a_thousand_transactions_and_none_at_all_are_accepted(sandbox: Served) -> None:
    for body in (statement(2, *numbered(1000)), statement(2), {"data": _without_details()}):
        assert posted(sandbox, body).status_code == 202


def _without_details() -> Any:
    data: dict[str, Any] = statement(2)["data"]
    return {name: value for name, value in data.items() if name != "transactionDetails"}


def test_another_provider_learns_nothing_of_an_account(untouched: Served) -> None:
    others = untouched.provider_headers("provider-b")
    there, nowhere = (
        posted(untouched, statement(n, {**FUEL, "uniqueId": "x"}), headers=others) for n in (1, 99)
    )

    assert (there.status_code, there.content) == (nowhere.status_code, nowhere.content)
    assert there.headers["sandbank-requirement"] == nowhere.headers["sandbank-requirement"]


def test_of_twenty_simultaneous_statements_one_counts(sandbox: Served) -> None:
    headers = sandbox.provider_headers()

    with ThreadPoolExecutor(20) as pool:
        answers = pool.map(
            lambda _: posted(sandbox, statement(2, *numbered(50)), headers=headers), range(20)
        )

    assert sorted(each.status_code for each in answers) == [202, *[409] * 19]
    assert len(_transactions(sandbox, 2)) == 50


def test_statements_outlive_a_restart(tmp_path: Path) -> None:
    settings = Settings(port=0, strict=True, db=tmp_path / "bank.db")
    with serving(settings) as served:
        first = posted(served, statement(1, WHOLE)).json()["data"]["_id"]
        before = served.world()

    with serving(settings) as served:
        assert served.world() == before
        assert _status(served, first)["status"] == "completed"
        again = posted(served, statement(1, WHOLE))

    assert again.headers["sandbank-requirement"] == "PRV-STMT-02"


def test_a_world_with_statements_is_loaded_back_identically(sandbox: Served) -> None:
    posted(sandbox, statement(1, WHOLE, PAYMENT))
    world = sandbox.world()

    sandbox.control("PUT", "/world", json=world)

    assert sandbox.world() == world
    again = posted(sandbox, statement(1, PAYMENT))
    assert again.headers["sandbank-requirement"] == "PRV-STMT-02"


def _waiting(served: Served, **how: Any) -> None:
    served.control("PATCH", "/settings", json={"statementProcessing": how})


def _posted(served: Served, body: Any) -> str:
    return str(posted(served, body).json()["data"]["_id"])


def test_a_statement_waits_for_the_clock(sandbox: Served) -> None:
    _waiting(sandbox, afterTime="PT1M")
    statement_id = _posted(sandbox, statement(2, FUEL))
    assert _status(sandbox, statement_id) == {
        "_id": statement_id,
        "status": "processing",
        "errors": [],
    }
    assert posted(sandbox, statement(2)).headers["sandbank-requirement"] == "PRV-STMT-07"
    assert _transactions(sandbox, 2) == []

    sandbox.advance("PT1M")

    assert _status(sandbox, statement_id)["status"] == "completed"
    assert len(_transactions(sandbox, 2)) == 1


def test_a_statement_waits_to_be_read(sandbox: Served) -> None:
    _waiting(sandbox, afterReads=2)
    statement_id = _posted(sandbox, statement(2, FUEL))

    seen = [_status(sandbox, statement_id)["status"] for _ in range(3)]

    assert seen == ["processing", "processing", "completed"]


def test_a_disconnection_fails_what_is_processing(sandbox: Served) -> None:
    _waiting(sandbox, afterTime="PT1M")
    statement_id = _posted(sandbox, statement(2, WHOLE))
    path = f"{ACCOUNTS}/{bank_account(2)}"
    assert sandbox.call("DELETE", path, headers=sandbox.product_headers()).status_code == 204
    sandbox.advance("PT1M")

    told = _status(sandbox, statement_id)

    assert (told["status"], told["errors"][0]["code"]) == ("failed", "bank_account_disconnected")
    assert "Filling station" not in str(sandbox.world())


def test_what_is_processing_outlives_a_restart_and_a_world(tmp_path: Path) -> None:
    settings = Settings(port=0, strict=True, db=tmp_path / "bank.db")
    with serving(settings) as served:
        _waiting(served, afterTime="PT1H")
        statement_id = _posted(served, statement(2, WHOLE))
        world = served.world()

    with serving(settings) as served:
        assert served.world() == world
        served.control("PUT", "/world", json=world)
        assert _status(served, statement_id)["status"] == "processing"
        served.advance("PT2H")
        assert _status(served, statement_id)["status"] == "completed"
        assert len(_transactions(served, 2)) == 1


@pytest.mark.parametrize("how", ["atOnce", {"afterTime": "P1DT2H"}, {"afterReads": 5}])
def test_the_setting_is_shown_as_it_was_sent(sandbox: Served, how: Any) -> None:
    body = {"statementProcessing": how}

    assert sandbox.control("PATCH", "/settings", json=body)["statementProcessing"] == how

    assert sandbox.control("PATCH", "/settings", json={})["statementProcessing"] == how

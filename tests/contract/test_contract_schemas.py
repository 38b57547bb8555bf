"""What a schema of a request lets through, and what it stops."""

from decimal import Decimal
from typing import Any

import pytest
from contract_walks import DOCUMENTS, component, nodes

from sandbank_contract import documents
from sandbank_contract.documents import Document


def _condition(field: str, operation: str, criteria: object) -> dict[str, object]:
    return {"ruleField": field, "ruleOperation": operation, "ruleCriteria": criteria}


@pytest.mark.parametrize(
    "amount",
    ["0", "-0.01", "19.99", "0.3", "1e2", "999999999999999", "-99999999999.9999", "1.0001"],
)
def test_an_amount_of_15_digits_and_4_decimals_is_let_through(amount: str) -> None:
    assert component("user_banking", "Amount").is_valid(Decimal(amount))
    assert component("user_banking", "ClearableAmount").is_valid(Decimal(amount))


@pytest.mark.parametrize(
    "amount",
    ["9999999999999999", "100000000000.0001", "0.00001", "0.30000000000000004", "1e400"],
)
def test_an_amount_of_more_digits_is_stopped(amount: str) -> None:
    assert not component("user_banking", "Amount").is_valid(Decimal(amount))
    assert not component("user_banking", "ClearableAmount").is_valid(Decimal(amount))


@pytest.mark.parametrize(("name", "clears"), [("Amount", False), ("ClearableAmount", True)])
def test_null_clears_an_amount_only_where_that_is_said(name: str, clears: bool) -> None:
    assert component("user_banking", name).is_valid(None) == clears
    assert not component("user_banking", name).is_valid("12")
    assert not component("user_banking", name).is_valid(True)


@pytest.mark.parametrize(
    "date", ["2026-01-31", "2024-02-29", "2026-01-31T09:30:00Z", "2026-01-31T09:30:00.5+01:00", 0]
)
def test_a_date_is_a_day_a_moment_or_unix_seconds(date: str | int) -> None:
    assert component("user_banking", "Date").is_valid(date)
    assert component("user_banking", "ClearableDate").is_valid(date)


@pytest.mark.parametrize(
    "date",
    [
        "",
        "2026-02-30",
        "2026-1-1",
        "31.01.2026",
        "2026-01-31T09:30",
        "0000-01-01",
        1.5,
        10**12,
        True,
    ],
)
def test_another_spelling_of_a_date_is_stopped(date: Any) -> None:
    assert not component("user_banking", "Date").is_valid(date)
    assert not component("user_banking", "ClearableDate").is_valid(date)


@pytest.mark.parametrize(
    "condition",
    [
        _condition("transactionNarrative", "containsWords", "monthly rent"),
        _condition("transactionAmount", "le", "-12.50"),
        _condition("datePosted", "ge", "2026-01-31"),
        _condition("transactionType", "eq", "DEBIT"),
        _condition("checkNum", "eq", "000123"),
        _condition("$baseType", "eq", "credit"),
        _condition("currency", "eq", "GBP"),
    ],
)
def test_a_condition_whose_parts_go_together_is_let_through(condition: dict[str, object]) -> None:
    assert component("consumer", "RuleConditionRequest").is_valid(condition)


@pytest.mark.parametrize(
    "condition",
    [
        {},
        _condition("transactionNarrative", "gt", "a"),
        _condition("transactionNarrative", "eq", "   "),
        _condition("transactionAmount", "contains", "1"),
        _condition("transactionAmount", "eq", "1.00001"),
        _condition("transactionAmount", "eq", 12),
        _condition("datePosted", "eq", "2026-01-31"),
        _condition("datePosted", "gt", "2026-02-30"),
        _condition("transactionType", "eq", "debit"),
        _condition("$baseType", "eq", "DEBIT"),
        _condition("currency", "eq", "pounds"),
        _condition("payee", "eq", "a"),
    ],
)
def test_a_condition_whose_parts_do_not_go_together_is_stopped(condition: Any) -> None:
    assert not component("consumer", "RuleConditionRequest").is_valid(condition)


@pytest.mark.parametrize(
    "body",
    [
        [],
        ["tx-1"],
        {},
        {"ids": []},
        {"IDs": ["tx-1"]},
        {"ids": [1]},
        {"ids": [" "]},
        {"ids": "tx-1"},
    ],
)
def test_only_an_object_with_ids_names_what_to_delete(body: Any) -> None:
    assert component("user_banking", "Ids").is_valid({"ids": ["tx-1", "tx-1"]})
    assert not component("user_banking", "Ids").is_valid(body)


def test_at_most_500_ids_are_deleted_at_once() -> None:
    assert component("user_banking", "Ids").is_valid({"ids": ["tx-1"] * 500})
    assert not component("user_banking", "Ids").is_valid({"ids": ["tx-1"] * 501})


def test_an_account_needs_a_number_or_an_iban() -> None:
    account = component("user_banking", "AccountUpload")

    assert account.is_valid({"currency": "EUR", "type": "GIRO", "iban": "DE02"})
    assert account.is_valid({"currency": "EUR", "type": "GIRO", "accountNumber": "1"})
    assert not account.is_valid({"currency": "EUR", "type": "GIRO"})


def test_a_change_clears_optional_fields_but_no_ids() -> None:
    account = component("user_banking", "AccountChange")
    cleared = ("iban", "bic", "bankCode", "bankName", "balance", "name", "owner", "icon")

    assert account.is_valid({"accountId": "a", **dict.fromkeys(cleared)})
    for kept in ("accountId", "accountNumber", "currency", "type"):
        assert not account.is_valid({"accountId": "a", kept: None}), kept


def test_a_blank_string_counts_as_empty() -> None:
    for document in documents.APIS:
        assert component(document, "NonBlank").is_valid(" a ")
        assert not component(document, "NonBlank").is_valid(" \t\n")


@pytest.mark.parametrize(
    "duration",
    ["P1W", "P1D", "PT25M", "PT0.999S", "PT9999999999S", "P1W2D", "P1DT2H3M4S", "P2WT1.5S"],
)
def test_a_clock_is_advanced_by_weeks_down_to_parts_of_a_second(duration: str) -> None:
    assert component("control", "ClockMove").is_valid({"advance": duration})


@pytest.mark.parametrize(
    "duration", ["", "P", "PT", "P1DT", "-P1D", "P1.5D", "PT1.S", "PT0.0000001S", "P100000W", "1W"]
)
def test_another_spelling_of_a_duration_is_stopped(duration: str) -> None:
    assert not component("control", "ClockMove").is_valid({"advance": duration})


@pytest.mark.parametrize(
    "processing",
    ["atOnce", {"afterTime": "PT30S"}, {"afterTime": "P1W2DT3H4M5.5S"}]
    + [{"afterReads": n} for n in (1, 1000)],
)
def test_statements_are_processed_at_once_after_a_time_or_after_reads(processing: Any) -> None:
    assert component("control", "StatementProcessing").is_valid(processing)


@pytest.mark.parametrize(
    "processing",
    ["later", None, 3, "PT30S", {}, {"afterTime": "PT30S", "afterReads": 1}, {"after": "PT30S"}]
    + [{"afterTime": each} for each in ("", "P", "-PT1S", "PT1000000000S", "P1Y", 30)]
    + [{"afterReads": each} for each in (0, 1001, 1.5, "2", None)],
)
def test_another_way_to_process_statements_is_stopped(processing: Any) -> None:
    assert not component("control", "StatementProcessing").is_valid(processing)


def test_a_reset_names_a_world_or_nothing() -> None:
    reset = component("control", "Reset")

    assert reset.is_valid({})
    assert reset.is_valid({"world": "empty"})
    assert not reset.is_valid({"wrold": "empty"})


def test_every_date_that_is_sent_says_which_years_it_may_be_of() -> None:
    silent = [
        (document.api, name)
        for document in DOCUMENTS
        for name, schema in document.raw["components"]["schemas"].items()
        if "[12][0-9]{3}-" in str(schema.get("pattern", schema.get("anyOf")))
        and "in the years 1000 to 2999" not in schema["description"]
    ]

    assert silent == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda one: one.api)
def test_what_a_validator_cannot_put_into_words_is_described(document: Document) -> None:
    silent = [
        path
        for path, node in nodes(document.raw["components"]["schemas"])
        if {"anyOf", "oneOf", "pattern"} & set(node)
        and "description" not in node
        and "anyOf" not in path
    ]

    assert silent == []

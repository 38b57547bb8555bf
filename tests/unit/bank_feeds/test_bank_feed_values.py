import pytest
from bank_feed_builders import a_rule, an_account, an_onboarding

from sandbank_server.domain.iso_dates import is_date
from sandbank_server.domain.notifications import (
    account_created,
    account_disconnected,
    session_began,
)
from sandbank_server.domain.organisations import Bank
from sandbank_server.domain.rules import RuleChange, RuleStatus

BANK = Bank(
    bank_id="b",
    provider_id="p",
    name="Straße Bank",
    primary_country="DEU",
    primary_country2_char_iso="DE",
)


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-31",
        "2024-02-29",
        "2026-01-31T23:59:59Z",
        "2026-01-31t09:30:00.123456789z",
        "2026-01-31T09:30:00+01:00",
    ],
)
def test_days_and_moments_of_the_calendar_are_dates(text: str) -> None:
    assert is_date(text)


@pytest.mark.parametrize(
    "text",
    ["", "2026-02-29", "0000-01-01", "20260131", "2026-01-31T", "2026-01-31 09:30:00Z",
     "2026-01-31T09:30:00", "2026-01-31T24:30:00Z", "2026-01-31T09:30:00+99:00",
     "\u0662\u0660\u0662\u0666-01-31", "2026-01-31\n"],
)  # fmt: skip
def test_what_the_calendar_does_not_know_is_no_date(text: str) -> None:
    assert not is_date(text)


@pytest.mark.parametrize("country", ["", "DE", "de", "DEU", "deu", "Deu"])
@pytest.mark.parametrize("name", ["", "bank", "STRASSE", "straße b"])
def test_a_bank_is_found_by_country_and_part_of_its_name(country: str, name: str) -> None:
    assert BANK.matches(country=country, name=name)


@pytest.mark.parametrize(("country", "name"), [("GB", ""), ("D", ""), ("DE", "savings")])
def test_a_bank_elsewhere_or_of_another_name_is_not_found(country: str, name: str) -> None:
    assert not BANK.matches(country=country, name=name)


def test_a_change_without_parts_changes_nothing() -> None:
    rule = a_rule("active", "rule-1", "Coffee")

    assert rule.changed(RuleChange()) == rule


def test_a_change_reaches_only_what_it_names() -> None:
    rule = a_rule("active", "rule-1", "Coffee")

    renamed = rule.changed(RuleChange(rule_name="Tea"))
    emptied = rule.changed(RuleChange(rule_actions=(), rule_additional_fields="[1]"))

    assert renamed == a_rule("active", "rule-1", "Tea")
    assert (emptied.rule_name, emptied.rule_additional_fields) == ("Coffee", "[1]")


def test_a_disconnected_rule_keeps_what_it_says() -> None:
    rule = a_rule("active", "rule-1", "Coffee").disconnected()

    assert rule.status is RuleStatus.DISCONNECTED
    assert rule.rule_name == "Coffee"


def test_events_say_what_the_connector_documentation_says() -> None:
    account = an_account("a", requested_start_date="2026-01-01")
    began = session_began(an_onboarding("s"))
    came, went = account_created(account), account_disconnected(account)

    assert (began.type, began.resource.type, began.resource.id, began.resource.url) == (
        "resourceCreated", "authorisation", "s", "NA",
    )  # fmt: skip
    assert (came.type, came.resource.type, came.resource.id) == (
        "resourceCreated", "bankAccount", "a",
    )  # fmt: skip
    assert (went.type, went.resource.url) == ("resourceDeleted", "NA")
    assert began.additional_data.external_id is None
    assert came.additional_data.requested_start_date == "2026-01-01"
    assert went.additional_data.requested_start_date is None
    assert went.additional_data.external_id == "ext-a"

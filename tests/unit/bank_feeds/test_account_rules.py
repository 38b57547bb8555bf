from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from bank_feed_builders import CALLER, a_rule, at
from bank_feed_world import BankFeeds, refused

from sandbank_server.domain.refusals import Conflict, Forbidden, Unknown
from sandbank_server.domain.rules import RuleAction, RuleChange, RuleContent, RuleStatus
from sandbank_server.service import rules

CONTENT = RuleContent(
    rule_name="Tea",
    rule_conditions=a_rule("", "", "").rule_conditions,
    rule_actions=(RuleAction(split_percentage=Decimal("12.5")),),
    rule_additional_fields='[{"a":1}]',
)
RENAME = RuleChange(rule_name="Tea")


def create(feeds: BankFeeds, path: Any, _: str = "") -> Any:
    return rules.create(feeds.sandbox, CALLER, path, CONTENT)


def replaced(feeds: BankFeeds, path: Any, rule_id: str) -> Any:
    return rules.replace(feeds.sandbox, CALLER, path, rule_id, CONTENT)


def changed(feeds: BankFeeds, path: Any, rule_id: str) -> Any:
    return rules.change(feeds.sandbox, CALLER, path, rule_id, RENAME)


def deleted(feeds: BankFeeds, path: Any, rule_id: str) -> Any:
    return rules.delete(feeds.sandbox, CALLER, path, rule_id)


def got(feeds: BankFeeds, path: Any, rule_id: str) -> Any:
    return rules.get(feeds.sandbox, CALLER, path, rule_id)


def listed(feeds: BankFeeds, path: Any, _: str = "") -> Any:
    return rules.listed(feeds.sandbox, CALLER, path)


Act = Callable[[BankFeeds, Any, str], Any]
WRITES = pytest.mark.parametrize("act", [create, replaced, changed, deleted])
OF_ONE = pytest.mark.parametrize("act", [got, replaced, changed, deleted])
ALL = pytest.mark.parametrize("act", [create, listed, got, replaced, changed, deleted])


def names(feeds: BankFeeds, bank_account_id: str) -> list[str]:
    return [rule.rule_name for rule in listed(feeds, at(bank_account_id))]


def test_a_new_rule_is_active_and_comes_back_as_sent(feeds: BankFeeds) -> None:
    rule = create(feeds, at("active"))

    assert got(feeds, at("active"), rule.rule_id) == rule
    assert rule.status is RuleStatus.ACTIVE
    assert (rule.rule_name, rule.rule_additional_fields) == ("Tea", '[{"a":1}]')
    assert rule.rule_actions == CONTENT.rule_actions
    assert names(feeds, "active") == ["Coffee", "Rent", "Tea"]


def test_replacing_keeps_only_id_and_status(feeds: BankFeeds) -> None:
    rule = replaced(feeds, at("active"), "rule-1")

    assert rule == a_rule("active", "rule-1", "").with_content(CONTENT)
    assert got(feeds, at("active"), "rule-1") == rule
    assert got(feeds, at("active"), "rule-2") == a_rule("active", "rule-2", "Rent")


def test_changing_keeps_what_is_not_named(feeds: BankFeeds) -> None:
    rule = changed(feeds, at("active"), "rule-1")

    assert rule == a_rule("active", "rule-1", "Tea")
    assert got(feeds, at("active"), "rule-1") == rule


def test_deleting_removes_one_rule(feeds: BankFeeds) -> None:
    deleted(feeds, at("active"), "rule-1")

    assert names(feeds, "active") == ["Rent"]
    assert names(feeds, "neighbour") == ["Coffee"]
    with refused(feeds, Unknown, "CON-RULE-03"):
        deleted(feeds, at("active"), "rule-1")


def test_a_rule_name_is_the_only_one_on_its_account(feeds: BankFeeds) -> None:
    taken = replace(CONTENT, rule_name="Rent")

    with refused(feeds, Conflict, "CON-RULE-01"):
        rules.create(feeds.sandbox, CALLER, at("active"), taken)
    with refused(feeds, Conflict, "CON-RULE-01"):
        rules.replace(feeds.sandbox, CALLER, at("active"), "rule-1", taken)
    with refused(feeds, Conflict, "CON-RULE-01"):
        change = RuleChange(rule_name="Rent")
        rules.change(feeds.sandbox, CALLER, at("active"), "rule-1", change)


def test_a_rule_may_keep_its_own_name_and_one_that_another_account_uses(
    feeds: BankFeeds,
) -> None:
    own = replace(CONTENT, rule_name="Coffee")

    rules.replace(feeds.sandbox, CALLER, at("active"), "rule-1", own)
    rules.change(feeds.sandbox, CALLER, at("active"), "rule-1", RuleChange(rule_name="Coffee"))
    rules.create(feeds.sandbox, CALLER, at("fresh"), own)

    assert names(feeds, "active") == ["Coffee", "Rent"]
    assert names(feeds, "fresh") == ["Coffee"]


def test_a_deleted_rules_name_is_free_again(feeds: BankFeeds) -> None:
    deleted(feeds, at("active"), "rule-2")

    rule = rules.create(feeds.sandbox, CALLER, at("active"), replace(CONTENT, rule_name="Rent"))

    assert rule.rule_id != "rule-2"


@WRITES
def test_rules_of_a_cancelled_account_are_not_written(feeds: BankFeeds, act: Act) -> None:
    with refused(feeds, Conflict, "CON-OFF-11"):
        act(feeds, at("gone"), "rule-5")


def test_rules_of_a_cancelled_account_are_readable(feeds: BankFeeds) -> None:
    assert names(feeds, "gone") == ["Coffee"]
    assert got(feeds, at("gone"), "rule-5").status is RuleStatus.DISCONNECTED


@OF_ONE
@pytest.mark.parametrize("rule_id", ["rule-3", "rule-4", "never-was"])
def test_another_accounts_rule_is_as_unknown_as_none(
    feeds: BankFeeds, act: Act, rule_id: str
) -> None:
    with refused(feeds, Unknown, "CON-RULE-03") as caught:
        act(feeds, at("active"), rule_id)

    assert caught.value.code == "unknown_rule"


@OF_ONE
def test_an_unknown_rule_of_a_cancelled_account_is_not_found(feeds: BankFeeds, act: Act) -> None:
    with refused(feeds, Unknown, "CON-RULE-03"):
        act(feeds, at("gone"), "never-was")


@ALL
@pytest.mark.parametrize("bank_account_id", ["foreign", "never-was"])
def test_what_is_not_ours_has_no_rules(feeds: BankFeeds, act: Act, bank_account_id: str) -> None:
    with refused(feeds, Unknown, "CON-OFF-07"):
        act(feeds, at(bank_account_id), "rule-4")


@ALL
def test_another_companys_path_has_no_rules(feeds: BankFeeds, act: Act) -> None:
    with refused(feeds, Forbidden, "CON-OFF-08"):
        act(feeds, at("foreign", "company-2"), "rule-4")

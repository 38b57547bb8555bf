from decimal import Decimal

import pytest
from bank_feed_builders import CALLER, at
from bank_feed_world import BankFeeds

from sandbank_server.service import offboarding

RULE = {
    "ruleName": "Tea",
    "ruleConditions": [{"ruleField": "$baseType", "ruleOperation": "eq", "ruleCriteria": "debit"}],
    "ruleActions": [
        {
            "splitPercentage": Decimal("12.5"),
            "accountantNarrative": "Drinks",
            "accountsPostings": [{"type": "ledger", "code": "7400"}],
        },
        {"splitPercentage": 10},
    ],
    "ruleAdditionalFields": [{"weight": Decimal("0.1"), "tags": ["é", None]}],
}


def path(bank_account_id: str = "active", **rest: str) -> dict[str, str]:
    return {"companyId": "company-1", "bankAccountId": bank_account_id, **rest}


def test_a_rule_comes_back_as_sent(feeds: BankFeeds) -> None:
    created = feeds.consumer("create_rule", path=path(), body=RULE)

    rule_id = created.body["ruleId"]
    assert (created.status, created.body["status"]) == (201, "active")
    for name in ("ruleName", "ruleConditions"):
        assert created.body[name] == RULE[name]
    [extra] = created.body["ruleAdditionalFields"]
    assert extra == {"weight": Decimal("0.1"), "tags": ["é", None]}
    first, second = created.body["ruleActions"]
    assert first == RULE["ruleActions"][0]
    assert second == {
        "splitPercentage": Decimal(10), "accountantNarrative": None, "accountsPostings": [],
    }  # fmt: skip
    assert feeds.consumer("get_rule", path=path(ruleId=rule_id)).body == created.body
    assert feeds.consumer("list_rules", path=path()).body[-1] == created.body


def test_a_rule_is_replaced_whole(feeds: BankFeeds) -> None:
    body = {**RULE, "ruleActions": []}
    del body["ruleAdditionalFields"]

    replaced = feeds.consumer("replace_rule", path=path(ruleId="rule-1"), body=body)

    assert replaced.status == 200
    assert (replaced.body["ruleName"], replaced.body["ruleActions"]) == ("Tea", [])
    assert replaced.body["ruleAdditionalFields"] == []
    assert feeds.consumer("get_rule", path=path(ruleId="rule-1")).body == replaced.body


@pytest.mark.parametrize("name", RULE)
def test_a_rule_is_changed_part_by_part(feeds: BankFeeds, name: str) -> None:
    place = path(ruleId="rule-1")
    before = feeds.consumer("get_rule", path=place).body
    whole = feeds.consumer("create_rule", path=path("neighbour"), body=RULE).body

    changed = feeds.consumer("change_rule", path=place, body={name: RULE[name]})

    assert changed.status == 200
    assert changed.body == {**before, name: whole[name]}
    assert feeds.consumer("get_rule", path=place).body == changed.body


def test_a_change_of_nothing_changes_nothing(feeds: BankFeeds) -> None:
    place = path(ruleId="rule-1")
    before = feeds.consumer("get_rule", path=place).body

    assert feeds.consumer("change_rule", path=place, body={}).body == before


def test_a_deleted_rule_is_answered_with_204_and_nothing(feeds: BankFeeds) -> None:
    answer = feeds.consumer("delete_rule", path=path(ruleId="rule-1"))

    assert (answer.status, answer.body) == (204, None)
    assert [rule["ruleId"] for rule in feeds.consumer("list_rules", path=path()).body] == ["rule-2"]


def test_rules_of_a_disconnected_account_read_as_disconnected(feeds: BankFeeds) -> None:
    offboarding.disconnect(feeds.sandbox, CALLER, at("active"))

    rules = feeds.consumer("list_rules", path=path()).body

    assert {rule["status"] for rule in rules} == {"disconnected"}

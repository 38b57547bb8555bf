"""Steps of a walk: the rules of a bank account."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule
from integration.walk.walk_accounts import AccountSteps, compare_account, compare_page
from integration.walk.walk_consumer_calls import CONSUMERS, ConsumerCaller
from integration.walk.walk_steps import (
    NOWHERE,
    NUMBERS,
    SENDINGS,
    Verdict,
    amount,
    encoded,
    equal,
    first,
    often,
    pick,
)
from integration.walk.walk_values import AccountModel, RuleModel

CONDITIONS = {
    "narrative": [("transactionNarrative", "containsWords", "card fuel")],
    "amount and date": [("transactionAmount", "le", "-12.50"), ("datePosted", "ge", "2026-01-31")],
    "kinds": [("transactionType", "eq", "DEBIT"), ("$baseType", "eq", "debit")],
    "texts": [("checkNum", "eq", "000123"), ("currency", "eq", "GBP")],
}
BAD_CONDITIONS = {
    "none": [],
    "no such field": [("payee", "eq", "x")],
    "operator of another field": [("transactionNarrative", "gt", "x")],
    "amount is no amount": [("transactionAmount", "eq", "much")],
    "date is no date": [("datePosted", "ge", "2026-02-30")],
    "empty criterion": [("checkNum", "eq", "")],
}
NAMES = st.sampled_from(("walk-rule-1", "walk-rule-2", "walk-rule-3"))
TERMS = often(*CONDITIONS, *BAD_CONDITIONS, times=1) | st.sampled_from(tuple(CONDITIONS))
SHARES = st.sampled_from((0, 40, 100, 33.3333))
BAD_FIELDS: dict[str, dict[str, Any]] = {
    "null name": {"ruleName": None},
    "blank name": {"ruleName": " "},
    "text for actions": {"ruleActions": "none"},
    "over 100": {"ruleActions": [{"splitPercentage": 101}]},
}


class RuleSteps(AccountSteps):
    """Creating, listing, reading, replacing, changing and deleting rules."""

    @rule(
        caller=CONSUMERS, number=NUMBERS, name=NAMES, terms=TERMS, share=SHARES, sending=SENDINGS
    )
    def create_rule(
        self, caller: ConsumerCaller, number: int, name: str, terms: str, share: float, sending: str
    ) -> None:
        """A new rule; its name must be its own, its account connected."""
        account, body = self.account_at(caller, number), _body(name, terms, share)
        reply = self._write(
            caller,
            account,
            ("POST", f"/{_id(account)}/rules", 201),
            (sending, body),
            400 if terms in BAD_CONDITIONS else None,
            [_closed(account), _taken(account, name, None)],
        )
        if account and reply.status == 201:
            got = reply.json()
            account.rules[got["ruleId"]] = RuleModel(body)
            compare_rule(got["ruleId"], account.rules[got["ruleId"]], got)
            self.compare_rules(account)

    @rule(
        caller=CONSUMERS,
        numbers=st.tuples(NUMBERS, NUMBERS),
        method=st.sampled_from(("PUT", "PATCH")),
        name=NAMES,
        terms=TERMS,
        parts=st.sampled_from(("all", "name", "terms", "nothing", *BAD_FIELDS)),
        sending=SENDINGS,
    )
    def change_rule(
        self,
        caller: ConsumerCaller,
        numbers: tuple[int, int],
        method: str,
        name: str,
        terms: str,
        parts: str,
        sending: str,
    ) -> None:
        """Replace a rule, or parts of it."""
        account = self.account_at(caller, numbers[0])
        rule_id = rule_at(account, numbers[1])
        body = _parts(parts, name, terms)
        renamed = body.get("ruleName")
        reply = self._write(
            caller,
            account,
            (method, f"/{_id(account)}/rules/{rule_id}", 200),
            (sending, body),
            _body_verdict(method, parts, terms),
            [_unknown(account, rule_id), _closed(account), _taken(account, renamed, rule_id)],
        )
        if account and reply.status == 200:
            old = {} if method == "PUT" else account.rules[rule_id].fields
            account.rules[rule_id].fields = {**old, **body}
            compare_rule(rule_id, account.rules[rule_id], reply.json())
            self.compare_rules(account)

    @rule(caller=CONSUMERS, numbers=st.tuples(NUMBERS, NUMBERS))
    def delete_rule(self, caller: ConsumerCaller, numbers: tuple[int, int]) -> None:
        """Remove a rule; those of a disconnected account stay."""
        account = self.account_at(caller, numbers[0])
        rule_id = rule_at(account, numbers[1])
        reply = self.attempt(
            first(*self._reach(caller, account), _unknown(account, rule_id), _closed(account), 204),
            "DELETE",
            self.path(caller, f"/{_id(account)}/rules/{rule_id}"),
            self.headers(caller),
        )
        if account and reply.status == 204:
            del account.rules[rule_id]
            self.compare_rules(account)

    @rule(caller=CONSUMERS, numbers=st.tuples(NUMBERS, NUMBERS), whole=st.booleans())
    def read_rules(self, caller: ConsumerCaller, numbers: tuple[int, int], whole: bool) -> None:
        """One rule, or all of an account."""
        account = self.account_at(caller, numbers[0])
        rule_id = rule_at(account, numbers[1])
        unknown = None if whole else _unknown(account, rule_id)
        reply = self.attempt(
            first(*self._reach(caller, account), unknown, 200),
            "GET",
            self.path(caller, f"/{_id(account)}/rules" + ("" if whole else f"/{rule_id}")),
            self.headers(caller),
        )
        if account and reply.status == 200:
            got = reply.json()
            if not whole:
                compare_rule(rule_id, account.rules[rule_id], got)
            else:
                equal("rules", sorted(account.rules), sorted(item["ruleId"] for item in got))

    def compare_rules(self, account: AccountModel) -> None:
        """Read back the rules of an account."""
        got = self._look_at(account, "/rules")
        equal("rules", sorted(account.rules), sorted(item["ruleId"] for item in got))
        for item in got:
            compare_rule(item["ruleId"], account.rules[item["ruleId"]], item)

    def compare_all_of(self, account: AccountModel) -> None:
        """Read back an account with its rules and transactions."""
        compare_account(account, self._look_at(account, ""))
        self.compare_rules(account)
        compare_page(account, None, None, self._look_at(account, "/transactions"))

    def _look_at(self, account: AccountModel, rest: str) -> Any:
        path = f"/consumer/v1/{account.company}/bankaccounts/{account.bank_account_id}{rest}"
        who = self.who(account.company)
        return self.look(path, who, [("x-application", who[1])])

    def _write(
        self,
        caller: ConsumerCaller,
        account: AccountModel | None,
        call: tuple[str, str, int],
        sent: tuple[str, object],
        body_verdict: Verdict,
        state: list[Verdict],
    ) -> Any:
        (method, rest, good), reached = call, self._reach(caller, account)
        content, raw, sending_verdict = encoded(*sent)
        return self.attempt(
            first(reached[0], sending_verdict, body_verdict, *reached[1:], *state, good),
            method,
            self.path(caller, rest),
            [*self.headers(caller), *content],
            raw,
        )


def compare_rule(rule_id: str, expected: RuleModel, got: Any) -> None:
    """Hold an answered rule against the model."""
    equal("ruleId and status", (rule_id, expected.status), (got["ruleId"], got["status"]))
    for name in ("ruleName", "ruleConditions"):
        equal(name, expected.fields[name], got[name])
    equal("fields", expected.fields.get("ruleAdditionalFields", []), got["ruleAdditionalFields"])
    equal("actions", _actions(expected.fields["ruleActions"]), _actions(got["ruleActions"]))


def rule_at(account: AccountModel | None, number: int) -> str:
    """A rule of the account, now and then one that is not there."""
    rules = list(account.rules) if account else []
    return pick(rules, number) if rules and number else NOWHERE


def _actions(actions: Any) -> list[tuple[object, ...]]:
    return [
        (
            amount(a["splitPercentage"]),
            a.get("accountantNarrative"),
            a.get("accountsPostings", []),
        )
        for a in actions
    ]


def _body(name: str, terms: str, share: float) -> dict[str, Any]:
    conditions = CONDITIONS.get(terms) or BAD_CONDITIONS.get(terms, [])
    names = ("ruleField", "ruleOperation", "ruleCriteria")
    return {
        "ruleName": name,
        "ruleConditions": [dict(zip(names, c, strict=True)) for c in conditions],
        "ruleAdditionalFields": [{"colour": ["red", 1, None]}] if share else [],
        "ruleActions": [
            {
                "splitPercentage": share,
                "accountantNarrative": "walk",
                "accountsPostings": [{"type": "nominal", "code": "7300"}],
            }
        ],
    }


def _parts(parts: str, name: str, terms: str) -> dict[str, Any]:
    whole = _body(name, terms, 60)
    if parts in BAD_FIELDS:
        return {**whole, **BAD_FIELDS[parts]}
    kept = {"all": list(whole), "name": ["ruleName"], "terms": ["ruleConditions"], "nothing": []}
    return {k: v for k, v in whole.items() if k in kept[parts]}


def _body_verdict(method: str, parts: str, terms: str) -> Verdict:
    if parts in BAD_FIELDS or (method == "PUT" and parts != "all"):
        return 400
    return 400 if parts in ("all", "terms") and terms in BAD_CONDITIONS else None


def _closed(account: AccountModel | None) -> Verdict:
    return 409 if account and not account.connected else None


def _unknown(account: AccountModel | None, rule_id: str) -> Verdict:
    return None if account and rule_id in account.rules else 404


def _taken(account: AccountModel | None, name: str | None, own: str | None) -> Verdict:
    rules = account.rules.items() if account else ()
    taken = any(r.fields["ruleName"] == name for k, r in rules if k != own)
    return 409 if taken else None


def _id(account: AccountModel | None) -> str:
    return account.bank_account_id if account else NOWHERE

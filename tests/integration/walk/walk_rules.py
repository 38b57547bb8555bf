"""Steps of a walk: the rules of a bank account."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule
from integration.walk.walk_account_data import compare_account, compare_page
from integration.walk.walk_accounts import AccountSteps
from integration.walk.walk_consumer_calls import CONSUMERS, ConsumerCaller
from integration.walk.walk_rule_data import (
    BAD_CONDITIONS,
    BAD_FIELDS,
    NAMES,
    SHARES,
    TERMS,
    body_verdict_of,
    closed,
    compare_rule,
    name_taken,
    rule_at,
    rule_body,
    rule_parts,
    unknown_rule,
)
from integration.walk.walk_steps import (
    NOWHERE,
    NUMBERS,
    SENDINGS,
    Verdict,
    encoded,
    equal,
    first,
    often,
)
from integration.walk.walk_values import AccountModel, Fields, RuleModel


class RuleSteps(AccountSteps):
    """Creating, listing, reading, replacing, changing and deleting rules."""

    @rule(caller=CONSUMERS, number=NUMBERS, name=NAMES, terms=TERMS, share=SHARES, sending=SENDINGS)
    def create_rule(
        self, caller: ConsumerCaller, number: int, name: str, terms: str, share: float, sending: str
    ) -> None:
        """A new rule; its name must be its own, its account connected."""
        account, body = self.account_at(caller, number), rule_body(name, terms, share)
        reply = self._write(
            caller,
            account,
            ("POST", f"/{_id(account)}/rules", 201),
            (sending, body),
            400 if terms in BAD_CONDITIONS else None,
            [closed(account), name_taken(account, name, None)],
        )
        if account and reply.status == 201:
            got = reply.json()
            self._keep(account, got["ruleId"], body, got)

    @rule(
        caller=CONSUMERS,
        numbers=st.tuples(NUMBERS, NUMBERS),
        method=st.sampled_from(("PUT", "PATCH")),
        name=NAMES,
        terms=TERMS,
        parts=often("all", "name", "terms", "nothing", *BAD_FIELDS, times=6),
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
        body = rule_parts(parts, name, terms)
        reply = self._write(
            caller,
            account,
            (method, f"/{_id(account)}/rules/{rule_id}", 200),
            (sending, body),
            body_verdict_of(method, parts, terms),
            [
                unknown_rule(account, rule_id),
                closed(account),
                name_taken(account, body.get("ruleName"), rule_id),
            ],
        )
        if account and reply.status == 200:
            old = {} if method == "PUT" else account.rules[rule_id].fields
            self._keep(account, rule_id, {**old, **body}, reply.json())

    def _keep(self, account: AccountModel, rule_id: str, fields: Fields, got: Any) -> None:
        account.rules[rule_id] = RuleModel(fields)
        compare_rule(rule_id, account.rules[rule_id], got)
        self.compare_rules(account)

    @rule(caller=CONSUMERS, numbers=st.tuples(NUMBERS, NUMBERS))
    def delete_rule(self, caller: ConsumerCaller, numbers: tuple[int, int]) -> None:
        """Remove a rule; those of a disconnected account stay."""
        account = self.account_at(caller, numbers[0])
        rule_id = rule_at(account, numbers[1])
        reply = self.attempt(
            first(
                *self._reach(caller, account), unknown_rule(account, rule_id), closed(account), 204
            ),
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
        unknown = None if whole else unknown_rule(account, rule_id)
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


def _id(account: AccountModel | None) -> str:
    return account.bank_account_id if account else NOWHERE

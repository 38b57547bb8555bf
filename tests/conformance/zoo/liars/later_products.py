"""How later liars treat products: companies, nonces, signatures, names, rules."""

import asyncio
import re
from dataclasses import replace
from typing import Any

import pytest

from sandbank_server.api.calls import created
from sandbank_server.api.consumer import ConsumerApi
from sandbank_server.domain.organisations import Bank
from sandbank_server.service import (
    consumer_tokens,
    rules,
)
from zoo.animals import Answered, Asked, Forward, liar, on_the_wire
from zoo.liars.calls_again import forgetting

Patch = pytest.MonkeyPatch


@liar("GEN-05")
def an_account_is_connected_for_the_company_that_its_body_names(patch: Patch) -> None:
    """A `companyId` in the body of a new account wins over that of path and token."""
    real = ConsumerApi.create_bank_account

    async def create_bank_account(self: Any, call: Any) -> Any:
        answer = await real(self, call)
        company, store = call.body.get("companyId"), self._sandbox.store
        if isinstance(company, str) and store.companies.get(company) is not None:
            account = store.bank_accounts.get(answer.body["bankAccountId"])
            store.bank_accounts.put(replace(account, company_id=company))
        return answer

    patch.setattr(ConsumerApi, "create_bank_account", create_bank_account)


@liar("CON-RULE-03")
def a_replacement_with_fewer_conditions_keeps_the_rest(patch: Patch) -> None:
    """PUT replaces conditions one by one, and those beyond the last new one stay."""
    real = rules.replace

    def replaced(sandbox: Any, caller: Any, path: Any, rule_id: str, content: Any) -> Any:
        rule = sandbox.store.rules.get(rule_id)
        if rule is not None:
            rest = rule.rule_conditions[len(content.rule_conditions) :]
            content = replace(content, rule_conditions=(*content.rule_conditions, *rest))
        return real(sandbox, caller, path, rule_id, content)

    patch.setattr(rules, "replace", replaced)


@liar("CON-TOK-02")
def two_calls_for_tokens_at_once_may_share_a_nonce(patch: Patch) -> None:
    """A nonce is looked for first and stored later, so the second of two calls is not stopped."""
    in_flight: dict[tuple[str | None, str], int] = {}

    async def wire(asked: Asked, forward: Forward) -> Answered:
        nonce = asked.header("x-nonce")
        if not asked.path.endswith("/accesstoken") or not nonce or asked.header("x-signature"):
            return await forward(asked)
        key = (asked.header("x-application"), nonce)
        in_flight[key] = in_flight.get(key, 0) + 1
        if in_flight[key] > 1:
            asked = asked.with_header("x-nonce", f"{nonce}~{in_flight[key]}")
        try:
            await asyncio.sleep(0.05)
            return await forward(asked)
        finally:
            in_flight.pop(key, None)

    on_the_wire(patch, wire)


@liar("CON-TOK-03")
def a_signature_that_was_right_once_is_right_for_every_nonce(patch: Patch) -> None:
    """Verified signatures are remembered by themselves, without the call they belong to."""
    real = consumer_tokens._signed
    right: set[tuple[str, str]] = set()

    def signed(request: Any, organisation: Any) -> bool:
        key = (organisation.organisation_id, request.signature)
        if request.signature is not None and real(request, organisation):
            right.add(key)
        return request.signature is None or key in right

    patch.setattr(consumer_tokens, "_signed", signed)


@liar("CON-ORG-01")
def an_organisation_with_a_known_crm_id_is_the_one_that_was_there(patch: Patch) -> None:
    """A product that signs up a `crmId` again gets the organisation, company and key of before."""
    real = ConsumerApi.create_organisation
    known: dict[tuple[str, str], Any] = {}

    async def create_organisation(self: Any, call: Any) -> Any:
        crm_id = call.body.get("crmId")
        if not crm_id:
            return await real(self, call)
        key = (call.caller.application_id, crm_id)
        if key not in known:
            known[key] = (await real(self, call)).body
        return created(known[key])

    patch.setattr(ConsumerApi, "create_organisation", create_organisation)
    forgetting(patch, known)


@liar("CON-BANK-01")
def a_percent_sign_in_the_name_of_a_bank_stands_for_anything(patch: Patch) -> None:
    """The name that is looked for goes into a LIKE as it came, with its `%` and `_`."""
    real = Bank.matches
    signs = {"%": ".*", "_": "."}

    def matches(self: Bank, *, country: str = "", name: str = "") -> bool:
        if not signs.keys() & set(name):
            return real(self, country=country, name=name)
        short = re.sub("%+", "%", name)[:100]
        pattern = "".join(signs.get(each, re.escape(each)) for each in short)
        found = re.search(pattern, self.name, re.IGNORECASE) is not None
        return found and real(self, country=country)

    patch.setattr(Bank, "matches", matches)

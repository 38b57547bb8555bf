"""Servers that count badly: one account detail of a statement, a thousand transactions."""

from dataclasses import replace
from typing import Any

import pytest

from sandbank_server.api import provider
from sandbank_server.domain.statements import NewStatement, Statement
from sandbank_server.service import statements
from sandbank_server.service.callers import ProviderCaller
from sandbank_server.service.ports import Sandbox
from zoo.animals import Answered, Asked, Forward, liar, on_the_wire
from zoo.liars import postings
from zoo.liars.postings import POSTS, Data, data_in, objects, with_data

MOST = 1000


def _without(schema: Data, limit: str, value: int) -> Data:
    return {k: v for k, v in schema.items() if (k, v) != (limit, value)}


@liar("PRV-STMT-01")
def a_statement_brings_any_number_of_transactions(patch: pytest.MonkeyPatch) -> None:
    """A statement of more than 1,000 transactions is taken, and all of them count."""
    postings.loosen(patch, lambda schema: _without(schema, "maxItems", MOST))


@liar("PRV-STMT-01")
def a_statement_that_is_too_long_is_cut(patch: pytest.MonkeyPatch) -> None:
    """Of more than 1,000 transactions the first 1,000 are taken."""
    postings.loosen(patch, lambda schema: _without(schema, "maxItems", MOST))

    def cut(_: Sandbox, statement: Statement) -> Statement:
        return replace(statement, transactions=statement.transactions[:MOST])

    postings.begin(patch, cut)


@liar("PRV-STMT-01")
def a_thousand_transactions_are_one_too_many(patch: pytest.MonkeyPatch) -> None:
    """A statement of exactly 1,000 transactions answers 400."""
    place = "/data/transactionDetails"
    postings.refuse(patch, "PRV-STMT-01", place, lambda it: len(it.transactions) == MOST)


def _first_alone(data: Data) -> Data | None:
    """A statement of several account details as one of the first; its totals go."""
    details = objects(data, "accountDetails")
    if len(details) < 2:
        return None
    first = details[0].get("bankAccountId")
    own = [each for each in objects(data, "transactionDetails") if each["bankAccountId"] == first]
    rest = {name: value for name, value in data.items() if name != "expected"}
    return {**rest, "accountDetails": details[:1], "transactionDetails": own}


@liar("PRV-STMT-01")
def a_second_account_detail_is_overlooked(patch: pytest.MonkeyPatch) -> None:
    """Of a statement with several account details the first is taken, with its transactions."""
    postings.mend(patch, _first_alone)


@liar("PRV-STMT-01")
def a_statement_covers_several_bank_accounts(patch: pytest.MonkeyPatch) -> None:
    """Each of several account details is taken, and moved by its own transactions."""
    real_parse, real_post = provider.parse_statement, statements.post
    postings.loosen(patch, lambda schema: _without(schema, "maxItems", 1))

    def parse(body: Any) -> list[NewStatement]:
        data = body["data"]
        details = data["accountDetails"]
        if len(details) == 1:
            return [real_parse(body)]
        sent = data.get("transactionDetails", [])
        return [
            real_parse({"data": {**data, "expected": {}, **_part(detail, sent)}})
            for detail in details
        ]

    def post(sandbox: Sandbox, caller: ProviderCaller, news: list[NewStatement]) -> Statement:
        first, *_ = [real_post(sandbox, caller, each) for each in news]
        return first

    patch.setattr(provider, "parse_statement", parse)
    patch.setattr(statements, "post", post)


def _part(detail: Data, sent: list[Data]) -> Data:
    own = [each for each in sent if each["bankAccountId"] == detail["bankAccountId"]]
    return {"accountDetails": [detail], "transactionDetails": own}


@liar("PRV-STMT-01")
def an_account_detail_follows_from_the_transactions(patch: pytest.MonkeyPatch) -> None:
    """A statement whose list of account details is empty is taken for that of its transactions."""

    def mended(data: Data) -> Data | None:
        ids = {each.get("bankAccountId") for each in objects(data, "transactionDetails")}
        if data.get("accountDetails") != [] or len(ids) != 1:
            return None
        rest = {name: value for name, value in data.items() if name != "expected"}
        return {**rest, "accountDetails": [{"bankAccountId": ids.pop()}]}

    postings.mend(patch, mended)


@liar("GEN-02", "PRV-STMT-01")
def the_first_of_several_account_details_counts_though_all_are_refused(
    patch: pytest.MonkeyPatch,
) -> None:
    """A statement of several bank accounts answers 400 once the first of them was processed."""

    async def wire(asked: Asked, forward: Forward) -> Answered:
        answered = await forward(asked)
        if POSTS(asked) and answered.status == 400:
            first = _first_alone(data_in(asked.body))
            if first is not None:
                await forward(with_data(asked, first))
        return answered

    on_the_wire(patch, wire)

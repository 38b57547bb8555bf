"""The rule that decided about a provider: the journal tells another's from what nobody has."""

from typing import Any

import pytest

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.conditions import given
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import of_api, requirement
from sandbank_conformance.owner import Owner
from sandbank_conformance.run import Run
from sandbank_conformance.statement_bodies import statement
from sandbank_conformance.statements import Statements
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.control.test_deciding_rules import ensure_decided
from sandbank_conformance.suite.general.consumer_calls import bank_of
from sandbank_conformance.suite.provider.provider_banks import Banks

pytestmark = of_api("provider", "consumer")


@requirement("CTL-09")
@pytest.mark.parametrize("rule", ["GEN-05", "PRV-STMT-10"])
def test_the_journal_names_what_decided_about_a_statement(
    rule: str, run: Run, owner: Owner, provider: Provider, rival: Provider, stock: Stock, draw: Draw
) -> None:
    foreign = rule == "GEN-05"
    account = stock.account(shared=True) if foreign else draw.uuid()

    answer = (rival if foreign else provider).call(
        "postStatement", json=statement(bank_of(run), account)
    )

    ensure_decided(owner, answer, rule)


@requirement("CTL-09")
@pytest.mark.parametrize("rule", ["GEN-05", "PRV-QUERY-01"])
def test_the_journal_names_what_decided_about_an_account_query(
    rule: str, run: Run, owner: Owner, provider: Provider, rival: Provider, draw: Draw
) -> None:
    caller = rival if rule == "GEN-05" else provider
    body = {"data": {"bankId": bank_of(run), "externalId": f"ext-{draw.word()}"}}

    ensure_decided(owner, caller.call("queryAccount", json=body), rule)


@requirement("CTL-09")
@pytest.mark.parametrize("rule", ["GEN-05", "PRV-BANK-02"])
def test_the_journal_names_what_decided_about_a_bank(
    rule: str,
    owner: Owner,
    provider: Provider,
    rival: Provider,
    product: Product,
    statements: Statements,
    draw: Draw,
) -> None:
    bank = Banks(provider, product, statements).made(draw)
    foreign = rule == "GEN-05"
    named = bank.named() if foreign else bank.named(externalRef=draw.word())

    answer = (rival if foreign else provider).call(
        "changeBanks", json={"data": {"toRemove": [named]}}
    )

    ensure_decided(owner, answer, rule)


@requirement("CTL-09")
def test_one_bank_of_another_decides_about_all(
    owner: Owner,
    provider: Provider,
    rival: Provider,
    product: Product,
    statements: Statements,
    draw: Draw,
) -> None:
    theirs = Banks(provider, product, statements).made(draw)
    own = Banks(rival, product, statements).made(draw)
    named = [own.named(externalRef=draw.word()), theirs.named()]

    answer = rival.call("changeBanks", json={"data": {"toRemove": named}})

    ensure_decided(owner, answer, "GEN-05")


@requirement("CTL-09")
def test_the_journal_names_what_decided_about_a_statement_of_another(
    run: Run, owner: Owner, provider: Provider, rival: Provider, stock: Stock
) -> None:
    posted = provider.call("postStatement", json=statement(bank_of(run), stock.account()))
    own: Any = given(posted, "/data/_id")

    ensure_decided(owner, rival.call("getStatement", str(own)), "GEN-05")


@requirement("CTL-09")
def test_the_journal_names_what_decided_about_a_statement_that_nobody_posted(
    owner: Owner, provider: Provider, draw: Draw
) -> None:
    ensure_decided(owner, provider.call("getStatement", draw.uuid()), "PRV-STMT-10")

"""Whom a call is for is said by its token and its path, whatever else names a company."""

from typing import Any

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import ensure, ensure_unchanged, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement
from sandbank_conformance.readings import accounts_of, afterwards, listed_rules
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.consumer.company_calls import OPERATIONS, made_place, make
from sandbank_conformance.suite.consumer.rule_bodies import made_rule

by_company = pytest.mark.parametrize("other", ["sibling", "stranger"])


def _naming(place: str, neighbour: Product, account: str) -> dict[str, Any]:
    """What names the other company in one place of a call."""
    access = neighbour.access
    ids = {"companyId": access.company, "organisationId": access.organisation}
    headers = {"X-Company-Id": access.company, "X-Organisation-Id": access.organisation}
    return {
        "the body": {"claims": {**ids, "bankAccountId": account}},
        "the query": {"query": {**ids, "bankAccountId": account}},
        "a header": {"headers": headers},
    }[place]


def _held(neighbour: Product, account: str) -> dict[str, Any]:
    """Which bank accounts the other company has, and the rules of one of them."""
    shown = {key: each.get("status") for key, each in accounts_of(neighbour).items()}
    return {"accounts": shown, "rules": listed_rules(neighbour, account)}


@pytest.mark.parametrize("place", ["the body", "the query", "a header"])
@by_company
@requirement("GEN-05")
def test_no_call_shows_or_changes_what_is_of_a(
    other: str,
    place: str,
    product: Product,
    stock: Stock,
    draw: Draw,
    request: pytest.FixtureRequest,
) -> None:
    neighbour: Product = request.getfixturevalue(other)
    body = stock.account_body(draw)
    account = str(given(neighbour.call("createBankAccount", json=body), "/bankAccountId"))
    theirs = (body["accountIdentifier"], made_rule(neighbour, account, draw)["ruleName"])
    own, before = made_place(product, stock, draw), _held(neighbour, account)

    answers = [
        make(product, each, own, **_naming(place, neighbour, account)) for each in OPERATIONS
    ]

    for answer in answers:
        text = answer.received.body.decode("utf-8", "replace")
        found = [each for each in theirs if each in text]
        ensure(not found, expected="nothing of theirs", received=f"{found}", exchange=answer)
    refused = ("GEN-02",) if all(each.refused for each in answers) else ()
    after = afterwards(_held, neighbour, account)
    ensure_unchanged(before, after, by=answers[-1], also=refused)

"""Whatever a transaction says of itself, nobody breaks down over it."""

import json

import pytest

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import of_api, requirement
from sandbank_conformance.statements import Statements
from sandbank_conformance.suite.general.odd import TEXTS, ensure_no_5xx

pytestmark = of_api("consumer")

WORDS = ("description", "narrative1", "narrative2", "checkNumber", "referenceNumber", "uniqueId")
JSON = {"Content-Type": "application/json"}


@requirement("GEN-01")
@pytest.mark.parametrize("what", TEXTS)
def test_no_text_of_a_transaction_makes_a_server_fail(
    what: str, statements: Statements, provider: Provider, product: Product, draw: Draw
) -> None:
    account = statements.pending(draw)

    for word in WORDS:
        (whole,) = statements.drawn(draw, account)
        odd = {**whole, word: f"{whole[word]}{TEXTS[what]}"}
        content = json.dumps(statements.body(account, odd))
        answer = provider.call("postStatement", headers=JSON, content=content)

        ensure_no_5xx(answer, f"a {word} with {what}")
        if answer.succeeded:
            statements.settle(answer)
            ensure_no_5xx(product.call("listTransactions", account), f"a {word} with {what}")

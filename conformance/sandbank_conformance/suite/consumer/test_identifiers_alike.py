"""Bank accounts whose identifiers nearly read the same: each can be connected."""

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import NotTestable, ensure, given, told
from sandbank_conformance.draw import Draw, once
from sandbank_conformance.marks import requirement
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.alike import ALIKE, Ends


@pytest.mark.parametrize(("one", "two"), ALIKE)
@requirement("PRV-AUTH-13")
def test_a_bank_account_is_not_taken_for_one_that_differs_by(
    one: Ends, two: Ends, product: Product, stock: Stock, draw: Draw
) -> None:
    bank, account = draw.word(), f"{draw.word()}{once()[:8]}"
    first, second = (
        stock.account_body(draw, bankIdentifier=bank + ends[0], accountIdentifier=ends[1] + account)
        for ends in (one, two)
    )
    made = given(product.call("createBankAccount", json=first), "/bankAccountId")

    answer = product.call("createBankAccount", json=second)

    if answer.refused and answer.status != 409:
        raise NotTestable(f"identifiers that the server takes: {told(answer)}")
    ensure(
        answer.succeeded and answer.at("/bankAccountId") != made,
        expected="another bank account",
        received=told(answer),
        exchange=answer,
    )

"""Servers whose posted amounts and texts read otherwise than they were sent."""

from collections.abc import Callable
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

from sandbank_server.service import transactions
from sandbank_server.service.ports import Sandbox
from zoo.animals import liar
from zoo.shown import altered

Patch = pytest.MonkeyPatch


def _amounts(patch: Patch, change: Callable[[Decimal], Decimal]) -> None:
    """Amounts are served otherwise than they are held; rules have met the right ones."""
    real = transactions.page

    def page(sandbox: Sandbox, *what: Any) -> Any:
        served = real(sandbox, *what)
        shown = tuple(
            altered(each, transaction_amount=change(each.transaction_amount))
            for each in served.transactions
        )
        return replace(served, transactions=shown)

    patch.setattr(transactions, "page", page)


@liar("GEN-06")
def posted_amounts_are_rounded_to_cents(patch: Patch) -> None:
    """A posted amount of three or four decimals comes back with two."""
    cent = Decimal("0.01")
    _amounts(patch, lambda amount: amount.quantize(cent, ROUND_HALF_UP))


@liar("GEN-06")
def posted_debits_lose_their_sign(patch: Patch) -> None:
    """The amount of a DEBIT comes back above 0."""
    _amounts(patch, abs)


@liar("GEN-06")
def posted_credits_are_debits_to_the_product(patch: Patch) -> None:
    """All posted amounts come back with the opposite sign, as the bank sees them."""
    _amounts(patch, lambda amount: -amount)


@liar("GEN-06")
def amounts_are_counted_in_cents(patch: Patch) -> None:
    """A posted amount is multiplied by a hundred as a float, cut off, and divided again."""
    _amounts(patch, lambda amount: Decimal(int(float(amount) * 100)) / 100)

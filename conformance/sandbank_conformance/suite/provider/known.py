"""Bank accounts by the names that their providers have for them."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import NotTestable, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.statement_bodies import START
from sandbank_conformance.stock import Stock


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A bank account, and what its provider calls it."""

    account: str
    bank: str
    external_id: str

    @property
    def query(self) -> dict[str, dict[str, str]]:
        """What a provider asks for it by."""
        return {"data": {"bankId": self.bank, "externalId": self.external_id}}


def known(product: Product, stock: Stock, draw: Draw) -> Known:
    """A new bank account if those have names, else one that is held and not yet cancelled."""
    for account in _accounts(product, stock, draw):
        shown = given(product.call("getBankAccount", account))
        name, bank = shown.at("/externalId"), str(given(shown, "/bankId"))
        if isinstance(name, str) and name and shown.at("/status") != "cancelled":
            return Known(account=account, bank=bank, external_id=name)
    raise NotTestable(
        "a bank account whose provider has an id for it, which the product reads as "
        'externalId: [[consumer.accounts]] id = "…"'
    )


def _accounts(product: Product, stock: Stock, draw: Draw) -> Iterator[str]:
    with suppress(NotTestable):
        yield stock.new_account(draw, requestedStartDate=START)
    yield from (each.id for each in product.access.accounts)

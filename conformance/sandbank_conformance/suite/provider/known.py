"""Bank accounts by the names that their providers have for them."""

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
    """A new bank account if those have names, else one that is held."""
    try:
        return _named(product, stock.new_account(draw, requestedStartDate=START))
    except NotTestable:
        return _named(product, stock.account(shared=True))


def _named(product: Product, account: str) -> Known:
    shown = given(product.call("getBankAccount", account))
    name = shown.at("/externalId")
    if not isinstance(name, str) or not name:
        raise NotTestable(
            "a bank account whose provider has an id for it, which the product reads as "
            'externalId: [[consumer.accounts]] id = "…"'
        )
    return Known(account=account, bank=str(given(shown, "/bankId")), external_id=name)

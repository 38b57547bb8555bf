"""Bank accounts that are connected already, and how many there are of each."""

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.conditions import ensure, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.readings import accounts_of
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.provider.reports import Json, granted, onboarded, reported

IDENTITY = ("bankId", "bankIdentifier", "accountIdentifier")


def same(product: Product, identity: Json) -> list[str]:
    """The ids of the product's accounts that are this real account, cancelled ones aside."""
    return [
        each
        for each, shown in accounts_of(product).items()
        if shown.get("status") != "cancelled"
        and all(shown.get(name) == identity[name] for name in IDENTITY)
    ]


def reported_again(provider: Provider, stock: Stock, draw: Draw, connected: Json) -> str:
    """A session whose report has brought a connected account beside a new one."""
    session = stock.onboarding()
    again = granted(draw, **of_bank(connected["identity"]))
    new = granted(draw, bankIdentifier=again["bankIdentifier"])
    given(reported(provider, stock, session, onboarded(again, new)))
    return session


def of_bank(identity: Json) -> dict[str, str]:
    """The identifiers that a report names."""
    return {name: identity[name] for name in IDENTITY[1:]}


def ensure_only_one(product: Product, connected: Json) -> None:
    """The connected account is the only one of its identifiers."""
    found = same(product, connected["identity"])
    ensure(
        found == [connected["id"]],
        expected="the connected bank account and no second one",
        received=f"{len(found)} bank accounts: {', '.join(found)}",
    )

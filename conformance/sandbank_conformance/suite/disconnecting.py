"""A disconnection that checks of other rules start from."""

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import NotTestable, given


def disconnect(product: Product, account: str) -> None:
    """Disconnect a bank account; whether that cancels it, other checks are about."""
    given(product.call("disconnectBankAccount", account))
    shown = given(product.call("getBankAccount", account)).at("/status")
    if shown != "cancelled":
        raise NotTestable(f"a bank account that is cancelled; it is {shown}")

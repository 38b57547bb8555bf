"""What checks of candidates share: a linked account, and what the user shared beside it."""

from collections.abc import Mapping
from typing import Any

from sandbank_conformance.callers import Product
from sandbank_conformance.client import HeaderChanges
from sandbank_conformance.conditions import NotTestable, given
from sandbank_conformance.exchange import Exchange

START = "2026-02-01"
Json = dict[str, Any]


class Connected:
    """An account that was linked, and two that the user shared beside it."""

    def __init__(self, product: Product, account: str, shared: list[Json]) -> None:
        self.product = product
        self.account = account
        self.shared = shared

    def listed(self, headers: HeaderChanges | None = None) -> Exchange:
        """The answer to which accounts could be linked."""
        query = {"bankAccountIds": self.account}
        return self.product.call("listAvailableBankAccounts", query=query, headers=headers)

    def candidate(self, n: int) -> Mapping[str, Any]:
        """The candidate of the n-th account that was shared beside."""
        wanted = self.shared[n]["accountIdentifier"]
        for each in given(self.listed(), "/availableAccounts"):
            if each.get("accountIdentifier") == wanted:
                return dict(each)
        raise NotTestable(f"a list of candidates with {wanted}, which the user shared")

    def states(self) -> list[Any]:
        """What the list says of the accounts that were shared beside: whether each is connected."""
        offered = given(self.listed(), "/availableAccounts")
        by_name = {each.get("accountIdentifier"): each.get("metadata") for each in offered}
        told = [by_name.get(each["accountIdentifier"], "not listed") for each in self.shared]
        return [each.get("connected") if isinstance(each, dict) else each for each in told]

    def named(self, n: int = 0) -> Json:
        """What links one of them."""
        candidate = str(self.candidate(n).get("bankAccountCandidateId"))
        return {"bankAccountCandidateId": candidate, "requestedStartDate": START}

    def link(self, n: int = 0, headers: HeaderChanges | None = None) -> Exchange:
        """The answer to linking one of them."""
        body = self.named(n)
        return self.product.call("linkAvailableBankAccount", json=body, headers=headers)

"""What checks of candidates share: a linked account, and what the user shared beside it."""

from collections.abc import Mapping
from typing import Any

from sandbank_conformance.callers import Product
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

    def listed(self) -> Exchange:
        """The answer to which accounts could be linked."""
        query = {"bankAccountIds": self.account}
        return self.product.call("listAvailableBankAccounts", query=query)

    def candidate(self, n: int) -> Mapping[str, Any]:
        """The candidate of the n-th account that was shared beside."""
        wanted = self.shared[n]["accountIdentifier"]
        for each in given(self.listed(), "/availableAccounts"):
            if each.get("accountIdentifier") == wanted:
                return dict(each)
        raise NotTestable(f"a list of candidates with {wanted}, which the user shared")

    def link(self, n: int = 0, **members: str) -> Exchange:
        """The answer to linking one of them."""
        candidate = str(self.candidate(n).get("bankAccountCandidateId"))
        body = {"bankAccountCandidateId": candidate, "requestedStartDate": START, **members}
        return self.product.call("linkAvailableBankAccount", json=body)

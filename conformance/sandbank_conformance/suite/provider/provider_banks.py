"""Banks that a provider makes, and what products are shown of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.conditions import NotTestable, given, told
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.owner import Owner
from sandbank_conformance.statements import Statements

Json = dict[str, Any]

HOME = "https://verify.example"
LISTS = ("toCreate", "toUpdate", "toRemove")


def bank_body(draw: Draw, **members: Any) -> Json:
    """A bank that nobody has."""
    return {
        "name": f"Verify {draw.word()}",
        "countryCode": "GB",
        "url": HOME,
        "externalRef": f"bank-{draw.word()}",
        "supportiframe": False,
        "callbackURLs": {
            "notification": f"{HOME}/notification",
            "availableAccounts": f"{HOME}/availableaccounts",
            "auth": f"{HOME}/auth",
            "reAuth": f"{HOME}/authrefresh",
        },
        **members,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Bank:
    """A bank as its provider knows it."""

    name: str
    principal_id: str
    external_ref: str

    def named(self, **members: Any) -> Json:
        """By both of its ids, as an update or a removal names it."""
        return {"principalId": self.principal_id, "externalRef": self.external_ref, **members}


class Banks:
    """Makes, changes and removes banks, and looks at what a product is offered."""

    def __init__(self, provider: Provider, product: Product, statements: Statements) -> None:
        self._provider = provider
        self._product = product
        self._statements = statements
        self._made: list[Bank] = []

    def change(self, **lists: Any) -> Exchange:
        """The answer to lists of banks to create, to update and to remove."""
        return self.send(lists)

    def send(self, data: Any) -> Exchange:
        """The answer to changes in any form."""
        answer = self._provider.call("changeBanks", json={"data": data})
        for each in data if isinstance(data, list) else [data]:
            if answer.succeeded and isinstance(each.get("toCreate"), list):
                self._made += filter(None, (_created(answer, new) for new in each["toCreate"]))
        return answer

    def made(self, draw: Draw, **members: Any) -> Bank:
        """A new bank."""
        body = bank_body(draw, **members)
        answer = given(self.change(toCreate=[body]))
        bank = _created(answer, body)
        if bank is None:
            raise NotTestable(f"the principalId of a bank that was created: {told(answer)}")
        return bank

    def offered(self, name: str, times: int | None = None) -> list[Json]:
        """The banks of a name that a product is shown; a number that is wanted is waited for."""
        return self._statements.eventually(
            lambda: self._listed(name), lambda found: times is None or len(found) == times
        )

    def offered_new(self, draw: Draw, **members: Any) -> Bank:
        """A new bank that products are offered."""
        bank = self.made(draw, **members)
        if len(self.offered(bank.name, 1)) != 1:
            raise NotTestable("a new bank that is offered to products")
        return bank

    def bank_id(self, bank: Bank) -> str:
        """What products call a bank that they are offered."""
        return str(self.offered(bank.name, 1)[0].get("bankId"))

    def clear(self) -> None:
        """Remove what was made."""
        for each in self._made:
            self.change(toRemove=[each.named()])

    def _listed(self, name: str) -> list[Json]:
        answer = given(self._product.call("listBanks", query={"name": name}))
        banks = self._product.client.items(answer, "")
        if not isinstance(banks, list) or not all(isinstance(each, dict) for each in banks):
            raise NotTestable(f"a list of banks: {told(answer)}")
        return [each for each in banks if each.get("name") == name]


def bank_of(provider: Provider, owner: Owner) -> str:
    """A bank of this provider, whatever products are offered."""
    banks = given(owner.call("getWorld"), "/banks")
    found = [each["bankId"] for each in banks if each["providerId"] == provider.access.id]
    if not found:
        raise NotTestable(f"a bank of {provider.access.id} in the world of the sandbox")
    return str(found[0])


def _created(answer: Exchange, body: Json) -> Bank | None:
    """A bank of an answer, wherever it names both of its ids."""
    for each in _objects(answer.json):
        principal_id, external_ref = each.get("principalId"), each.get("externalRef")
        if external_ref == body.get("externalRef") and isinstance(principal_id, str):
            name = str(body.get("name"))
            return Bank(name=name, principal_id=principal_id, external_ref=str(external_ref))
    return None


def _objects(value: Any) -> Iterator[Json]:
    """Every object within a body."""
    if isinstance(value, dict):
        yield value
    inside = value.values() if isinstance(value, dict) else value
    for each in inside if isinstance(value, dict | list) else ():
        yield from _objects(each)

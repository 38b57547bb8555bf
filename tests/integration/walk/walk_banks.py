"""Steps of a walk: a provider changes its banks, a product reads which there are."""

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule
from integration.walk.walk_session_data import REPORTERS, Reporter
from integration.walk.walk_statements import StatementSteps
from integration.walk.walk_steps import (
    NOWHERE,
    NUMBERS,
    SENDINGS,
    Verdict,
    equal,
    first,
    often,
    pick,
)
from integration.walk.walk_values import BankModel, Fields
from integration.walk.walk_world import PRODUCT

CHANGES = often("toCreate", "toUpdate", "toRemove", times=2)
ODD = often("", "no name", "twice", "other reference", "unknown", times=12)


class BankSteps(StatementSteps):
    """Creating, renaming and removing banks, rightly and wrongly; reading them."""

    @rule(number=NUMBERS, reporter=REPORTERS, change=CHANGES, odd=ODD, sending=SENDINGS)
    def change_banks(
        self, number: int, reporter: Reporter, change: str, odd: str, sending: str
    ) -> None:
        """A provider changes a bank that came up in this walk, or makes one."""
        made = [name for name, bank in self.model.banks.items() if bank.reference]
        if not made:
            change = "toCreate"
        named = pick(made, number) if made and odd != "unknown" else NOWHERE
        bank = self.model.banks.get(named)
        provider = reporter.provider or (bank.provider if bank else "provider-a")
        items = _items(change, named, bank, odd)
        headers, raw, refused = self._provider_call(
            reporter, provider, sending, {"data": {change: items}}
        )
        verdict = _verdict(change, bank, provider, odd)
        reply = self.attempt(
            first(*refused, verdict, 200), "POST", "/provider/v1/banks", headers, raw
        )
        if reply.status == 200:
            self._changed(change, provider, items, reply.json()["data"][change])

    @rule(number=NUMBERS, application=often(PRODUCT, "", NOWHERE), whole=st.booleans())
    def read_banks(self, number: int, application: str, whole: bool) -> None:
        """One bank, or all of them."""
        headers = [("x-application", application)] if application else []
        named = pick(list(self.model.banks), number) if number else NOWHERE
        bank = self.model.banks.get(named)
        known = whole or (bank is not None and not bank.removed)
        expected = first(None if application == PRODUCT else 403, None if known else 404, 200)
        target = "/consumer/v1/banks" if whole else f"/consumer/v1/banks/{named}"
        reply = self.attempt(expected, "GET", target, headers)
        if reply.status == 200:
            got = reply.json()
            found = {each["bankId"]: each["name"] for each in (got if whole else [got])}
            equal("banks", self._offered() if whole else {named: bank and bank.name}, found)

    def _offered(self) -> dict[str, str]:
        return {name: bank.name for name, bank in self.model.banks.items() if not bank.removed}

    def _changed(self, change: str, provider: str, items: list[Fields], got: Any) -> None:
        [sent], [told] = items, got
        name = told["principalId"]
        equal("externalRef", sent["externalRef"], told["externalRef"])
        if change == "toCreate":
            assert name not in self.model.banks, "an id was given twice"
            self.model.banks[name] = BankModel(provider, sent["name"], sent["externalRef"])
        else:
            equal("principalId", sent["principalId"], name)
            self.model.banks[name].name = sent.get("name", self.model.banks[name].name)
            self.model.banks[name].removed = change == "toRemove"


def _items(change: str, named: str, bank: BankModel | None, odd: str) -> list[Fields]:
    reference = "another" if odd == "other reference" or bank is None else bank.reference
    naming = {"principalId": named, "externalRef": reference}
    items: Mapping[str, Fields] = {
        "toCreate": {"name": "Walk Bank", "countryCode": "NO", "externalRef": "walk"},
        "toUpdate": {**naming, "name": "Walk Bank (renamed)"},
        "toRemove": naming,
    }
    item = dict(items[change])
    if odd == "no name":
        item.pop("name" if change == "toCreate" else "principalId")
    return [item, item] if odd == "twice" and change != "toCreate" else [item]


def _verdict(change: str, bank: BankModel | None, provider: str, odd: str) -> Verdict:
    """What is said of a change itself."""
    if odd == "no name" or (odd == "twice" and change != "toCreate"):
        return 400
    if change == "toCreate":
        return None
    mine = bank is not None and bank.provider == provider and not bank.removed
    return None if mine and odd != "other reference" else 404

"""Other choices about how transactions are served."""

import json
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import pytest

from sandbank_server import state
from sandbank_server.service import transactions
from zoo.animals import Answered, Asked, variant
from zoo.variants.tools import is_consumer, retold

GAP = 3


@variant("CON-TX-01")
def pages_hold_seven_transactions(patch: pytest.MonkeyPatch) -> None:
    """A page of transactions holds seven."""
    patch.setattr(transactions, "PAGE_SIZE", 7)


@variant("CON-TX-01")
def pages_hold_fifty_transactions(patch: pytest.MonkeyPatch) -> None:
    """A page of transactions holds fifty."""
    patch.setattr(transactions, "PAGE_SIZE", 50)


@variant("CON-TX-01")
def pages_hold_a_thousand_transactions(patch: pytest.MonkeyPatch) -> None:
    """A page of transactions holds a thousand."""
    patch.setattr(transactions, "PAGE_SIZE", 1000)


@variant()
def transaction_ids_have_gaps(patch: pytest.MonkeyPatch) -> None:
    """Every third number is the id of a transaction."""
    real = state.load

    def load(name: Any) -> Mapping[str, Any]:
        world = deepcopy(dict(real(name)))
        for each in world.get("transactions", ()):
            each["transactionId"] *= GAP
        for each in world.get("bankAccounts", ()):
            if "lastTransactionId" in each:
                each["lastTransactionId"] *= GAP
        return world

    patch.setattr(state, "load", load)


@variant()
def no_page_names_the_next(patch: pytest.MonkeyPatch) -> None:
    """A page of transactions has neither `next` nor `last`: readers go on by the last id."""

    def without(listed: dict[str, Any], _: Asked) -> None:
        listed.pop("next", None)
        listed.pop("last", None)

    _retell_pages(patch, without)


@variant()
def the_next_page_is_a_whole_address(patch: pytest.MonkeyPatch) -> None:
    """`next` and `last` are addresses with scheme and host."""

    def whole(listed: dict[str, Any], asked: Asked) -> None:
        for name in ("next", "last"):
            if name in listed:
                listed[name] = f"http://{asked.header('host')}{listed[name]}"

    _retell_pages(patch, whole)


@variant()
def the_total_is_of_the_page(patch: pytest.MonkeyPatch) -> None:
    """`total` counts the transactions of the page; `startIndex` is the first id that is served."""

    def counted(listed: dict[str, Any], _: Asked) -> None:
        served = listed["transactions"]
        listed["total"] = len(served)
        if served:
            listed["startIndex"] = served[0]["transactionId"]

    _retell_pages(patch, counted)


@variant("GEN-09")
def the_last_page_has_a_next_that_is_null(patch: pytest.MonkeyPatch) -> None:
    """`next` and `last` are always there, and null where nothing comes."""

    def nulled(listed: dict[str, Any], _: Asked) -> None:
        listed["next"] = listed.get("next")
        listed["last"] = listed.get("last")

    _retell_pages(patch, nulled)


def _retell_pages(patch: pytest.MonkeyPatch, change: Any) -> None:
    def apply(asked: Asked, answered: Answered) -> Answered:
        page = is_consumer(asked) and asked.path.endswith("/transactions")
        if not page or answered.status != 200:
            return answered
        body = json.loads(answered.body)
        change(body["bankTransactionList"], asked)
        return answered.with_body(json.dumps(body).encode())

    retold(patch, apply)

"""What checks of linking share: a session that a product began, and what its polls tell."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.conditions import NotTestable, given, told
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.owner import Owner
from sandbank_conformance.run import Run
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.general.consumer_calls import bank_of

Json = dict[str, Any]

WEB = {"web": "true"}
FOUND = 302
LAPSED = "PT21M"  # a session lives twenty minutes


@dataclass(frozen=True)
class Begun:
    """A session that a product began: the answer, and by which id the provider knows it."""

    answer: Exchange
    session: str

    @property
    def route(self) -> str:
        """The first poll route."""
        return str(self.answer.at("/pollRoute"))


def link(product: Product, run: Run, **query: str) -> Exchange:
    """A product begins to link an account at the bank of the configuration."""
    asked = query or {"bankId": bank_of(run), **WEB}
    return _offered(product.call("beginLinking", query=asked))


def renew(product: Product, account: str) -> Exchange:
    """A product has a bank account authorised anew."""
    return _offered(product.call("beginReauthorisation", account, query=WEB))


def _offered(answer: Exchange) -> Exchange:
    """The answer of an operation that the target has."""
    if answer.refused:
        raise NotTestable(f"a target that links by redirect: {told(answer)}")
    return answer


def begun(answer: Exchange) -> Begun:
    """A session that could be begun, where its page's address says which one it is."""
    query = parse_qs(urlsplit(answer.header("location") or "").query)
    sessions = query.get("authorisation_id", [])
    polls = isinstance(answer.at("/pollRoute"), str)
    if answer.status != FOUND or len(sessions) != 1 or not polls:
        raise NotTestable(
            "a session that begins with a 302, an authorisation_id in its Location, a pollRoute: "
            f"{told(answer)}"
        )
    return Begun(answer, sessions[0])


def polled(product: Product, begun: Begun) -> Exchange:
    """The answer of a session's first poll."""
    return product.follow(begun.answer, begun.route)


def reported(provider: Provider, begun: Begun, body: Json) -> None:
    """The provider reports how the session ended; that has to be possible."""
    given(provider.call("reportAuthorisation", begun.session, json=body))


def chosen(owner: Owner, begun: Begun, account: Json) -> None:
    """The user picks an account on the way back."""
    choice = {key: account[key] for key in ("accountIdentifier", "bankIdentifier")}
    given(owner.call("chooseCandidate", begun.session, json=choice))


def connect(product: Product, run: Run, account: Json) -> str:
    """The bankAccountId of an account that the user chose, connected now."""
    wanted = ("accountIdentifier", "bankIdentifier", "branchIdentifier", "accountName")
    body = {"bankId": bank_of(run), **{each: account[each] for each in wanted}}
    return str(given(product.call("createBankAccount", json=body), "/bankAccountId"))


Begin = Callable[[Product, Run, Stock], Exchange]
EACH_WAY = pytest.mark.parametrize(
    "begin",
    [
        pytest.param(lambda product, run, _: link(product, run), id="linking"),
        pytest.param(
            lambda product, _, stock: renew(product, stock.account(status="authRequired")),
            id="authorising anew",
        ),
    ],
)

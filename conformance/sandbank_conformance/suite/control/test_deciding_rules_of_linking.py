"""The rule that decided about polls and candidates, as the journal tells the owner."""

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import NotTestable, ensure_member, given, told
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import of_api, requirement
from sandbank_conformance.owner import Owner
from sandbank_conformance.run import Run
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.consumer.linking import Begun, begun, link, polled
from sandbank_conformance.suite.control.entries import entries
from sandbank_conformance.suite.control.test_deciding_rules import ensure_decided

pytestmark = of_api("consumer")


@pytest.fixture
def session(run: Run, product: Product) -> Begun:
    """A session that the product began."""
    return begun(link(product, run))


def _ensure_decided_about_poll(owner: Owner, answer: Exchange, rule: str) -> None:
    if not answer.refused:
        raise NotTestable(f"a poll that is refused: {told(answer)}")
    listed = owner.call("listJournal", query={"limit": 1})
    ensure_member(listed, "/0/operationId", "pollSession")
    ensure_member(listed, "/0/requirement", rule)


@requirement("CTL-09")
def test_the_journal_names_what_decided_about_a_used_poll_route(
    owner: Owner, product: Product, session: Begun
) -> None:
    given(polled(product, session))

    _ensure_decided_about_poll(owner, polled(product, session), "CON-LINK-01")


@requirement("CTL-09")
@pytest.mark.parametrize("name", ["", ".7", ".0", "x"])
def test_the_journal_names_what_decided_about_an_unknown_poll_route(
    name: str, owner: Owner, product: Product, session: Begun
) -> None:
    place, _, last = session.route.rpartition("/")
    unknown = f"{last.rpartition('.')[0]}{name}" if name else "unknown"

    answer = product.follow(session.answer, f"{place}/{unknown}")

    _ensure_decided_about_poll(owner, answer, "CON-LINK-01")


@requirement("CTL-09")
def test_the_journal_names_what_decided_about_a_poll_route_of_another(
    owner: Owner, product: Product, sibling: Product, session: Begun
) -> None:
    route = session.route.replace(product.access.company, sibling.access.company)

    answer = sibling.follow(session.answer, route)

    _ensure_decided_about_poll(owner, answer, "GEN-05")


def _candidate(product: Product, stock: Stock) -> dict[str, str]:
    query = {"bankAccountIds": stock.account()}
    listed = entries(product.call("listAvailableBankAccounts", query=query), "/availableAccounts")
    named = listed[-1].get("bankAccountCandidateId") if listed else None
    if not named:
        raise NotTestable("accounts beside a connected one that could be linked")
    return {"bankAccountCandidateId": str(named)}


@requirement("CTL-09")
def test_the_journal_names_what_decided_about_a_connected_candidate(
    owner: Owner, product: Product, stock: Stock
) -> None:
    named = _candidate(product, stock)
    given(product.call("linkAvailableBankAccount", json=named))

    answer = product.call("linkAvailableBankAccount", json=named)

    ensure_decided(owner, answer, "CON-LINK-02")


@requirement("CTL-09")
def test_the_journal_names_what_decided_about_a_candidate_of_another(
    owner: Owner, product: Product, sibling: Product, stock: Stock
) -> None:
    answer = sibling.call("linkAvailableBankAccount", json=_candidate(product, stock))

    ensure_decided(owner, answer, "GEN-05")


@requirement("CTL-09")
def test_the_journal_names_what_decided_about_an_unknown_candidate(
    owner: Owner, product: Product, draw: Draw
) -> None:
    unknown = {"bankAccountCandidateId": draw.uuid()}

    answer = product.call("linkAvailableBankAccount", json=unknown)

    ensure_decided(owner, answer, "CON-LINK-02")

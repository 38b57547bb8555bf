"""Candidates are of one company: nobody else lists, links, or learns of them."""

from collections.abc import Callable

import pytest

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.conditions import (
    NotTestable,
    ensure,
    ensure_refused,
    ensure_status,
    given,
)
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import of_api, requirement
from sandbank_conformance.run import Run
from sandbank_conformance.suite.consumer.candidates import Connected
from sandbank_conformance.suite.consumer.linking import begun, link, reported
from sandbank_conformance.suite.general.foreign import Asked
from sandbank_conformance.suite.provider.reports import granted, onboarded

each_other = pytest.mark.parametrize("whose", ["sibling", "stranger"])


def _other(run: Run, whose: str) -> Product:
    other: Product | None = getattr(run, whose)
    if other is None:
        raise NotTestable(f"another company: [consumer.{whose}]")
    return other


def _linking(other: Product, connected: Connected) -> Callable[[tuple[str, ...]], Exchange]:
    body = connected.named()

    def ask(ids: tuple[str, ...]) -> Exchange:
        named = {**body, "bankAccountCandidateId": ids[0]}
        return other.call("linkAvailableBankAccount", json=named)

    return ask


def _listing(other: Product) -> Callable[[tuple[str, ...]], Exchange]:
    return lambda ids: other.call("listAvailableBankAccounts", query={"bankAccountIds": ids[0]})


@of_api("consumer")
@requirement("GEN-05")
@each_other
def test_another_company_cannot_link_a_candidate(
    connected: Connected, run: Run, whose: str
) -> None:
    ask = _linking(_other(run, whose), connected)

    ensure_refused(ask((connected.named()["bankAccountCandidateId"],)))


@of_api("consumer")
@requirement("GEN-05")
@each_other
def test_a_candidate_of_another_company_is_like_an_unknown_one(
    connected: Connected, run: Run, draw: Draw, whose: str
) -> None:
    asked = Asked((connected.named()["bankAccountCandidateId"],), draw)

    asked.by(_linking(_other(run, whose), connected))

    asked.ensure_told_nothing()


@requirement("CON-LINK-02", level="profile")
@each_other
def test_a_candidate_of_another_company_answers_404(
    connected: Connected, run: Run, whose: str
) -> None:
    ask = _linking(_other(run, whose), connected)

    ensure_status(ask((connected.named()["bankAccountCandidateId"],)), 404)


@of_api("consumer")
@requirement("GEN-05")
@each_other
def test_a_list_about_an_account_of_another_company_is_like_one_about_an_unknown_one(
    connected: Connected, run: Run, draw: Draw, whose: str
) -> None:
    given(connected.listed())
    asked = Asked((connected.account,), draw)

    asked.by(_listing(_other(run, whose)))

    asked.ensure_told_nothing()


@requirement("CON-OFF-07")
@each_other
def test_a_list_about_an_account_of_another_company_answers_404(
    connected: Connected, run: Run, whose: str
) -> None:
    given(connected.listed())

    ensure_status(_listing(_other(run, whose))((connected.account,)), 404)


@of_api("consumer")
@requirement("GEN-05")
@each_other
def test_what_was_shared_with_another_company_is_not_listed(
    connected: Connected, run: Run, provider: Provider, draw: Draw, whose: str
) -> None:
    other, theirs = _other(run, whose), granted(draw)
    reported(provider, begun(link(other, run)), onboarded(theirs))

    offered = given(connected.listed(), "/availableAccounts")

    found = [each.get("accountIdentifier") for each in offered if isinstance(each, dict)]
    ensure(
        theirs["accountIdentifier"] not in found,
        expected="candidates of one's own company only",
        received=f"{theirs['accountIdentifier']}, which was shared with another one",
    )

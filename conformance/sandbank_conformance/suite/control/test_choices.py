"""What a granted session offers, and the choice made for the user."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.conditions import (
    NotTestable,
    ensure,
    ensure_member,
    ensure_status,
    ensure_success,
    given,
)
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import of_api, requirement, smoke, transition
from sandbank_conformance.owner import Owner
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.control.entries import Entry, ensure_named, entries

pytestmark = of_api("provider", "consumer")


@dataclass(frozen=True)
class Granted:
    """A session in which the user granted accounts."""

    session: str
    accounts: list[dict[str, str]]

    def choice(self, n: int = 0, **members: str) -> dict[str, str]:
        """The body that chooses one of them."""
        return {"accountIdentifier": self.accounts[n]["accountIdentifier"], **members}


def _account(draw: Draw, **members: str) -> dict[str, str]:
    return {
        "bankAccountExternalId": f"ext-{draw.word()}",
        "accountName": "Verify",
        "bankIdentifier": f"customer-{draw.word(6)}:verify",
        "branchIdentifier": "n/a",
        "accountIdentifier": f"acct-{draw.word()}",
        **members,
    }


def _grant(stock: Stock, provider: Provider, accounts: list[dict[str, str]]) -> Granted:
    session = stock.onboarding()
    body = {"data": {"status": "success", "bankAccounts": accounts}}
    given(provider.call("reportAuthorisation", session, json=body))
    return Granted(session, accounts)


def _offers(owner: Owner, granted: Granted) -> Granted:
    """A session of which each account can be chosen; whether it can, PRV-AUTH-08 is about."""
    offered = _named(entries(owner.call("listCandidates", granted.session)))
    if not set(_named(granted.accounts)) <= set(offered):
        raise NotTestable(f"a session that offers all that was granted; it offers {len(offered)}")
    return granted


def _named(accounts: Sequence[Entry]) -> list[tuple[Any, Any]]:
    return [(each.get("bankIdentifier"), each.get("accountIdentifier")) for each in accounts]


@pytest.fixture
def granted(owner: Owner, stock: Stock, provider: Provider, draw: Draw) -> Granted:
    """Two accounts, granted and offered."""
    return _offers(owner, _grant(stock, provider, [_account(draw), _account(draw)]))


def _by_identifier(accounts: Sequence[Entry]) -> dict[Any, Entry]:
    return {each.get("accountIdentifier"): each for each in accounts}


@smoke
@requirement("CTL-07")
def test_a_choice_connects_the_account(owner: Owner, product: Product, granted: Granted) -> None:
    answer = owner.call("chooseCandidate", granted.session, json=granted.choice(1))

    ensure_status(answer, 201)
    shown = product.call("getBankAccount", given(answer, "/bankAccountId"))
    ensure_success(shown)
    ensure_member(shown, "/accountIdentifier", granted.accounts[1]["accountIdentifier"])
    ensure_member(shown, "/externalId", granted.accounts[1]["bankAccountExternalId"])


@requirement("CTL-07")
@transition("session", "granted", "chosen", "completed")
def test_a_choice_completes_its_session(owner: Owner, granted: Granted) -> None:
    chosen = owner.call("chooseCandidate", granted.session, json=granted.choice())

    session = owner.call("getAuthorisation", granted.session)

    ensure_member(session, "/status", "completed")
    ensure_member(session, "/bankAccountId", given(chosen, "/bankAccountId"))


@requirement("CTL-07")
def test_a_granted_session_does_not_lapse(owner: Owner, granted: Granted) -> None:
    owner.advance("P1D")

    answer = owner.call("chooseCandidate", granted.session, json=granted.choice())

    ensure_status(answer, 201)


@requirement("CTL-07")
def test_a_connected_account_is_offered_as_connected(
    owner: Owner, stock: Stock, provider: Provider, granted: Granted
) -> None:
    given(owner.call("chooseCandidate", granted.session, json=granted.choice()))
    again = _grant(stock, provider, granted.accounts)

    listed = owner.call("listCandidates", again.session)

    offered = _by_identifier(entries(listed))
    connected = [offered.get(each["accountIdentifier"], {}) for each in granted.accounts]
    told = [each.get("connected") for each in connected]
    ensure(told == [True, False], expected="[True, False]", received=str(told), exchange=listed)


@requirement("CTL-07")
@pytest.mark.parametrize(
    "state",
    [
        pytest.param(each, marks=transition("session", each, "chosen", "refused"), id=each)
        for each in ("open", "failed", "expired", "completed")
    ],
)
def test_a_session_that_offers_nothing_answers_409(
    state: str, owner: Owner, stock: Stock, provider: Provider, granted: Granted
) -> None:
    session = granted.session if state == "completed" else stock.onboarding()
    if state == "failed":
        body = {"data": {"status": "failure"}}
        given(provider.call("reportAuthorisation", session, json=body))
    elif state == "expired":
        owner.advance("PT21M")
    elif state == "completed":
        given(owner.call("chooseCandidate", session, json=granted.choice()))

    answer = owner.call("chooseCandidate", session, json=granted.choice(1))

    ensure_status(answer, 409)


@requirement("CTL-07")
def test_an_account_that_is_not_offered_answers_400(
    owner: Owner, granted: Granted, draw: Draw
) -> None:
    answer = owner.call("chooseCandidate", granted.session, json={"accountIdentifier": draw.word()})

    ensure_status(answer, 400)
    ensure_named(answer, "/accountIdentifier")
    ensure_member(owner.call("getAuthorisation", granted.session), "/status", "granted")


@requirement("CTL-07")
def test_a_choice_that_fits_several_answers_400(
    owner: Owner, stock: Stock, provider: Provider, draw: Draw
) -> None:
    first = _account(draw)
    twins = [first, _account(draw, accountIdentifier=first["accountIdentifier"])]
    granted = _offers(owner, _grant(stock, provider, twins))

    answer = owner.call("chooseCandidate", granted.session, json=granted.choice())

    ensure_status(answer, 400)
    ensure_named(answer, "/bankIdentifier")


@requirement("CTL-07")
def test_a_bank_identifier_that_does_not_fit_answers_400(owner: Owner, granted: Granted) -> None:
    choice = granted.choice(bankIdentifier=granted.accounts[1]["bankIdentifier"])

    answer = owner.call("chooseCandidate", granted.session, json=choice)

    ensure_status(answer, 400)
    ensure_named(answer, "/bankIdentifier")


@requirement("CTL-07")
def test_the_bank_identifier_chooses_between_two(
    owner: Owner, stock: Stock, provider: Provider, draw: Draw
) -> None:
    first = _account(draw)
    twins = [first, _account(draw, accountIdentifier=first["accountIdentifier"])]
    granted = _offers(owner, _grant(stock, provider, twins))
    wanted = twins[1]["bankIdentifier"]

    answer = owner.call(
        "chooseCandidate", granted.session, json=granted.choice(bankIdentifier=wanted)
    )

    ensure_status(answer, 201)
    ensure_member(answer, "/bankIdentifier", wanted)

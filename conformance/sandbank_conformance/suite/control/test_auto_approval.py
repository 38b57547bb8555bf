"""A user of the playground bank who says yes to everything, where the owner wants it."""

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import ensure, ensure_member, ensure_status, given
from sandbank_conformance.marks import of_api, requirement
from sandbank_conformance.owner import Owner
from sandbank_conformance.run import Run
from sandbank_conformance.suite.consumer.linking import WEB, begun, link, polled
from sandbank_conformance.suite.control import test_playground_bank as bank

pytestmark = [of_api("provider", "consumer"), pytest.mark.usefixtures("approving")]

ENOUGH = 12  # sessions; a user of the playground bank has fewer accounts


@pytest.fixture
def approving(owner: Owner, settings: dict[str, object]) -> None:
    """The setting, which is taken back at the end."""
    given(owner.call("changeSettings", json={**settings, "autoApprove": True}))


@requirement("CTL-14")
def test_an_account_is_connected_that_was_not_connected_before(
    owner: Owner, product: Product
) -> None:
    before = given(product.call("listBankAccounts")).json

    session = owner.call("getAuthorisation", bank.begun(owner))

    account = given(session, "/bankAccountId")
    ensure(
        account not in [each.get("bankAccountId") for each in before],
        expected="a new bank account",
        received=f"{account}",
        exchange=session,
    )
    ensure_member(product.call("getBankAccount", account), "/status", "pending")


@requirement("CTL-14")
def test_a_session_fails_where_everything_is_connected(owner: Owner) -> None:
    stands = [bank.status_of(owner, bank.begun(owner)) for _ in range(ENOUGH)]

    ensure(
        stands[0] == "completed" and stands[-1] == "failed",
        expected="completed at first, failed in the end",
        received=", ".join(stands),
    )


@requirement("CTL-14")
@pytest.mark.parametrize("whose", ["the owner's", "a product's"])
def test_an_account_is_authorised_anew_at_once(whose: str, owner: Owner, product: Product) -> None:
    if whose == "the owner's":
        bank.renewal(owner)
    else:
        begun(product.call("beginReauthorisation", bank.LAPSED, query=WEB))

    ensure_member(product.call("getBankAccount", bank.LAPSED), "/status", "active")


@requirement("CTL-14")
def test_the_poll_of_a_product_ends_at_once(run: Run, product: Product) -> None:
    answer = polled(product, begun(link(product, run)))

    ensure_status(answer, 200)
    ensure_member(answer, "/success", True)


@requirement("CTL-14")
def test_nobody_says_yes_at_another_bank(owner: Owner) -> None:
    stands = bank.status_of(owner, bank.begun(owner, bank.OTHER))

    ensure(stands == "open", expected="a session that is open", received=f"{stands}")

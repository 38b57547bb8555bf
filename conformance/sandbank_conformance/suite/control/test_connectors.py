"""Where providers are told of things: at the address that the owner sets, and nowhere else."""

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import ensure, ensure_status, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import of_api, requirement, smoke
from sandbank_conformance.owner import Owner
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.control.entries import ensure_named, entries
from sandbank_conformance.suite.control.listening import (
    HEADER,
    PROVIDER,
    VALUE,
    listening,
    set_connector,
    settle,
)

pytestmark = of_api("provider", "consumer")

POINTER = "/callbackURLs/notification"


@smoke
@requirement("CTL-12")
def test_a_provider_is_told_where_the_owner_says(
    owner: Owner, product: Product, stock: Stock
) -> None:
    account = stock.account(status="active")
    with listening(owner) as listener:
        given(product.call("disconnectBankAccount", account))
        settle(owner)

    ensure(
        listener.events == [("resourceDeleted", "bankAccount")],
        expected="one notification of the disconnection",
        received=f"{listener.events}",
    )
    [body] = [each.body for each in listener.told]
    [listed] = entries(owner.call("listNotifications", query={"bankAccountId": account}))
    ensure(body == listed.get("event"), expected=f"{listed.get('event')}", received=f"{body}")


@requirement("CTL-12")
def test_a_notification_carries_the_header_and_a_token(owner: Owner) -> None:
    with listening(owner) as listener:
        given(owner.begin(PROVIDER, "onboarding"))
        settle(owner)

    headers = listener.told[0].headers if listener.told else {}
    ensure(
        headers.get(HEADER.lower()) == VALUE,
        expected=f"the header {HEADER} as it was set",
        received=f"{sorted(headers)}",
    )
    ensure(
        headers.get("authorization", "").startswith("Bearer "),
        expected="a bearer token",
        received=headers.get("authorization", "no Authorization")[:7],
    )


@requirement("CTL-12")
@pytest.mark.parametrize(
    "address",
    [
        "ftp://127.0.0.1/notification",
        "file:///etc/hostname",
        "http://user:secret@127.0.0.1:9/notification",
        "http://169.254.169.254/notification",
        "http://10.0.0.1/notification",
        "http://[::ffff:10.0.0.1]/notification",
        "http://0xa000001/notification",
        "nowhere",
        "http:///notification",
        "http://127.0.0.1:0/notification",
        "http://127.0.0.1:99999/notification",
        "http://[::1/notification",
        "http://127.0.0.1:9/two words",
        "http://127.0.0.1:9/schlüssel",
        "http://127.0.0.1:9\\@localhost/",
        "http://127.0.0.1:9/{id}",
        "http://127.0.0.1:9/#fragment",
    ],
)
def test_an_address_that_may_not_be_called_is_refused(address: str, owner: Owner) -> None:
    answer = set_connector(owner, address)

    ensure_status(answer, 400)
    ensure_named(answer, POINTER)


@requirement("CTL-12")
def test_an_unknown_provider_has_no_connector(owner: Owner, draw: Draw) -> None:
    ensure_status(owner.call("setConnector", draw.word(), json={}), 404)


@requirement("CTL-12")
def test_what_is_left_out_is_as_it_was_at_the_start(owner: Owner) -> None:
    with listening(owner) as listener:
        given(owner.call("setConnector", PROVIDER, json={}))
        given(owner.begin(PROVIDER, "onboarding"))
        settle(owner)

    ensure(not listener.told, expected="nothing told there any more", received="a notification")
    outcome = entries(owner.call("listNotifications"))[-1].get("outcome")
    ensure(outcome == "delivered", expected="played by the sandbox", received=f"{outcome}")


@requirement("CTL-12")
def test_what_waits_is_taken_by_the_sandbox_where_it_plays_again(owner: Owner) -> None:
    with listening(owner, 503):
        given(owner.begin(PROVIDER, "onboarding"))
        settle(owner)
        waited = entries(owner.call("listNotifications"))[-1].get("outcome")

        given(owner.call("setConnector", PROVIDER, json={}))

    outcome = entries(owner.call("listNotifications"))[-1].get("outcome")
    ensure(
        (waited, outcome) == ("pending", "delivered"),
        expected="pending, then delivered",
        received=f"{waited}, then {outcome}",
    )

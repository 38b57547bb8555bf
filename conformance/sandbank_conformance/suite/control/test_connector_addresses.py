"""Which addresses and headers a connector may have, and how it is called then."""

from urllib.parse import urlsplit

import pytest

from sandbank_conformance.callers import Provider
from sandbank_conformance.conditions import NotTestable, ensure, ensure_status, given
from sandbank_conformance.marks import of_api, requirement
from sandbank_conformance.owner import Owner
from sandbank_conformance.suite.control.entries import ensure_named, entries
from sandbank_conformance.suite.control.listening import (
    HEADER,
    PATIENCE,
    PROVIDER,
    VALUE,
    endpoint,
    set_connector,
    settle,
)

pytestmark = of_api("provider", "consumer")

TAKEN = (  # what a call carries anyway, or what would change how it is framed
    *("accept", "accept-encoding", "authorization", "connection", "content-encoding"),
    *("content-length", "content-type", "expect", "host", "keep-alive", "proxy-authorization"),
    *("TE", "Trailer", "Transfer-Encoding", "Upgrade", "User-Agent"),
)
LONG_URL = "http://127.0.0.1:9/".ljust(2000, "x")
VALUES = {"too long": "x" * 4001, "not in ASCII": "schlüssel", "of two lines": "one\r\nX-Two: 2"}


@requirement("CTL-12")
@pytest.mark.parametrize(
    ("behind", "target"),
    [("/notification", "/notification"), ("/a/b?of=verify&n=1", "/a/b?of=verify&n=1"), ("", "/")],
    ids=["a path", "a query", "nothing"],
)
def test_a_notification_is_sent_to_the_very_address_with(
    behind: str, target: str, owner: Owner
) -> None:
    with endpoint() as listener:
        host = urlsplit(listener.url).netloc
        given(set_connector(owner, f"http://{host}{behind}"))
        given(owner.begin(PROVIDER, "onboarding"))
        settle(owner)

    found = [(each.headers.get("host"), each.target) for each in listener.told]
    wanted = [(host, target)]
    ensure(found == wanted, expected=f"host and target {wanted}", received=f"{found}")


@requirement("CTL-12")
@pytest.mark.parametrize("name", [*TAKEN, "two words", "x" * 101])
def test_a_header_that_cannot_be_the_providers_own_is_refused(name: str, owner: Owner) -> None:
    header = {"name": name, "value": VALUE}

    answer = owner.call("setConnector", PROVIDER, json={"header": header})

    ensure_status(answer, 400)
    ensure_named(answer, "/header/name")


@requirement("CTL-12")
@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_a_header_cannot_hold_what_is(value: str, owner: Owner) -> None:
    header = {"name": HEADER, "value": value}

    answer = owner.call("setConnector", PROVIDER, json={"header": header})

    ensure_status(answer, 400)
    ensure_named(answer, "/header/value")


@requirement("CTL-12")
def test_address_and_header_may_be_long(owner: Owner) -> None:
    header = {"name": "x" * 100, "value": "x" * 4000}
    body = {"callbackURLs": {"notification": LONG_URL}, "header": header}

    ensure_status(owner.call("setConnector", PROVIDER, json=body), 204)


@requirement("CTL-12")
def test_what_waits_goes_as_soon_as_the_provider_has_an_address(
    owner: Owner, rival: Provider
) -> None:
    given(owner.begin(rival.access.id, "onboarding"))
    if entries(owner.call("listNotifications"))[-1].get("outcome") != "pending":
        raise NotTestable("a provider without an address, whose notifications wait")

    with endpoint() as listener:
        urls = {"callbackURLs": {"notification": listener.url}}
        given(owner.call("setConnector", rival.access.id, json=urls))
        arrived = listener.arrived.wait(PATIENCE)

    ensure(arrived, expected="the notification, though the clock stood", received="nothing")

"""What a provider gets, and how the sandbox takes what it answers."""

import socket

import jwt
import pytest
from integration.connector.little_provider import (
    Behaviour,
    LittleProvider,
    answers,
    closes,
    goes_on_for_ever,
    in_turn,
    says,
)
from integration.connector.telling import (
    connect,
    disconnect,
    outcomes,
    results,
    serve_at,
    settled,
    told,
)
from served import Served, bank_account

from sandbank_server.adapters import webhooks

NOON = "2026-03-01T12:00:00Z"
MISSES: dict[str, tuple[Behaviour, int | str]] = {
    "500": (answers(500), 500),
    "404": (answers(404), 404),
    "a redirect": (answers(302, location="/elsewhere"), 302),
    "hangs up": (closes, "no HTTP answer"),
    "half of a head": (says(b"HTTP/1.1 204 No"), "no HTTP answer"),
    "no HTTP": (says(b"\x00\xff rubbish \r\n\r\n"), "no HTTP answer"),
    "headers without end": (says(b"HTTP/1.1 204 Ok\r\nx: " + b"y" * 200_000), "no HTTP answer"),
}
HITS: dict[str, tuple[Behaviour, int]] = {
    "204": (answers(204), 204),
    "rubbish": (answers(200, b"\xff\x00 <rubbish>", **{"content-type": "application/json"}), 200),
    "a body without end": (goes_on_for_ever, 200),
    "a body cut short": (says(b"HTTP/1.1 201 Ok\r\ncontent-length: 9\r\n\r\nx"), 201),
    "a large body": (answers(202, b"x" * 10_000_000), 202),
}


def test_a_notification_is_what_is_listed_with_the_providers_header(
    sandbox: Served, little: LittleProvider
) -> None:
    serve_at(sandbox, little.url)
    disconnect(sandbox)

    came = little.next()

    [listed] = settled(sandbox, bank_account(1))
    assert (came.method, came.target) == ("POST", "/notification")
    assert came.headers["content-type"] == "application/json"
    assert came.headers["x-connector-key"] == "connector-key-1"
    assert came.headers["host"] == little.url.removeprefix("http://")
    assert came.json == listed["event"]
    assert (listed["outcome"], listed["attempts"]) == ("delivered", [{"at": NOON, "status": 204}])


def test_the_token_is_ours_by_the_published_keys_and_opens_nothing_here(
    sandbox: Served, little: LittleProvider
) -> None:
    serve_at(sandbox, little.url)
    disconnect(sandbox)

    scheme, _, token = little.next().headers["authorization"].partition(" ")

    keys = jwt.PyJWKSet.from_dict(sandbox.control("GET", "/jwks.json"))
    kid = jwt.get_unverified_header(token)["kid"]
    claims = jwt.decode(
        token,
        keys[kid].key,
        algorithms=["RS256"],
        audience="sandbank/connector",
        issuer="sandbank",
        options={"verify_exp": False, "verify_iat": False},  # the sandbox's clock stands still
    )
    assert (scheme, claims["provider_id"]) == ("Bearer", "provider-a")
    assert claims["exp"] - claims["iat"] == 300
    credentials = {"authorization": f"Bearer {token}", "x-api-key": "provider-a-key"}
    report = sandbox.call("PATCH", "/provider/v1/authorisations/x", headers=credentials, json={})
    assert report.status_code == 403
    assert sandbox.call("GET", "/user-banking/users", headers=credentials).status_code == 401


@pytest.mark.parametrize("how", MISSES)
def test_what_is_no_2xx_is_tried_again(sandbox: Served, little: LittleProvider, how: str) -> None:
    miss, result = MISSES[how]
    little.behave = in_turn(miss, answers(204))
    serve_at(sandbox, little.url)

    disconnect(sandbox)
    [listed] = settled(sandbox, bank_account(1))
    assert (listed["outcome"], results(listed)) == ("pending", [result])

    sandbox.advance("PT1S")
    [listed] = told(sandbox, bank_account(1))
    assert (listed["outcome"], results(listed)) == ("delivered", [result, 204])
    assert [little.next().target for _ in range(2)] == ["/notification"] * 2
    assert little.came.empty()


@pytest.mark.parametrize("how", HITS)
def test_a_2xx_is_enough_whatever_comes_with_it(
    sandbox: Served, little: LittleProvider, how: str
) -> None:
    little.behave, status = HITS[how]
    serve_at(sandbox, little.url)

    disconnect(sandbox)

    [listed] = settled(sandbox, bank_account(1))
    assert (listed["outcome"], results(listed)) == ("delivered", [status])


@pytest.mark.parametrize("how", ["hangs", "drips"])
def test_what_takes_too_long_is_a_timeout(
    sandbox: Served, little: LittleProvider, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhooks, "PATIENCE", 0.2)
    little.behave = getattr(little, how)
    serve_at(sandbox, little.url)

    disconnect(sandbox)

    [listed] = settled(sandbox, bank_account(1))
    assert (listed["outcome"], results(listed)) == ("pending", ["timeout"])


def test_where_nobody_listens_there_is_no_connection(sandbox: Served) -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        serve_at(sandbox, f"http://127.0.0.1:{deaf.getsockname()[1]}")

        disconnect(sandbox)

    [listed] = settled(sandbox, bank_account(1))
    assert results(listed) == ["no connection"]


def test_attempts_follow_after_1_5_and_30_seconds_and_then_no_more(
    sandbox: Served, little: LittleProvider
) -> None:
    little.behave = answers(500)
    serve_at(sandbox, little.url)
    disconnect(sandbox)
    made = [len(settled(sandbox)[0]["attempts"])]

    for seconds in ("0.9", "0.1", "4.9", "0.1", "29.9", "0.1", "3600"):
        sandbox.advance(f"PT{seconds}S")
        made.append(len(told(sandbox)[0]["attempts"]))

    assert made == [1, 1, 2, 2, 3, 3, 4, 4]
    assert outcomes(told(sandbox)) == ["failed"]


def test_what_waits_is_delivered_in_order_once_there_is_an_address(
    sandbox: Served, little: LittleProvider
) -> None:
    account = connect(sandbox, "b-1", "provider-b")
    disconnect(sandbox, account)
    waiting = [(each["outcome"], each["attempts"]) for each in settled(sandbox)]

    serve_at(sandbox, little.url, "provider-b")

    came = [little.next().json["type"] for _ in range(2)]
    assert waiting == [("pending", [])] * 2
    assert came == ["resourceCreated", "resourceDeleted"]
    assert outcomes(settled(sandbox)) == ["delivered"] * 2


def test_what_is_about_a_bank_with_an_address_of_its_own_goes_there(
    sandbox: Served, little: LittleProvider, other: LittleProvider
) -> None:
    serve_at(sandbox, little.url)
    own = {"name": "Own", "countryCode": "GB", "externalRef": "own-1"}
    own |= {"callbackURLs": {"notification": f"{other.url}/of-this-bank"}}
    headers = sandbox.provider_headers()
    made = sandbox.call(
        "POST", "/provider/v1/banks", json={"data": {"toCreate": [own]}}, headers=headers
    )
    bank = made.json()["data"]["toCreate"][0]["principalId"]

    account = connect(sandbox, "own", bank)

    came = other.next()
    assert (came.target, came.about) == ("/of-this-bank", account)
    assert came.headers["x-connector-key"] == "connector-key-1"
    assert outcomes(settled(sandbox)) == ["delivered"]
    assert little.came.empty()


def test_by_default_the_sandbox_takes_what_is_for_provider_a(sandbox: Served) -> None:
    disconnect(sandbox)

    assert [(each["outcome"], results(each)) for each in told(sandbox)] == [("delivered", [204])]

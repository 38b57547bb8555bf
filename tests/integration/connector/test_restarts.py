"""What is pending outlives the process that was to deliver it."""

import signal
from pathlib import Path

import httpx
import pytest
from integration.connector.little_provider import LittleProvider
from integration.test_serve import child, product

COMPANY = "0b000000-0000-4000-8000-000000000001"
ACCOUNT = "0d000000-0000-4000-8000-000000000001"
CONNECTOR = "/_sandbox/providers/provider-a/connector"


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_notification_goes_on_after_the_end_of_the_process(
    tmp_path: Path, little: LittleProvider, how: signal.Signals
) -> None:
    db = tmp_path / "bank.db"
    little.behave = little.hangs
    with child("--db", str(db)) as (process, url, _):
        body = {"callbackURLs": {"notification": little.url}}
        assert httpx.put(url + CONNECTOR, json=body).status_code == 204
        path = f"{url}/consumer/v1/{COMPANY}/bankaccounts/{ACCOUNT}"
        assert httpx.delete(path, headers=product(url, COMPANY)).status_code == 204
        first = little.next()
        process.send_signal(how)
        process.wait(timeout=20)
    little.released.set()

    with child("--db", str(db)) as (_, url, _):
        again = little.next()
        httpx.post(f"{url}/_sandbox/clock", json={"advance": "PT0S"})
        [told] = httpx.get(f"{url}/_sandbox/notifications").json()

    assert again.json == first.json
    assert (told["outcome"], [each["status"] for each in told["attempts"]]) == ("delivered", [204])


def test_by_the_running_clock_an_attempt_is_repeated_by_itself(little: LittleProvider) -> None:
    with child() as (_, url, _):
        body = {"callbackURLs": {"notification": little.url}}
        httpx.put(url + CONNECTOR, json=body)
        little.behave = lambda wire, _: wire.sendall(b"HTTP/1.1 500 No\r\n\r\n")
        path = f"{url}/consumer/v1/{COMPANY}/bankaccounts/{ACCOUNT}"
        httpx.delete(path, headers=product(url, COMPANY))

        assert little.next().json == little.next().json  # a second later


def test_what_may_be_called_is_named_on_the_command_line() -> None:
    body = {"callbackURLs": {"notification": "http://provider.invalid/notification"}}
    with child("--allow-connector", "provider.invalid") as (_, url, _):
        assert httpx.put(url + CONNECTOR, json=body).status_code == 204

    with child() as (_, url, _):
        refused = httpx.put(url + CONNECTOR, json=body)

    assert "--allow-connector" in refused.text

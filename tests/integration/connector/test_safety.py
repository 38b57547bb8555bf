"""Where the sandbox may be sent, and what of its secrets is seen."""

from collections.abc import Iterator
from typing import Any

import pytest
from integration.connector.little_provider import LittleProvider, answers, provider
from integration.connector.telling import (
    HEADER,
    disconnect,
    put_connector,
    results,
    serve_at,
    settled,
)
from served import Served, serving

from sandbank_server.settings import Settings

FORBIDDEN = [
    "http://169.254.169.254/latest/meta-data",
    "http://2852039166/",  # the same, as one number
    "http://0xa9.0xfe.0xa9.0xfe/",
    "http://[::ffff:169.254.169.254]/",
    "http://[::ffff:a9fe:a9fe]/",
    "http://10.0.0.1/",
    "http://192.0.2.1:9000/notification",
    "http://0.0.0.0:9000/",
    "http://0/",
    "http://[::]/",
    "http://[fe80::1]/",
    "http://224.0.0.1/",
    "http://name-that-nobody-has.invalid/",
    "http://user:password@127.0.0.1/",
    "ftp://127.0.0.1/",
    "file:///etc/passwd",
    "http://127.0.0.1/#fragment",
]
LOOPBACK = [
    "http://127.0.0.1:9/",
    "http://127.8.9.10:9/",
    "http://localhost:9/",
    "http://0x7f.1:9/",
    "http://2130706433:9/",
    "http://[::1]:9/",
    "http://[::ffff:127.0.0.1]:9/",
    "https://127.0.0.1:9/",
]


@pytest.fixture
def beyond() -> Iterator[Served]:
    """A sandbox that others can reach; the owner allowed it one address."""
    settings = Settings(host="0.0.0.0", port=0, allow_connectors=("127.0.0.2",))
    with serving(settings) as served:
        yield served


@pytest.mark.parametrize("url", FORBIDDEN)
def test_an_address_that_nobody_allowed_is_refused_by_its_field(sandbox: Served, url: str) -> None:
    before = sandbox.world()

    answer = put_connector(sandbox, url)

    assert answer.status_code == 400, answer.text
    assert [each["pointer"] for each in answer.json()["errors"]] == ["/callbackURLs/notification"]
    assert answer.headers["sandbank-requirement"] == "CTL-12"
    assert sandbox.world() == before


@pytest.mark.parametrize("url", LOOPBACK)
def test_loopback_is_judged_by_what_it_is_not_by_how_it_is_spelt(sandbox: Served, url: str) -> None:
    assert put_connector(sandbox, url).status_code == 204


def test_beyond_loopback_only_what_was_allowed_is_called(beyond: Served) -> None:
    assert put_connector(beyond, "http://127.0.0.1:9/").status_code == 400
    assert put_connector(beyond, "http://127.0.0.2:9/").status_code == 204


def test_every_fault_is_named_at_once(sandbox: Served) -> None:
    wrong: dict[str, Any] = {
        "callbackURLs": {
            "notification": "http://10.0.0.1/",
            "availableAccounts": "http://127.0.0.1/right",
            "auth": "javascript:alert(1)",
            "reAuth": None,
        },
        "header": {"name": "Host", "value": "a\nb"},
    }

    answer = sandbox.call("PUT", "/_sandbox/providers/provider-a/connector", json=wrong)

    pointers = {each["pointer"] for each in answer.json()["errors"]}
    wanted = {"/callbackURLs/notification", "/callbackURLs/auth", "/header/name", "/header/value"}
    assert pointers == wanted


@pytest.mark.parametrize("url", ["http://10.0.0.1/", "http://169.254.169.254/", "http://[::]/"])
def test_an_address_that_a_world_brought_is_judged_when_it_is_to_be_called(
    sandbox: Served, url: str
) -> None:
    world = sandbox.world()
    world["providers"][0]["connector"] = {"urls": {"notification": url}}
    sandbox.control("PUT", "/world", json=world)

    disconnect(sandbox)

    assert [results(each) for each in settled(sandbox)] == [["address not allowed"]]


@pytest.mark.parametrize(
    ("connector", "place"),
    [
        ({"urls": {"notification": "gopher://127.0.0.1"}}, "/urls/notification"),
        ({"urls": {"reAuth": "http://a@127.0.0.1"}}, "/urls/reAuth"),
        ({"urls": {}, "headerName": "Host", "headerValue": "x"}, "/headerName"),
        ({"urls": {}, "headerName": "X-Key", "headerValue": "a\r\nb"}, "/headerValue"),
        ({"urls": {}, "headerName": "X-Key"}, ""),
    ],
)
def test_a_world_with_a_connector_that_nobody_could_call_is_not_loaded(
    sandbox: Served, connector: Any, place: str
) -> None:
    world = sandbox.world()
    world["providers"][0]["connector"] = connector

    answer = sandbox.call("PUT", "/_sandbox/world", json=world)

    pointers = [each["pointer"] for each in answer.json()["errors"]]
    assert pointers == [f"/providers/0/connector{place}"]


def test_a_redirect_leads_nowhere(
    sandbox: Served, little: LittleProvider, other: LittleProvider
) -> None:
    little.behave = answers(307, location=f"{other.url}/notification")
    serve_at(sandbox, little.url)

    disconnect(sandbox)

    assert [results(each) for each in settled(sandbox)] == [[307]]
    assert other.came.empty()


def test_no_proxy_of_the_environment_is_asked(
    sandbox: Served, little: LittleProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    with provider() as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        serve_at(sandbox, little.url)

        disconnect(sandbox)

        assert [results(each) for each in settled(sandbox)] == [[204]]
        assert proxy.came.empty()


def test_neither_header_nor_token_is_shown_but_in_the_exported_world(
    sandbox: Served, little: LittleProvider, capfd: pytest.CaptureFixture[str]
) -> None:
    serve_at(sandbox, little.url)
    disconnect(sandbox)
    token = little.next().headers["authorization"].removeprefix("Bearer ")
    settled(sandbox)

    shown = [
        sandbox.call("GET", path).text
        for path in ("/_sandbox/journal", "/_sandbox/notifications", "/_sandbox/audit", "/")
    ]

    printed = capfd.readouterr()
    for secret in (token, HEADER["value"]):
        assert not [text for text in (*shown, *printed) if secret in text]
    assert HEADER["value"] in str(sandbox.world())
    assert token not in str(sandbox.world())


def test_a_refused_header_is_not_repeated(sandbox: Served) -> None:
    wrong = {"header": {"name": "X-Key", "value": "secret\x00of-ours"}}

    answer = sandbox.call("PUT", "/_sandbox/providers/provider-a/connector", json=wrong)

    assert answer.status_code == 400
    assert "of-ours" not in answer.text

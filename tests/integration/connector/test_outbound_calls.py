"""Calls that are made: to the machine that was judged, and to no other."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest
from integration.connector.little_provider import LittleProvider, answers, goes_on_for_ever
from integration.connector.secure_provider import secure_provider

from sandbank_server.adapters.destinations import Destinations, Unreachable
from sandbank_server.adapters.outbound import Outbound, OutboundCall, Reply


def called(url: str, machines: Sequence[str] = ("127.0.0.1",), *, most: int = 100) -> Reply:
    asked: list[str] = []

    def look_up(host: str) -> Sequence[str]:
        asked.append(host)
        return machines if len(asked) == 1 else ["192.0.2.1"]  # a name that changes its mind

    outbound = Outbound(Destinations(loopback=True, look_up=look_up))
    call = OutboundCall(method="GET", url=url, headers={"X-Key": "k"}, patience=2, most=most)
    return asyncio.run(outbound.call(call))


def named(little: LittleProvider) -> str:
    return little.url.replace("127.0.0.1", "provider.example")


def test_a_name_is_looked_up_once_and_sent_as_the_host(little: LittleProvider) -> None:
    little.behave = answers(200, b"[]")

    reply = called(named(little) + "/a%2Fb?externalId=%C3%A9")

    came = little.next()
    assert (reply.status, reply.body, reply.is_whole) == (200, b"[]", True)
    assert came.target == "/a%2Fb?externalId=%C3%A9"
    assert came.headers["host"] == named(little).removeprefix("http://")
    assert came.headers["x-key"] == "k"


def test_a_machine_that_does_not_listen_is_passed_over(little: LittleProvider) -> None:
    assert called(named(little), ["::1", "127.0.0.1"]).status == 204


def test_where_no_machine_listens_there_is_no_connection() -> None:
    with pytest.raises(Unreachable, match="no connection"):
        called("http://provider.example:9/", ["127.0.0.1", "127.0.0.2"])


@pytest.mark.parametrize("how", [goes_on_for_ever, answers(200, b"x" * 101)])
def test_a_body_that_is_too_long_is_not_read(little: LittleProvider, how: object) -> None:
    little.behave = how  # type: ignore[assignment]

    reply = called(named(little))

    assert (reply.status, reply.body, reply.is_whole) == (200, b"", False)


def test_a_body_that_ends_early_is_not_whole(little: LittleProvider) -> None:
    little.behave = lambda wire, _: wire.sendall(b"HTTP/1.1 200 Ok\r\ncontent-length: 9\r\n\r\n[")

    reply = called(named(little))

    assert (reply.status, reply.is_whole) == (200, False)


def test_a_cookie_is_not_kept(little: LittleProvider) -> None:
    little.behave = answers(200, **{"set-cookie": "a=b"})
    called(named(little)), called(named(little))

    assert "cookie" not in (little.next() and little.next()).headers


@pytest.mark.parametrize("name", ["provider.example", "another.example"])
def test_https_is_believed_where_the_certificate_is_of_the_name(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with secure_provider(tmp_path, name) as secure:
        url = named(secure).replace("http:", "https:")
        with pytest.raises(Unreachable, match="no connection"):
            called(url)

        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
        if name == "provider.example":
            assert called(url).status == 204
        else:
            with pytest.raises(Unreachable, match="no connection"):
                called(url)

"""A gateway that changes what is signed, drops what is needed, or hangs up is told as such."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from doctor_cases import Ask, Told
from doctor_fronts import (
    Answer,
    Passing,
    certificate,
    front,
    passed,
    with_own_host,
    without_prefix,
)
from served import Served, serving

from sandbank_server.settings import Settings

COVERS = "the signature covers method, scheme, host and path"
NO_CONTROL = "[control]\nuse = false\n"
UNSIGNED = "".join(
    f'[consumer{each}]\nsigning-key = ""\n' for each in ("", ".sibling", ".stranger")
)


def through(url: str, more: str = "") -> str:
    return f'[target]\nurl = "{url}"\n{more}'


def ensure_told_once(told: Told, place: str) -> None:
    assert told.status == 2, told.text
    assert told.names(place, COVERS), told.text
    assert told.text.count(COVERS) == 1, told.text
    assert "wrong_signature" in told.text
    assert "loads the playground" not in told.text
    assert "Proving" not in told.text


@pytest.mark.parametrize(
    ("passing", "prefix"), [(with_own_host, ""), (without_prefix, "/bank/feeds")]
)
def test_a_gateway_that_changes_the_url_is_no_wrong_key(
    ask: Ask, sandbox: Served, passing: Passing, prefix: str
) -> None:
    with front(passed, sandbox.url, passing=passing) as url:
        told = ask("verify", through(url + prefix))
        unsigned = ask("doctor", through(url + prefix, UNSIGNED))

    ensure_told_once(told, "[target] url")
    assert "correct signing-key" not in told.text
    assert 'signing-key = "" in [consumer] and [consumer.sibling] and' in told.text
    assert unsigned.status == 0, unsigned.text
    assert COVERS not in unsigned.text


def test_without_a_control_api_key_and_url_are_both_named_once(ask: Ask, sandbox: Served) -> None:
    with front(passed, sandbox.url, passing=with_own_host) as url:
        told = ask("verify", through(url, NO_CONTROL))

    ensure_told_once(told, "[consumer] signing-key")
    assert told.text.count("correct signing-key, if it is wrong") == 1


def test_a_prefix_that_is_taken_off_is_found_out(ask: Ask, sandbox: Served) -> None:
    with front(passed, sandbox.url, passing=without_prefix) as url:
        told = ask("verify", through(f"{url}/bank/feeds", NO_CONTROL))

    ensure_told_once(told, "[target] url")
    assert f"a signature for {url}/consumer/v1/accesstoken is taken" in told.text


def test_a_gateway_that_ends_tls_is_found_out(ask: Ask, sandbox: Served, tmp_path: Path) -> None:
    context, trusted = certificate(tmp_path, "127.0.0.1")
    with front(passed, sandbox.url, tls=context) as url:
        told = ask("verify", through(url, f'ca-file = "{trusted}"\n'))

    ensure_told_once(told, "[target] url")
    assert f"a signature for {url.replace('https', 'http')}/consumer/v1" in told.text


def test_the_key_of_another_world_is_no_wrong_url(ask: Ask) -> None:
    with serving(Settings(port=0)) as own:
        world = own.world()
        for each in world["organisations"]:
            each["signingKey"] = "a key of this world"
        own.control("PUT", "/world", json=world)
        told = ask("doctor", through(own.url))

    assert told.status == 0, told.text
    assert COVERS not in told.text


def test_a_key_that_the_world_has_and_a_gateway_drops_is_told(ask: Ask, sandbox: Served) -> None:
    def dropping(path: str, headers: dict[str, str]) -> tuple[str, dict[str, str]]:
        return path, {name: each for name, each in headers.items() if name.lower() != "x-api-key"}

    with front(passed, sandbox.url, passing=dropping) as url:
        told = ask("doctor", through(url))

    assert told.status == 0, told.text
    assert "TARGET [provider] api-key" in told.text
    assert "the world that is there has these credentials" in told.text
    assert "loads the playground" not in told.text


def test_a_world_that_cannot_be_put_back_is_not_said_to_be_loaded(
    ask: Ask, sandbox: Served
) -> None:
    def no_snapshots(_: str, path: str, __: object) -> Answer | None:
        return (404, {}, b"") if "/snapshots" in path else None

    with front(no_snapshots, sandbox.url) as url:
        told = ask("doctor", through(url, '[[consumer.accounts]]\nid = "nope"\n'))
        right = ask("doctor", through(url, '[consumer.stranger]\ncompany = "c"\n'))

    assert "TARGET [target] url" in told.text
    assert "the playground is then not loaded" in told.text
    for each in (told, right):
        assert "`sandbank verify` loads the playground" not in each.text
        assert each.status == 2, each.text


@contextmanager
def _hanging_up(first: bytes = b"") -> Iterator[int]:
    """A server that takes each call, perhaps says something, and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    connection.recv(1024)
                    connection.sendall(first)

        threading.Thread(target=answer, daemon=True).start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)


def test_a_server_that_hangs_up_may_be_failing_or_another(ask: Ask) -> None:
    with _hanging_up() as port:
        told = ask("verify", through(f"http://127.0.0.1:{port}"))

    assert told.status == 3, told.text
    assert told.names("[target] url", "see what makes the server hang up")
    assert told.names("[target] url", "or correct the port, if something else listens there")


def test_a_server_that_speaks_otherwise_is_quoted(ask: Ask) -> None:
    with _hanging_up(b"220 mail ESMTP\r\n") as port:
        told = ask("verify", through(f"http://127.0.0.1:{port}"))

    assert told.names("[target] url", "correct the port, if something else listens there")
    assert "it begins with 220 mail ESMTP" in told.text

"""What stands where the target was expected is told apart, and told before any check."""

import socket
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from doctor_cases import Ask, Told
from doctor_fronts import Answer, certificate, front, full, listening, page, unused
from served import Served, serving

from sandbank_conformance.doctor import reach
from sandbank_server.settings import Settings

HURRY = "timeout = 0.3\n"


def at(url: str, more: str = "") -> str:
    """A file in which the Consumer API is at another place than the sandbox."""
    return f'[target]\nurl = "$URL"\n{more}[consumer]\nurl = "{url}/consumer/v1"\n'


def ensure_named(told: Told, place: str, change: str, status: int = 2) -> None:
    assert told.status == status, told.text
    assert told.names(place, change), told.text
    assert "Proving" not in told.text


def test_a_port_where_nothing_listens(ask: Ask) -> None:
    told = ask("verify", at(f"http://127.0.0.1:{unused()}"))

    ensure_named(told, "[consumer] url", "start the server, or correct host and port", 3)


def test_a_port_that_never_says_anything(ask: Ask) -> None:
    with listening() as port:
        told = ask("verify", at(f"http://127.0.0.1:{port}", HURRY))

    ensure_named(told, "[consumer] url", "[target] timeout = SECONDS", 3)


def test_a_host_that_cannot_be_reached(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reach, "CONNECTING", 0.2)
    with full() as port:
        told = ask("verify", at(f"http://127.0.0.1:{port}", HURRY))

    ensure_named(told, "[consumer] url", "let the connection through", 3)


def test_a_web_page(ask: Ask) -> None:
    with front(page) as url:
        told = ask("verify", at(url))

    ensure_named(told, "[consumer] url", "give the base path")
    assert "200 with a web page" in told.text


def test_a_place_that_leads_elsewhere(ask: Ask) -> None:
    def moved(_: str, path: str, __: object) -> Answer:
        return 308, {"Location": f"https://bank.example{path}"}, b""

    with front(moved) as url:
        told = ask("verify", at(url))

    ensure_named(told, "[consumer] url", "https://bank.example/consumer/v1")


def test_a_name_that_the_server_does_not_go_by(
    ask: Ask, sandbox: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda _, port, *more: found("127.0.0.1", port, *more)
    )
    port = sandbox.url.rpartition(":")[2]
    told = ask("verify", at(f"http://bank.example:{port}"))

    ensure_named(told, "[consumer] url", "--allow-host bank.example")


def test_a_certificate_that_the_server_signed_itself(ask: Ask, tmp_path: Path) -> None:
    context, _ = certificate(tmp_path, "127.0.0.1")
    with front(page, tls=context) as url:
        told = ask("verify", at(url))

    ensure_named(told, "[consumer] url", "[target] ca-file")


def test_a_certificate_of_another_name(ask: Ask, tmp_path: Path) -> None:
    context, trusted = certificate(tmp_path, "bank.example")
    with front(page, tls=context) as url:
        told = ask("verify", at(url, f'ca-file = "{trusted}"\n'))

    ensure_named(told, "[consumer] url", "use a name that the certificate is for")


def test_a_certificate_whose_time_is_over(ask: Ask, tmp_path: Path) -> None:
    context, trusted = certificate(tmp_path, "127.0.0.1", days=-1)
    with front(page, tls=context) as url:
        told = ask("verify", at(url, f'ca-file = "{trusted}"\n'))

    ensure_named(told, "[consumer] url", "renew the server's certificate")


def test_plain_http_with_a_server_that_speaks_tls(ask: Ask, tmp_path: Path) -> None:
    context, _ = certificate(tmp_path, "127.0.0.1")
    with front(page, tls=context) as url:
        told = ask("verify", at(url.replace("https", "http"), HURRY))

    ensure_named(told, "[consumer] url", f"begin the URL with https://: {url}")


def test_short_paths_where_they_are_long(ask: Ask, sandbox: Served) -> None:
    def only_long(_: str, path: str, __: object) -> Answer | None:
        is_short = "/bankaccounts" in path and "/organisations/" not in path
        return (404, {}, b"") if is_short else None

    with front(only_long, sandbox.url) as url:
        told = ask("verify", f'[target]\nurl = "$URL"\n[consumer]\nurl = "{url}/api/v1"\n')

    ensure_named(told, "[consumer] path-style", 'path-style = "long"')


def test_tenants_that_the_server_does_not_know(ask: Ask, sandbox: Served) -> None:
    def no_tenants(_: str, __: str, headers: Mapping[str, str]) -> Answer | None:
        return (400, {}, b"no such header") if "TenantID" in headers else None

    with front(no_tenants, sandbox.url) as url:
        file = (
            '[target]\nurl = "$URL"\n[control]\nuse = false\n'
            f'[user-banking]\nurl = "{url}/user-banking"\n'
        )
        told, without = ask("verify", file), ask("doctor", f"{file}tenants = false\n")

    ensure_named(told, "[user-banking] tenants", "tenants = false")
    assert without.status == 0, without.text


@pytest.fixture(scope="module")
def guarded() -> Iterator[Served]:
    with serving(Settings(port=0).guarded_by("the-owner's-token")) as served:
        yield served


@pytest.mark.parametrize("token", ["", '[control]\ntoken = "another"\n'])
def test_a_control_api_that_takes_us_for_nobody(ask: Ask, guarded: Served, token: str) -> None:
    told = ask("verify", f'[target]\nurl = "{guarded.url}"\n{token}')

    ensure_named(told, "[control] token", "the variable SANDBANK_OWNER_TOKEN")


def test_the_control_api_of_another_sandbox(ask: Ask) -> None:
    with serving(Settings(port=0)) as other:
        told = ask("verify", f'[target]\nurl = "$URL"\n[control]\nurl = "{other.url}/_sandbox"\n')

    ensure_named(told, "[control] url", "the control API of the same server")


def test_a_company_of_a_world_that_is_not_loaded(ask: Ask) -> None:
    with serving(Settings(port=0)) as own:
        world = own.world()
        world["companies"].append({**world["companies"][0], "companyId": "company-of-mine"})
        own.control("PUT", "/world", json=world)
        file = f'[target]\nurl = "{own.url}"\n[consumer]\ncompany = "company-of-mine"\n'
        told, kept = ask("verify", file), ask("doctor", file, "--keep-world")

    ensure_named(told, "[consumer] company", "keep-world = true")
    assert kept.status == 0, kept.text

"""Who may knock: hosts, origins, and the owner's token beyond loopback."""

from collections.abc import Iterator

import httpx
import pytest
from served import Served, serving
from wire_calls import CALLS, OPERATIONS, OWNER_TOKEN, send

from sandbank_server.settings import Settings


@pytest.fixture(scope="module")
def open_one() -> Iterator[Served]:
    """A sandbox for everybody in the network, known by another name, too."""
    settings = Settings(host="0.0.0.0", port=0, seed=7, strict=True, allow_hosts=("Bank.Example",))
    with serving(settings.guarded_by(OWNER_TOKEN)) as served:
        yield served


def _knock(served: Served, host: str, **headers: str) -> httpx.Response:
    path = "/_sandbox/openapi/consumer.yaml"
    return served.call("GET", path, headers={"host": host, **headers})


FOREIGN_HOSTS = [
    "evil.example",
    "evil.example:8080",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "evil.example#127.0.0.1",
    "127.0.0.1@evil.example",
    "localhost.",
    "bank.example",
    "0x7f000001.evil",
    "2130706433",
    "[::1",
    "::1",
    "",
]


@pytest.mark.parametrize("host", FOREIGN_HOSTS)
def test_a_name_of_somebody_else_is_misdirected(sandbox: Served, host: str) -> None:
    for path in ("/", "/_console", "/_sandbox/reset", "/user-banking/users", "/consumer/v1/banks"):
        response = sandbox.call("POST", path, headers={"host": host})

        assert response.status_code == 421
        assert response.headers["sandbank-requirement"] == "GEN-05"


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:1", "127.0.0.1:80", "[::1]:80", "10.0.0.1"]
)
def test_addresses_and_localhost_are_what_they_say(sandbox: Served, host: str) -> None:
    assert _knock(sandbox, host).status_code == 200


def test_an_allowed_host_is_allowed(open_one: Served) -> None:
    assert _knock(open_one, "bank.example:443").status_code == 200
    assert _knock(open_one, "sub.bank.example").status_code == 421


def test_the_own_origin_is_no_other(sandbox: Served) -> None:
    host = sandbox.url.removeprefix("http://")

    assert _knock(sandbox, host, origin=sandbox.url).status_code == 200


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "null", "", "http://127.0.0.1", "http://localhost:1", "file://", "//["],
)
def test_a_page_of_another_origin_may_not_call(sandbox: Served, origin: str) -> None:
    before = sandbox.world()
    for operation_id in ("resetWorld", "putWorld", "deleteUser", "reportAuthorisation", "getWorld"):
        response = send(sandbox, operation_id, headers={"origin": origin})

        assert response.status_code == 403
        assert "access-control-allow-origin" not in response.headers
    assert sandbox.world() == before


def test_a_preflight_is_granted_to_nobody(sandbox: Served) -> None:
    asked = {"origin": "http://evil.example", "access-control-request-method": "DELETE"}
    for path in {each.path for each in CALLS.values()}:
        response = sandbox.call("OPTIONS", path, headers=asked)

        assert response.status_code == 403
        assert not [name for name in response.headers if name.startswith("access-control")]


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_form_of_another_site_changes_nothing(sandbox: Served, site: str) -> None:
    before = sandbox.world()
    writing = [n for n, o in OPERATIONS.items() if o.method != "GET"]
    for operation_id in writing:
        response = send(sandbox, operation_id, headers={"sec-fetch-site": site}, after=())

        assert response.status_code == 403, operation_id
    assert sandbox.world() == before


def test_a_link_from_another_site_shows_a_page(sandbox: Served) -> None:
    headers = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}

    assert sandbox.call("GET", "/_console", headers=headers).status_code == 200


@pytest.mark.parametrize("operation_id", ["getHealth", "getDocument", "getKeys"])
def test_what_anybody_may_know_is_open(open_one: Served, operation_id: str) -> None:
    assert send(open_one, operation_id).status_code == 200


CONTROL = [n for n, o in OPERATIONS.items() if o.api == "control" and 401 in o.statuses]
WRONG_TOKENS = [None, "", OWNER_TOKEN, f"Bearer {OWNER_TOKEN}x", f"Basic {OWNER_TOKEN}"]


@pytest.mark.parametrize("operation_id", CONTROL)
def test_control_beyond_loopback_takes_the_token(open_one: Served, operation_id: str) -> None:
    for token in WRONG_TOKENS:
        headers = {"authorization": token}
        refused = send(open_one, operation_id, headers=headers, content="{", after=())
        assert refused.status_code == 401, token

    assert send(open_one, "resetWorld").is_success
    assert send(open_one, operation_id).is_success


def test_tokens_of_the_apis_open_nothing_of_control(open_one: Served) -> None:
    for headers in (open_one.provider_headers(), open_one.upload_headers()):
        assert send(open_one, "getWorld", headers=headers).status_code == 401


@pytest.mark.parametrize("path", ["/", "/_console", "/_docs/consumer", "/_console/nothing"])
def test_pages_beyond_loopback_take_the_token(open_one: Served, path: str) -> None:
    response = open_one.call("GET", path)

    assert response.status_code == 401
    assert "0d000000" not in response.text


def test_the_three_apis_work_beyond_loopback(open_one: Served) -> None:
    assert send(open_one, "resetWorld").is_success
    for operation_id in ("reportAuthorisation", "listBankAccounts", "listUsers", "deleteAccounts"):
        assert send(open_one, operation_id).is_success

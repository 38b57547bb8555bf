"""The sandbox as the bench runs it: the installed command, and how its callers get tokens."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import httpx
from processes import Server, StartError, free_port, running
from world import CALLERS, ORGANISATION

World = dict[str, list[dict[str, object]]]

COMMAND = Path(sys.executable).with_name("sandbank")


@contextmanager
def serving(*options: str) -> Iterator[Server]:
    """The sandbox on a free port."""
    if not COMMAND.exists():
        raise StartError(f"{COMMAND} is missing; `make bench` installs it")
    port = free_port()
    with running([str(COMMAND), "serve", "--port", str(port), *options], port) as server:
        yield server


def provider_tokens(url: str) -> list[str]:
    """A token of each provider."""
    forms = [
        {**_GRANT, **_secret(f"provider-{caller}"), "audience": "sandbank/provider"}
        for caller in range(CALLERS)
    ]
    return [answer["access_token"] for answer in _posted(f"{url}/provider/v1/oauth/token", forms)]


def upload_tokens(url: str) -> list[str]:
    """A token of each client of User banking; it lives five minutes."""
    forms = [{**_GRANT, **_secret(f"client-{caller}")} for caller in range(CALLERS)]
    return [answer["access_token"] for answer in _posted(f"{url}/user-banking/auth", forms)]


def product_tokens(url: str) -> list[str]:
    """A token of each company."""
    names = {"x-application": "sandbank.eu.product", "x-organisation-id": ORGANISATION}
    headers = [
        {**names, "x-company-id": f"company-{caller}", "x-nonce": uuid4().hex}
        for caller in range(CALLERS)
    ]
    with _client() as client:
        answers = [client.get(f"{url}/consumer/v1/accesstoken", headers=each) for each in headers]
    return [answer.raise_for_status().json()["jwt"] for answer in answers]


_GRANT = {"grant_type": "client_credentials"}


def _secret(client: str) -> dict[str, str]:
    return {"client_id": client, "client_secret": f"{client}-secret"}


def _posted(url: str, forms: list[dict[str, str]]) -> list[dict[str, str]]:
    with _client() as client:
        return [client.post(url, data=form).raise_for_status().json() for form in forms]


def _client() -> httpx.Client:
    # Without TLS there is nothing to verify, and the certificates take long to load.
    return httpx.Client(verify=False, timeout=120)


def world_of(url: str) -> World:
    """All that it holds."""
    with _client() as client:
        world: World = client.get(f"{url}/_sandbox/world").raise_for_status().json()
    return world


def settled(url: str) -> None:
    """Come back when it has answered all that was asked of it."""
    with _client() as client:
        # In the order they came: by the second answer nothing of before waits any more.
        for _ in range(2):
            client.get(f"{url}/_sandbox/health").raise_for_status()

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
    return [
        _token(
            f"{url}/provider/v1/oauth/token",
            grant_type="client_credentials",
            client_id=f"provider-{caller}",
            client_secret=f"provider-{caller}-secret",
            audience="sandbank/provider",
        )
        for caller in range(CALLERS)
    ]


def upload_tokens(url: str) -> list[str]:
    """A token of each client of User banking; it lives five minutes."""
    return [
        _token(
            f"{url}/user-banking/auth",
            grant_type="client_credentials",
            client_id=f"client-{caller}",
            client_secret=f"client-{caller}-secret",
        )
        for caller in range(CALLERS)
    ]


def _token(url: str, **form: str) -> str:
    response = httpx.post(url, data=form).raise_for_status()
    token: str = response.json()["access_token"]
    return token


def product_tokens(url: str) -> list[str]:
    """A token of each company."""
    names = {"x-application": "sandbank.eu.product", "x-organisation-id": ORGANISATION}
    headers = [
        {**names, "x-company-id": f"company-{caller}", "x-nonce": uuid4().hex}
        for caller in range(CALLERS)
    ]
    answers = [httpx.get(f"{url}/consumer/v1/accesstoken", headers=each) for each in headers]
    return [answer.raise_for_status().json()["jwt"] for answer in answers]


def world_of(url: str) -> World:
    """All that it holds."""
    response = httpx.get(f"{url}/_sandbox/world", timeout=120).raise_for_status()
    world: World = response.json()
    return world

"""Running the real server inside a test run, and calling it as each kind of caller."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from sandbank_server.app import Application, build
from sandbank_server.settings import Settings

PRODUCT = "sandbank.eu.product"
ORGANISATION = "0a000000-0000-4000-8000-000000000001"
COMPANY = "0b000000-0000-4000-8000-000000000001"
_NONCES = count(1)


def bank_account(n: int) -> str:
    """The id of the playground's n-th bank account."""
    return f"0d000000-0000-4000-8000-{n:012}"


def session(n: int) -> str:
    """The id of the playground's n-th authorisation session."""
    return f"0e000000-0000-4000-8000-{n:012}"


@dataclass(frozen=True)
class Served:
    """A server and ways to call it; every call is a fresh look at the wire."""

    url: str
    application: Application
    client: httpx.Client = field(repr=False)

    def call(self, method: str, path: str, **options: Any) -> httpx.Response:
        """One call, as it stands."""
        return self.client.request(method, self.url + path, **options)

    def control(self, method: str, path: str, **options: Any) -> Any:
        """A control call that has to succeed; its body."""
        response = self.call(method, "/_sandbox" + path, **options)
        assert response.is_success, response.text
        return response.json() if response.content else None

    def world(self) -> Any:
        """Everything the sandbox holds."""
        return self.control("GET", "/world")

    def advance(self, duration: str) -> None:
        """Move the clock."""
        self.control("POST", "/clock", json={"advance": duration})

    def provider_headers(self, name: str = "provider-a") -> dict[str, str]:
        """Key and token of a provider."""
        response = self.call(
            "POST",
            "/provider/v1/oauth/token",
            json={
                "grant_type": "client_credentials",
                "client_id": name,
                "client_secret": f"{name}-secret",
                "audience": "sandbank/provider",
            },
        )
        token = response.json()["access_token"]
        return {"x-api-key": f"{name}-key", "authorization": f"Bearer {token}"}

    def product_headers(
        self,
        company: str | None = COMPANY,
        *,
        organisation: str = ORGANISATION,
        application: str = PRODUCT,
    ) -> dict[str, str]:
        """Application and token of a product."""
        headers = {
            "x-application": application,
            "x-organisation-id": organisation,
            "x-nonce": f"nonce-{next(_NONCES)}",
        }
        if company is not None:
            headers["x-company-id"] = company
        response = self.call("GET", "/consumer/v1/accesstoken", headers=headers)
        assert response.status_code == 200, response.text
        return {"x-application": application, "authorization": f"Bearer {response.json()['jwt']}"}

    def upload_headers(self, client: str = "upload-client", **form: str) -> dict[str, str]:
        """A token of a User banking client."""
        data = {
            "grant_type": "client_credentials",
            "client_id": client,
            "client_secret": client.replace("-client", "-secret"),
            **form,
        }
        response = self.call("POST", "/user-banking/auth", data=data)
        assert response.status_code == 200, response.text
        return {"authorization": f"Bearer {response.json()['access_token']}"}


class _Server(uvicorn.Server):
    """Ends when it is told to: uvicorn looks every 100 ms, and waits as long again."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._told_to_end: Future[None] = Future()

    def end(self) -> None:
        self._told_to_end.set_result(None)

    async def main_loop(self) -> None:
        await self.on_tick(0)
        await asyncio.wrap_future(self._told_to_end)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for listener in [*self.servers, *(sockets or ())]:
            listener.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        while self.server_state.connections or self.server_state.tasks:
            await asyncio.sleep(0.01)
        await self.lifespan.shutdown()


@contextmanager
def serving(settings: Settings) -> Iterator[Served]:
    """The server on a free port of this machine, in a thread of this process."""
    application = build(settings)
    listener = socket.create_server((settings.host, 0))
    server = _Server(
        uvicorn.Config(
            application, log_level="warning", date_header=False, ws="none", lifespan="on"
        )
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        with httpx.Client(timeout=30) as client:
            yield Served(f"http://127.0.0.1:{listener.getsockname()[1]}", application, client)
    finally:
        server.end()
        thread.join()
        listener.close()


@contextmanager
def disk_lost(served: Served, folder: Path) -> Iterator[None]:
    """The folder of its file is away, and the server has met that: it refuses changes."""
    away = folder.rename(folder.with_name(f"{folder.name}-away"))
    try:
        settings = served.call("PATCH", "/_sandbox/settings", json={"throttlePerSecond": 1000})
        assert settings.status_code == 503
        yield
    finally:
        away.rename(folder)

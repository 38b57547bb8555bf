"""Clients that change a sandbox until it is killed, and keep book of what they were told."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from random import Random
from threading import Thread
from typing import Any

import httpx
from kills import kill_world
from kills.kill_book import Book, Facts, cancelled, reported
from kills.kill_world import COMPANY, bank_account, fed, mark, session

REPORT = {
    "data": {
        "status": "success",
        "bankAccounts": [
            {
                "bankAccountExternalId": "ext",
                "accountName": "Current",
                "bankIdentifier": "b",
                "branchIdentifier": "n/a",
                "accountIdentifier": "a",
            }
        ],
    }
}


@dataclass(frozen=True, slots=True)
class Credentials:
    """The headers of each kind of caller; tokens outlive a kill."""

    provider: Mapping[str, str]
    product: Mapping[str, str]
    upload: Mapping[str, str]

    @classmethod
    def of(cls, url: str, nonce: str) -> "Credentials":
        """Fetched from a sandbox."""
        secret = {"client_id": "provider-a", "client_secret": "provider-a-secret"}
        grant = {"grant_type": "client_credentials", "audience": "sandbank/provider"}
        token = httpx.post(f"{url}/provider/v1/oauth/token", data={**grant, **secret}).json()
        names = {
            "x-application": kill_world.APPLICATION,
            "x-organisation-id": kill_world.ORGANISATION,
            "x-company-id": COMPANY,
            "x-nonce": nonce,
        }
        jwt = httpx.get(f"{url}/consumer/v1/accesstoken", headers=names).json()["jwt"]
        secret = {"client_id": "upload-client", "client_secret": "upload-secret"}
        upload = httpx.post(f"{url}/user-banking/auth", data={**grant, **secret}).json()
        return cls(
            provider={"x-api-key": "provider-a-key", **_bearer(token["access_token"])},
            product={"x-application": kill_world.APPLICATION, **_bearer(jwt)},
            upload=_bearer(upload["access_token"]),
        )


def _bearer(token: str) -> Mapping[str, str]:
    return {"authorization": f"Bearer {token}"}


class Worker:
    """One client with an account, sessions and bank accounts of its own."""

    def __init__(self, number: int, each: int, seed: int) -> None:
        """`each` is how many sessions and bank accounts are its own."""
        self.book = Book()
        self._number = number
        self._random = Random(f"{seed} {number}")
        self._uploads = 0
        self._sessions = [session(number, n) for n in range(each)]
        self._accounts = {bank_account(number, n): fed(number, n) for n in range(each)}
        for names in self._accounts.values():
            self.book.there |= {*names}

    def work(self, port: int, credentials: Credentials) -> Thread:
        """Make calls until the connection breaks."""
        thread = Thread(target=self._work, args=(port, credentials))
        thread.start()
        return thread

    def _work(self, port: int, credentials: Credentials) -> None:
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        calls = [self._upload, self._delete, self._refused_upload, self._refused_delete]
        calls += [self._upload, self._delete, self._report, self._disconnect]
        try:
            while True:
                self._random.choice(calls)(connection, credentials)
        except (OSError, HTTPException):
            connection.close()

    def _upload(self, connection: HTTPConnection, credentials: Credentials) -> None:
        names = self._new_names()
        self.book.call(coming=frozenset(names))
        self._judge(_send(connection, "POST", self._path, credentials.upload, _items(names)), 201)

    def _refused_upload(self, connection: HTTPConnection, credentials: Credentials) -> None:
        names = self._new_names()
        self.book.call(coming=frozenset(names))
        items = [*_items(names), {"transactionId": "no amount"}]
        self._judge(_send(connection, "POST", self._path, credentials.upload, items), 400)

    def _delete(self, connection: HTTPConnection, credentials: Credentials) -> None:
        names = self._some_of_mine()
        if names:
            self.book.call(going=names)
            body = {"ids": sorted(names)}
            self._judge(_send(connection, "DELETE", self._path, credentials.upload, body), 204)

    def _refused_delete(self, connection: HTTPConnection, credentials: Credentials) -> None:
        body = {"ids": [*sorted(self._some_of_mine()), "unknown"]}
        self.book.call()
        self._judge(_send(connection, "DELETE", self._path, credentials.upload, body), 404)

    def _report(self, connection: HTTPConnection, credentials: Credentials) -> None:
        if self._sessions:
            chosen = self._sessions.pop()
            self.book.call(coming=frozenset([reported(chosen)]))
            path = f"/provider/v1/authorisations/{chosen}"
            self._judge(_send(connection, "PATCH", path, credentials.provider, REPORT), 204)

    def _disconnect(self, connection: HTTPConnection, credentials: Credentials) -> None:
        if self._accounts:
            chosen, names = self._accounts.popitem()
            self.book.call(coming=frozenset([cancelled(chosen)]), going=frozenset(names))
            path = f"/consumer/v1/{COMPANY}/bankaccounts/{chosen}"
            self._judge(_send(connection, "DELETE", path, credentials.product), 204)

    def _judge(self, status: int, expected: int) -> None:
        if status != expected:
            self.book.surprise = f"answered {status} in place of {expected}"
            raise HTTPException(self.book.surprise)
        if status < 300:
            self.book.done()
        else:
            self.book.refused()

    @property
    def _path(self) -> str:
        return f"/user-banking/users/user-1/banking/accounts/acc-{self._number}/transactions"

    def _new_names(self) -> list[str]:
        first = self._uploads
        self._uploads += self._random.randint(1, 12)
        return [f"tx-{self._number}-{n}" for n in range(first, self._uploads)]

    def _some_of_mine(self) -> Facts:
        mine = sorted(each for each in self.book.there if each.startswith("tx-"))
        return frozenset(self._random.sample(mine, min(len(mine), self._random.randint(1, 12))))


def _items(names: list[str]) -> list[dict[str, Any]]:
    return [
        {"transactionId": n, "amount": -1.5, "bookingDate": "2026-01-02", "purpose": mark(n)}
        for n in names
    ]


def _send(
    connection: HTTPConnection, method: str, path: str, headers: Mapping[str, str], body: Any = None
) -> int:
    content = None if body is None else json.dumps(body)
    json_type = {} if body is None else {"content-type": "application/json"}
    connection.request(method, path, content, {**headers, **json_type})
    response = connection.getresponse()
    response.read()
    return response.status

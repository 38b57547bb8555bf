"""What the fixture `sandbank` gives a test: addresses, credentials, the clock and the records.

Made of the standard library only, so that tests can import `Sandbank` for their annotations.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from http.client import HTTPConnection
from itertools import count
from typing import Any, Literal
from urllib.parse import urlencode, urlsplit

APPLICATION = "sandbank.eu.product"
ORGANISATION = "0a000000-0000-4000-8000-000000000001"
COMPANY = "0b000000-0000-4000-8000-000000000001"
PATIENCE = 30  # seconds

Record = dict[str, Any]


class SandbankError(Exception):
    """The sandbox refused what the fixture asked of it; the message is the sandbox's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BegunAuthorisation:
    """A session between a user and a provider, as the provider is called with it."""

    authorisation_id: str
    redirect_uri: str
    state: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Sandbank:
    """A running sandbox, as one test sees it.

    The credentials are those of the playground, and of the world `empty`; where a world has
    others, they are given. A call that the sandbox refuses raises a `SandbankError`.
    """

    url: str
    _nonces: Iterator[int] = field(default_factory=lambda: count(1), repr=False)

    @property
    def consumer_url(self) -> str:
        """Where the Consumer API begins."""
        return f"{self.url}/consumer/v1"

    @property
    def provider_url(self) -> str:
        """Where the Provider API begins."""
        return f"{self.url}/provider/v1"

    @property
    def user_banking_url(self) -> str:
        """Where the User banking API begins."""
        return f"{self.url}/user-banking"

    def product_headers(
        self,
        company_id: str | None = COMPANY,
        *,
        organisation_id: str = ORGANISATION,
        application_id: str = APPLICATION,
    ) -> dict[str, str]:
        """A product's headers with a new token of 20 minutes; without a company, for all of them.

        The call for the token stands in the journal, like every call.
        """
        headers = {
            "x-application": application_id,
            "x-organisation-id": organisation_id,
            "x-nonce": f"sandbank-fixture-{next(self._nonces)}",
        }
        if company_id is not None:
            headers["x-company-id"] = company_id
        token = self._call("GET", "/consumer/v1/accesstoken", headers)["jwt"]
        return {"x-application": application_id, "authorization": f"Bearer {token}"}

    def provider_headers(
        self,
        provider: str = "provider-a",
        *,
        client_secret: str | None = None,
        api_key: str | None = None,
    ) -> dict[str, str]:
        """A provider's headers with a new token of 8 hours; secret and key follow from its name."""
        token = self._token(
            "/provider/v1/oauth/token",
            client_id=provider,
            client_secret=client_secret or f"{provider}-secret",
            audience="sandbank/provider",
        )
        return {"x-api-key": api_key or f"{provider}-key", "authorization": f"Bearer {token}"}

    def upload_headers(
        self, client: str = "upload-client", *, client_secret: str | None = None
    ) -> dict[str, str]:
        """A User banking client's headers with a new token of 5 minutes."""
        token = self._token(
            "/user-banking/auth",
            client_id=client,
            client_secret=client_secret or client.replace("-client", "-secret"),
        )
        return {"authorization": f"Bearer {token}"}

    def now(self) -> datetime:
        """The sandbox's time."""
        return datetime.fromisoformat(self.control("GET", "/clock")["now"])

    def advance(self, duration: str) -> datetime:
        """Move the sandbox's time forward, by an ISO 8601 duration like `PT25M`; the new time."""
        return self._move(advance=duration)

    def set_clock(self, to: str | datetime) -> datetime:
        """Put the sandbox's time anywhere, by a time with an offset; it runs on from there."""
        return self._move(set=_text(to))

    def freeze(self, at: str | datetime | None = None) -> datetime:
        """Stop the sandbox's time, now or at a time with an offset; `advance` still moves it."""
        return self._move(frozen=True) if at is None else self._move(frozen=True, set=_text(at))

    def begin_authorisation(
        self,
        provider: str = "provider-a",
        *,
        kind: Literal["onboarding", "reauthorisation"] = "onboarding",
        bank_account_id: str | None = None,
        company_id: str | None = None,
    ) -> BegunAuthorisation:
        """Begin a session of 20 minutes in a user's place: the provider has to report its end."""
        wanted = {
            "providerId": provider,
            "kind": kind,
            "bankAccountId": bank_account_id,
            "companyId": company_id,
        }
        given = {name: value for name, value in wanted.items() if value is not None}
        begun = self.control("POST", "/authorisations", given)
        return BegunAuthorisation(
            authorisation_id=begun["authorisationId"],
            redirect_uri=begun["redirectUri"],
            state=begun["state"],
            expires_at=datetime.fromisoformat(begun["expiresAt"]),
        )

    def notifications(self, bank_account_id: str | None = None) -> list[Record]:
        """What providers are told, oldest first; of one bank account if its id is given."""
        return self._listed("/notifications", bankAccountId=bank_account_id)

    def journal(
        self, *, operation_id: str | None = None, status: int | None = None, limit: int = 1000
    ) -> list[Record]:
        """The calls of the three APIs in this test, newest first, secrets masked."""
        return self._listed("/journal", operationId=operation_id, status=status, limit=limit)

    def control(self, method: str, path: str, body: object = None) -> Any:
        """Any other call of the Control API, such as `control("PATCH", "/settings", {…})`."""
        headers = {} if body is None else {"content-type": "application/json"}
        return self._call(
            method, f"/_sandbox{path}", headers, "" if body is None else json.dumps(body)
        )

    def _move(self, **move: object) -> datetime:
        return datetime.fromisoformat(self.control("POST", "/clock", move)["now"])

    def _listed(self, path: str, **wanted: str | int | None) -> list[Record]:
        query = urlencode({name: value for name, value in wanted.items() if value is not None})
        listed: list[Record] = self.control("GET", f"{path}?{query}")
        return listed

    def _token(self, path: str, **form: str) -> Any:
        headers = {"content-type": "application/x-www-form-urlencoded"}
        body = urlencode({"grant_type": "client_credentials", **form})
        return self._call("POST", path, headers, body)["access_token"]

    def _call(self, method: str, path: str, headers: Mapping[str, str], body: str = "") -> Any:
        connection = HTTPConnection(urlsplit(self.url).netloc, timeout=PATIENCE)
        try:
            connection.request(method, path, body.encode(), dict(headers))
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        if answer.status >= 300:
            raise SandbankError(f"{method} {path} was answered {answer.status}: {text}")
        return json.loads(text) if text else None


def _text(time: str | datetime) -> str:
    return time if isinstance(time, str) else time.isoformat()

"""Who calls: a product, a provider, a client that uploads; each with credentials of its own."""

from collections.abc import Mapping
from copy import copy
from typing import TypeVar
from urllib.parse import quote_plus

from sandbank_conformance.caller import Caller, TokenKeeper
from sandbank_conformance.client import Client
from sandbank_conformance.conditions import NotTestable, given
from sandbank_conformance.draw import once
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.secrets import Secrets
from sandbank_conformance.signing import signature
from sandbank_conformance.target import ConsumerApi, ProductAccess, ProviderAccess, UploadAccess

T = TypeVar("T")


class Product(Caller):
    """A product, for one company."""

    def __init__(
        self, client: Client, api: ConsumerApi, access: ProductAccess, secrets: Secrets
    ) -> None:
        super().__init__(client, access.name)
        self.access = access
        self._api = api
        self._secrets = secrets
        self._keeper = TokenKeeper(secrets, variable(self.name, "token"), access.token)

    def of(self, access: ProductAccess) -> "Product":
        """The same product, for a company that it has just signed up."""
        self._secrets.add(access.signing_key, variable(access.name, "signing key"))
        return Product(self.client, self._api, access, self._secrets)

    @property
    def fixed(self) -> Mapping[str, str]:
        """The company, and its organisation for targets with long paths."""
        return {"companyId": self.access.company, "organisationId": self.access.organisation}

    @property
    def headers(self) -> Mapping[str, str]:
        """Application and token, and the media type that the documents want with every call."""
        return {
            "x-application": self.access.application,
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
        }

    @property
    def token(self) -> str:
        """The company's token, asked for once."""
        return self._keeper.token(self.ask_for_token, "/jwt")

    def renew(self) -> None:
        """Get a new token with the next call."""
        self._keeper.forget()

    def ask_for_token(self, content: bytes = b"", /, **changes: str | None) -> Exchange:
        """Call getAccessToken, signed where there is a key; `X_Nonce=None` leaves it out."""
        headers: dict[str, str | None] = {
            "X-Application": self.access.application,
            "X-Organisation-Id": self.access.organisation,
            "X-Company-Id": self.access.company,
            "X-Nonce": once(),
        }
        headers.update({name.replace("_", "-"): value for name, value in changes.items()})
        if self.access.signing_key and "X_Signature" not in changes and headers["X-Nonce"]:
            headers["X-Signature"] = self.sign(headers["X-Nonce"], body=content)
        answer = self.client.ask(
            "getAccessToken", {}, caller=self.name, headers=headers, content=content
        )
        if isinstance(answer.at("/jwt"), str):
            self._secrets.add(answer.at("/jwt"), variable(self.name, "token"))
        return answer

    def sign(self, nonce: str, key: str = "", body: bytes = b"") -> str:
        """The signature of a call of getAccessToken."""
        return signature(
            key=key or self.access.signing_key,
            method="GET",
            url=self.client.address("getAccessToken"),
            params={},
            nonce=nonce,
            body=body,
        )


class Provider(Caller):
    """A provider, with its key and its token."""

    def __init__(self, client: Client, access: ProviderAccess, secrets: Secrets) -> None:
        super().__init__(client, access.name)
        self.access = access
        self._keeper = TokenKeeper(secrets, variable(self.name, "token"), access.token)

    @property
    def headers(self) -> Mapping[str, str]:
        """Key and token."""
        return {"x-api-key": self.access.api_key, "Authorization": f"Bearer {self.token}"}

    @property
    def token(self) -> str:
        """The provider's token, asked for once."""
        return self._keeper.token(self.ask_for_token, "/access_token")

    def renew(self) -> None:
        """Get a new token with the next call."""
        self._keeper.forget()

    def ask_for_token(self, **changes: str | None) -> Exchange:
        """Call issueProviderToken; `audience=None` leaves that parameter out."""
        asked = {
            "grant_type": "client_credentials",
            "client_id": self.access.client_id,
            "client_secret": self.access.client_secret,
            "audience": self.access.audience,
            **changes,
        }
        body = {name: value for name, value in asked.items() if value is not None}
        return self.client.ask("issueProviderToken", {}, caller=self.name, json=body)


class Uploader(Caller):
    """A client of the User banking API; its tokens are short-lived and asked for anew in time."""

    def __init__(self, client: Client, access: UploadAccess, secrets: Secrets) -> None:
        super().__init__(client, access.name)
        self.access = access
        self._secrets = secrets
        self._keeper = TokenKeeper(secrets, variable(self.name, "token"), access.token)
        self._tenant = ""

    def through(self, tenant: str) -> "Uploader":
        """The same client, with a tenant named in every call."""
        other = copy(self)
        other._tenant = tenant
        return other

    @property
    def headers(self) -> Mapping[str, str]:
        """The token, and the tenant where one is named."""
        tenant = {"TenantID": self._tenant} if self._tenant else {}
        return {"Authorization": f"Bearer {self.token}", **tenant}

    @property
    def token(self) -> str:
        """A token with every scope of the client."""
        return self._keeper.token(self.ask_for_token, "/access_token")

    def renew(self) -> None:
        """Get a new token with the next call."""
        self._keeper.forget()

    def ask_for_token(self, **changes: str | None) -> Exchange:
        """Call issueUploadToken; `client_secret=None` leaves that parameter out."""
        asked = {
            "grant_type": "client_credentials",
            "client_id": self.access.client_id,
            "client_secret": self.access.client_secret,
            **changes,
        }
        form = {name: value for name, value in asked.items() if value is not None}
        answer = self.client.ask(
            "issueUploadToken",
            {},
            caller=self.name,
            headers={"Content-Type": "application/x-www-form-urlencoded"},
            content="&".join(f"{name}={quote_plus(value)}" for name, value in form.items()),
        )
        token = answer.at("/access_token")
        if isinstance(token, str):  # also one that a wrong call brought
            self._secrets.add(token, variable(self.name, "token"))
        return answer

    def narrowed(self, scope: str) -> str:
        """A token for one scope only; not every server narrows tokens."""
        answer = self.ask_for_token(scope=scope)
        token = str(given(answer, "/access_token"))
        if answer.at("/scope") != scope:
            raise NotTestable(f"a token for {scope} alone: the scope granted is not the one asked")
        self._secrets.add(token, variable(self.name, "narrow token"))
        return token


def need(value: T | None, line: str) -> T:
    """A part of the target that a check cannot do without; `line` says how to give it."""
    if not value:
        raise NotTestable(line)
    return value


def variable(*words: str) -> str:
    """The environment variable that stands for a secret: `SANDBANK_PROVIDER_TOKEN`, for one."""
    return "_".join(("SANDBANK", *words)).upper().replace(" ", "_").replace("-", "_")

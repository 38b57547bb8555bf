"""Who calls: what the credentials of a call proved."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderCaller:
    """A provider whose key and token agree."""

    provider_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationCaller:
    """A product that named itself by `x-application` only."""

    application_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductCaller:
    """A product with a token of an organisation, and of a company unless that is None."""

    application_id: str
    organisation_id: str
    company_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadCaller:
    """A client of the User banking API; `tenant` is the name it asked for, not judged yet."""

    client_id: str
    scopes: frozenset[str]
    tenant: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Whoever owns the sandbox."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Anyone:
    """A caller of an operation that asks for no credentials, or judges them itself."""

"""Where a provider serves its connector, and what its calls must carry."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackUrls:
    """The addresses of one connector; None where it has no such endpoint."""

    notification: str | None = None
    available_accounts: str | None = None
    auth: str | None = None
    re_auth: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Connector:
    """A provider's connector: its addresses, and the header of its own that it checks."""

    urls: CallbackUrls
    header_name: str | None = None
    header_value: str | None = None

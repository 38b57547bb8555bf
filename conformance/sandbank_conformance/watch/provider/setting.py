"""What is known of a provider before it is watched, and what it has to know of the sandbox."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from sandbank_conformance.verdicts import Waiver

# Provider B of the playground: nobody plays it, and it has no bank account yet.
PROVIDER = "provider-b"
BANK = "0c000000-0000-4000-8000-000000000002"
COMPANY = "0b000000-0000-4000-8000-000000000001"
HEADER, VALUE = "X-Connector-Key", "connector-key-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How many seconds are waited, and for what."""

    start: float = 60.0  # until the connector is there
    person: float = 300.0  # until somebody has clicked
    browser: float = 5.0  # until the browser is back, once the user is done
    call: float = 5.0  # for a call that has to come
    silence: float = 1.0  # for a call that must not come
    flight: float = 0.5  # for a call that was on its way
    delay: float = 8.0  # that an answer of ours takes, so that a caller may lose its patience
    processing: float = 1.0  # that a statement is under way


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A provider, and how it is to be watched."""

    connector_url: str  # without a slash at its end
    header: str = HEADER
    value: str = VALUE
    visit: str = ""  # the command that plays the user; empty: a person does
    feed: str = ""  # the command that has statements sent; empty: they come by themselves
    command: str = ""  # which starts the provider; empty: it is there, or will be
    port: int = 0  # of the sandbox; 0: any free one
    patience: Patience = Patience()
    waivers: tuple[Waiver, ...] = ()

    @property
    def place(self) -> tuple[str, int]:
        """The host and port of the connector."""
        parts = urlsplit(self.connector_url)
        return parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)

    def told(self, sandbox: str) -> Mapping[str, str]:
        """What the provider has to know of a sandbox, as environment variables."""
        return {
            "SANDBANK_PROVIDER_URL": f"{sandbox}/provider/v1",
            "SANDBANK_TOKEN_URL": f"{sandbox}/provider/v1/oauth/token",
            "SANDBANK_CLIENT_ID": PROVIDER,
            "SANDBANK_CLIENT_SECRET": f"{PROVIDER}-secret",
            "SANDBANK_AUDIENCE": "sandbank/provider",
            "SANDBANK_API_KEY": f"{PROVIDER}-key",
            "SANDBANK_BANK_ID": BANK,
            "SANDBANK_CONNECTOR_HEADER": self.header,
            "SANDBANK_CONNECTOR_VALUE": self.value,
            "SANDBANK_CONNECTOR_AUDIENCE": "sandbank/connector",
            "SANDBANK_KEYS_URL": f"{sandbox}/_sandbox/jwks.json",
        }

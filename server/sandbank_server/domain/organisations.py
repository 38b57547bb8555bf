"""Who uses the Banking Service: applications, organisations, companies, banks and providers."""

from dataclasses import dataclass

from sandbank_server.domain.connectors import CallbackUrls, Connector


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """A product known to the Authentication Service, named by its `x-application` value."""

    application_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """A customer of a product; its signing key signs the calls for tokens."""

    organisation_id: str
    signing_key: str
    crm_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """One set of books of an organisation; every bank account belongs to a company."""

    company_id: str
    organisation_id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bank:
    """A bank that can be connected, and the provider that connects it.

    One that is `removed` is offered no more; the accounts that were connected go on.
    """

    bank_id: str
    provider_id: str
    name: str
    primary_country: str  # ISO 3166-1 alpha-3
    primary_country2_char_iso: str
    data_provider: str = "indirect"
    account_types: tuple[str, ...] = ("business", "savings", "creditCard")
    bank_url: str | None = None
    external_ref: str | None = None  # what the provider calls it
    supportiframe: bool = False
    callback_urls: CallbackUrls | None = None
    removed: bool = False

    def matches(self, *, country: str = "", name: str = "") -> bool:
        """Whether it is in a country (alpha-2 or alpha-3) and its name holds a text, in any case.

        An empty text asks for nothing.
        """
        countries = {self.primary_country.upper(), self.primary_country2_char_iso.upper()}
        here = not country or country.upper() in countries
        return here and name.casefold() in self.name.casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """A bank or aggregator that calls the Provider API, with its credentials."""

    provider_id: str
    client_id: str
    client_secret: str
    api_key: str
    connector: Connector | None = None
    played: bool = False  # whether the sandbox plays what the connector has no address for

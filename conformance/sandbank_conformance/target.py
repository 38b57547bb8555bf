"""The implementation under test: where it is, who calls it, and what it holds to begin with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbank_conformance.verdicts import Waiver

JsonObject = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """How one API is reached, and where it departs from the documents' open choices."""

    url: str  # with the base path, without a slash at the end
    paths: Mapping[str, str] = field(default_factory=dict)  # operationId → path template
    bodies: Mapping[str, JsonObject] = field(default_factory=dict)  # operationId → members to add
    answers: Mapping[str, str] = field(default_factory=dict)  # operationId → pointer to its items
    token_url: str = ""  # a whole URL, where tokens are given out elsewhere than at `url`


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldAccount:
    """A bank account that the target holds when the run begins."""

    id: str
    status: str = "active"
    transactions: int = 0
    rules: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductAccess:
    """Who a product calls as: one company of one organisation."""

    name: str  # how reports call it
    application: str
    organisation: str
    company: str
    signing_key: str = ""  # empty: calls for a token are not signed
    token: str = ""  # a fixed one; empty: asked for at getAccessToken
    accounts: tuple[HeldAccount, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsumerApi(Api):
    """The Consumer API and the products that call it."""

    product: ProductAccess
    sibling: ProductAccess | None = None  # another company of the same organisation
    stranger: ProductAccess | None = None  # a company of another organisation
    other_application: str = ""
    bank: str = ""  # a bankId where accounts can be created
    expired_token: str = ""
    path_style: str = "short"  # or long: /organisations/{organisationId}/companies/{companyId}/…


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderAccess:
    """Who a provider calls as."""

    name: str
    id: str  # what the control API calls it
    client_id: str
    client_secret: str
    api_key: str
    audience: str
    token: str = ""  # a fixed one; empty: asked for at issueProviderToken


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldSession:
    """An authorisation session that was opened before the run; used once."""

    id: str
    account: str = ""  # of a re-authorisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Sessions:
    """Sessions by what they are for; a command prints a new one each time."""

    onboarding: tuple[HeldSession, ...] = ()
    reauthorisation: tuple[HeldSession, ...] = ()
    expired: tuple[HeldSession, ...] = ()
    foreign: tuple[HeldSession, ...] = ()  # open onboardings of another provider
    onboarding_command: str = ""  # prints an id
    reauthorisation_command: str = ""  # prints an id and a bankAccountId
    expired_command: str = ""
    foreign_command: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderApi(Api):
    """The Provider API and the providers that call it."""

    provider: ProviderAccess
    rival: ProviderAccess | None = None  # another provider
    sessions: Sessions = Sessions()
    expired_token: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadAccess:
    """Who uploads and deletes."""

    name: str
    client_id: str
    client_secret: str
    token: str = ""  # a fixed one; empty: asked for at issueUploadToken


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldUpload:
    """An account with fetched data that the target holds when the run begins."""

    user: str
    account: str
    fetched: tuple[str, ...]  # transactionIds
    uploaded: tuple[str, ...] = ()  # transactionIds beside them


@dataclass(frozen=True, slots=True, kw_only=True)
class UserBankingApi(Api):
    """The User banking API and the clients that call it."""

    client: UploadAccess  # with banking and banking-upload
    reader: UploadAccess | None = None  # with banking only
    other: UploadAccess | None = None  # another client with both
    tenants: bool = True  # whether TenantID names a tenant of the client
    fetched: tuple[HeldUpload, ...] = ()
    fetched_command: str = ""  # prints one as JSON, with fetched transactions only
    mixed_command: str = ""  # prints one as JSON, with uploaded transactions beside them
    expired_token: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """The control API of a sandbox."""

    url: str
    token: str = ""
    keep_world: bool = False  # whether the world must be left as it is found
    demanded: bool = False  # whether it has to be there, because the user says so


@dataclass(frozen=True, slots=True, kw_only=True)
class Tls:
    """How a server proves who it is; by default as to every browser."""

    ca_file: str = ""  # of certificates that are trusted besides
    insecure: bool = False  # whether anybody may pose as the server


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something about the configuration that works, but not as it should be."""

    place: str  # the key: `[consumer] url`
    told: str
    change: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Everything that is known of an implementation before the first call."""

    consumer: ConsumerApi | None = None
    provider: ProviderApi | None = None
    user_banking: UserBankingApi | None = None
    control: Control | None = None
    timeout: float = 30.0  # seconds that a check waits for an answer
    patience: float = 3.0  # seconds that the examination before all checks waits for one
    tls: Tls = Tls()
    waivers: tuple[Waiver, ...] = ()
    source: str = ""  # the file that describes it
    places: Mapping[str, str] = field(default_factory=dict)  # API → key or option of its URL
    remarks: tuple[Remark, ...] = ()
    variables: Mapping[str, str] = field(default_factory=dict)  # secret → variable that held it

    def api(self, name: str) -> Api | None:
        """One of the three APIs by its name, where it is under test."""
        return {
            "consumer": self.consumer,
            "provider": self.provider,
            "user_banking": self.user_banking,
        }.get(name)

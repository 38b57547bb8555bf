"""One run against one target: everything that checks work with, put together."""

import ssl
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sandbank_conformance.caller import Caller
from sandbank_conformance.callers import Product, Provider, Uploader, variable
from sandbank_conformance.client import Client, Line
from sandbank_conformance.conditions import Broken
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.ground import Ground
from sandbank_conformance.owner import Owner, owner_of
from sandbank_conformance.plans import Plan
from sandbank_conformance.remarks import remarks
from sandbank_conformance.secrets import Secrets
from sandbank_conformance.statements import Statements
from sandbank_conformance.stock import Parts, Stock
from sandbank_conformance.suites import SUITE
from sandbank_conformance.target import Api, ProductAccess, ProviderAccess, Target, UploadAccess
from sandbank_conformance.tls import context
from sandbank_conformance.trace import Trace
from sandbank_conformance.uploads import Uploads
from sandbank_conformance.wire import TransportError, Wire


@dataclass(slots=True)
class Run:
    """The callers of the target, None where it lacks them, and what they work on."""

    target: Target
    plan: Plan
    secrets: Secrets
    trace: Trace
    wire: Wire
    owner: Owner | None
    ground: Ground
    stock: Stock
    product: Product | None = None
    sibling: Product | None = None
    stranger: Product | None = None
    provider: Provider | None = None
    rival: Provider | None = None
    uploader: Uploader | None = None
    reader: Uploader | None = None
    other_uploader: Uploader | None = None
    uploads: Uploads | None = None
    suite: Path = SUITE
    statements: Statements | None = field(init=False)

    def __post_init__(self) -> None:
        parts = Parts(self.target, self.ground, self.owner, self.product, self.provider, self.rival)
        both = self.provider is not None and self.product is not None
        self.statements = Statements(parts, self.stock) if both else None

    def offers(self, api: str) -> bool:
        """Whether an API is there to be called; `control` where its owner may call it."""
        return self.owner is not None if api == "control" else self.target.api(api) is not None

    def remarks(
        self, exchanges: Collection[Exchange], error: BaseException | None
    ) -> Iterator[tuple[str, Broken]]:
        """What any call may show of a server."""
        return remarks(exchanges, error)

    def __enter__(self) -> "Run":
        return self

    def __exit__(self, *_: object) -> None:
        self.wire.close()

    def callers(self) -> list[Caller]:
        """All who call one of the three APIs."""
        products = self.product, self.sibling, self.stranger
        others = self.provider, self.rival, self.uploader, self.reader, self.other_uploader
        return [each for each in (*products, *others) if each is not None]

    def draw(self, check: str) -> Draw:
        """The values of one check."""
        return Draw(self.plan.seed, check)


def prepare(target: Target, plan: Plan, tls: ssl.SSLContext | None = None) -> Run:
    """Everything for a run, to be closed; nothing is called yet but the control API's clock."""
    trace, secrets = Trace(), secrets_of(target)
    wire = Wire(timeout=target.timeout, tls=tls or context(target.tls))
    line = Line(wire, trace)
    owner, callers = _owner(line, target), _Callers(line, target, secrets)
    ground = Ground(owner, trace)
    product, provider, rival = callers.product(), callers.provider(), callers.rival()
    uploader, banking = callers.uploader("client"), target.user_banking
    run = Run(
        target=target,
        plan=plan,
        secrets=secrets,
        trace=trace,
        wire=wire,
        owner=owner,
        ground=ground,
        stock=Stock(Parts(target, ground, owner, product, provider, rival)),
        product=product,
        sibling=callers.product("sibling"),
        stranger=callers.product("stranger"),
        provider=provider,
        rival=rival,
        uploader=uploader,
        reader=callers.uploader("reader"),
        other_uploader=callers.uploader("other"),
        uploads=Uploads(banking, uploader, owner, ground) if banking and uploader else None,
    )
    ground.callers += run.callers()
    return run


class _Callers:
    def __init__(self, line: Line, target: Target, secrets: Secrets) -> None:
        self._line = line
        self._target = target
        self._secrets = secrets

    def product(self, role: str = "product") -> Product | None:
        api = self._target.consumer
        access: ProductAccess | None = getattr(api, role, None)
        if api is None or access is None:
            return None
        return Product(self._client("consumer", api), api, access, self._secrets)

    def provider(self) -> Provider | None:
        return self._provider("provider")

    def rival(self) -> Provider | None:
        return self._provider("rival")

    def _provider(self, role: str) -> Provider | None:
        api = self._target.provider
        access: ProviderAccess | None = getattr(api, role, None)
        if api is None or access is None:
            return None
        return Provider(self._client("provider", api), access, self._secrets)

    def uploader(self, role: str) -> Uploader | None:
        api = self._target.user_banking
        access: UploadAccess | None = getattr(api, role, None)
        if api is None or access is None:
            return None
        return Uploader(self._client("user_banking", api), access, self._secrets)

    def _client(self, name: str, api: Api) -> Client:
        return Client(self._line, name, api)


def _owner(line: Line, target: Target) -> Owner | None:
    """The owner, if the control API is there and takes them as such."""
    if target.control is None:
        return None
    owner = owner_of(line, target.control)
    try:
        clock = owner.call("getClock")
    except TransportError:
        return None
    return owner if clock.status == 200 and isinstance(clock.at("/now"), str) else None


def secrets_of(target: Target) -> Secrets:
    """Every secret of the configuration, under the name of the variable it came from."""
    secrets = Secrets()
    for caller, kind, value in _secrets(target):
        secrets.add(value, target.variables.get(value, variable(caller, kind)))
    return secrets


def _secrets(target: Target) -> Iterator[tuple[str, str, str]]:
    consumer, provider, banking = target.consumer, target.provider, target.user_banking
    for product in (consumer.product, consumer.sibling, consumer.stranger) if consumer else ():
        if product:
            yield product.name, "signing key", product.signing_key
            yield product.name, "token", product.token
    for each in (provider.provider, provider.rival) if provider else ():
        if each:
            yield each.name, "client secret", each.client_secret
            yield each.name, "api key", each.api_key
            yield each.name, "token", each.token
    for client in (banking.client, banking.reader, banking.other) if banking else ():
        if client:
            yield client.name, "client secret", client.client_secret
            yield client.name, "token", client.token
    for api in (consumer, provider, banking):
        if api:
            yield "expired", "token", api.expired_token
    if target.control:
        yield "owner", "token", target.control.token

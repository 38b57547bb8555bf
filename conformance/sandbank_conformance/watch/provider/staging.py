"""Setting a stage up beside a sandbox, and clearing it away."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from sandbank_conformance import playground
from sandbank_conformance.caller import Caller
from sandbank_conformance.callers import Product
from sandbank_conformance.client import Client, Line
from sandbank_conformance.conditions import given
from sandbank_conformance.owner import Owner, owner_of
from sandbank_conformance.secrets import Secrets
from sandbank_conformance.target import Api, Control
from sandbank_conformance.trace import Trace
from sandbank_conformance.watch.entries import Entries
from sandbank_conformance.watch.provider.landing import Landing
from sandbank_conformance.watch.provider.posts import post
from sandbank_conformance.watch.provider.relay import Relay
from sandbank_conformance.watch.provider.setting import PROVIDER, Setting
from sandbank_conformance.watch.provider.stage import Stage
from sandbank_conformance.watch.provider.visits import Visitor
from sandbank_conformance.wire import Wire

TIMEOUT = 15.0  # seconds for an answer of the connector


@contextmanager
def staged(
    setting: Setting, sandbox: str, visitor: Visitor, trace: Trace, secrets: Secrets
) -> Iterator[Stage]:
    """A stage beside a sandbox, whose provider B is from now on whoever serves the connector."""
    with ExitStack() as stack:
        wire = Wire(timeout=TIMEOUT, is_patient=False)
        stack.callback(wire.close)
        control = Control(url=f"{sandbox}/_sandbox")
        line, unseen = Line(wire, trace), owner_of(Line(wire, Trace()), control)
        connector = _connector(line, setting)
        relay, entries = Relay(connector, setting.header), Entries(unseen, sandbox)
        landing = Landing(entries.read)
        _connect(unseen, setting, stack.enter_context(post(relay)))
        entries.forget()
        yield Stage(
            setting=setting,
            trace=trace,
            owner=owner_of(line, control),
            unseen=unseen,
            product=_product(line, sandbox, secrets),
            connector=connector,
            relay=relay,
            entries=entries,
            landing=landing,
            visitor=visitor,
            home=stack.enter_context(post(landing)),
        )


def _connector(line: Line, setting: Setting) -> Caller:
    client = Client(line, "connector", Api(url=setting.connector_url))
    return Caller(client, "Banking Service")


def _product(line: Line, sandbox: str, secrets: Secrets) -> Product:
    api = playground.consumer(f"{sandbox}/consumer/v1")
    assert api.product is not None
    return Product(Client(line, "consumer", api), api, api.product, secrets)


def _connect(owner: Owner, setting: Setting, told_at: str) -> None:
    body = {
        "callbackURLs": {"notification": f"{told_at}/notification"},
        "header": {"name": setting.header, "value": setting.value},
    }
    processing = {"afterTime": f"PT{setting.patience.processing}S"}
    given(owner.call("resetWorld", json={"world": "playground"}))
    given(owner.call("changeSettings", json={"statementProcessing": processing}))
    given(owner.call("setConnector", PROVIDER, json=body))

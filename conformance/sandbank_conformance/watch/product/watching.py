"""A run that watches a product: everything that its checks work with, put together."""

from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sandbank_conformance.client import Client, Line
from sandbank_conformance.conditions import Broken, given
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.owner import Owner
from sandbank_conformance.plans import Plan
from sandbank_conformance.secrets import Secrets
from sandbank_conformance.suites import WATCH
from sandbank_conformance.target import Api, Control
from sandbank_conformance.trace import Trace
from sandbank_conformance.watch.entries import Entries
from sandbank_conformance.watch.product.actions import Actor
from sandbank_conformance.watch.product.chapters import PLAYS
from sandbank_conformance.watch.product.setting import Patience
from sandbank_conformance.watch.product.stage import Stage
from sandbank_conformance.watch.product.story import Story
from sandbank_conformance.watch.provider.watching import Ground
from sandbank_conformance.wire import Wire

TIMEOUT = 15.0  # seconds for an answer of our sandbox


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductWatch:
    """One product that is watched."""

    plan: Plan
    story: Story
    secrets: Secrets
    trace: Trace
    ground: Ground = field(default_factory=Ground)
    suite: Path = WATCH / "product"

    def offers(self, api: str) -> bool:
        """Whether an API is there: the one that products call."""
        return api == "consumer"

    def remarks(
        self, exchanges: Collection[Exchange], error: BaseException | None
    ) -> Iterator[tuple[str, Broken]]:
        """Nothing: a caller may be answered a 5xx, which is ours."""
        del exchanges, error
        return iter(())


@contextmanager
def watching(
    plan: Plan, sandbox: str, actor: Actor, patience: Patience, secrets: Secrets
) -> Iterator[ProductWatch]:
    """A run beside a sandbox that is there already; its world is the playground's, anew."""
    with ExitStack() as stack:
        wire, trace = Wire(timeout=TIMEOUT, is_patient=False), Trace()
        stack.callback(wire.close)
        # What we do to the sandbox is not what the product does: it is not told.
        control = Control(url=f"{sandbox}/_sandbox")
        line = Line(wire, Trace())
        owner = Owner(Client(line, "control", Api(url=control.url)), control)
        given(owner.call("resetWorld", json={"world": "playground"}))
        entries = Entries(owner, sandbox, "consumer")
        entries.forget()
        stage = Stage(owner=owner, entries=entries, actor=actor, patience=patience, trace=trace)
        yield ProductWatch(plan=plan, story=Story(stage, PLAYS), secrets=secrets, trace=trace)

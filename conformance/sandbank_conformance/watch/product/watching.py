"""A run that watches a product: everything that its checks work with, put together."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import ClassVar

from sandbank_conformance.client import Line
from sandbank_conformance.conditions import given
from sandbank_conformance.owner import owner_of
from sandbank_conformance.plans import Plan
from sandbank_conformance.target import Control
from sandbank_conformance.trace import Trace
from sandbank_conformance.watch.entries import Entries
from sandbank_conformance.watch.product.actions import Actor
from sandbank_conformance.watch.product.chapters import PLAYS
from sandbank_conformance.watch.product.setting import Setting
from sandbank_conformance.watch.product.stage import Stage
from sandbank_conformance.watch.product.story import Story
from sandbank_conformance.watch.watching import Watch, secrets_of
from sandbank_conformance.wire import Wire
from sandbank_contract.vocabulary import Subject

SECRET = ("SANDBANK_SIGNING_KEY",)
TIMEOUT = 15.0  # seconds for an answer of our sandbox


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductWatch(Watch):
    """One product that is watched."""

    subject: ClassVar[Subject] = Subject.PRODUCT
    apis: ClassVar[tuple[str, ...]] = ("consumer",)

    story: Story


@contextmanager
def watching(setting: Setting, plan: Plan, sandbox: str, actor: Actor) -> Iterator[ProductWatch]:
    """A run beside a sandbox that is there already; its world is the playground's, anew."""
    with ExitStack() as stack:
        wire, trace = Wire(timeout=TIMEOUT, is_patient=False), Trace()
        stack.callback(wire.close)
        # What we do to the sandbox is not what the product does: it is not told.
        owner = owner_of(Line(wire, Trace()), Control(url=f"{sandbox}/_sandbox"))
        given(owner.call("resetWorld", json={"world": "playground"}))
        entries = Entries(owner, sandbox, "consumer")
        entries.forget()
        patience = setting.patience
        stage = Stage(owner=owner, entries=entries, actor=actor, patience=patience, trace=trace)
        told = setting.told(sandbox)
        yield ProductWatch(
            plan=plan,
            urls={"consumer": told["SANDBANK_CONSUMER_URL"]},
            secrets=secrets_of(told, SECRET),
            trace=trace,
            story=Story(stage, PLAYS),
        )

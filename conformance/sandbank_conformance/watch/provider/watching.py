"""A run that watches a provider: everything that its checks work with, put together."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ClassVar

from sandbank_conformance.plans import Plan
from sandbank_conformance.trace import Trace
from sandbank_conformance.watch.provider.plays import PLAYS
from sandbank_conformance.watch.provider.scenes import Scenes
from sandbank_conformance.watch.provider.setting import Setting
from sandbank_conformance.watch.provider.stage import Stage
from sandbank_conformance.watch.provider.staging import staged
from sandbank_conformance.watch.provider.visits import Visitor
from sandbank_conformance.watch.watching import Watch, secrets_of
from sandbank_contract.vocabulary import Subject

SECRET = ("SANDBANK_CLIENT_SECRET", "SANDBANK_API_KEY", "SANDBANK_CONNECTOR_VALUE")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderWatch(Watch):
    """One provider that is watched."""

    subject: ClassVar[Subject] = Subject.PROVIDER
    apis: ClassVar[tuple[str, ...]] = ("provider", "connector")

    stage: Stage
    scenes: Scenes


@contextmanager
def watching(
    setting: Setting, plan: Plan, sandbox: str, visitor: Visitor
) -> Iterator[ProviderWatch]:
    """A run beside a sandbox that is there already; its world is the playground's, anew."""
    secrets, trace = secrets_of(setting.told(sandbox), SECRET), Trace()
    with staged(setting, sandbox, visitor, trace, secrets) as stage:
        yield ProviderWatch(
            plan=plan,
            urls={"connector": secrets.masked(setting.connector_url)},
            secrets=secrets,
            trace=trace,
            stage=stage,
            scenes=Scenes(stage, PLAYS),
        )

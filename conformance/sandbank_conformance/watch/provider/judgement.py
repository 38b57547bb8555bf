"""A whole run of `sandbank judge provider`: children, checks, reports, exit status."""

import shlex
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from subprocess import Popen
from time import monotonic, sleep

from sandbank_conformance.plans import Plan
from sandbank_conformance.proof import UNREACHED, Outlet, Proceedings, Proof
from sandbank_conformance.report.heading import callers_header
from sandbank_conformance.secrets import Secrets
from sandbank_conformance.trace import Trace
from sandbank_conformance.verification import verify
from sandbank_conformance.watch import child
from sandbank_conformance.watch.child import ChildFailed
from sandbank_conformance.watch.provider.plays import PLAYS
from sandbank_conformance.watch.provider.scenes import Scenes
from sandbank_conformance.watch.provider.setting import Setting
from sandbank_conformance.watch.provider.staging import staged
from sandbank_conformance.watch.provider.visits import Command, Person, Visitor
from sandbank_conformance.watch.provider.watching import Watch
from sandbank_contract.vocabulary import Subject

COMMAND = "sandbank judge provider"
PAUSE = 0.1  # seconds between two looks whether the connector is there


@dataclass(frozen=True, slots=True)
class Judgement:
    """Judges one provider by one plan."""

    setting: Setting
    plan: Plan
    outlet: Outlet

    def run(self) -> int:
        """Everything; the result is the exit status."""
        try:
            with ExitStack() as stack:
                sandbox = stack.enter_context(child.sandbox(self.setting.port))
                self._tell(sandbox)
                provider = None
                if self.setting.provider:
                    command = shlex.split(self.setting.provider)
                    env = self.setting.told(sandbox)
                    provider = stack.enter_context(child.running(command, env=env))
                _await(self.setting, provider)
                watch = stack.enter_context(
                    watching(self.setting, self.plan, sandbox, self._visitor())
                )
                return self._prove(watch)
        except ChildFailed as error:
            print(f"{COMMAND}: {error}", file=sys.stderr)
            return UNREACHED

    def _prove(self, watch: Watch) -> int:
        urls = {"connector": watch.secrets.masked(self.setting.connector_url)}
        proceedings = Proceedings(
            command=COMMAND,
            run=watch,
            check=lambda hear, began: verify(watch, hear, began),
            header=partial(
                callers_header, self.plan, Subject.PROVIDER, urls, given=self.outlet.given
            ),
            left=lambda _: "The sandbox is gone, and all that was in it.",
            waivers=self.setting.waivers,
        )
        return Proof(proceedings, self.outlet).run()

    def _visitor(self) -> Visitor:
        seconds = self.setting.patience.person
        if self.setting.visit:
            return Command(self.setting.visit, seconds)
        return Person(self.outlet.out, seconds)

    def _tell(self, sandbox: str) -> None:
        lines = [f"  {name}={value}" for name, value in self.setting.told(sandbox).items()]
        told = "\n".join(["What your provider has to know of the sandbox:", *lines, ""])
        print(told, file=self.outlet.out, flush=True)


@contextmanager
def watching(setting: Setting, plan: Plan, sandbox: str, visitor: Visitor) -> Iterator[Watch]:
    """A run beside a sandbox that is there already; its world is the playground's, anew."""
    secrets, trace = Secrets(), Trace()
    for name, value in setting.told(sandbox).items():
        if name in ("SANDBANK_CLIENT_SECRET", "SANDBANK_API_KEY", "SANDBANK_CONNECTOR_VALUE"):
            secrets.add(value, name)
    with staged(setting, sandbox, visitor, trace, secrets) as stage:
        scenes = Scenes(stage, PLAYS)
        yield Watch(plan=plan, stage=stage, scenes=scenes, secrets=secrets, trace=trace)


def _await(setting: Setting, provider: Popen[bytes] | None) -> None:
    """Wait until somebody listens where the connector is to be."""
    end = monotonic() + setting.patience.start
    while not _listens(setting):
        if provider is not None and provider.poll() is not None:
            raise ChildFailed(
                f"the provider ended with {provider.returncode} before it listened at "
                f"{setting.connector_url}: {setting.provider}"
            )
        if monotonic() > end:
            raise ChildFailed(
                f"nobody listens at {setting.connector_url}: start your provider with what is "
                "printed above, or let --provider do so"
            )
        sleep(PAUSE)


def _listens(setting: Setting) -> bool:
    try:
        socket.create_connection(setting.place, timeout=1).close()
    except OSError:
        return False
    return True

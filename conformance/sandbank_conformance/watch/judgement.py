"""A whole run of `sandbank judge`: children, checks, reports, exit status."""

import shlex
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from functools import partial
from subprocess import Popen
from typing import Protocol

from sandbank_conformance.plans import Plan
from sandbank_conformance.proof import UNREACHED, Outlet, Proceedings, Proof
from sandbank_conformance.report.heading import callers_header
from sandbank_conformance.verdicts import Waiver
from sandbank_conformance.verification import verify
from sandbank_conformance.watch import child
from sandbank_conformance.watch.child import ChildFailed
from sandbank_conformance.watch.watching import Watch
from sandbank_contract.vocabulary import Subject


class Setting(Protocol):
    """A caller, and how it is to be watched."""

    @property
    def command(self) -> str:
        """What starts it; empty: it is there, or will be."""

    @property
    def port(self) -> int:
        """Of the sandbox; 0: any free one."""

    @property
    def waivers(self) -> Sequence[Waiver]:
        """What is known to be broken."""

    def told(self, sandbox: str) -> Mapping[str, str]:
        """What it has to know of a sandbox, as environment variables."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Judges one caller by one plan."""

    subject: Subject
    setting: Setting
    plan: Plan
    outlet: Outlet
    watching: Callable[[str], AbstractContextManager[Watch]]  # a run beside a sandbox
    ready: Callable[[Popen[bytes] | None], None] = lambda _: None  # waits for what was started

    def run(self) -> int:
        """Everything; the result is the exit status."""
        try:
            with ExitStack() as stack:
                sandbox = stack.enter_context(child.sandbox(self.setting.port))
                told, caller = self.setting.told(sandbox), None
                self._tell(told)
                if self.setting.command:
                    command = shlex.split(self.setting.command)
                    caller = stack.enter_context(child.running(command, env=told))
                self.ready(caller)
                return self._prove(stack.enter_context(self.watching(sandbox)))
        except ChildFailed as error:
            print(f"{self._command}: {error}", file=sys.stderr)
            return UNREACHED

    def _prove(self, watch: Watch) -> int:
        proceedings = Proceedings(
            command=self._command,
            run=watch,
            check=lambda hear, began: verify(watch, hear, began),
            header=partial(
                callers_header, self.plan, self.subject, watch.urls, given=self.outlet.given
            ),
            left=lambda _: "The sandbox is gone, and all that was in it.",
            waivers=self.setting.waivers,
        )
        return Proof(proceedings, self.outlet).run()

    def _tell(self, told: Mapping[str, str]) -> None:
        lines = [f"  {name}={value}" for name, value in told.items()]
        text = "\n".join([f"What your {self.subject} has to know of the sandbox:", *lines, ""])
        print(text, file=self.outlet.out, flush=True)

    @property
    def _command(self) -> str:
        return f"sandbank judge {self.subject}"

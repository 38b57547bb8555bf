"""A whole run of `sandbank judge product`: children, checks, reports, exit status."""

import shlex
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial

from sandbank_conformance.plans import Plan
from sandbank_conformance.proof import UNREACHED, Outlet, Proceedings, Proof
from sandbank_conformance.report.heading import callers_header
from sandbank_conformance.secrets import Secrets
from sandbank_conformance.verification import verify
from sandbank_conformance.watch import child
from sandbank_conformance.watch.child import ChildFailed
from sandbank_conformance.watch.product.actions import Actor, Command, Person
from sandbank_conformance.watch.product.setting import Setting
from sandbank_conformance.watch.product.watching import ProductWatch, watching
from sandbank_contract.vocabulary import Subject

COMMAND = "sandbank judge product"


@dataclass(frozen=True, slots=True)
class ProductJudgement:
    """Judges one product by one plan."""

    setting: Setting
    plan: Plan
    outlet: Outlet

    def run(self) -> int:
        """Everything; the result is the exit status."""
        try:
            with ExitStack() as stack:
                sandbox = stack.enter_context(child.sandbox(self.setting.port))
                told = self.setting.told(sandbox)
                self._tell(sandbox)
                if self.setting.product:
                    command = shlex.split(self.setting.product)
                    stack.enter_context(child.running(command, env=told))
                secrets = Secrets()
                secrets.add(told["SANDBANK_SIGNING_KEY"], "SANDBANK_SIGNING_KEY")
                actor, patience = self._actor(sandbox), self.setting.patience
                run = watching(self.plan, sandbox, actor, patience, secrets)
                return self._prove(stack.enter_context(run), sandbox)
        except ChildFailed as error:
            print(f"{COMMAND}: {error}", file=sys.stderr)
            return UNREACHED

    def _prove(self, watch: ProductWatch, sandbox: str) -> int:
        urls = {"consumer": f"{sandbox}/consumer/v1"}
        proceedings = Proceedings(
            command=COMMAND,
            run=watch,
            check=lambda hear, began: verify(watch, hear, began),
            header=partial(
                callers_header, self.plan, Subject.PRODUCT, urls, given=self.outlet.given
            ),
            left=lambda _: "The sandbox is gone, and all that was in it.",
            waivers=self.setting.waivers,
        )
        return Proof(proceedings, self.outlet).run()

    def _actor(self, sandbox: str) -> Actor:
        if self.setting.act:
            most, told = self.setting.patience.person, self.setting.told(sandbox)
            return Command(self.setting.act, most, told)
        return Person(self.outlet.out)

    def _tell(self, sandbox: str) -> None:
        lines = [f"  {name}={value}" for name, value in self.setting.told(sandbox).items()]
        told = "\n".join(["What your product has to know of the sandbox:", *lines, ""])
        print(told, file=self.outlet.out, flush=True)

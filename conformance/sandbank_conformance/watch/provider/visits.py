"""The user, who signs in at the provider and decides: a person, or a command of theirs."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import IO, Protocol

from sandbank_conformance.conditions import NotTestable
from sandbank_conformance.watch.users import CANNOT, Decision, run_to_its_end


class Accounts(StrEnum):
    """To which accounts the user grants access."""

    ALL = "all"
    ONE = "one"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One visit of the provider's page."""

    scene: str
    url: str
    decision: Decision = Decision.APPROVE
    accounts: Accounts = Accounts.ALL
    is_renewal: bool = False

    @property
    def told(self) -> str:
        """What is to be done, as a sentence without its end."""
        if self.decision is Decision.REFUSE:
            return "refuse, or cancel"
        if self.is_renewal:
            return "sign in and agree once more"
        wanted = "one account only" if self.accounts is Accounts.ONE else "all accounts"
        return f"sign in and grant access to {wanted}"

    @property
    def variables(self) -> Mapping[str, str]:
        """The same for a command."""
        return {
            "SANDBANK_SCENE": self.scene,
            "SANDBANK_VISIT_URL": self.url,
            "SANDBANK_DECISION": self.decision.value,
            "SANDBANK_ACCOUNTS": self.accounts.value,
        }


class Visitor(Protocol):
    """Whoever visits the provider's pages."""

    def visit(self, visit: Visit) -> None:
        """Do what is asked, or begin to; `NotTestable` where that is not possible."""

    @property
    def is_done(self) -> bool:
        """Whether the visit is over when `visit` comes back."""


class Person:
    """Somebody before a browser, who is told what to do."""

    is_done = False

    def __init__(self, out: IO[str], seconds: float) -> None:
        self._out = out
        self._seconds = seconds

    def visit(self, visit: Visit) -> None:
        """Say what is to be done."""
        print(
            f"\nPlease open this address, and there {visit.told} "
            f"(waiting {self._seconds:.0f} s):\n  {visit.url}\n",
            file=self._out,
            flush=True,
        )


class Command:
    """A command of the user's, which drives a browser or calls the provider's form."""

    is_done = True

    def __init__(self, command: str, seconds: float) -> None:
        self._command = command
        self._seconds = seconds

    def visit(self, visit: Visit) -> None:
        """Run it to its end."""
        status = run_well("--visit", self._command, visit.variables, self._seconds)
        if status == CANNOT:
            raise NotTestable(f"a user who can {visit.told}: the command of --visit cannot")


def run_well(option: str, command: str, variables: Mapping[str, str], seconds: float) -> int:
    """Run a command of an option's; it ended well, or cannot do it. `NotTestable` otherwise."""
    done = run_to_its_end(option, command, variables, seconds)
    if done.returncode not in (0, CANNOT):
        told = (done.stderr or done.stdout).decode("utf-8", "replace").strip().splitlines()
        last = told[-1][:200] if told else "no word"
        raise NotTestable(f"a command for {option} that ends with 0: {done.returncode} with {last}")
    return done.returncode

"""What a product is asked to do, by a person or by a command of the user's."""

from collections.abc import Mapping
from enum import StrEnum
from typing import IO, Protocol

from sandbank_conformance.conditions import NotTestable
from sandbank_conformance.watch.users import CANNOT, run_to_its_end


class Action(StrEnum):
    """One thing that a product does for its user."""

    LINK = "link"
    READ = "read"
    DISCONNECT = "disconnect"


TOLD: Mapping[Action, str] = {
    Action.LINK: "connect a bank account at the bank named above, until it is connected or "
    "refused (nobody has to sign in at the bank: that is done for you)",
    Action.READ: "read the new transactions of the bank account that it connected",
    Action.DISCONNECT: "disconnect the bank account that it connected",
}


class Actor(Protocol):
    """Whoever has the product act."""

    is_done: bool  # whether the action is over when `act` comes back

    def act(self, action: Action, seconds: float) -> None:
        """Have it act, or begin to, within some seconds; `NotTestable` where that cannot be."""


class Person:
    """Somebody before the product, who is told what to have it do."""

    is_done = False

    def __init__(self, out: IO[str]) -> None:
        self._out = out

    def act(self, action: Action, seconds: float) -> None:
        """Say what is to be done."""
        told = f"\nPlease have your product {TOLD[action]} (waiting {seconds:.0f} s).\n"
        print(told, file=self._out, flush=True)


class Command:
    """A command of the user's; it ends when the product has done what `$SANDBANK_ACTION` says."""

    is_done = True

    def __init__(self, command: str, most: float, told: Mapping[str, str]) -> None:
        self._command = command
        self._most = most
        self._told = told

    def act(self, action: Action, _: float) -> None:
        """Run it to its end; that the product did not get on is no reason to stop."""
        variables = {**self._told, "SANDBANK_ACTION": action.value}
        done = run_to_its_end("--act", self._command, variables, self._most)
        if done.returncode == CANNOT:
            raise NotTestable(f"a product that can {action.value}: the command of --act cannot")

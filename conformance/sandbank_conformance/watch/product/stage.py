"""Everything that a product is watched with: a sandbox, its journal, whoever has it act."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic, sleep
from typing import Any

from sandbank_conformance.conditions import NotTestable, given
from sandbank_conformance.owner import Owner
from sandbank_conformance.trace import Trace
from sandbank_conformance.watch.entries import PAUSE, Entries, Watched
from sandbank_conformance.watch.product.actions import TOLD, Action, Actor
from sandbank_conformance.watch.product.bank import User
from sandbank_conformance.watch.product.setting import Patience
from sandbank_conformance.watch.users import Decision

Expected = Callable[[list[Watched]], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What the story is played with."""

    owner: Owner
    entries: Entries
    actor: Actor
    patience: Patience
    trace: Trace
    held: Counter[str] = field(default_factory=Counter)  # transactions of each bank account

    def act(self, action: Action, expected: Expected) -> list[Watched]:
        """The calls over an action, which have to come to what is `expected`."""
        since, person = len(self.entries.read()), self.patience.person
        self.actor.act(action, person)
        wait = self.patience.call if self.actor.is_done else person
        if not self.entries.wait(expected, since, wait) and not self.actor.is_done:
            raise NotTestable(f"somebody who has the product {TOLD[action]}")
        return self._calls(since)

    def act_perhaps(self, action: Action) -> list[Watched]:
        """The calls over an action of which perhaps nothing comes."""
        since, patience = len(self.entries.read()), self.patience.perhaps
        self.actor.act(action, patience)
        if not self.actor.is_done:
            self.entries.wait(bool, since, patience)
        return self._calls(since)

    def _calls(self, since: int) -> list[Watched]:
        """The calls since a place, once there are no more for a while."""
        number, quiet_since = len(self.entries.read()), monotonic()
        while monotonic() - quiet_since < self.patience.silence:
            sleep(PAUSE)
            if (now := len(self.entries.read())) != number:
                number, quiet_since = now, monotonic()
        return self.entries.read()[since:]

    def link(
        self, decision: Decision, wanted: str, expected: Expected
    ) -> tuple[list[Watched], str]:
        """The calls over a linking, and the account that the user chose at the bank."""
        user = User(self.owner, self.entries, decision, wanted)
        with user.about(self.patience.sign_in):
            return self.act(Action.LINK, expected), user.chosen

    def post(self, bank_account: str, count: int) -> None:
        """New transactions, as the bank would post them."""
        given(self.owner.call("makeTransactions", bank_account, json={"count": count}))
        self.held[bank_account] += count

    def fail(self, **fault: Any) -> None:
        """Have calls for transactions go wrong."""
        given(self.owner.call("setFault", json={"operationId": "listTransactions", **fault}))

    def heal(self) -> None:
        """Have all calls go well again."""
        given(self.owner.call("removeFaults"))

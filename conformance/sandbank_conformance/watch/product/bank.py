"""The user at the bank, while a product waits for what comes of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from time import monotonic

from sandbank_conformance.owner import Owner
from sandbank_conformance.watch.entries import Entries, Watched
from sandbank_conformance.watch.product.calls import LINKING, polls, session_of
from sandbank_conformance.watch.users import Decision

POLLS = 2  # that are answered before the user has signed in: one route has to lead to the next
PAUSE = 0.03  # seconds between two looks


class User:
    """Signs in for each session that a product begins, and chooses an account."""

    def __init__(self, owner: Owner, entries: Entries, decision: Decision, wanted: str) -> None:
        """`wanted` is the account to choose, by its accountIdentifier; empty: a new one."""
        self._owner = owner
        self._entries = entries
        self._decision = decision
        self._wanted = wanted
        self._since = len(entries.read())
        self._begun: dict[str, float] = {}
        self._done: set[str] = set()
        self.chosen = ""  # the accountIdentifier

    @contextmanager
    def about(self, patience: float) -> Iterator[None]:
        """Be there meanwhile; who is not polled is not waited for longer than `patience`."""
        ended = Event()

        def go_on() -> None:
            while not ended.wait(PAUSE):
                self._look(patience)

        there = Thread(target=go_on, daemon=True)
        there.start()
        try:
            yield
        finally:
            ended.set()
            there.join()

    def _look(self, patience: float) -> None:
        calls = self._entries.read()[self._since :]
        for session in self._open(calls):
            asked = [each for each in polls(calls) if session_of(each) == session]
            waited = monotonic() - self._begun.setdefault(session, monotonic())
            if len(asked) >= POLLS or waited > patience:
                self._done.add(session)
                self._decide(session)

    def _open(self, calls: list[Watched]) -> list[str]:
        begun = [session_of(each) for each in calls if each.operation_id in LINKING]
        return [each for each in begun if each and each not in self._done]

    def _decide(self, session: str) -> None:
        """What does not succeed, the product will be told; nobody else has to be."""
        decision = {"decision": self._decision.value}
        self._owner.call("logInUser", session, json=decision)
        if self._decision is Decision.REFUSE:
            return
        offered = self._owner.call("listCandidates", session).json
        fitting = [
            each["accountIdentifier"]
            for each in (offered if isinstance(offered, list) else [])
            if not each["connected"] and self._wanted in ("", each["accountIdentifier"])
        ]
        if fitting:
            self.chosen = fitting[0]
            choice = {"accountIdentifier": self.chosen}
            self._owner.call("chooseCandidate", session, json=choice)

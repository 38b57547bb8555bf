"""What the bank's pages ask of the sandbox, from a thread of their own."""

from collections.abc import Collection
from typing import Protocol

from sandbank_server.service.playground import Decision, Visit
from sandbank_server.service.return_leg import Homecoming


class Desk(Protocol):
    """Each call sees and leaves a consistent sandbox; a refusal comes through as it is."""

    def visit(self, authorisation_id: str) -> Visit:
        """A user who comes to log in."""

    def decide(self, visited: Visit, decision: Decision, identifiers: Collection[str]) -> None:
        """Let the bank report what the user decided."""

    def homecoming(self, state: str) -> Homecoming:
        """A user who is back from the bank."""

    def choose(self, home: Homecoming, number: int, requested_start_date: str | None) -> None:
        """Take the user's choice, by its place in the list."""

    def decline(self, home: Homecoming) -> None:
        """Take it that the user wants none."""

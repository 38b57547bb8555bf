"""Faults: what the owner of a sandbox wants to go wrong, at which calls of an operation."""

from dataclasses import dataclass, replace
from enum import StrEnum

LONGEST_DELAY = 120.0  # seconds


class When(StrEnum):
    """Whether a call goes wrong before or after its operation was done."""

    BEFORE = "before"
    AFTER = "after"


class Corruption(StrEnum):
    """How the body of an answer is spoiled."""

    HALF = "half"  # its first half, complete as far as HTTP can tell
    HTML = "html"  # a page of HTML in its place, as a gateway would send
    BROKEN_OFF = "brokenOff"  # announced whole, and the connection is closed after its first half


@dataclass(frozen=True, slots=True)
class Status:
    """The call is answered with this status."""

    status: int


@dataclass(frozen=True, slots=True)
class Delay:
    """The answer comes later, by real time."""

    duration: str  # as sent: an ISO 8601 duration
    seconds: float


@dataclass(frozen=True, slots=True)
class Drop:
    """The connection is closed without an answer."""


@dataclass(frozen=True, slots=True)
class Corrupt:
    """The operation is done, and the body of its answer is spoiled."""

    how: Corruption


@dataclass(frozen=True, slots=True)
class Throttle:
    """Calls over so many a second, of whichever caller, are turned away."""

    per_second: int


Effect = Status | Delay | Drop | Corrupt | Throttle


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What goes wrong: at `times` calls of an operation, from the `nth` since it was set.

    A throttle has no such end: it lasts until it is removed.
    """

    fault_id: str
    operation_id: str
    effect: Effect
    when: When = When.BEFORE
    nth: int = 1
    times: int = 1
    seen: int = 0  # calls since it was set

    @property
    def lasts(self) -> bool:
        """Whether it stays until it is removed."""
        return isinstance(self.effect, Throttle)

    @property
    def left(self) -> int:
        """How many calls it is still to meet."""
        return self.times - max(0, self.seen - self.nth + 1)

    @property
    def is_due(self) -> bool:
        """Whether it meets the next call."""
        return self.nth <= self.seen + 1 and self.left > 0

    def after_call(self) -> "Fault":
        """The fault when one more call has come."""
        return replace(self, seen=self.seen + 1)

"""The faults that are set: which of them a call meets, and which calls they hold up."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sandbank_server.domain.buckets import Bucket
from sandbank_server.domain.faults import LONGEST_DELAY, Delay, Fault, Throttle, When

Now = Callable[[], datetime]
LetGo = Callable[[bool], None]  # ends the wait of a call; True: it goes on


@dataclass(frozen=True, slots=True)
class Hit:
    """A fault that a call meets."""

    fault: Fault
    wait: int = 0  # seconds until a throttle lets a call through


def delay_of(hits: Sequence[Hit], when: When) -> float:
    """The seconds of all delays before or after the operation, together no more than of one."""
    effects = [each.fault.effect for each in hits if each.fault.when is when]
    return min(sum(each.seconds for each in effects if isinstance(each, Delay)), LONGEST_DELAY)


def deed_of(hits: Sequence[Hit]) -> Hit | None:
    """The one that is done of all others than delays: the first that was set."""
    return next((each for each in hits if not isinstance(each.fault.effect, Delay)), None)


class Faults:
    """What the owner has set, in memory only; it goes when the world is replaced."""

    def __init__(self) -> None:
        self._set: dict[str, Fault] = {}
        self._buckets: dict[str, Bucket] = {}  # of throttles
        self._held: set[LetGo] = set()

    def add(self, fault: Fault) -> None:
        """From the next call on."""
        self._set[fault.fault_id] = fault

    def all(self) -> tuple[Fault, ...]:
        """Those that are still to meet a call, in the order they were set."""
        return tuple(self._set.values())

    def due(self, operation_id: str, now: Now) -> tuple[Hit, ...]:
        """Count a call of an operation; what it meets, in the order they were set."""
        if not self._set:  # no call pays for faults that nobody has set
            return ()
        own = [each for each in self._set.values() if each.operation_id == operation_id]
        met = [self._meet(each, now) for each in own]
        return tuple(hit for hit in met if hit is not None)

    def _meet(self, fault: Fault, now: Now) -> Hit | None:
        if isinstance(fault.effect, Throttle):
            return self._throttled(fault, fault.effect.per_second, now())
        after = fault.after_call()
        if after.left:
            self._set[fault.fault_id] = after
        else:
            del self._set[fault.fault_id]
        return Hit(after) if fault.is_due else None

    def _throttled(self, fault: Fault, per_second: int, now: datetime) -> Hit | None:
        bucket = self._buckets.get(fault.fault_id, Bucket.full(per_second, now)).at(now)
        self._buckets[fault.fault_id] = bucket if bucket.wait else bucket.less_one()
        return Hit(fault, bucket.wait) if bucket.wait else None

    @contextmanager
    def holding(self, let_go: LetGo) -> Iterator[None]:
        """Have a call wait inside; `let_go` is called when its fault is removed meanwhile."""
        self._held.add(let_go)
        try:
            yield
        finally:
            self._held.discard(let_go)

    def remove_all(self) -> None:
        """No fault any more; calls that wait go on at once."""
        self._end(goes_on=True)

    def end_with_world(self) -> None:
        """No fault any more; calls that wait were meant for a world that is gone, and end."""
        self._end(goes_on=False)

    def _end(self, *, goes_on: bool) -> None:
        self._set.clear()
        self._buckets.clear()
        for let_go in tuple(self._held):
            let_go(goes_on)

"""Whether what many clients were told of one resource can have happened in some order.

The search is Wing's and Gong's, with Lowe's memory of what has been tried: a call takes effect at
one moment between its start and its answer; one without an answer may have no effect at all.
"""

import math
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

State = Any  # of a resource; any value that can be hashed
Step = Callable[[State, Hashable], tuple[State, Hashable]]  # what an ask does, and is told

_SHOWN = 6  # calls named


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One call about a resource: what was asked and answered, and when."""

    asked: Hashable
    answered: Hashable = None  # None without an answer
    began: float
    ended: float = math.inf
    is_idle: bool = False  # with this answer it changes nothing, whatever it met

    def __str__(self) -> str:
        return f"{self.asked} was told {self.answered} ({self.began:.4f} to {self.ended:.4f})"


def breach(history: Sequence[Told], begin: State, step: Step) -> str | None:
    """None where some order explains every answer; else how far the longest one comes."""
    calls = sorted(history, key=lambda call: call.began)
    answered = sum(1 << n for n, call in enumerate(calls) if call.answered is not None)
    tried = {(0, begin)}
    open_ends = [(0, begin)]  # sets of calls that took effect, as bits, and the state they left
    furthest = open_ends[0]
    while open_ends:
        done, state = open_ends.pop()
        if done & answered == answered:
            return None
        furthest = max(furthest, (done, state), key=lambda end: end[0].bit_count())
        found = _next(calls, done, state, step) - tried
        open_ends += found
        tried |= found
    return _told(calls, *furthest)


def _next(calls: Sequence[Told], done: int, state: State, step: Step) -> set[tuple[int, State]]:
    found = set()
    for number in _candidates(calls, done):
        after, answer = step(state, calls[number].asked)
        if calls[number].answered in (None, answer):
            end = done | 1 << number, after
            if calls[number].is_idle:
                return {end}  # it stands in nobody's way: no other order can do better
            found.add(end)
    return found


def _candidates(calls: Sequence[Told], done: int) -> Iterator[int]:
    """The calls that may be the next to take effect: they began before any other had ended."""
    first_end = math.inf
    for number in range((~done & (done + 1)).bit_length() - 1, len(calls)):
        if done >> number & 1:
            continue
        if calls[number].began > first_end:
            return
        first_end = min(first_end, calls[number].ended)
        yield number


def _told(calls: Sequence[Told], done: int, state: State) -> str:
    held = "; ".join(str(calls[number]) for number in list(_candidates(calls, done))[:_SHOWN])
    return (
        f"no order explains the answers: after {done.bit_count()} of {len(calls)} calls the "
        f"resource is {state}, and yet {held}"
    )

"""What was made of the things asked for lately, so that it is made once; bounded."""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

T = TypeVar("T")
M = TypeVar("M")

MOST = 4096


class Remembered(Generic[T, M]):
    """What `make` makes of things that never change, by their keys."""

    def __init__(self, make: Callable[[T], M]) -> None:
        self._make = make
        self._made: OrderedDict[str, tuple[T, M]] = OrderedDict()

    def of(self, key: str, thing: T) -> M:
        """What the thing that stands under a key now makes."""
        found = self._made.get(key)
        if found is not None and found[0] is thing:
            return found[1]
        made = self._make(thing)
        self.keep(key, thing, made)
        return made

    def keep(self, key: str, thing: T, made: M) -> None:
        """Remember what somebody else made; the first that came gives way."""
        self._made[key] = thing, made
        if len(self._made) > MOST:
            self._made.popitem(last=False)

    def forget(self, keys: Iterable[str]) -> None:
        """Hold nothing of these any more."""
        for key in keys:
            self._made.pop(key, None)

    def forget_all(self) -> None:
        """Hold nothing any more."""
        self._made.clear()

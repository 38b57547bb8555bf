"""New identities, repeatable where a seed is given."""

import os
from collections.abc import Iterator
from random import Random

# The bits of a UUID by chance, and those that say that they are: RFC 9562, version 4.
_RANDOM = ~(0xF << 76 | 0b11 << 62)
_VERSION_4 = 4 << 76 | 0b10 << 62
_BYTES = 16
_AT_ONCE = 256  # numbers asked of the operating system: asking takes as long as making a few ids


class SeededIds:
    """The `Ids` port on random numbers; never for secrets."""

    def __init__(self, seed: int | None = None) -> None:
        """The same seed gives the same ids; None gives others each time, also after `rewind`."""
        self._seed = seed
        self.rewind()

    def new(self) -> str:
        """A fresh id in UUID form."""
        made = f"{next(self._numbers) & _RANDOM | _VERSION_4:032x}"
        return f"{made[:8]}-{made[8:12]}-{made[12:16]}-{made[16:20]}-{made[20:]}"

    def rewind(self) -> None:
        """Begin again at the seed."""
        self._numbers = _by_chance() if self._seed is None else _by_seed(self._seed)


def _by_chance() -> Iterator[int]:
    while True:
        drawn = os.urandom(_BYTES * _AT_ONCE)
        for at in range(0, len(drawn), _BYTES):
            yield int.from_bytes(drawn[at : at + _BYTES], "big")


def _by_seed(seed: int) -> Iterator[int]:
    random = Random(f"ids {seed}")
    while True:
        yield random.getrandbits(8 * _BYTES)

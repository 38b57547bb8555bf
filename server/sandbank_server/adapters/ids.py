"""New identities, repeatable where a seed is given."""

from random import Random, SystemRandom

# The bits of a UUID by chance, and those that say that they are: RFC 9562, version 4.
_RANDOM = ~(0xF << 76 | 0b11 << 62)
_VERSION_4 = 4 << 76 | 0b10 << 62


class SeededIds:
    """The `Ids` port on a random number generator; never for secrets."""

    def __init__(self, seed: int | None = None) -> None:
        """The same seed gives the same ids; None gives others each time, also after `rewind`."""
        self._seed = seed
        self._random = self._begin()

    def new(self) -> str:
        """A fresh id in UUID form."""
        made = f"{self._random.getrandbits(128) & _RANDOM | _VERSION_4:032x}"
        return f"{made[:8]}-{made[8:12]}-{made[12:16]}-{made[16:20]}-{made[20:]}"

    def rewind(self) -> None:
        """Begin again at the seed."""
        self._random = self._begin()

    def _begin(self) -> Random:
        return SystemRandom() if self._seed is None else Random(f"ids {self._seed}")

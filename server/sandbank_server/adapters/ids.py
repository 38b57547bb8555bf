"""New identities, repeatable where a seed is given."""

from random import Random, SystemRandom
from uuid import UUID


class SeededIds:
    """The `Ids` port on a random number generator; never for secrets."""

    def __init__(self, seed: int | None = None) -> None:
        """The same seed gives the same ids; None gives others each time, also after `rewind`."""
        self._seed = seed
        self._random = self._begin()

    def new(self) -> str:
        """A fresh id in UUID form."""
        return str(UUID(int=self._random.getrandbits(128), version=4))

    def rewind(self) -> None:
        """Begin again at the seed."""
        self._random = self._begin()

    def _begin(self) -> Random:
        return SystemRandom() if self._seed is None else Random(f"ids {self._seed}")

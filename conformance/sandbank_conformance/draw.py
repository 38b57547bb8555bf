"""Values that differ from seed to seed, and never within one."""

import random
import secrets
import string


class Draw:
    """A source of values: the same seed and the same check give the same ones."""

    def __init__(self, seed: int, check: str) -> None:
        self._random = random.Random(f"{seed}:{check}")

    def word(self, length: int = 10) -> str:
        """Small letters and digits, a letter first."""
        letters = string.ascii_lowercase
        first = self._random.choice(letters)
        return first + "".join(self._random.choices(letters + string.digits, k=length - 1))

    def digits(self, length: int = 8) -> str:
        """Digits, no zero first."""
        first = self._random.choice("123456789")
        return first + "".join(self._random.choices(string.digits, k=length - 1))

    def uuid(self) -> str:
        """A version 4 UUID that nobody has given out."""
        hexes = f"{self._random.getrandbits(128):032x}"
        return f"{hexes[:8]}-{hexes[8:12]}-4{hexes[13:16]}-a{hexes[17:20]}-{hexes[20:]}"

    def alike(self, value: str) -> str:
        """A value of the same form that nobody has: its last letters and digits differ."""
        kinds = (string.digits, "abcdef", string.ascii_lowercase, string.ascii_uppercase)
        changed = list(value)
        for place in range(max(0, len(value) - 10), len(value)):
            kind = next((each for each in kinds if changed[place] in each), "")
            if kind:
                changed[place] = self._random.choice(kind.replace(changed[place], ""))
        return "".join(changed)

    def integer(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return self._random.randint(low, high)

    def amount(self) -> float:
        """An amount of money with two decimals, not zero, whoever counts its decimals."""
        while True:
            amount = self._random.choice((-1, 1)) * self._random.randint(1, 99_999) / 100
            # Many a validator divides by 0.01 and finds that 123.57 has more than two decimals.
            if (amount / 0.01).is_integer():
                return amount

    def one(self, *values: str) -> str:
        """One of these."""
        return self._random.choice(values)


def once() -> str:
    """A value that no run has used before: nonces are refused the second time."""
    return secrets.token_hex(16)

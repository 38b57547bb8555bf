"""Large primes that depend on a seed only: the same on every machine and Python."""

from collections.abc import Iterator
from functools import cache
from itertools import compress
from random import Random

_SIEVE_LIMIT = 100_000  # a larger one costs more than the tests it saves
_WINDOW = 1 << 13  # odd candidates sieved at a time; a prime is among them nearly always
_BASES = (2, 3, 5, 7, 11)  # for a random candidate of 1,024 bits one base errs below 2^-40


def find_prime(random: Random, bits: int) -> int:
    """A random prime of exactly so many bits; a product of two has exactly twice as many."""
    top = 3 << (bits - 2)
    while True:
        start = random.getrandbits(bits) | top | 1
        for candidate in _sieved(start):
            if candidate.bit_length() == bits and _is_probable_prime(candidate):
                return candidate


def _sieved(start: int) -> Iterator[int]:
    """The numbers start, start + 2, … of one window that no small prime divides."""
    window = bytearray([1]) * _WINDOW
    for prime in _odd_primes_below(_SIEVE_LIMIT):
        # The first i with start + 2 i divisible: i = -start / 2 modulo the prime.
        first = -start * ((prime + 1) // 2) % prime
        window[first::prime] = bytes(len(range(first, _WINDOW, prime)))
    return compress(range(start, start + 2 * _WINDOW, 2), window)


def _is_probable_prime(number: int) -> bool:
    return all(_passes_miller_rabin(number, base) for base in _BASES)


def _passes_miller_rabin(number: int, base: int) -> bool:
    twos = ((number - 1) & (1 - number)).bit_length() - 1
    power = pow(base, (number - 1) >> twos, number)
    if power in (1, number - 1):
        return True
    for _ in range(twos - 1):
        power = power * power % number
        if power == number - 1:
            return True
    return False


@cache
def _odd_primes_below(limit: int) -> list[int]:
    flags = bytearray([1]) * limit
    for number in range(2, int(limit**0.5) + 1):
        if flags[number]:
            flags[number * number :: number] = bytes(len(range(number * number, limit, number)))
    return [number for number in range(3, limit, 2) if flags[number]]

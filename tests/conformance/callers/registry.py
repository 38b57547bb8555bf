"""Which reference providers there are, and which rules each of them breaks."""

from typing import Any, TypeVar

from callers.honest_provider import HonestProvider

P = TypeVar("P", bound=type[HonestProvider])
DISHONEST: dict[type[HonestProvider], set[str]] = {}
VARIANTS: list[type[HonestProvider]] = []


def breaks(*requirements: str) -> Any:
    """A provider breaks exactly these rules."""

    def note(provider: P) -> P:
        DISHONEST[provider] = set(requirements)
        return provider

    return note


def variant(provider: P) -> P:
    """A provider is honest, in another way."""
    VARIANTS.append(provider)
    return provider


def by_name(name: str) -> type[HonestProvider]:
    """A reference provider by its name."""
    known = {each.__name__: each for each in (HonestProvider, *DISHONEST, *VARIANTS)}
    return known[name]

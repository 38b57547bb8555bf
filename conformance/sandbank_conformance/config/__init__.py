"""What a user says of the target, checked before anything is called."""

from collections.abc import Iterable

from sandbank_contract.errors import one_of


class ConfigError(Exception):
    """The configuration cannot be used; the message names place, value and what would be right."""

    @classmethod
    def unknown(cls, place: str, value: str, known: Iterable[str]) -> "ConfigError":
        """A name that is not known, with those that were perhaps meant."""
        return cls(f"{place} {one_of(value, list(known))}")

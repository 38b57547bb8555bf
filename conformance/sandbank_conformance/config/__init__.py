"""What a user says of the target, checked before anything is called."""

from collections.abc import Iterable, Sequence

from sandbank_contract.errors import one_of


class ConfigError(Exception):
    """The configuration cannot be used; the message names place, value and what would be right."""

    @classmethod
    def unknown(cls, place: str, value: str, known: Iterable[str]) -> "ConfigError":
        """A name that is not known, with those that were perhaps meant."""
        return cls(f"{place} {one_of(value, list(known))}")

    @classmethod
    def of(cls, problems: Sequence[str]) -> "ConfigError":
        """Everything that is wrong, told at once."""
        if len(problems) == 1:
            return cls(f"CONFIG  {problems[0]}")
        told = "".join(f"\n  CONFIG  {each}" for each in problems)
        return cls(f"{len(problems)} things are wrong with the configuration:{told}")

"""A country, as the rules know it: which there are, the contract says."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Country:
    """A country's two codes of ISO 3166-1."""

    alpha2: str
    alpha3: str

"""All reference providers, by importing those who write themselves into the registry."""

from callers import dishonest_callers, dishonest_connectors, honest_variants
from callers.registry import DISHONEST, VARIANTS, by_name

__all__ = ["DISHONEST", "VARIANTS", "by_name"]
KNOWN = (dishonest_callers, dishonest_connectors, honest_variants)

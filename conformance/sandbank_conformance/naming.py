"""What is meant by the name of a rule or of a check, however it is written."""

import re
from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches

from sandbank_conformance.config import ConfigError
from sandbank_conformance.report.words import listed, several
from sandbank_contract.requirements import Requirement, load_catalogue

FEW = 5  # rules that are named one by one
ALIKE = 0.8  # from here on, one name may have been meant by another
LIST = "`sandbank explain --list` tells all rules"


def rule_named(text: str) -> Requirement:
    """The rule of an id; a `ConfigError` says which one was perhaps meant."""
    wanted = re.sub(r"-([0-9])$", r"-0\1", text.strip().upper())
    known = load_catalogue().get(wanted)
    if known is None:
        meant = _meant(wanted)
        end = "" if meant.endswith("?") else ";"
        raise ConfigError(f"{text}: there is no such rule{meant}{end} {LIST}")
    return known


def names_of(check: str) -> tuple[str, str]:
    """A check's name, and the name that it shares with its variations."""
    return check, check.partition("[")[0]


def unknown_check(text: str, checks: Collection[str]) -> ConfigError:
    """There is no check of a name; `checks` are the names of all there are."""
    within = [each for each in checks if each.startswith(f"{text}.")]
    if within:
        number = several(len(within), "check")
        return ConfigError(f"no check is called {text}; it holds {number}, such as {within[0]}")
    names = sorted({name for each in checks for name in names_of(each)})
    begun = [each for each in names if text and each.startswith(text)]
    if close := begun or get_close_matches(text, names, n=1):
        return ConfigError(f"no check is called {text}; did you mean {close[0]!r}?")
    return ConfigError(f"no check is called {text}; `sandbank explain ID` names those of a rule")


def _meant(wanted: str) -> str:
    """The rules that are nearest to an id that is none; nothing where none is near."""
    families = _families()
    family, _, number = wanted.rpartition("-")
    if wanted in families:
        return f": {wanted} is a group of them, {_span(families[wanted])}"
    if family in families:
        return f"; {family} has {_span(families[family])}"
    prefix = wanted.partition("-")[0]
    ours = [each for each in families if each.partition("-")[0] == prefix]
    for near in get_close_matches(family, ours or list(families), n=1, cutoff=ALIKE):
        meant, there = f"{near}-{number}", families[near]
        return f"; did you mean {meant!r}?" if meant in there else f"; {near} has {_span(there)}"
    return f"; those of {prefix} are {listed([f'{each}-…' for each in ours])}" if ours else ""


def _families() -> Mapping[str, list[str]]:
    """Ids by what they have before their number."""
    found: dict[str, list[str]] = {}
    for each in load_catalogue():
        found.setdefault(each.rpartition("-")[0], []).append(each)
    return found


def _span(ids: Sequence[str]) -> str:
    return listed(ids) if len(ids) <= FEW else f"{ids[0]} to {ids[-1]}"

"""What an examination has found: what is all right, and what is to be changed by whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Whose turn it is."""

    CONFIG = "CONFIG"  # whoever describes the target
    TARGET = "TARGET"  # whoever runs it
    SUITE = "SUITE"  # ours


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something to be changed, or to be known."""

    kind: Kind
    place: str  # the key or option: `[consumer] url`
    tried: str
    received: str
    change: str
    stops: bool  # whether checks would mislead
    unreached: bool = False  # whether nothing answered


class Notes:
    """Findings, and what is all right, in the order in which they come up."""

    def __init__(self) -> None:
        self.all: list[Finding | str] = []

    def good(self, told: str) -> None:
        """Something is all right."""
        if told not in self.all:
            self.all.append(told)

    def config(
        self,
        place: str,
        *,
        tried: str,
        received: str,
        change: str,
        stops: bool = True,
        unreached: bool = False,
    ) -> None:
        """The configuration is wrong; with `stops=False` it is only unwise."""
        self._add(Kind.CONFIG, place, tried, received, change, stops, unreached)

    def target(self, place: str, *, tried: str, received: str, change: str) -> None:
        """The target does something that makes checks impossible; the others can be run."""
        self._add(Kind.TARGET, place, tried, received, change, False, False)

    def suite(self, place: str, *, tried: str, received: str, change: str) -> None:
        """We cannot look, or went wrong ourselves."""
        self._add(Kind.SUITE, place, tried, received, change, False, False)

    def _add(
        self,
        kind: Kind,
        place: str,
        tried: str,
        received: str,
        change: str,
        stops: bool,
        unreached: bool,
    ) -> None:
        found = Finding(
            kind=kind,
            place=place,
            tried=tried,
            received=received,
            change=change,
            stops=stops,
            unreached=unreached,
        )
        if found not in self.all:
            self.all.append(found)

    @property
    def findings(self) -> list[Finding]:
        """Without what is all right."""
        return [each for each in self.all if isinstance(each, Finding)]

    @property
    def stop(self) -> bool:
        """Whether checks would mislead."""
        return any(each.stops for each in self.findings)


def is_unreached(findings: Iterable[Finding]) -> bool:
    """Whether all that stops a run is that nothing answered."""
    stopping = [each for each in findings if each.stops]
    return bool(stopping) and all(each.unreached for each in stopping)

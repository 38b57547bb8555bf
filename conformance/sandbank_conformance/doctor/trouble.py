"""Why a server cannot be talked to."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What was tried, what came back, and what to change."""

    tried: str
    received: str
    change: str
    unreached: bool = False  # whether the server may simply not run

"""How a run may look where it is told: on a terminal, in the log of a build, in a file."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO

NARROWEST, WIDEST = 60, 120
OF_A_LOG = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What whoever waits can see."""

    width: int = OF_A_LOG
    colours: bool = False
    live: bool = False  # whether a line can be written over


def look_of(out: IO[str], environment: Mapping[str, str]) -> Look:
    """The look of a stream; `NO_COLOR` and `FORCE_COLOR` are heeded."""
    terminal = out.isatty() and environment.get("TERM") != "dumb"
    wanted = terminal or bool(environment.get("FORCE_COLOR"))
    columns = shutil.get_terminal_size((OF_A_LOG, 24)).columns if terminal else OF_A_LOG
    return Look(
        width=max(NARROWEST, min(WIDEST, columns)),
        colours=wanted and not environment.get("NO_COLOR"),
        live=terminal and not environment.get("CI"),
    )

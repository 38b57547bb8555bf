"""A run of `sandbank verify` against a server that deviates, and what it left in its folder."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from reports.deviant import DEVIANT, WANTED
from served import Served
from zoo.keeper import out

from sandbank_server.cli import main


@dataclass(frozen=True)
class Told:
    """What a run left in its folder, and what it came to."""

    folder: Path
    status: int


def proved(url: str, folder: Path) -> Told:
    """A run of some rules."""
    wanted = [word for each in WANTED for word in ("--requirement", each)]
    return Told(folder, main(["verify", url, *wanted, "--report", str(folder)]))


@pytest.fixture(scope="module")
def deviant() -> Iterator[Served]:
    """The server that deviates; it is the code of this process, so for no longer than needed."""
    with out(DEVIANT) as served:
        yield served


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """A run against it, which is over."""
    with out(DEVIANT) as served:
        return proved(served.url, tmp_path_factory.mktemp("run") / "report")

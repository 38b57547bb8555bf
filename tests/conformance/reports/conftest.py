"""A run of `sandbank verify` against a server that deviates, and what it left in its folder."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from reports.deviant import DEVIANT, WANTED
from served import Served
from zoo.keeper import out

from sandbank_server.cli import main

pytest_plugins = ["pytester"]


@dataclass(frozen=True)
class Told:
    """What a run printed, left and came to."""

    folder: Path
    status: int
    url: str


@pytest.fixture(scope="package")  # no longer: what deviates is the code of this process
def deviant() -> Iterator[Served]:
    """The server that deviates."""
    with out(DEVIANT) as served:
        yield served


@pytest.fixture(scope="package")
def told(deviant: Served, tmp_path_factory: pytest.TempPathFactory) -> Told:
    """A run against it."""
    folder = tmp_path_factory.mktemp("run") / "report"
    wanted = [word for each in WANTED for word in ("--requirement", each)]
    status = main(["verify", deviant.url, *wanted, "--report", str(folder)])
    return Told(folder, status, deviant.url)

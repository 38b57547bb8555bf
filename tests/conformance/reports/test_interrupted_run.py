"""A run that somebody ends before its time."""

import json
from itertools import count
from pathlib import Path

import pytest
from served import Served

from sandbank_conformance import wire
from sandbank_server.cli import main


@pytest.mark.parametrize("amid", [200, 201, 400])
def test_a_run_that_is_interrupted_amid_a_call_leaves_the_world_as_it_was_and_a_report(
    deviant: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, amid: int
) -> None:
    calls, read = count(1), wire._read

    def interrupted(connection: object) -> object:
        if next(calls) == amid:
            raise KeyboardInterrupt
        return read(connection)  # type: ignore[arg-type]

    monkeypatch.setattr(wire, "_read", interrupted)
    world = deviant.world()

    assert main(["verify", deviant.url, "--api", "provider", "--report", str(tmp_path)]) == 130

    assert deviant.control("GET", "/clock")["frozen"] is False
    assert deviant.world() == world
    assert json.loads((tmp_path / "coverage.json").read_text())["complete"] is False
    assert "broken off" in (tmp_path / "report.html").read_text()

"""A run that somebody ends before its time."""

import json
import re
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import pytest
from served import Served

from sandbank_conformance import wire
from sandbank_conformance.report.heading import world_left
from sandbank_server.cli import main


@pytest.mark.parametrize("amid", [200, 201, 400])
def test_a_run_that_is_interrupted_amid_a_call_leaves_the_world_as_it_was_and_a_report(
    deviant: Served,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    amid: int,
) -> None:
    calls, read = count(1), wire._read

    def interrupted(connection: object) -> object:
        if next(calls) == amid:
            raise KeyboardInterrupt
        return read(connection)  # type: ignore[arg-type]

    monkeypatch.setattr(wire, "_read", interrupted)
    world = deviant.world()

    assert main(["verify", deviant.url, "--api", "provider", "--report", str(tmp_path)]) == 130

    told = capsys.readouterr().out
    assert re.search(r"Ended after \d+ of \d\d+ checks", told)
    assert "The world was put back as it was found." in told
    assert deviant.control("GET", "/clock")["frozen"] is False
    assert deviant.world() == world
    assert json.loads((tmp_path / "coverage.json").read_text())["complete"] is False
    assert "broken off" in (tmp_path / "report.html").read_text()


@pytest.mark.parametrize(
    ("ours", "remarks", "twice", "told"),
    [
        (True, [], False, "The world was put back as it was found."),
        (True, ["the clock could not be brought back"], False, "the clock could not be brought"),
        (False, [], False, "What checks changed on the target stays changed."),
        (True, [], True, "look whether it was."),
    ],
)
def test_whoever_ends_a_run_is_told_what_became_of_the_world(
    ours: bool, remarks: list[str], twice: bool, told: str
) -> None:
    run = SimpleNamespace(ground=SimpleNamespace(is_ours=ours, remarks=remarks))
    ended = KeyboardInterrupt()
    ended.__context__ = KeyboardInterrupt() if twice else None

    assert told in world_left(run, ended)  # type: ignore[arg-type]

"""`sandbank verify` as people run it: a process that ends with a status and leaves no traces."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from integration.test_serve import child
from served import Served, serving

from sandbank_conformance import playground
from sandbank_conformance.plans import Plan
from sandbank_conformance.report.lines import read
from sandbank_conformance.run import prepare
from sandbank_conformance.verification import verify
from sandbank_server.settings import Settings

VERIFY = [sys.executable, "-m", "sandbank_server.cli", "verify"]
QUICK = ["--smoke", "--requirement", "CON-OFF-02"]


@pytest.fixture
def used() -> Iterator[Served]:
    """A sandbox whose world, settings and clock are not as at the start."""
    with serving(Settings(port=0)) as served:
        served.control("POST", "/clock", json={"set": "2026-03-01T12:00:00Z", "frozen": True})
        served.control("POST", "/reset", json={"world": "empty"})
        served.control("PATCH", "/settings", json={"expiredTokenStatus": 401})
        yield served


def _state(served: Served) -> dict[str, Any]:
    return {"world": served.world(), "clock": served.control("GET", "/clock")}


def test_a_run_leaves_the_world_as_it_was(used: Served) -> None:
    before = _state(used)

    done = subprocess.run([*VERIFY, used.url, *QUICK], capture_output=True, text=True)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "brought back" in done.stdout.splitlines()[0]
    assert _state(used) == before


def test_a_run_that_is_told_to_end_leaves_the_world_as_it_was(used: Served) -> None:
    before = _state(used)
    process = subprocess.Popen(
        [*VERIFY, used.url], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("consumer."):  # checks are running
            break

    process.send_signal(signal.SIGTERM)
    process.communicate()

    assert process.returncode == 130
    assert _state(used) == before


def test_nothing_listening_ends_with_3() -> None:
    done = subprocess.run([*VERIFY, "http://127.0.0.1:9"], capture_output=True, text=True)

    assert done.returncode == 3, done.stdout
    assert "127.0.0.1:9" in done.stdout + done.stderr


@pytest.mark.parametrize("options", [[], ["--requirement", "CON-OF-02"], ["ftp://x"]])
def test_wrong_usage_ends_with_2(options: list[str]) -> None:
    done = subprocess.run([*VERIFY, *options], capture_output=True, text=True)

    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_the_same_seed_gives_the_same_verdicts(used: Served) -> None:
    first, second = (_verdicts(used, seed=7) for _ in range(2))

    assert len(first) > 50
    assert first == second


def _verdicts(served: Served, seed: int) -> list[tuple[str, str, str]]:
    found: list[tuple[str, str, str]] = []
    plan = Plan(seed=seed, smoke=True)
    with prepare(playground.target(served.url), plan) as run, run.ground.laid():
        verify(run, lambda each: found.append((each.check, each.requirement, each.outcome)))
    return found


def test_a_run_whose_target_dies_says_so_once_and_comes_to_an_end(tmp_path: Path) -> None:
    with (
        child("--seed", "7") as (server, url, _),
        subprocess.Popen(
            [*VERIFY, url, "--report", str(tmp_path)], stdout=subprocess.PIPE, text=True
        ) as run,
    ):
        assert run.stdout is not None
        first = [next(run.stdout) for _ in range(4)]  # up to the first topic
        server.kill()

        told = "".join([*first, *run.stdout])

    assert "the target is not there any more: " in told
    assert "the world could not be brought back: nothing listens at" in told
    assert sum(line.lstrip("0123456789. ").startswith("ERRORED") for line in told.splitlines()) < 6
    assert run.returncode in (1, 3)  # 1: it was gone after a call
    assert read(tmp_path / "report.jsonl").footer["exit"] == run.returncode

"""What the pytest plugin costs: a run that asks for no sandbox, and each test that does."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bars import Bar
from processes import StartError

RUNS = 20  # with the plugin, and as many without
SWAPS = 200  # tests one after the other
AGED = 10  # tests so far apart that the world has to be dated anew

DEAREST_UNUSED = 50.0  # ms
SLOWEST_SWAP = 10.0  # ms

_UNUSED = "def test_nothing(): pass\n"
_USED = f"""
import time, pytest
@pytest.mark.parametrize("n", range({SWAPS + AGED}))
def test_spoils_the_world(sandbank, n):
    sandbank.begin_authorisation()
    sandbank.provider_headers()
    sandbank.freeze()
    time.sleep(1.01 if n >= {SWAPS - 1} else 0)
"""
_CLOCKED = """
import json, pathlib, time, pytest
SECONDS = []
@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef):
    began = time.perf_counter()
    made = yield
    if fixturedef.argname == "sandbank":
        SECONDS.append(time.perf_counter() - began)
    return made
def pytest_sessionfinish():
    pathlib.Path("seconds.json").write_text(json.dumps(SECONDS))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plugin:
    """What the runs showed, in milliseconds."""

    loaded: tuple[float, ...]  # whole runs of a test that uses nothing
    blocked: tuple[float, ...]  # the same with `-p no:sandbank`
    swaps: tuple[float, ...]  # setting up the fixture, its server running
    aged: tuple[float, ...]  # the same, when the world has to be dated anew

    @property
    def unused(self) -> float:
        """What a run that does not use it waits for it, by pairs: others keep the machine busy."""
        return median(a - b for a, b in zip(self.loaded, self.blocked, strict=True))


def measure() -> Plugin:
    """Run pytest with and without the plugin in turn, and then with tests that use it."""
    with TemporaryDirectory(prefix="sandbank-bench-") as name:
        folder = Path(name)
        (folder / "test_it.py").write_text(_UNUSED, encoding="ascii")
        pairs = [(_run(folder), _run(folder, "-p", "no:sandbank")) for _ in range(RUNS + 1)]
        loaded, blocked = zip(*pairs[1:], strict=True)  # the first pair compiles
        (folder / "conftest.py").write_text(_CLOCKED, encoding="ascii")
        (folder / "test_it.py").write_text(_USED, encoding="ascii")
        _run(folder)
        seconds = json.loads((folder / "seconds.json").read_text(encoding="ascii"))
    setups = tuple(1000 * each for each in seconds)
    # The first one loads the fixture's own module, too.
    return Plugin(loaded=loaded, blocked=blocked, swaps=setups[1:SWAPS], aged=setups[SWAPS:])


def _run(folder: Path, *options: str) -> float:
    """How long pytest takes there, from start to end; other plugins would only add noise."""
    others = [f"-pno:{each.name}" for each in entry_points(group="pytest11")]
    others.remove("-pno:sandbank")
    command = [sys.executable, "-m", "pytest", "-q", "-pno:cacheprovider", *others, *options]
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    began = time.perf_counter()
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    passed = 1000 * (time.perf_counter() - began)
    if done.returncode != 0:
        raise StartError(f"pytest ended with {done.returncode}: {done.stdout}{done.stderr}")
    return passed


def figures(plugin: Plugin) -> Iterator[str]:
    """All that was measured."""
    yield f"pytest that asks for no sandbox: {_each(plugin.loaded, 'runs')}"
    yield f"the same with -p no:sandbank:    {_each(plugin.blocked, 'runs')}"
    yield f"a sandbox made as new:           {_each(plugin.swaps, 'tests')}"
    yield f"its world dated anew, too:       {_each(plugin.aged, 'tests')}"


def _each(values: Sequence[float], what: str) -> str:
    spread = f"{min(values):.1f}-{max(values):.1f}"
    return f"median {median(values):.1f} ms ({spread}, {len(values)} {what})"


def bars(plugin: Plugin) -> list[Bar]:
    """What was demanded of the plugin."""
    swap = median(plugin.swaps)
    return [
        Bar(
            text=f"pytest plugin unused: {plugin.unused:+.1f} ms < {DEAREST_UNUSED:.0f} ms",
            reached=plugin.unused < DEAREST_UNUSED,
        ),
        Bar(
            text=f"a test's sandbox as new: {swap:.1f} ms < {SLOWEST_SWAP:.0f} ms",
            reached=swap < SLOWEST_SWAP,
        ),
    ]


if __name__ == "__main__":
    measured = measure()
    print(*figures(measured), *(bar.text for bar in bars(measured)), sep="\n")

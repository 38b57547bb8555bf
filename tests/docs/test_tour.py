"""The README's tour, run as printed."""

import re
import subprocess
from pathlib import Path

import pytest
from served import serving

from sandbank_server.settings import Settings

README = Path(__file__).parents[2] / "README.md"
PRINTED_BASE = "http://127.0.0.1:8080"
_MARK = "-- end of step --"


def steps() -> list[tuple[str, str]]:
    """Every printed command of the README's console blocks, with the output printed below it."""
    found: list[tuple[str, str]] = []
    for block in re.findall(r"```console\n(.*?)```", README.read_text(), re.DOTALL):
        for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = step.partition("\n")
            found.append((command, output))
    return found


def run_in_one_shell(commands: list[str]) -> list[str]:
    """What each command prints, all run one after another in one bash."""
    script = "".join(f"{command}\necho '{_MARK}'\n" for command in commands)
    done = subprocess.run(
        ["bash"], input=script, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stderr == ""
    return done.stdout.split(f"{_MARK}\n")[:-1]


def test_the_tour_prints_what_the_readme_shows() -> None:
    tour = steps()
    assert len(tour) > 25

    with serving(Settings(port=0, strict=True)) as sandbox:
        commands = [command.replace(PRINTED_BASE, sandbox.url) for command, _ in tour]
        printed = run_in_one_shell(commands)

    assert list(zip(commands, printed, strict=True)) == [
        (command, output) for command, (_, output) in zip(commands, tour, strict=True)
    ]


@pytest.mark.parametrize("target", ["serve", "test"])
def test_the_two_commands_of_the_readme_are_make_targets(target: str) -> None:
    makefile = (README.parent / "Makefile").read_text()

    assert f"make {target}" in README.read_text()
    assert re.search(rf"^{target}:", makefile, re.MULTILINE)

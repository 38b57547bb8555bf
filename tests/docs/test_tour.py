"""The README's tour, run as printed."""

import re
import subprocess
from pathlib import Path

import pytest
from served import serving

from sandbank_server.settings import Settings

README = Path(__file__).parents[2] / "README.md"
PRINTED_BASE = "http://127.0.0.1:8080"
_MARK = "-- end of block --"
_BLOCK = re.compile(r"```sh\n(?P<commands>.*?)```\n\n```text\n(?P<output>.*?)```", re.DOTALL)


def blocks() -> list[tuple[str, str]]:
    """Each printed block of commands with the output printed below it."""
    tour = README.read_text().partition("## Five minutes")[2].partition("\n## ")[0]
    return [(match["commands"], match["output"]) for match in _BLOCK.finditer(tour)]


def pasted_into_one_shell(shell: str, commands: list[str]) -> list[str]:
    """What each block prints when all are pasted into one shell, one after another."""
    script = "".join(f"{block}echo '{_MARK}'\n" for block in commands)
    done = subprocess.run(
        shell.split(), input=script, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stderr == ""
    return done.stdout.split(f"{_MARK}\n")[:-1]


@pytest.mark.parametrize("shell", ["bash", "bash --posix", "sh"])
def test_the_tour_prints_what_the_readme_shows(shell: str) -> None:
    tour = blocks()
    assert len(tour) == 8

    with serving(Settings(port=0, strict=True)) as sandbox:
        commands = [block.replace(PRINTED_BASE, sandbox.url) for block, _ in tour]
        printed = pasted_into_one_shell(shell, commands)

    # curl ends a JSON body without a new line; a terminal shows the prompt right behind it.
    assert [each.rstrip("\n") for each in printed] == [each.rstrip("\n") for _, each in tour]


@pytest.mark.parametrize("target", ["serve", "test"])
def test_the_two_commands_of_the_readme_are_make_targets(target: str) -> None:
    makefile = (README.parent / "Makefile").read_text()

    assert f"make {target}" in README.read_text()
    assert re.search(rf"^{target}:", makefile, re.MULTILINE)

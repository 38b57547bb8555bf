"""Pages whose shell blocks are run as printed, and print what stands below them.

A block of ```sh is run; the block of ```text right behind it is what it prints, and one without
such a block prints nothing. All blocks of a page are pasted into one shell, one after another,
beside a sandbox that has just been started. What is not to be run is a block of ```console.
"""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from served import Served, serving

from sandbank_server.settings import Settings

ROOT = Path(__file__).parents[2]
PRINTED_BASE = "http://127.0.0.1:8080"  # where a reader's sandbox is
NOON = "2026-03-01T12:00:00Z"
SEED = 7
PRINTED_PORT = "8081"  # of a reader's recorder
SECTIONS = (  # of the README
    "## Five minutes",
    "## Check a call you captured",
    "## Record calls on their way",
)
PATIENCE = 120  # seconds for a whole page

_MARK = "-- end of block --"
_BLOCK = re.compile(
    r"^```sh\n(?P<commands>.*?)^```\n(?:\n```text\n(?P<output>.*?)^```\n)?",
    re.DOTALL | re.MULTILINE,
)
# Ids that are made anew, unlike those of the playground, and tokens: any will do.
_MADE = re.compile(
    r"(?P<id>\b(?!0[a-f]000000-)[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}\b)"
    r"|(?P<token>\beyJ[\w-]+\.[\w-]+\.[\w-]+)"
)
_VARYING = re.compile(r"\b\d\d:\d\d:\d\d\b|\b\d+ ms\b")  # when a call was made, how long it took


@dataclass(frozen=True, slots=True)
class Block:
    """Commands, and what the page says they print."""

    commands: str
    output: str  # without the newline at its end: curl prints none behind a body


@dataclass(frozen=True, slots=True)
class Page:
    """A page, or the section of one, that is a walk-through."""

    path: Path
    section: str = ""  # its heading; empty: the whole page

    def __str__(self) -> str:
        return self.path.name

    @property
    def blocks(self) -> list[Block]:
        """Every block that is run, in order."""
        return [
            Block(match["commands"], (match["output"] or "").rstrip("\n"))
            for match in _BLOCK.finditer(self._told()[1])
        ]

    def printed(self, shell: str = "bash") -> list[str]:
        """What each block really prints, beside a new sandbox."""
        with _new_sandbox() as sandbox:
            here = {PRINTED_BASE: sandbox.url, PRINTED_PORT: str(free_port())}
            outputs = _pasted(shell, [_with(here, each.commands) for each in self.blocks])
            printed = {there: printed for printed, there in here.items()}
            return [_with(printed, each) for each in outputs]

    def rewrite(self) -> bool:
        """Put what is really printed into the page; whether that makes a difference to it."""
        outputs = self.printed()
        if comparable(outputs) == comparable([each.output for each in self.blocks]):
            return False
        before, told, after = self._told()
        rest = iter(outputs)
        told = _BLOCK.sub(lambda match: _shown(match["commands"], next(rest)), told)
        self.path.write_text(before + told + after, "utf-8")
        return True

    def _told(self) -> tuple[str, str, str]:
        """What stands before the walk-through, itself, and what comes after it."""
        text = self.path.read_text("utf-8")
        if not self.section:
            return "", text, ""
        before, heading, rest = text.partition(f"\n{self.section}\n")
        assert heading, f"{self.path.name} has no section {self.section!r}"
        told, following, after = rest.partition("\n## ")
        return before + heading, told, following + after


def pages() -> list[Page]:
    """The README's tour, and every page in docs/ that has something to run."""
    found = [Page(path) for path in sorted((ROOT / "docs").glob("*.md"))]
    sections = [Page(ROOT / "README.md", each) for each in SECTIONS]
    return [*sections, *(each for each in found if each.blocks)]


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def comparable(outputs: list[str]) -> list[str]:
    """Outputs with each new id and token named by its place in the order of appearance."""
    names: dict[str, str] = {}

    def name(match: re.Match[str]) -> str:
        return names.setdefault(match[0], f"<{match.lastgroup} {len(names) + 1}>")

    return [_MADE.sub(name, _VARYING.sub("<some time>", each)) for each in outputs]


def _with(names: Mapping[str, str], text: str) -> str:
    for name, other in names.items():
        text = text.replace(name, other)
    return text


def _shown(commands: str, output: str) -> str:
    told = f"\n```text\n{output}\n```\n" if output else ""
    return f"```sh\n{commands}```\n{told}"


@contextmanager
def _new_sandbox() -> Iterator[Served]:
    with serving(Settings(port=0, seed=SEED, strict=True)) as sandbox:
        sandbox.control("POST", "/clock", json={"set": NOON, "frozen": True})
        sandbox.control("POST", "/reset")
        yield sandbox


def _pasted(shell: str, commands: list[str]) -> list[str]:
    """What each block prints when all are pasted into one shell, one after another."""
    script = "".join(f"{block}echo '{_MARK}'\n" for block in commands)
    beside = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        shell.split(),
        input=script,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
        env={**os.environ, "PATH": beside},  # where `sandbank` is
    )
    assert done.stderr == "", done.stderr
    return [each.rstrip("\n") for each in done.stdout.split(f"{_MARK}\n")[:-1]]

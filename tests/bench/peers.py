"""The peers: mocks of OpenAPI documents that keep nothing, found or installed by npm."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from processes import Server, free_port, running

sys.path.append(str(Path(__file__).parents[1]))  # for what these measurements share with tests
import prism_mocks

_FOLDER = Path(__file__).parents[2] / ".bench"


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A mock server; it needs a process for each document."""

    name: str
    command: str
    version: str
    has_base_path: bool  # of the document, before its paths

    @contextmanager
    def mocking(self, document: str) -> Iterator[Server]:
        """One document served."""
        port = free_port()
        with running(self._serving(document, port), port) as server:
            yield server

    def _serving(self, document: str, port: int) -> Sequence[str]:
        if self.name == "Prism":
            return prism_mocks.mock_of(document, self.command, port)
        file = prism_mocks.DOCUMENTS / f"{document}.yaml"
        options = ["--disable-log-to-file", "--disable-admin-api"]
        return [self.command, "start", "-d", str(file), "-p", str(port), *options]


def find() -> list[Peer]:
    """The peers there are: named by SANDBANK_PRISM and SANDBANK_MOCKOON, on the path, or in
    `.bench/`, where npm puts those that are missing."""
    mockoon = os.environ.get("SANDBANK_MOCKOON") or shutil.which("mockoon-cli")
    commands = {
        "Prism": prism_mocks.find() or _installed("prism", "@stoplight/prism-cli@5.14.2"),
        "Mockoon": mockoon or _installed("mockoon-cli", "@mockoon/cli@9.9.0"),
    }
    return [
        Peer(
            name=name,
            command=command,
            version=_version(command),
            has_base_path=name == "Mockoon",
        )
        for name, command in commands.items()
        if command
    ]


def _version(command: str) -> str:
    done = subprocess.run([command, "--version"], capture_output=True, text=True, check=False)
    found = re.search(r"\d+\.\d+\.\d+", done.stdout)
    return found[0] if found else "(unknown)"


def _installed(command: str, package: str) -> str | None:
    program = _FOLDER / "node_modules" / ".bin" / command
    npm = shutil.which("npm")
    if not program.exists() and npm is not None:
        print(f"Installing {package} into {_FOLDER} …", flush=True)
        _FOLDER.mkdir(exist_ok=True)
        (_FOLDER / ".gitignore").write_text("*\n", encoding="ascii")
        options = ["--prefix", str(_FOLDER), "--no-audit", "--no-fund", "--loglevel", "error"]
        subprocess.run([npm, "install", *options, package], check=False)
    return str(program) if program.exists() else None

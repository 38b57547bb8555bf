"""The peers: mocks that keep nothing, found or installed by npm."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import wiremock
from processes import Server, free_port, running

sys.path.append(str(Path(__file__).parents[1]))  # for what these measurements share with tests
import prism_mocks

_FOLDER = Path(__file__).parents[2] / ".bench"
_NUMBER = re.compile(r"\d+\.\d+\.\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A mock; it needs a process for each document."""

    name: str
    version: str
    serving: Callable[[str, int], Sequence[str]]  # the command for a document and a port
    has_base_path: bool  # of the document, before its paths

    @contextmanager
    def mocking(self, document: str) -> Iterator[Server]:
        """One document served."""
        port = free_port()
        with running(self.serving(document, port), port) as server:
            yield server


def find() -> list[Peer]:
    """The peers there are: named by SANDBANK_PRISM and SANDBANK_MOCKOON, on the path, or in
    `.bench/`, where npm puts those that are missing; WireMock where there is Java."""
    return [each for each in (_prism(), _mockoon(), _wiremock()) if each]


def _prism() -> Peer | None:
    command = prism_mocks.find() or _installed("@stoplight/prism-cli@5.14.2", "prism")
    if command is None:
        return None
    serving = partial(_of_prism, command)
    return Peer(name="Prism", version=_version(command), serving=serving, has_base_path=False)


def _of_prism(command: str, document: str, port: int) -> Sequence[str]:
    return prism_mocks.mock_of(document, command, port)


def _mockoon() -> Peer | None:
    command = os.environ.get("SANDBANK_MOCKOON") or shutil.which("mockoon-cli")
    command = command or _installed("@mockoon/cli@9.9.0", "mockoon-cli")
    if command is None:
        return None
    serving = partial(_of_mockoon, command)
    return Peer(name="Mockoon", version=_version(command), serving=serving, has_base_path=True)


def _of_mockoon(command: str, document: str, port: int) -> Sequence[str]:
    file = prism_mocks.DOCUMENTS / f"{document}.yaml"
    options = ["--disable-log-to-file", "--disable-admin-api"]
    return [command, "start", "-d", str(file), "-p", str(port), *options]


def _wiremock() -> Peer | None:
    if not (shutil.which("java") and _installed(wiremock.PACKAGE, "wiremock")):
        return None
    jar = wiremock.jar_in(_FOLDER)
    if jar is None:
        return None
    version = _NUMBER.search(Path(jar).name)
    return Peer(
        name="WireMock",
        version=version[0] if version else "(unknown)",
        serving=partial(wiremock.serving, jar),
        has_base_path=True,
    )


def _version(command: str) -> str:
    done = subprocess.run([command, "--version"], capture_output=True, text=True, check=False)
    found = _NUMBER.search(done.stdout)
    return found[0] if found else "(unknown)"


def _installed(package: str, command: str) -> str | None:
    program = _FOLDER / "node_modules" / ".bin" / command
    npm = shutil.which("npm")
    if not program.exists() and npm is not None:
        print(f"Installing {package} into {_FOLDER} …", flush=True)
        _FOLDER.mkdir(exist_ok=True)
        (_FOLDER / ".gitignore").write_text("*\n", encoding="ascii")
        options = ["--prefix", str(_FOLDER), "--no-audit", "--no-fund", "--loglevel", "error"]
        subprocess.run([npm, "install", *options, package], check=False)
    return str(program) if program.exists() else None

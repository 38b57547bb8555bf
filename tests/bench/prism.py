"""Prism, the peer: a mock that checks each request against the document and keeps nothing."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from processes import Server, free_port, running

sys.path.append(str(Path(__file__).parents[1]))  # for what these measurements share with tests
import prism_mocks

VERSION = "5.14.2"
_FOLDER = Path(__file__).parents[2] / ".bench"


def find() -> str | None:
    """The command: of SANDBANK_PRISM, on the path, or installed by npm into `.bench/`."""
    installed = _FOLDER / "node_modules" / ".bin" / "prism"
    named = prism_mocks.find()
    if named is None and not installed.exists():
        _install()
    return named or (str(installed) if installed.exists() else None)


def version(command: str) -> str:
    """What it calls itself."""
    done = subprocess.run([command, "--version"], capture_output=True, text=True, check=False)
    return f"Prism {done.stdout.strip() or '(unknown)'}"


def _install() -> None:
    npm = shutil.which("npm")
    if npm is None:
        return
    print(f"Installing Prism {VERSION} into {_FOLDER} …", flush=True)
    _FOLDER.mkdir(exist_ok=True)
    (_FOLDER / ".gitignore").write_text("*\n", encoding="ascii")
    options = ["--prefix", str(_FOLDER), "--no-audit", "--no-fund", "--loglevel", "error"]
    subprocess.run([npm, "install", *options, f"@stoplight/prism-cli@{VERSION}"], check=False)


@contextmanager
def mocking(command: str, document: str) -> Iterator[Server]:
    """One document served."""
    port = free_port()
    with running(prism_mocks.mock_of(document, command, port), port) as server:
        yield server

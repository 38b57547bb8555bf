"""Prism, the peer: a mock that checks each request against the document and keeps nothing."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from processes import Server, free_port, running

VERSION = "5.14.2"
_ROOT = Path(__file__).parents[2]
_FOLDER = _ROOT / ".bench"
_DOCUMENTS = _ROOT / "openapi" / "sandbank_contract"


def find() -> str | None:
    """The command: of SANDBANK_PRISM, on the path, or installed by npm into `.bench/`."""
    installed = _FOLDER / "node_modules" / ".bin" / "prism"
    named = os.environ.get("SANDBANK_PRISM") or shutil.which("prism")
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
    """One document served, as fast as it goes: without its log, with examples as they stand."""
    port = free_port()
    arguments = ["mock", "-p", str(port), "-v", "silent", str(_DOCUMENTS / f"{document}.yaml")]
    with running([command, *arguments], port) as server:
        yield server

"""A sandbox of our own, as a child process: this half of the project never meets the server."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

GRACE = 5.0  # seconds for a child to end by itself


class ChildFailed(Exception):
    """A child process could not be started, or ended at once; the message says why."""


@contextmanager
def sandbox(port: int) -> Iterator[str]:
    """The URL of a new sandbox on this machine, at a port or, for 0, at any free one."""
    command = [_sandbank(), "serve", "--port", str(port)]
    with running(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        first = process.stdout.readline().decode("utf-8", "replace")
        found = re.search(r"runs at (\S+)", first)
        if not found:
            raise ChildFailed(f"the sandbox did not start: {_last_words(process) or first.strip()}")
        yield found[1]


@contextmanager
def running(
    command: Sequence[str],
    *,
    env: Mapping[str, str] | None = None,
    stdout: int | None = None,
    stderr: int | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """A child process, ended when it is no longer needed."""
    try:
        process = subprocess.Popen(
            list(command), env={**os.environ, **(env or {})}, stdout=stdout, stderr=stderr
        )
    except OSError as error:
        raise ChildFailed(f"{command[0]} cannot be started: {error.strerror}") from None
    try:
        yield process
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for pipe in (process.stdout, process.stderr):
        if pipe is not None:
            pipe.close()


def _last_words(process: subprocess.Popen[bytes]) -> str:
    with suppress(subprocess.TimeoutExpired):
        _, errors = process.communicate(timeout=GRACE)
        return errors.decode("utf-8", "replace").strip()
    return ""


def _sandbank() -> str:
    """The command `sandbank` of this installation."""
    places = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    found = shutil.which("sandbank", path=places)
    if found is None:
        raise ChildFailed("the command `sandbank` is not found beside this Python, nor on the path")
    return found

"""`sandbank record` as a process of its own."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from recordings import connected

SANDBANK = Path(sys.executable).parent / "sandbank"
_URL = re.compile(r"call (\S+) in place of")


@dataclass(frozen=True)
class Process:
    """One that runs."""

    url: str
    process: "subprocess.Popen[str]"

    def caller(self) -> socket.socket:
        """A connection to it."""
        return connected(self.url)

    def ended(self, by: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
        """Status and output once it was told to end."""
        self.process.send_signal(by)
        output, trouble = self.process.communicate(timeout=30)
        assert trouble == ""
        return self.process.returncode, output


@contextmanager
def recorder_process(*arguments: object) -> Iterator[Process]:
    """A recorder on a free port."""
    process = subprocess.Popen(
        [str(SANDBANK), "record", "--port", "0", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "NO_COLOR": "1"},
    )
    assert process.stdout
    assert process.stderr
    try:
        welcome = process.stderr.readline()
        match = _URL.search(welcome)
        assert match, welcome + process.stderr.read()
        yield Process(match[1], process)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
        process.stderr.close()

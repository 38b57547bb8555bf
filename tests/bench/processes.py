"""Servers as child processes: started, asked until they answer, measured and ended."""

import http.client
import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 120.0  # seconds; a large world takes some


class StartError(Exception):
    """A server ended, or did not answer in time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A child process that listens on a port of this machine."""

    process: subprocess.Popen[bytes]
    port: int
    started: float  # time.perf_counter() just before it was started

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def answers(self, path: str, headers: Mapping[str, str], *, status: int) -> float:
        """Wait for this answer to a GET; the seconds since the process was started."""
        while time.perf_counter() - self.started < PATIENCE:
            if self.process.poll() is not None:
                raise StartError(f"{self.process.args!r} ended with {self.process.returncode}")
            with suppress(OSError, http.client.HTTPException):
                if self._get(path, headers) == status:
                    return time.perf_counter() - self.started
            time.sleep(0.002)
        raise StartError(f"{self.process.args!r} gave no {status} in {PATIENCE:.0f} s")

    def _get(self, path: str, headers: Mapping[str, str]) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", path, headers=dict(headers))
            return connection.getresponse().status
        finally:
            connection.close()

    def resident_mb(self) -> float:
        """The memory it occupies, in MB of 10^6 bytes."""
        status = Path(f"/proc/{self.process.pid}/status")
        if status.exists():
            lines = status.read_text(encoding="ascii").splitlines()
            kib = next(line.split()[1] for line in lines if line.startswith("VmRSS:"))
        else:
            command = ["ps", "-o", "rss=", "-p", str(self.process.pid)]
            kib = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        return int(kib) * 1024 / 1e6


@contextmanager
def running(command: Sequence[str], port: int) -> Iterator[Server]:
    """A server that ends with the block."""
    # Compiled modules are kept, as they are wherever nobody has forbidden it.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment) as process:
        try:
            yield Server(process=process, port=port, started=started)
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port

"""Prism, a mock of OpenAPI documents: found, called, and started again whenever it dies."""

import http.client
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

DOCUMENTS = Path(__file__).parents[1] / "openapi" / "sandbank_contract"
PATIENCE = 60.0  # seconds until a mock has to answer


def find() -> str | None:
    """The command: of SANDBANK_PRISM, or on the path."""
    return os.environ.get("SANDBANK_PRISM") or shutil.which("prism")


def mock_of(document: str, prism: str, port: int) -> list[str]:
    """What serves a document, as fast as it goes: without its log, with examples as they stand."""
    return [prism, "mock", "-p", str(port), "-v", "silent", str(DOCUMENTS / f"{document}.yaml")]


@contextmanager
def kept_up(document: str, prism: str) -> Iterator[str]:
    """A mock's URL; Prism dies of some requests, and then is started again."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    keeper = _Keeper(mock_of(document, prism, port))
    keeper.start()
    try:
        _await(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        keeper.end()


class _Keeper(Thread):
    def __init__(self, command: list[str]) -> None:
        super().__init__()
        self._command = command
        self._ended = Event()

    def run(self) -> None:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        while not self._ended.is_set():
            with subprocess.Popen(self._command, **quiet) as process:
                while process.poll() is None:
                    if self._ended.wait(0.05):
                        process.terminate()
                        process.wait()

    def end(self) -> None:
        self._ended.set()
        self.join()


def _await(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        with suppress(OSError, http.client.HTTPException), closing(connection):
            connection.request("GET", "/")
            connection.getresponse().close()
            return
        time.sleep(0.1)
    raise AssertionError(f"no mock answers at port {port} within {PATIENCE:.0f} s")

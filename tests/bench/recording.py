"""How much longer a call takes through `sandbank record`: python tests/bench/recording.py.

One caller, one connection, a call every ten milliseconds, in turns with and without the recorder.
"""

import http.client
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, sleep

from processes import Server, free_port, running
from sandbox import COMMAND, serving

CALLS, ROUNDS, PAUSE = 200, 5, 0.01
PATH, HEADERS = "/consumer/v1/banks", {"x-application": "sandbank.eu.product"}


def main() -> None:
    """Measure, and print milliseconds."""
    with TemporaryDirectory() as folder, serving() as sandbox:
        sandbox.answers("/_sandbox/health", {}, status=200)
        port = free_port()
        options = ["--to", sandbox.url, "--port", str(port), "--har", str(Path(folder) / "a.har")]
        with running([str(COMMAND), "record", *options], port) as recorder:
            recorder.answers(PATH, HEADERS, status=200)
            straight, through = _in_turns(sandbox, recorder)
    print(f"without {straight * 1000:.2f} ms, through the recorder {through * 1000:.2f} ms a call")


def _in_turns(sandbox: Server, recorder: Server) -> tuple[float, float]:
    rounds = [(_round(sandbox), _round(recorder)) for _ in range(ROUNDS)]
    return median(each for each, _ in rounds), median(each for _, each in rounds)


def _round(server: Server) -> float:
    """The median time of a call."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    times = []
    for _ in range(CALLS):
        sleep(PAUSE)
        began = perf_counter()
        connection.request("GET", PATH, headers=HEADERS)
        connection.getresponse().read()
        times.append(perf_counter() - began)
    connection.close()
    return median(times)


if __name__ == "__main__":
    main()

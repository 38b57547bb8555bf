"""Load from wrk: one call over and over, each time about another resource."""

import json
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

CONNECTIONS = 64
_SCRIPT = Path(__file__).with_name("calls.lua")
_RESULT = re.compile(r"^RESULT (\d+) (\d+) (\d+) (\d+) (\d+) (\d+) (true|false)$", re.MULTILINE)


class LoadError(Exception):
    """The load could not be made as planned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call to repeat; in its texts `{n}` is the number of the call, `{caller}` who makes it."""

    name: str
    method: str
    path: str
    body: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one stretch of load showed."""

    requests: int
    seconds: float
    p99_ms: float
    other_answers: int  # than 2xx
    socket_errors: int
    next_number: int  # of the first call that was not made

    @property
    def per_second(self) -> float:
        """Answers in a second."""
        return self.requests / self.seconds


def wrk() -> str | None:
    """The load generator, if it is installed."""
    return shutil.which("wrk")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How long and how hard to make a call."""

    seconds: int
    connections: int = CONNECTIONS
    per_second: float | None = None  # about; None is as many as are answered


def repeat(
    call: Call, url: str, tokens: Sequence[str], numbers: range, pace: Pace, plan: Path
) -> Run:
    """Make the call with the numbers in turn; `plan` is a file to work with."""
    plan.write_text(_plan(call, tokens, numbers, pace), encoding="ascii")
    # One thread: wrk sends ten times what any server here answers, and leaves the cores to them.
    command = ["wrk", "-t1", f"-c{pace.connections}", f"-d{pace.seconds}s", "-s", str(_SCRIPT), url]
    done = subprocess.run([*command, "--", str(plan)], capture_output=True, text=True, check=False)
    result = _RESULT.search(done.stdout)
    if result is None:
        raise LoadError(f"wrk failed at {call.name}: {done.stdout}{done.stderr}")
    if result[7] == "true":
        raise LoadError(f"{call.name}: {len(numbers)} resources did not last {pace.seconds} s")
    requests, micros, p99, other, errors, following = map(int, result.groups()[:6])
    return Run(
        requests=requests,
        seconds=micros / 1e6,
        p99_ms=p99 / 1e3,
        other_answers=other,
        socket_errors=errors,
        next_number=following,
    )


def _plan(call: Call, tokens: Sequence[str], numbers: range, pace: Pace) -> str:
    # A JSON string of plain ASCII is a Lua string, too.
    headers = ", ".join(f"[{json.dumps(k)}] = {json.dumps(v)}" for k, v in call.headers.items())
    delay = 1000 * pace.connections / pace.per_second if pace.per_second else 0
    return (
        f"return {{ method = {json.dumps(call.method)}, path = {json.dumps(call.path)},\n"
        f"  body = {json.dumps(call.body)},\n  headers = {{ {headers} }},\n"
        f"  tokens = {{ {', '.join(map(json.dumps, tokens))} }},\n"
        f"  first = {numbers.start}, last = {numbers.stop - 1},\n"
        f"  delay = {delay:.0f} }}\n"
    )

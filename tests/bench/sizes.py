"""What calls cost, one at a time, as a sandbox with a file holds more and more transactions."""

import json
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import httpx
import load
import sandbox
from load import Call, LoadError, Pace
from processes import Server
from world import Record, bank_account, callers_world, transaction, upload

SIZES = (1_000, 100_000, 250_000, 1_000_000)
BATCH = 500  # ids that are deleted at once
ACCOUNT = 100_000  # uploaded transactions of one account, at most
BATCHES = 5

_PRODUCT = {"x-application": "sandbank.eu.product"}
_JSON = {"Content-Type": "application/json"}
_READING = "/consumer/v1/company-0/bankaccounts/reading"
_UPLOADS = "/user-banking/users/user-0/banking/accounts/acc-0/transactions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a sandbox of one size needs; a call's milliseconds are its whole way there and back."""

    size: int
    read_ms: float
    page_ms: float
    write_ms: float
    batch_ms: float
    start_s: float  # on its file
    resident_mb: float

    @property
    def of_calls(self) -> tuple[float, float, float]:
        """The milliseconds of a read, a page and a write."""
        return self.read_ms, self.page_ms, self.write_ms


def measure(sizes: Sequence[int], rounds: int, seconds: int) -> list[Cost]:
    """Start sandboxes of these sizes in turn, in rounds; medians of all rounds."""
    with TemporaryDirectory(prefix="sandbank-sizes-") as name:
        folder = Path(name)
        for size in sizes:
            print(f"Filling a sandbox with {size:,} transactions …", flush=True)
            _fill(folder, size)
        found = [[_cost(folder, size, seconds) for size in sizes] for _ in range(rounds)]
        return [_median(list(costs)) for costs in zip(*found, strict=True)]


def _median(costs: Sequence[Cost]) -> Cost:
    names = ("read_ms", "page_ms", "write_ms", "batch_ms", "start_s", "resident_mb")
    medians = {name: median(getattr(each, name) for each in costs) for name in names}
    return Cost(size=costs[0].size, **medians)


def _fill(folder: Path, size: int) -> None:
    """Half of the transactions are fed, in one bank account, and half uploaded."""
    half = size // 2
    world = callers_world()
    world["bankAccounts"] = [bank_account("reading", 0, last=half)]
    world["transactions"] = [transaction("reading", n) for n in range(1, half + 1)]
    world["uploadTransactions"] = [
        {**upload(f"tx-{n:012}", 0), "accountId": _account(n)} for n in range(half)
    ]
    accounts = sorted({_account(n) for n in range(0, half, ACCOUNT)})
    [model] = [each for each in world["uploadAccounts"] if each["accountId"] == "acc-0"]
    world["uploadAccounts"] = [
        {**model, "accountId": name, "accountNumber": name} for name in accounts
    ]
    (folder / f"{size}.json").write_text(json.dumps(world), encoding="utf-8")
    with _served(folder, size) as server:
        server.answers("/_sandbox/health", {}, status=200)


def _account(n: int) -> str:
    return f"acc-{n // ACCOUNT}"


def _served(folder: Path, size: int) -> AbstractContextManager[Server]:
    db = str(folder / f"{size}.db")
    return sandbox.serving("--world", str(folder / f"{size}.json"), "--db", db)


def _cost(folder: Path, size: int, seconds: int) -> Cost:
    with _served(folder, size) as server:
        start = server.answers("/_sandbox/health", {}, status=200)
        resident = server.resident_mb()
        probe = _Probe(server, folder / "plan.lua", Pace(seconds=seconds, connections=1))
        first = size // 4
        return Cost(
            size=size,
            start_s=start,
            resident_mb=resident,
            read_ms=probe.read_ms(_READING),
            page_ms=probe.read_ms(f"{_READING}/transactions?startIndex={first}"),
            write_ms=probe.write_ms(),
            batch_ms=probe.batch_ms(),
        )


@dataclass(frozen=True, slots=True)
class _Probe:
    server: Server
    plan: Path
    pace: Pace

    def read_ms(self, path: str) -> float:
        """Of a GET by a product."""
        call = Call(name=path, method="GET", path=path, body="", headers=_PRODUCT)
        return self._ms(call, sandbox.product_tokens(self.server.url)[:1])

    def write_ms(self) -> float:
        """Of the upload of one transaction."""
        body = json.dumps([_new("{n}")])
        call = Call(name="write", method="POST", path=_UPLOADS, body=body, headers=_JSON)
        return self._ms(call, sandbox.upload_tokens(self.server.url)[:1])

    def _ms(self, call: Call, tokens: Sequence[str]) -> float:
        run = load.repeat(call, self.server.url, tokens, range(10**9), self.pace, self.plan)
        if run.other_answers:
            raise LoadError(f"{call.name}: {run.other_answers} answers were not 2xx")
        return 1000 / run.per_second

    def batch_ms(self) -> float:
        """Of the deletion of as many transactions as one call may name."""
        token = sandbox.upload_tokens(self.server.url)[0]
        headers = {"authorization": f"Bearer {token}"}
        with httpx.Client(base_url=self.server.url, headers=headers, timeout=60) as client:
            return median(self._batch_ms(client, number) for number in range(BATCHES))

    def _batch_ms(self, client: httpx.Client, number: int) -> float:
        items = [_new(f"{number}-{n}") for n in range(BATCH)]
        client.post(_UPLOADS, json=items).raise_for_status()
        ids = [each["transactionId"] for each in items]
        began = time.perf_counter()
        client.request("DELETE", _UPLOADS, json={"ids": ids}).raise_for_status()
        return 1000 * (time.perf_counter() - began)


def _new(name: str) -> Record:
    mark = f"new-{time.time_ns()}-{name}"
    return {"transactionId": mark, "amount": -12.34, "bookingDate": "2026-01-15"}

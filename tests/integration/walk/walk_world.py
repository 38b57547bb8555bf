"""One sandbox for all walks, and what every step asks of it."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from integration.walk.walk_model import Model, marked, markers, model_of
from integration.walk.walk_tokens import JSON, YESTERDAY, Tokens
from integration.walk.walk_values import NOON
from integration.walk.walk_wire import InProcess, Pairs, Reply

from sandbank_server.api.journal import Journal

PRODUCT, OTHER_PRODUCT = "sandbank.eu.product", "sandbank.eu.other"
COMPANIES = {  # company to organisation
    "0b000000-0000-4000-8000-000000000001": "0a000000-0000-4000-8000-000000000001",
    "0b000000-0000-4000-8000-000000000002": "0a000000-0000-4000-8000-000000000002",
    "0b000000-0000-4000-8000-000000000003": "0a000000-0000-4000-8000-000000000001",
}
UPLOADERS = [
    ("upload-client", ""),
    ("upload-client", "banking"),
    ("upload-client", "banking-upload"),
    ("read-client", ""),
    ("other-client", ""),
]
SIZES = ("small", "large")
SETTINGS = {
    "throttlePerSecond": None,
    "expiredTokenStatus": 403,
    "demandSignature": False,
    "statementProcessing": "atOnce",
}


class Bench:
    """The sandbox under walk: begins each walk anew and judges each answer."""

    def __init__(self, wire: InProcess, folder: Path | None = None) -> None:
        """`folder` is where a sandbox with a file has it, and what lies beside."""
        self.wire = wire
        self._folder = folder
        self._journal: Journal = wire.application.state.journal
        self.tokens = Tokens(self.wire)
        self.walks = self.steps = 0
        self.done: Counter[str] = Counter()  # calls that succeeded, by operation
        self.fine = False  # whether the walk still agrees with the model
        self._begun_at = 0
        self._still: str | None = None
        self._mint_stale()
        self.control("POST", "/clock", {"set": NOON, "frozen": True})
        self._begin = {size: self._keep(size) for size in SIZES}

    def begin(self, size: str) -> Model:
        """The walk world at noon; what is expected of it."""
        self.walks += 1
        self.fine = True
        self.control("POST", "/clock", {"set": NOON, "frozen": True})
        self.control("POST", f"/snapshots/{size}/restore")
        self.control("PATCH", "/settings", SETTINGS)
        self._still = None
        self._begun_at = self.wire.calls
        return model_of(json.loads(self._begin[size]))

    def call(
        self, method: str, target: str, headers: Pairs = (), body: object = None, raw: bytes = b""
    ) -> Reply:
        """One call, with a JSON body if there is one."""
        if body is not None:
            headers, raw = [*JSON, *headers], json.dumps(body).encode()
        reply = self.wire.call(method, target, headers, raw)
        if reply.status < 400:
            self.done.update(each["operationId"] for each in self._journal.latest(1))
        return reply

    def control(self, method: str, path: str, body: object = None) -> Any:
        """A control call that has to succeed; its answer."""
        reply = self.call(method, "/_sandbox" + path, (), body)
        assert reply.status < 300, (method, path, body, reply)
        return json.loads(reply.body) if reply.body else None

    def world(self) -> str:
        """What `GET /world` would show, without the wire: five times as quick as the call."""
        return json.dumps(self.wire.application.state.sandbox.store.export())

    def export(self) -> bytes:
        """Everything the sandbox holds, as it is exported."""
        reply = self.call("GET", "/_sandbox/world")
        assert reply.status == 200, reply
        return reply.body

    def files(self) -> str:
        """All that stands in files."""
        found = sorted(self._folder.iterdir()) if self._folder else []
        return "".join(each.read_text("latin-1") for each in found)

    def judge(self, reply: Reply, expected: set[int], model: Model, told: str) -> None:
        """Compare an answer with what was expected; a refusal must have changed nothing."""
        self.steps += 1
        self.fine = False
        assert reply.status in expected, f"{told}: expected {expected}, got {reply}"
        risen = markers(reply.body) & (model.deleted | model.replaced)
        assert not risen, f"{told}: deleted data came back: {risen}"
        assert reply.status != 204 or not reply.body, f"{told}: 204 with a body"
        fault = fault_of_error_body(told, reply) if reply.status >= 400 else None
        assert not fault, f"{told}: {fault} in {reply}"
        self.fine = True

    def stand_still(self, model: Model) -> None:
        """Take the world as what it has to be until something is allowed to change it."""
        if self._still is None:
            self._still = self.world()
            risen = markers(self._still) & (model.deleted | model.replaced)
            assert not risen, f"deleted data is in the world's export: {risen}"

    def settle(self) -> None:
        """Make sure that refusals and reads since then have changed nothing."""
        assert self._still in (None, self.world()), "a refusal or a read changed the world"

    @property
    def calls_of_walk(self) -> int:
        """How many calls this walk has made."""
        return self.wire.calls - self._begun_at

    def changed(self) -> None:
        """Say that the world is another now."""
        self._still = None

    def _keep(self, size: str) -> bytes:
        self.control("POST", "/reset")
        self.control("PUT", "/world", marked(self.control("GET", "/world"), size))
        self.control("PUT", f"/snapshots/{size}")
        return self.export()

    def _mint_stale(self) -> None:
        self.control("POST", "/clock", {"set": "2026-02-28T12:00:00Z", "frozen": True})
        for company, organisation in COMPANIES.items():
            self.tokens.fresh(("consumer", PRODUCT, organisation, company), YESTERDAY)
        for provider in ("provider-a", "provider-b"):
            self.tokens.fresh(("provider", provider), YESTERDAY)
        for client, scope in UPLOADERS:
            self.tokens.fresh(("upload", client, scope), YESTERDAY)


def fault_of_error_body(path: str, reply: Reply) -> str | None:
    """What is wrong with the body of a refusal, by the API that gave it."""
    kind = (reply.header("content-type") or "").split(";")[0]
    body = reply.json()
    if "/oauth/token" in path:
        return None if isinstance(body.get("error"), str) else "no error"
    if "/user-banking" in path:
        right = body.get("type") and isinstance(body["type"], str)
        right = right and isinstance(body.get("message"), str) and kind == "application/json"
        return None if right else "not type and message"
    if kind != "application/problem+json" or body.get("status") != reply.status:
        return "not a problem"
    texts = [body.get(name) for name in ("type", "title", "detail", "code")]
    return None if all(isinstance(t, str) and t for t in texts) else "a problem without its texts"

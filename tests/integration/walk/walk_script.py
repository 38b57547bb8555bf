"""A script of calls over all APIs, made from a seed; the same script for every application."""

import json
from collections.abc import Callable, Sequence
from random import Random

from integration.walk.walk_tokens import JSON, Tokens, bearer
from integration.walk.walk_values import NOON
from integration.walk.walk_wire import InProcess, Pairs, Reply
from integration.walk.walk_world import COMPANIES, PRODUCT

COMPANY = next(iter(COMPANIES))
BASE = f"/consumer/v1/{COMPANY}/bankaccounts"
USERS = "/user-banking/users"
Call = tuple[str, str, Pairs, bytes]
Maker = Callable[["Script"], Call]


class Script:
    """Makes one call after the other; what it makes follows from its seed and the answers."""

    def __init__(self, wire: InProcess, seed: int, makers: Sequence[Maker]) -> None:
        self.wire = wire
        self._makers = makers
        self.chance = Random(seed)
        self.replies: list[Reply] = []
        self.made: dict[str, list[str]] = {kind: [] for kind in _IDS}
        self.now = 0.0
        self._tokens = Tokens(_Recording(wire, self.replies))
        wire.call("POST", "/_sandbox/clock", JSON, b'{"frozen": true}')  # answers real time
        self.send("POST", "/_sandbox/clock", JSON, json.dumps({"set": NOON}).encode())
        self.send("POST", "/_sandbox/reset")  # the world was dated when the application started

    def run(self, calls: int) -> list[Reply]:
        """Everything that was answered to this many calls."""
        while len(self.replies) < calls:
            self.send(*self.chance.choice(self._makers)(self))
            self._note(self.replies[-1])
        return self.replies[:calls]

    def send(self, method: str, target: str, headers: Pairs = (), content: bytes = b"") -> None:
        """One call; its answer is kept."""
        self.replies.append(self.wire.call(method, target, headers, content))

    def one(self, kind: str, *fixed: str) -> str:
        """Something that was made, or one of the fixed choices."""
        return self.chance.choice([*fixed, *self.made[kind]])

    def product(self) -> list[tuple[str, str]]:
        """A product's credentials."""
        who = ("consumer", PRODUCT, COMPANIES[COMPANY], COMPANY)
        return [("x-application", PRODUCT), bearer(self._tokens.fresh(who, self.now))]

    def provider(self) -> list[tuple[str, str]]:
        """A provider's credentials."""
        token = self._tokens.fresh(("provider", "provider-a"), self.now)
        return [("x-api-key", "provider-a-key"), bearer(token), *JSON]

    def client(self) -> list[tuple[str, str]]:
        """An upload client's credentials."""
        return [bearer(self._tokens.fresh(("upload", "upload-client", ""), self.now)), *JSON]

    def _note(self, reply: Reply) -> None:
        if reply.status not in (201, 202) or not reply.body.startswith(b"{"):
            return
        got = reply.json().get("data", reply.json())
        for kind, name in _IDS.items():
            if name in got:
                self.made[kind].append(got[name])


class _Recording:
    """A wire whose answers, tokens among them, are kept with the others."""

    def __init__(self, wire: InProcess, replies: list[Reply]) -> None:
        self._wire, self._replies = wire, replies

    def call(self, method: str, target: str, headers: Pairs = (), content: bytes = b"") -> Reply:
        self._replies.append(self._wire.call(method, target, headers, content))
        return self._replies[-1]


_IDS = {
    "accounts": "bankAccountId",
    "sessions": "authorisationId",
    "users": "userId",
    "statements": "_id",
}

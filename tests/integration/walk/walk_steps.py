"""What the steps of all APIs share: choosing, sending, and the order of judgement."""

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, TypeVar

from hypothesis import strategies as st
from integration.walk.walk_model import Model
from integration.walk.walk_tokens import bearer
from integration.walk.walk_wire import Pairs, Reply
from integration.walk.walk_world import Bench

V = TypeVar("V")
Verdict = int | set[int] | None  # None: nothing to object to
NOWHERE = "nowhere-at-all"
BROKEN = {  # bodies that are no JSON of ours, whatever the operation
    "empty": b"",
    "cut": b'{"ids": ["tx-1"',
    "latin": b'{"ids": ["\xff"]}',
    "null": b"null",
    "nan": b'{"ids": NaN}',
    "twice": b'{"ids": ["tx-1"], "ids": ["tx-2"]}',
    "deep": b"[" * 200 + b"]" * 200,
}


def often(usual: V, *others: V, times: int = 8) -> st.SearchStrategy[V]:
    """Mostly the usual value."""
    return st.sampled_from((usual,) * times + others)


SENDINGS = often("json", "suffix", "bom", "plain", *BROKEN, times=80)
NUMBERS = st.integers(0, 23)  # picks from what the model holds at that moment


def encoded(sending: str, body: object) -> tuple[list[tuple[str, str]], bytes, Verdict]:
    """Content type and bytes of a body, and what is said of them before they are looked at."""
    if sending in BROKEN:
        return [("content-type", "application/json")], BROKEN[sending], 400
    raw = json.dumps(body).encode()
    if sending == "plain":
        return [("content-type", "text/plain")], raw, 415
    if sending == "suffix":
        return [("content-type", "application/merge-patch+json")], raw, None
    if sending == "bom":
        return [("content-type", "application/json")], b"\xef\xbb\xbf" + raw, None
    return [("content-type", "application/json; charset=utf-8")], raw, None


def first(*verdicts: Verdict) -> set[int]:
    """The first objection, as the set of statuses that may answer it."""
    verdict = next(v for v in verdicts if v is not None)
    return verdict if isinstance(verdict, set) else {verdict}


def pick(choices: Sequence[V], number: int) -> V:
    """One of the choices."""
    return choices[number % len(choices)]


def amount(value: object) -> Decimal | None:
    """An amount as a number, however it was written."""
    return None if value is None else Decimal(str(value))


class Steps:
    """A walk that is on its way."""

    bench: Bench
    model: Model

    def attempt(
        self,
        expected: set[int],
        method: str,
        target: str,
        headers: Pairs = (),
        raw: bytes = b"",
        *,
        changes: bool | None = None,
    ) -> Reply:
        """One call of the walk, compared with what was expected.

        `changes` says whether it may change the world where the method does not tell.
        """
        may_change = min(expected) < 400 and (method != "GET" if changes is None else changes)
        if may_change:
            self.bench.settle()
        if max(expected) >= 400:
            self.bench.stand_still(self.model)
        reply = self.bench.call(method, target, headers, raw=raw)
        self.bench.judge(reply, expected, self.model, f"{method} {target} {raw!r}")
        if may_change and reply.status < 400:
            self.bench.changed()
        return reply

    def look(self, target: str, who: tuple[str, ...], headers: Pairs = ()) -> Any:
        """What a caller with good credentials reads back."""
        token = self.bench.tokens.fresh(who, self.model.now, self.signing_key(who))
        return self.seen(target, [bearer(token), *headers])

    def seen(self, target: str, headers: Pairs = ()) -> Any:
        """A body that has to be there to be read."""
        reply = self.bench.call("GET", target, headers)
        self.bench.judge(reply, {200}, self.model, f"GET {target}")
        return reply.json()

    def signing_key(self, who: tuple[str, ...]) -> str | None:
        """What signs the call for a consumer's token, when a signature is demanded."""
        demanded = who[0] == "consumer" and self.model.demand_signature
        return self.model.keys[who[2]] if demanded else None


def equal(what: str, expected: object, got: object) -> None:
    """Say what differs."""
    assert expected == got, f"{what}: expected {expected!r}, got {got!r}"

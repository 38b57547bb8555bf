"""What lies on the wire are made of: which call is meant, and what is answered in its place."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from sandbank_server.adapters import world_rules
from zoo.animals import Answered, Asked, Forward, on_the_wire

Meant = Callable[[Asked], bool]
Told = Callable[[Answered], Answered]

_CONSUMER = r"(?:/consumer/v1|/api/v1(?:/organisations/[^/]+/companies)?)/"
_ACCOUNTS = rf"{_CONSUMER}[^/]+/bankaccounts"


def at(methods: str, pattern: str) -> Meant:
    """Whether a call has one of some methods, like `GET|PUT`, and a path of a pattern, whole."""
    return lambda asked: bool(
        re.fullmatch(methods, asked.method) and re.fullmatch(pattern, asked.path)
    )


def of_accounts(methods: str, rest: str = "") -> Meant:
    """Whether a call is of a company's bank accounts; `rest` is a pattern of what follows."""
    return at(methods, _ACCOUNTS + rest)


def of_consumer(methods: str, rest: str) -> Meant:
    """Whether a call is of the Consumer API; `rest` is a pattern of what follows its base."""
    return at(methods, _CONSUMER + rest)


def retell(patch: pytest.MonkeyPatch, meant: Meant, told: Told) -> None:
    """The real answer to the calls that are meant is told anew."""

    async def wire(asked: Asked, forward: Forward) -> Answered:
        answered = await forward(asked)
        return told(answered) if meant(asked) else answered

    on_the_wire(patch, wire)


def ask_instead(patch: pytest.MonkeyPatch, meant: Meant, other: Callable[[Asked], Asked]) -> None:
    """In place of the calls that are meant others are made."""

    async def wire(asked: Asked, forward: Forward) -> Answered:
        return await forward(other(asked) if meant(asked) else asked)

    on_the_wire(patch, wire)


def answer_instead(patch: pytest.MonkeyPatch, meant: Meant, answered: Answered) -> None:
    """The calls that are meant never reach the real server."""

    async def wire(asked: Asked, forward: Forward) -> Answered:
        return answered if meant(asked) else await forward(asked)

    on_the_wire(patch, wire)


def problem(status: int, detail: str = "It cannot be done.") -> Answered:
    """A refusal as the problem that the documents have for it."""
    body = {"type": "about:blank", "title": detail, "status": status, "detail": detail}
    body["code"] = "refused"
    kind = ((b"content-type", b"application/problem+json"),)
    return Answered(status=status, headers=kind).with_body(json.dumps(body).encode())


def success(body: Any, status: int = 200) -> Answered:
    """An answer in JSON."""
    kind = ((b"content-type", b"application/json"),)
    return Answered(status=status, headers=kind).with_body(json.dumps(body).encode())


def retold(change: Callable[[Any], Any]) -> Told:
    """Changes the value of a JSON body; an answer that is no success stays as it is."""

    def tell(answered: Answered) -> Answered:
        if not 200 <= answered.status < 300 or not answered.body:
            return answered
        return answered.with_body(json.dumps(change(json.loads(answered.body))).encode())

    return tell


def object_of(body: bytes) -> dict[str, Any]:
    """The JSON object of a body; empty where it is none."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def take_leftovers_back(patch: pytest.MonkeyPatch) -> None:
    """What a liar leaves of a disconnected bank account can be exported and loaded again."""
    patch.setattr(world_rules, "_check_rules", lambda *_: None)
    patch.setattr(world_rules, "_check_transactions", lambda *_: None)

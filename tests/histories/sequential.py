"""What one client alone would be told of a resource: the rules that many clients are held to."""

from collections.abc import Callable
from dataclasses import dataclass, replace

Told = tuple[object, ...]  # status, and what the body says


@dataclass(frozen=True, slots=True)
class Ask:
    """A call about a resource, and the names it is about."""

    kind: str
    names: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " ".join((self.kind, *self.names))


def session(state: str, ask: Ask) -> tuple[str, Told]:
    """An onboarding session: the first report counts (PRV-AUTH-17)."""
    if ask.kind == "look":
        return state, (200, state)
    return ("granted", (204,)) if state == "open" else (state, (409,))


@dataclass(frozen=True, slots=True)
class Feed:
    """A bank account, with the names of its rules and of its transactions in their order."""

    status: str = "pending"
    rules: tuple[str, ...] = ()
    transactions: tuple[str, ...] = ()


def feed(state: Feed, ask: Ask) -> tuple[Feed, Told]:
    """A bank account: once cancelled it takes nothing, and its transactions are gone."""
    return _FEED[ask.kind](state, ask)


def _disconnect(state: Feed, _: Ask) -> tuple[Feed, Told]:
    if state.status == "cancelled":
        return state, (409,)
    return replace(state, status="cancelled", transactions=()), (204,)


def _look(state: Feed, _: Ask) -> tuple[Feed, Told]:
    return state, (200, state.status)


def _add_rule(state: Feed, ask: Ask) -> tuple[Feed, Told]:
    if state.status == "cancelled" or ask.names[0] in state.rules:
        return state, (409,)
    return replace(state, rules=state.rules + ask.names), (201,)


def _rules(state: Feed, _: Ask) -> tuple[Feed, Told]:
    status = "disconnected" if state.status == "cancelled" else "active"
    return state, (200, *((name, status) for name in sorted(state.rules)))


def _post(state: Feed, ask: Ask) -> tuple[Feed, Told]:
    if state.status == "cancelled" or {*ask.names} & {*state.transactions}:
        return state, (409,)
    return replace(state, status="active", transactions=state.transactions + ask.names), (202,)


def _transactions(state: Feed, _: Ask) -> tuple[Feed, Told]:
    return state, (200, state.status, *state.transactions)


_FEED: dict[str, Callable[[Feed, Ask], tuple[Feed, Told]]] = {
    "disconnect": _disconnect,
    "look": _look,
    "add rule": _add_rule,
    "rules": _rules,
    "post": _post,
    "transactions": _transactions,
}


def upload(state: tuple[str, ...], ask: Ask) -> tuple[tuple[str, ...], Told]:
    """An upload account as the sorted names of its transactions: all of a batch, or nothing."""
    held, named = {*state}, {*ask.names}
    if ask.kind == "look":
        return state, (200, *state)
    if ask.kind == "upload":
        return tuple(sorted(held | named)), (201,)
    if named <= held:
        return tuple(sorted(held - named)), (204,)
    return state, (404,)

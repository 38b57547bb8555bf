"""Whether somebody else's thing is answered exactly like one that nobody has."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sandbank_conformance.caller import Caller
from sandbank_conformance.conditions import Broken, ensure_unchanged, told
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import NOTHING, Exchange
from sandbank_conformance.suite.general.calls import Call
from sandbank_conformance.suite.general.watching import again, watch_all

Ids = tuple[str, ...]
Ask = Callable[[Ids], Exchange]  # about ids, those of somebody else or those that nobody has


def at(call: Call, other: Caller, ids: Ids) -> Exchange:
    """The call of one caller, at its place, with the credentials of another."""
    media_type = {"Content-Type": call.media_type} if call.content else {}
    names = [each for each in call.parameters if each not in call.caller.fixed]
    return other.client.ask(
        call.operation_id,
        {**call.caller.fixed, **dict(zip(names, ids, strict=True))},
        caller=other.name,
        headers={**media_type, **other.headers},
        content=call.content,
        query=call.query,
    )


def at_home(call: Call, other: Caller, ids: Ids, *, under: Ids = ()) -> Exchange:
    """The call of one caller, at the place of another, and with that one's credentials."""
    return replace(call, caller=other).send(ids=(*under, *ids))


class Asked:
    """A thing asked for by some that must not reach it; what they were answered is compared."""

    def __init__(self, ids: Ids, draw: Draw) -> None:
        self._ids = ids
        self._nobodys = [tuple(draw.alike(each) for each in ids) for _ in range(2)]
        self._names = {*ids, *(name for each in self._nobodys for name in each)}
        self._telling: list[tuple[Exchange, Exchange]] = []  # a foreign one and an unknown one
        self.answers: list[Exchange] = []

    def by(self, ask: Ask) -> None:
        """One of them asks for it, and for what nobody has."""
        unknown, answer = ask(self._nobodys[0]), ask(self._ids)
        self.answers.append(answer)
        # A time, or the number of a call, differs from call to call anyway.
        if (differing := self._unlike(unknown, answer)) and differing - self._unlike(
            unknown, ask(self._nobodys[1])
        ):
            self._telling.append((answer, unknown))

    def ensure_told_nothing(
        self, also: Collection[str] = (), reached: Collection[str] = ()
    ) -> None:
        """No answer tells anything that those about what nobody has do not tell.

        `reached` is broken besides where the thing was reached.
        """
        for answer, unknown in self._telling:
            raise Broken(
                expected=f"the answer for an id that nobody has: {told(unknown)}",
                received=told(answer),
                exchange=answer,
                also=(*also, *(reached if answer.succeeded else ())),
            )

    def _unlike(self, one: Exchange, other: Exchange) -> set[str]:
        """The places in which two answers differ."""
        first, second = _told(one, self._names), _told(other, self._names)
        missing = object()
        return {
            place
            for place in (*first, *second)
            if first.get(place, missing) != second.get(place, missing)
        }


@dataclass(frozen=True, kw_only=True)
class Apart:
    """What is one caller's, and some others that ask for it."""

    make: Callable[[Sequence[str]], list[Call]]  # calls that are all about the same thing
    ask: Callable[[Call], Asked]  # on behalf of all others
    changed: Collection[str] = ()  # what is broken as well where they change something
    reached: Collection[str] = ()  # and where they reach it

    def ensure(self, operation_ids: Sequence[str]) -> list[Exchange]:
        """Nobody has changed anything, or was told anything; their answers."""
        calls = self.make(operation_ids)
        look = watch_all(calls)
        before = look()
        asked = [self.ask(call) for call in calls]
        after = again(look)
        answers = [answer for each in asked for answer in each.answers]
        granted = [each for each in answers if each.succeeded]
        if before != after and not granted and len(operation_ids) > 1:
            for each in operation_ids:
                self.ensure([each])  # to tell which of them it was
        ensure_untouched(before, after, by=(granted or answers)[-1], also=self.changed)
        for one in asked:
            one.ensure_told_nothing(reached=self.reached)
        return answers


def ensure_untouched(before: Any, after: Any, *, by: Exchange, also: Collection[str] = ()) -> None:
    """Another caller's call has changed nothing, whether or not it was refused."""
    refused = ("GEN-02",) if by.refused else ()
    ensure_unchanged(before, after, by=by, also=(*also, *refused))


def _told(exchange: Exchange, ids: Collection[str]) -> dict[str, Any]:
    """An answer place by place: its status, its media type, and each value of its body."""
    body = exchange.json
    if body is NOTHING:
        body = exchange.received.body.decode("utf-8", "replace")
    return {
        "status": exchange.status,
        "media type": exchange.media_type,
        **{f"body{place}": _without(value, ids) for place, value in _leaves(body)},
    }


def _leaves(value: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        yield place, "an object"
        for key, each in value.items():
            yield from _leaves(each, f"{place}/{key}")
    elif isinstance(value, list):
        yield place, f"{len(value)} items"
        for n, each in enumerate(value):
            yield from _leaves(each, f"{place}/{n}")
    else:
        yield place, value


def _without(value: Any, ids: Collection[str]) -> Any:
    if not isinstance(value, str):
        return value
    for each in sorted(ids, key=len, reverse=True):
        value = value.replace(each, "{id}")
    return value

"""Whether somebody else's thing is answered exactly like one that nobody has."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sandbank_conformance.caller import Caller
from sandbank_conformance.conditions import ensure, ensure_unchanged, told
from sandbank_conformance.exchange import NOTHING, Exchange
from sandbank_conformance.suite.general.calls import Call


def at(call: Call, other: Caller) -> Exchange:
    """The call of one caller, at its place, with the credentials of another."""
    media_type = {"Content-Type": call.media_type} if call.content else {}
    return other.client.ask(
        call.operation_id,
        {**call.caller.fixed, **call.parameters},
        caller=other.name,
        headers={**media_type, **other.headers},
        content=call.content,
        query=call.query,
    )


def ensure_like_unknown(
    foreign: Exchange,
    unknown: Sequence[Exchange],
    ids: Collection[str],
    also: Collection[str] = (),
) -> None:
    """The answer tells nothing that the answers for ids nobody has do not tell.

    What differs between those (a time, a number of the call) may differ here, and `ids` count as
    one and the same.
    """
    told_of = [_told(each, ids) for each in unknown]
    first = told_of[0]
    steady = {place for place in first if all(each.get(place) == first[place] for each in told_of)}
    mine = _told(foreign, ids)
    places = {place for each in told_of for place in each}
    differing = [each for each in sorted(steady) if mine.get(each) != first[each]]
    differing += [each for each in sorted(mine) if each not in places]
    ensure(
        not differing,
        expected=f"the answer for an id that nobody has: {told(unknown[0])}",
        received=told(foreign),
        exchange=foreign,
        also=also,
    )


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

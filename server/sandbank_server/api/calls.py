"""A call as a handler sees it, and its answer."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from sandbank_server.domain.refusals import Refusal

C_co = TypeVar("C_co", covariant=True)
T = TypeVar("T")

# What the body parser gives: dict, list, str, int, Decimal, bool or None, already valid.
Json = Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Generic[C_co]):
    """One request after routing, credentials and validation."""

    caller: C_co
    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    headers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # names in lower case
    body: Json = None
    raw_body: bytes = b""
    base_url: str = ""  # scheme://host:port of the request
    url: str = ""  # scheme://host:port/path as the client called it, without the query

    def header(self, name: str) -> str | None:
        """The only value of a header, or None when it is absent or doubled."""
        values = self.headers.get(name, ())
        return values[0] if len(values) == 1 else None

    def parameter(self, name: str) -> str | None:
        """The only value of a query parameter, or None."""
        values = self.query.get(name, ())
        return values[0] if len(values) == 1 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What goes back: a JSON body unless `media_type` says otherwise, or none at all."""

    status: int
    body: Json = None
    headers: Mapping[str, str] = field(default_factory=dict)
    media_type: str = "application/json"
    refusal: Refusal | None = None  # rendered in place of the rest; what was stored stays stored


@dataclass(frozen=True, slots=True)
class Waiting(Generic[T]):
    """An answer that hangs on something outside: others are served while it is waited for.

    What is waited for must not touch the store; `then` finds the store as others have left it.
    """

    outside: Callable[[], Awaitable[T]]
    then: Callable[[T], Answer]


def nothing() -> Answer:
    """204, an empty body."""
    return Answer(status=204)


def ok(body: Json) -> Answer:
    """200 with a body."""
    return Answer(status=200, body=body)


def created(body: Json) -> Answer:
    """201 with a body."""
    return Answer(status=201, body=body)


def accepted(body: Json) -> Answer:
    """202 with a body: what was asked for is yet to be done."""
    return Answer(status=202, body=body)


def found(location: str, body: Json) -> Answer:
    """302 to another place, with a body for those who do not go there."""
    return Answer(status=302, body=body, headers={"Location": location})


def refused(refusal: Refusal) -> Answer:
    """A refusal that keeps what its call stored; one that is raised undoes it."""
    return Answer(status=500, refusal=refusal)

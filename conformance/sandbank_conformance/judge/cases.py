"""One call under judgement: what it calls, what it brings, and what has been found so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sandbank_conformance.judge.bearers import Token
from sandbank_conformance.judge.bodies.reading import Reading
from sandbank_conformance.judge.captures.calls import CapturedCall
from sandbank_conformance.judge.findings import Notes, Place, Where
from sandbank_conformance.judge.operations import Judged


class SessionKind(StrEnum):
    """Why a session was begun; of two reports that look alike one is right for each."""

    ONBOARDING = "onboarding"
    REAUTHORISATION = "reauthorisation"


@dataclass(kw_only=True)
class Case:
    """One call, looked at from its path to its body."""

    call: CapturedCall
    judged: Judged
    moment: datetime  # when it was made, or is judged
    values: Mapping[str, str] = field(default_factory=dict)  # of the path's parameters, decoded
    query: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    organisation: str | None = None  # of a long path
    kind: SessionKind | None = None
    notes: Notes = field(default_factory=Notes)
    token: Token | None = None  # what can be read of the bearer token
    body: Reading | None = None  # of JSON that was there


BODY = Place(Where.BODY)


def header(name: str) -> Place:
    """A header as a place."""
    return Place(Where.HEADER, name)


def in_body(pointer: str) -> Place:
    """A value in the body as a place."""
    return Place(Where.BODY, pointer)


def in_path(name: str) -> Place:
    """A parameter of the path as a place."""
    return Place(Where.PATH, name)


def in_query(name: str) -> Place:
    """A parameter of the query as a place."""
    return Place(Where.QUERY, name)

"""What comes of looking at a call: violations, remarks, and what the capture does not show."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from sandbank_conformance.judge.bodies.places import Position


class Stage(IntEnum):
    """The order of judgement (GEN-07, UB-ORD-01): of several faults the first decides."""

    ORIGIN = 0
    ROUTING = 1
    SIZE = 2
    CREDENTIALS = 3
    MEDIA_TYPE = 4
    TEXT = 5  # of the body
    BODY = 6
    QUERY = 7
    CONTENT = 8  # what no schema says
    OWNER = 9  # company or tenant
    RESOURCE = 10
    STATE = 11
    KIND = 12  # what only the resource's kind decides


class Where(StrEnum):
    """Which part of a call."""

    BODY = "body"
    HEADER = "header"
    QUERY = "query"
    PATH = "path"
    REQUEST = "request"


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a call: a JSON pointer in the body, or a name elsewhere."""

    where: Where
    name: str = ""

    def __str__(self) -> str:
        if self.where is Where.BODY:
            return self.name or "the body"
        if self.where is Where.HEADER:
            return f"header {self.name}" if self.name else "the headers"
        return f"{self.name} in the {self.where}" if self.name else f"the {self.where}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One thing for which the sandbox refuses a call."""

    place: Place
    requirement: str
    status: int
    stage: Stage
    found: str
    right: str
    position: Position | None = None  # in the body


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One thing that is accepted, and likely not meant, or not wise."""

    place: Place
    told: str
    requirement: str = ""
    position: Position | None = None


@dataclass(frozen=True, slots=True)
class Unjudged:
    """One thing that the capture does not show."""

    place: Place
    why: str


class Notes:
    """What has been found of one call so far."""

    def __init__(self) -> None:
        self.violations: list[Violation] = []
        self.remarks: list[Remark] = []
        self.unjudged: list[Unjudged] = []

    def violate(
        self,
        place: Place,
        requirement: str,
        status: int,
        stage: Stage,
        *,
        found: str,
        right: str,
        position: Position | None = None,
    ) -> None:
        """The sandbox refuses the call for this."""
        self.violations.append(
            Violation(
                place=place,
                requirement=requirement,
                status=status,
                stage=stage,
                found=found,
                right=right,
                position=position,
            )
        )

    def remark(
        self,
        place: Place,
        told: str,
        *,
        requirement: str = "",
        position: Position | None = None,
    ) -> None:
        """Worth knowing, though nothing is refused for it."""
        remark = Remark(place=place, told=told, requirement=requirement, position=position)
        if remark not in self.remarks:
            self.remarks.append(remark)

    def leave(self, place: Place, why: str) -> None:
        """Nothing can be said of this."""
        self.unjudged.append(Unjudged(place, why))

    def is_left(self, place: Place) -> bool:
        """Whether nothing can be said of a place."""
        return any(each.place == place for each in self.unjudged)

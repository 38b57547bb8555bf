"""A body as it was read: each value with the place at which it stands in the text."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from sandbank_conformance.judge.bodies.places import pointer, steps
from sandbank_conformance.judge.bodies.strict import Json


class Kind(Enum):
    """What a node is."""

    SCALAR = "scalar"
    OBJECT = "object"
    ARRAY = "array"
    VEIL = "veil"  # something stands there that the text does not show
    LOST = "lost"  # nothing that JSON has stands there


@dataclass(slots=True)
class Node:
    """A value; `start` and `end` are numbers of characters in the text."""

    kind: Kind
    start: int
    end: int = 0
    value: Json = None
    items: "list[Node]" = field(default_factory=list)
    members: "list[Member]" = field(default_factory=list)

    def child(self, step: str) -> "Node | None":
        """What stands at a step of a pointer; of a key that comes twice the last."""
        if self.kind is Kind.ARRAY and step.isdecimal() and int(step) < len(self.items):
            return self.items[int(step)]
        return next((each.value for each in reversed(self.members) if each.key == step), None)

    def names(self) -> set[str]:
        """The keys of an object."""
        return {each.key for each in self.members}


@dataclass(slots=True)
class Member:
    """A key of an object, and what stands there."""

    key: str
    start: int
    value: Node


def value_of(node: Node) -> Json:
    """The plain value; what is not shown is a text that says nothing."""
    if node.kind is Kind.OBJECT:
        return {each.key: value_of(each.value) for each in node.members}
    if node.kind is Kind.ARRAY:
        return [value_of(each) for each in node.items]
    return node.value


def veils(node: Node, kind: Kind, path: tuple[str | int, ...] = ()) -> Iterator[str]:
    """The pointers of all nodes of a kind."""
    if node.kind is kind:
        yield pointer(path)
    for number, each in enumerate(node.items):
        yield from veils(each, kind, (*path, number))
    for member in node.members:
        yield from veils(member.value, kind, (*path, member.key))


def key_of(root: Node, place: str) -> int:
    """Where the key of a member begins."""
    *path, name = steps(place)
    node = root
    for step in path:
        node = node.child(step) or node
    return next((each.start for each in node.members if each.key == name), node.start)


def offset_of(root: Node, place: str) -> int:
    """Where the value at a pointer begins; of what is missing, what it is missing in."""
    node = root
    for step in steps(place):
        below = node.child(step)
        if below is None:
            break
        node = below
    return node.start
